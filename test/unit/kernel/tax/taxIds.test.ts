import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTaxId } from '../../../../src/kernel/tax/taxIds.ts';

/** Numbers of public registers and of the authorities' own examples, one or more for each country. */
const RIGHT: readonly (readonly [kind: string, given: string, stored: string])[] = [
  ['eu_vat', 'atu 13585627', 'ATU13585627'],
  ['eu_vat', 'BE 0428.759.497', 'BE0428759497'],
  ['eu_vat', 'BG175074752', 'BG175074752'],
  ['eu_vat', 'CY10259033P', 'CY10259033P'],
  ['eu_vat', 'CZ25123891', 'CZ25123891'],
  ['eu_vat', 'DE 136,695 976', 'DE136695976'],
  ['eu_vat', 'DK13585628', 'DK13585628'],
  ['eu_vat', 'EE100931558', 'EE100931558'],
  ['eu_vat', 'EL094259216', 'EL094259216'],
  ['eu_vat', 'GR 094259216', 'EL094259216'],
  ['eu_vat', 'ESB58378431', 'ESB58378431'],
  ['eu_vat', 'FI20774740', 'FI20774740'],
  ['eu_vat', 'FR40303265045', 'FR40303265045'],
  ['eu_vat', 'HR33392005961', 'HR33392005961'],
  ['eu_vat', 'HU12892312', 'HU12892312'],
  ['eu_vat', 'IE6433435F', 'IE6433435F'],
  ['eu_vat', 'IT00743110157', 'IT00743110157'],
  ['eu_vat', 'LT119511515', 'LT119511515'],
  ['eu_vat', 'LU15027442', 'LU15027442'],
  ['eu_vat', 'LV40003521600', 'LV40003521600'],
  ['eu_vat', 'MT11679112', 'MT11679112'],
  ['eu_vat', 'NL004495445B01', 'NL004495445B01'],
  ['eu_vat', 'PL8567346215', 'PL8567346215'],
  ['eu_vat', 'PT501964843', 'PT501964843'],
  ['eu_vat', 'RO18547290', 'RO18547290'],
  ['eu_vat', 'SE123456789701', 'SE123456789701'],
  ['eu_vat', 'SI50223054', 'SI50223054'],
  ['eu_vat', 'SK2022749619', 'SK2022749619'],
  ['eu_vat', 'XI 980 7806 84', 'XI980780684'],
  ['gb_vat', '980 7806 84', 'GB980780684'],
  ['gb_vat', 'GB980780684', 'GB980780684'],
  ['ch_vat', 'CHE107787577MWST', 'CHE-107.787.577 MWST'],
  ['ch_vat', 'che-107.787.577 tva', 'CHE-107.787.577 TVA'],
  ['ch_vat', 'CHE-107.787.577', 'CHE-107.787.577'],
  ['no_vat', 'NO 995 525 828 MVA', 'NO995525828MVA'],
  ['no_vat', '995525828', 'NO995525828MVA'],
  ['us_ein', '911144442', '91-1144442'],
  ['au_abn', '83 914 571 673', '83914571673'],
];

describe('checkTaxId', () => {
  it.each(RIGHT)('the %s number %s is stored as %s', (kind, given, stored) => {
    const checked = checkTaxId(kind, given);
    expect(checked).toMatchObject({ valid: true, value: stored });
    expect(checkTaxId(kind, stored)).toEqual(checked);
  });

  it('numbers of all 27 Member States are tried', () => {
    const countries = RIGHT.filter(([kind]) => kind === 'eu_vat').map(([kind, given]) => {
      const checked = checkTaxId(kind, given);
      return checked?.valid ? checked.country : null;
    });
    expect(new Set(countries).size).toBe(28);
    expect(countries).toContain('GR');
    expect(countries).not.toContain(null);
  });

  it('a number with one wrong digit is refused in every checked kind with a sum', () => {
    let wrong = 0;
    for (const [kind, , stored] of RIGHT.filter(([name]) => name !== 'us_ein')) {
      const digit = stored.search(/\d(?=\D*$)/);
      for (const other of '0123456789') {
        if (other === stored[digit]) continue;
        const checked = checkTaxId(kind, stored.slice(0, digit) + other + stored.slice(digit + 1));
        wrong += checked?.valid ? 0 : 1;
      }
    }
    // The last digit is not the check digit everywhere: NL has a suffix, FR and ES have the check in front.
    expect(wrong).toBeGreaterThan(RIGHT.length * 9 * 0.75);
    for (const number of ['DE136695977', 'FR41303265045', 'IT00743110158', 'NL004495446B01', 'ATU13585628'])
      expect(checkTaxId('eu_vat', number)).toMatchObject({ valid: false });
  });

  it.each([
    ['eu_vat', '136695976'],
    ['eu_vat', 'GB980780684'],
    ['eu_vat', 'US911144442'],
    ['eu_vat', 'CHE107787577'],
    ['eu_vat', ''],
    ['gb_vat', 'XI980780684'],
    ['gb_vat', 'DE136695976'],
    ['ch_vat', 'CHE-107.787.578 MWST'],
    ['ch_vat', '107787577'],
    ['no_vat', 'NO995525829MVA'],
    ['us_ein', '1-2'],
  ])('a %s number %s of another country or form is refused', (kind, value) => {
    expect(checkTaxId(kind, value)).toMatchObject({ valid: false });
  });

  it('numbers of unknown kinds are not checked', () => {
    expect(checkTaxId('sg_gst', 'anything')).toBeNull();
    expect(checkTaxId('__proto__', 'DE136695976')).toBeNull();
    expect(checkTaxId('constructor', 'DE136695976')).toBeNull();
  });

  it('any text gives a result that does not repeat it', () => {
    const kinds = fc.constantFrom(
      'eu_vat',
      'gb_vat',
      'ch_vat',
      'no_vat',
      'jp_trn',
      'us_ein',
      'au_abn',
      'ca_bn',
      'br_cnpj',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc
        .tuple(fc.constantFrom('DE', 'EL', 'FR', 'XI', 'ES', 'IE'), fc.string({ maxLength: 12 }))
        .map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(kinds, texts, (kind, text) => {
        const checked = checkTaxId(kind, text);
        if (checked?.valid === false && text.trim().length > 3) expect(checked.message).not.toContain(text.trim());
        if (checked?.valid) expect(checkTaxId(kind, checked.value)).toEqual(checked);
      }),
    );
  });
});
