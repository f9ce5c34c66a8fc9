import { describe, expect, it } from 'vitest';
import {
  decideTreatment,
  type TaxBuyer,
  type TaxIdStatus,
  type TaxQuestion,
  type TaxRegistration,
  type TaxSeller,
} from '../../../../src/kernel/tax/decideTreatment.ts';
import { territoryOf } from '../../../../src/kernel/tax/territories.ts';
import vectors from '../vectors/tax.json' with { type: 'json' };

const registration = (
  scheme: TaxRegistration['scheme'],
  country: string,
  more: Partial<TaxRegistration> = {},
): TaxRegistration => ({
  id: `${scheme}-${country}`,
  ...{ country, scheme, from: '2020-01-01', until: null, belowThreshold: false },
  ...more,
});

const seller = (country: string, ...more: TaxRegistration[]): TaxSeller => ({
  place: { country, postalCode: null },
  registrations: [registration('DOMESTIC', country), ...more],
  unprovenTaxId: 'CHARGE',
  unknownLocation: 'HOME',
});
const buyer = (country: string | null, more: Partial<TaxBuyer> & { postalCode?: string } = {}): TaxBuyer => {
  const { postalCode = null, ...rest } = more;
  return { place: { country, postalCode }, kind: 'UNKNOWN', taxId: null, exemption: null, ...rest };
};
const idOf = (country: string, status: TaxIdStatus) => ({ taxId: { country, status } });

const decide = (from: TaxSeller, to: TaxBuyer, more: Partial<TaxQuestion> = {}) =>
  decideTreatment({
    ...{ seller: from, buyer: to, behavior: 'EXCLUSIVE', taxDate: '2026-11-15' },
    product: { category: 'ELECTRONIC_SERVICE', exemptBy: null },
    ...more,
  });

/** A treatment as one line: category, percent, country, region, scheme and reason; then the missing registration. */
function brief(decision: ReturnType<typeof decide>): string {
  if (decision.kind === 'HOLD') return `HOLD ${decision.reason}`;
  const { category, ratePpm, country, region, scheme, reason } = decision.treatment;
  const words = [category, ratePpm / 10_000, country ?? '-', region ?? '-', scheme ?? '-', reason];
  return [...words, ...(decision.registrationMissing ? ['MISSING'] : [])].join(' ');
}

const OSS_DE = registration('OSS_UNION', 'DE');

describe('the table of treatments', () => {
  it('a seller without registration charges no tax', () => {
    expect(brief(decide({ ...seller('DE'), registrations: [] }, buyer('DE')))).toBe('E 0 - - - NOT_REGISTERED');
  });

  it('a small business charges no tax, not even with other registrations', () => {
    const small = seller('DE', registration('SMALL_BUSINESS', 'DE'));
    expect(brief(decide(small, buyer('DE')))).toBe('E 0 - - - SMALL_BUSINESS');
    expect(brief(decide(small, buyer('FR', idOf('FR', 'VERIFIED'))))).toBe('E 0 - - - SMALL_BUSINESS');
  });

  it('an exempt customer is not taxed until the last day of the certificate', () => {
    const exempt = buyer('DE', { exemption: { certificate: 'NATO 123', until: '2026-11-15' } });
    const decision = decide(seller('DE'), exempt);
    expect(brief(decision)).toBe('E 0 - - - CUSTOMER_EXEMPT');
    expect(decision).toMatchObject({ treatment: { legalBasis: 'NATO 123' } });
    expect(brief(decide(seller('DE'), exempt, { taxDate: '2026-11-16' }))).toBe('S 19 DE - DOMESTIC STANDARD');
    const forEver = buyer('DE', { exemption: { certificate: 'X', until: null } });
    expect(brief(decide(seller('DE'), forEver, { taxDate: '2999-01-01' }))).toBe('E 0 - - - CUSTOMER_EXEMPT');
  });

  it('an exempt product is not taxed and names its legal basis', () => {
    const product = { category: 'EXEMPT', exemptBy: '§ 4 Nr. 21 UStG' };
    const decision = decide(seller('DE'), buyer('FR'), { product });
    expect(brief(decision)).toBe('E 0 - - - PRODUCT_EXEMPT');
    expect(decision).toMatchObject({ treatment: { legalBasis: '§ 4 Nr. 21 UStG' } });
  });

  it('a buyer at home pays the home rate, also a business', () => {
    expect(brief(decide(seller('DE'), buyer('DE')))).toBe('S 19 DE - DOMESTIC STANDARD');
    expect(brief(decide(seller('DE'), buyer('DE', idOf('DE', 'VERIFIED'))))).toBe('S 19 DE - DOMESTIC STANDARD');
    const ebook = { product: { category: 'EBOOK', exemptBy: null } };
    expect(brief(decide(seller('DE'), buyer('DE'), ebook))).toBe('S 7 DE - DOMESTIC REDUCED');
    expect(brief(decide(seller('IE'), buyer('IE'), ebook))).toBe('Z 0 IE - DOMESTIC REDUCED');
  });

  it('a proven business in another Member State accounts for the tax itself', () => {
    const decision = decide(seller('DE', OSS_DE), buyer('FR', idOf('FR', 'VERIFIED')));
    expect(brief(decision)).toBe('AE 0 FR - - REVERSE_CHARGE');
    expect(brief(decide(seller('DE'), buyer('GR', idOf('EL', 'VERIFIED'))))).toBe('AE 0 GR - - REVERSE_CHARGE');
  });

  it.each([
    ['the id was not confirmed', buyer('FR', idOf('FR', 'UNVERIFIED'))],
    ['the id is of a kind without a register', buyer('FR', idOf('FR', 'NOT_CHECKABLE'))],
    ['the id is of the home country', buyer('FR', idOf('DE', 'VERIFIED'))],
    ['the id is Northern Irish, which is for goods', buyer('FR', idOf('XI', 'VERIFIED'))],
    ['the customer is known to be a consumer', buyer('FR', { ...idOf('FR', 'VERIFIED'), kind: 'CONSUMER' })],
    ['there is no id, even for a business', buyer('FR', { kind: 'BUSINESS' })],
  ])('a buyer in another Member State pays tax if %s', (_, to) => {
    expect(brief(decide(seller('DE', OSS_DE), to))).toBe('S 20 FR - OSS_UNION STANDARD');
  });

  it.each([
    ['CHARGE', 'S 20 FR - OSS_UNION STANDARD'],
    ['TRUST', 'AE 0 FR - - REVERSE_CHARGE'],
    ['HOLD', 'HOLD TAX_ID_UNPROVEN'],
  ] as const)('with the policy %s an id without a result is treated as %s', (unprovenTaxId, expected) => {
    const from = { ...seller('DE', OSS_DE), unprovenTaxId };
    for (const status of ['PENDING', 'UNAVAILABLE'] as const)
      expect(brief(decide(from, buyer('FR', idOf('FR', status))))).toBe(expected);
    expect(brief(decide(from, buyer('FR', idOf('FR', 'UNVERIFIED'))))).toBe('S 20 FR - OSS_UNION STANDARD');
    expect(brief(decide(from, buyer('FR', { ...idOf('FR', 'PENDING'), kind: 'CONSUMER' })))).toMatch(/^S 20/);
  });

  it('a consumer in another Member State pays by local registration, one-stop shop or home rate, in this order', () => {
    const local = registration('LOCAL', 'FR');
    expect(brief(decide(seller('DE', OSS_DE, local), buyer('FR')))).toBe('S 20 FR - LOCAL STANDARD');
    expect(brief(decide(seller('DE', OSS_DE, local), buyer('IT')))).toBe('S 22 IT - OSS_UNION STANDARD');
    const below = { ...seller('DE'), registrations: [registration('DOMESTIC', 'DE', { belowThreshold: true })] };
    expect(brief(decide(below, buyer('FR')))).toBe('S 19 DE - DOMESTIC STANDARD');
    expect(brief(decide(seller('DE'), buyer('FR')))).toBe('S 19 DE - DOMESTIC STANDARD MISSING');
  });

  it('the place changes on the day on which the threshold is passed', () => {
    const from = {
      ...seller('DE'),
      registrations: [
        registration('DOMESTIC', 'DE', { belowThreshold: true, until: '2026-11-14' }),
        registration('DOMESTIC', 'DE', { from: '2026-11-15' }),
        registration('OSS_UNION', 'DE', { from: '2026-11-15' }),
      ],
    };
    expect(brief(decide(from, buyer('FR'), { taxDate: '2026-11-14' }))).toBe('S 19 DE - DOMESTIC STANDARD');
    expect(brief(decide(from, buyer('FR'), { taxDate: '2026-11-15' }))).toBe('S 20 FR - OSS_UNION STANDARD');
  });

  it('a registration counts from its first to its last day', () => {
    const from = {
      ...seller('DE'),
      registrations: [registration('DOMESTIC', 'DE', { from: '2026-11-01', until: '2026-11-30' })],
    };
    const on = (taxDate: string) => brief(decide(from, buyer('DE'), { taxDate }));
    expect(on('2026-10-31')).toBe('E 0 - - - NOT_REGISTERED');
    expect(on('2026-11-01')).toBe('S 19 DE - DOMESTIC STANDARD');
    expect(on('2026-11-30')).toBe('S 19 DE - DOMESTIC STANDARD');
    expect(on('2026-12-01')).toBe('E 0 - - - NOT_REGISTERED');
  });

  it('a buyer outside the EU is outside the scope, or pays by local registration if no business', () => {
    const from = seller('DE', OSS_DE, registration('LOCAL', 'GB'));
    expect(brief(decide(from, buyer('US')))).toBe('O 0 - - - OUTSIDE_SCOPE');
    expect(brief(decide(from, buyer('US', { kind: 'BUSINESS' })))).toBe('O 0 - - - REVERSE_CHARGE');
    expect(brief(decide(from, buyer('GB')))).toBe('S 20 GB - LOCAL STANDARD');
    expect(brief(decide(from, buyer('GB', { kind: 'BUSINESS' })))).toBe('O 0 GB - - REVERSE_CHARGE');
    expect(brief(decide(from, buyer('CH')))).toBe('O 0 - - - OUTSIDE_SCOPE');
  });

  it('a seller outside the EU taxes consumers in it by the non-Union scheme only', () => {
    const oss = registration('OSS_NON_UNION', 'IE');
    expect(brief(decide(seller('GB', oss), buyer('DE')))).toBe('S 19 DE - OSS_NON_UNION STANDARD');
    expect(brief(decide(seller('GB', registration('LOCAL', 'DE')), buyer('DE')))).toBe('S 19 DE - LOCAL STANDARD');
    expect(brief(decide(seller('GB', oss), buyer('DE', idOf('DE', 'VERIFIED'))))).toBe('O 0 DE - - REVERSE_CHARGE');
    expect(brief(decide(seller('GB', oss), buyer('CH')))).toBe('O 0 - - - OUTSIDE_SCOPE');
    expect(brief(decide(seller('GB'), buyer('DE')))).toBe('O 0 - - - OUTSIDE_SCOPE MISSING');
    expect(brief(decide({ ...seller('GB', oss), unprovenTaxId: 'HOLD' }, buyer('DE', idOf('DE', 'PENDING'))))).toBe(
      'HOLD TAX_ID_UNPROVEN',
    );
    expect(brief(decide(seller('CH'), buyer('CH')))).toBe('S 8.1 CH - DOMESTIC STANDARD');
    expect(brief(decide(seller('NO'), buyer('NO')))).toBe('S 25 NO - DOMESTIC STANDARD');
  });

  it('a customer without a country pays the home rate, or waits', () => {
    expect(brief(decide(seller('DE', OSS_DE), buyer(null)))).toBe('S 19 DE - DOMESTIC LOCATION_UNKNOWN');
    const holding = { ...seller('DE'), unknownLocation: 'HOLD' as const };
    expect(brief(decide(holding, buyer(null)))).toBe('HOLD LOCATION_UNKNOWN');
  });

  it('the rate is the one of the tax date, and the behavior is the price’s', () => {
    const decision = decide(seller('FI'), buyer('FI'), { taxDate: '2024-08-31', behavior: 'INCLUSIVE' });
    expect(decision).toMatchObject({ treatment: { ratePpm: 240_000, behavior: 'INCLUSIVE', taxDate: '2024-08-31' } });
    expect(decide(seller('FI'), buyer('FI'), { taxDate: '2024-09-01' })).toMatchObject({
      treatment: { ratePpm: 255_000, registrationId: 'DOMESTIC-FI' },
    });
  });

  it('a seller in a country without shipped rates is refused', () => {
    expect(() => decide(seller('US'), buyer('DE'))).toThrow(RangeError);
  });
});

interface PublishedTreatment {
  id: string;
  source: string;
  seller: { country: string; registrations: string[] };
  buyer: { country: string; postalCode?: string; vatId?: string; verification?: TaxIdStatus };
  result: { category: string; rate: string | null; jurisdiction?: string };
}

describe('published treatments', () => {
  it.each(vectors.treatments as PublishedTreatment[])('the case $id of $source has its treatment', (vector) => {
    const { country, registrations } = vector.seller;
    const oss = registrations.includes('OSS') ? [registration('OSS_UNION', country)] : [];
    const { vatId, verification, postalCode } = vector.buyer;
    const id = vatId && verification ? idOf(vatId.slice(0, 2), verification) : {};
    const decision = decide(
      seller(country, ...oss),
      buyer(vector.buyer.country, { ...id, ...(postalCode && { postalCode }) }),
    );
    if (decision.kind !== 'TREATED') throw new Error('The document waits.');
    const { category, ratePpm, country: place } = decision.treatment;
    expect(category).toBe(vector.result.category);
    expect(ratePpm).toBe(Number(vector.result.rate ?? 0) * 10_000);
    if (vector.result.jurisdiction) expect(place).toBe(vector.result.jurisdiction);
  });
});

describe('territories', () => {
  const OUTSIDE = '- - outside';
  it.each([
    ['ES', '35001', OUTSIDE],
    ['ES', '38999', OUTSIDE],
    ['ES', '51001', OUTSIDE],
    ['ES', '52006', OUTSIDE],
    ['ES', '28001', 'ES - EU'],
    ['ES', '36001', 'ES - EU'],
    ['DE', '78266', 'CH - outside'],
    ['DE', '27498', OUTSIDE],
    ['DE', 'D-27498', OUTSIDE],
    ['DE', '27499', 'DE - EU'],
    ['IT', '23041', OUTSIDE],
    ['IT', '22061', OUTSIDE],
    ['IT', '00120', 'IT - EU'],
    ['FI', 'FI-22100', 'FI - outside'],
    ['FI', '20100', 'FI - EU'],
    ['AX', null, 'FI - outside'],
    ['GR', '630 86', OUTSIDE],
    ['EL', '10431', 'GR - EU'],
    ['FR', '97100', 'FR OVERSEAS outside'],
    ['FR', '97200', 'FR OVERSEAS outside'],
    ['FR', '97300', OUTSIDE],
    ['FR', '97400', 'FR OVERSEAS outside'],
    ['FR', '97600', OUTSIDE],
    ['FR', '98000', 'FR - EU'],
    ['FR', '98800', OUTSIDE],
    ['RE', null, 'FR OVERSEAS outside'],
    ['GF', null, OUTSIDE],
    ['MC', '98000', 'FR - EU'],
    ['AT', '6691', 'AT JUNGHOLZ_MITTELBERG EU'],
    ['AT', '6991', 'AT JUNGHOLZ_MITTELBERG EU'],
    ['AT', '6993', 'AT JUNGHOLZ_MITTELBERG EU'],
    ['AT', '6994', 'AT - EU'],
    ['PT', '9000-123', 'PT MADEIRA EU'],
    ['PT', '9499', 'PT MADEIRA EU'],
    ['PT', '9500-321', 'PT AZORES EU'],
    ['PT', '1000-001', 'PT - EU'],
    ['GB', 'BT1 1AA', 'GB - outside'],
    ['XI', 'BT1 1AA', 'GB - outside'],
    ['UK', 'SW1A 1AA', 'GB - outside'],
    ['IM', 'IM1 1AA', 'GB - outside'],
    ['GB', 'JE2 3AB', OUTSIDE],
    ['LI', '9490', 'CH - outside'],
    ['NO', '9171', OUTSIDE],
    ['NO', '0150', 'NO - outside'],
    ['SM', null, OUTSIDE],
    ['FO', null, OUTSIDE],
    ['GL', null, OUTSIDE],
    ['US', '35001', OUTSIDE],
    ['de', null, 'DE - EU'],
  ])('%s %s belongs to the territory: %s', (country, postalCode, expected) => {
    const { area, region, inEu } = territoryOf(country, postalCode);
    expect(`${area ?? '-'} ${region ?? '-'} ${inEu ? 'EU' : 'outside'}`).toBe(expected);
  });

  it('a territory outside the EU has no tax of its country, except where national law taxes it', () => {
    const spanish = seller('ES', registration('OSS_UNION', 'ES'));
    expect(brief(decide(spanish, buyer('ES', { postalCode: '35001' })))).toBe('O 0 - - - OUTSIDE_SCOPE');
    const french = seller('FR', registration('OSS_UNION', 'FR'));
    expect(brief(decide(french, buyer('FR', { postalCode: '97400' })))).toBe('S 8.5 FR OVERSEAS DOMESTIC STANDARD');
    expect(brief(decide(spanish, buyer('FR', { postalCode: '97400' })))).toBe('O 0 - - - OUTSIDE_SCOPE');
    expect(brief(decide(spanish, buyer('PT', { postalCode: '9000' })))).toBe('S 22 PT MADEIRA OSS_UNION STANDARD');
    expect(brief(decide(spanish, buyer('MC')))).toBe('S 20 FR - OSS_UNION STANDARD');
    expect(brief(decide(seller('CH'), buyer('DE', { postalCode: '78266' })))).toBe('S 8.1 CH - DOMESTIC STANDARD');
  });

  it('a business in Northern Ireland is British for services, whatever the prefix of its id', () => {
    const to = buyer('GB', { postalCode: 'BT1 1AA', kind: 'BUSINESS', ...idOf('XI', 'VERIFIED') });
    expect(brief(decide(seller('IE'), to))).toBe('O 0 GB - - REVERSE_CHARGE');
  });
});
