/**
 * Tax ids: their normal form, and their check digits by kind. The sums are those of the package `stdnum`. Kinds that are
 * not in the table are free text; of kinds in the table only numbers with the right sum are accepted.
 */

import { stdnum } from 'stdnum';
import { isEuMember, isoCountry } from './territories.ts';

/** The number in its normal form and the country that issued it, or the reason of the refusal. */
export type CheckedTaxId =
  | { readonly valid: true; readonly value: string; readonly country: string }
  | { readonly valid: false; readonly message: string };

/** The name of the validator of value added tax numbers in `stdnum`, by Member State. */
const EU_VALIDATORS: Readonly<Record<string, string>> = {
  ...{ AT: 'uid', BE: 'vat', BG: 'vat', CY: 'vat', CZ: 'dic', DE: 'vat', DK: 'cvr', EE: 'kmkr', ES: 'nif', FI: 'alv' },
  ...{ FR: 'tva', GR: 'vat', HR: 'oib', HU: 'anum', IE: 'vat', IT: 'iva', LT: 'pvm', LU: 'tva', LV: 'pvn', MT: 'vat' },
  ...{ NL: 'btw', PL: 'nip', PT: 'nif', RO: 'cif', SE: 'vat', SI: 'ddv', SK: 'dph' },
};

const INVALID = {
  valid: false,
  message: 'This is not a valid number of its kind. Check it for a mistyped digit.',
} as const;

function validator(country: string, name: string) {
  const found = stdnum[country]?.[name];
  if (!found) throw new RangeError('There is no such validator.');
  return found;
}

/** The number without blanks and punctuation, as the validator shortens it; null if its sum is wrong. */
function compact(country: string, name: string, value: string): string | null {
  const result = validator(country, name).validate(value);
  return result.isValid ? result.compact : null;
}

/** A kind of one country: `write` makes the normal form from the compact number. */
function ofCountry(country: string, name: string, write: (compacted: string) => string) {
  return (value: string): CheckedTaxId => {
    const compacted = compact(country, name, value);
    return compacted === null ? INVALID : { valid: true, value: write(compacted), country };
  };
}

/** `DE136695976`, `EL094259216`, `XI980780684`: always with its prefix, which is the only way to know the country. */
function euVat(value: string): CheckedTaxId {
  const plain = value.toUpperCase().replace(/[^A-Z0-9+*]/g, '');
  const prefix = plain.slice(0, 2);
  // Northern Irish numbers have the sum of British ones.
  if (prefix === 'XI') {
    const number = compact('GB', 'vat', plain.slice(2));
    return number === null ? INVALID : { valid: true, value: `XI${number}`, country: 'XI' };
  }
  const country = isoCountry(prefix);
  const name = EU_VALIDATORS[country];
  if (!name || !isEuMember(country))
    return { valid: false, message: 'Must begin with the two letters of an EU country, as in DE123456789.' };
  const number = compact(country, name, plain.slice(2));
  if (number === null) return INVALID;
  const written = country === 'GR' ? 'EL' : country;
  return { valid: true, value: number.startsWith(written) ? number : `${written}${number}`, country };
}

const gbVat = ofCountry('GB', 'vat', (number) => `GB${number}`);

/** `CHE-123.456.789 MWST`: the ending is the language of the register's excerpt and stays as it was given. */
function chVat(value: string): CheckedTaxId {
  const plain = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const [, number, ending = ''] = /^(CHE\d{9})(MWST|TVA|IVA|TPV)?$/.exec(plain) ?? [];
  if (!number || compact('CH', 'uid', number) === null) return INVALID;
  const written = number.replace(/^CHE(\d{3})(\d{3})(\d{3})$/, 'CHE-$1.$2.$3');
  return { valid: true, value: ending ? `${written} ${ending}` : written, country: 'CH' };
}

const noVat = (value: string): CheckedTaxId => {
  const digits = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const [, number] = /^(?:NO)?(\d{9})(?:MVA)?$/.exec(digits) ?? [];
  const valid = number !== undefined && compact('NO', 'orgnr', number) !== null;
  return valid ? { valid: true, value: `NO${number}MVA`, country: 'NO' } : INVALID;
};

const jpTrn = (value: string): CheckedTaxId => {
  const [, number] = /^T?(\d{13})$/.exec(value.toUpperCase().replace(/[^A-Z0-9]/g, '')) ?? [];
  const valid = number !== undefined && compact('JP', 'cn', number) !== null;
  return valid ? { valid: true, value: `T${number}`, country: 'JP' } : INVALID;
};

const KINDS: ReadonlyMap<string, (value: string) => CheckedTaxId> = new Map([
  ['eu_vat', euVat],
  // Without its prefix a British number is accepted; with XI it is the kind `eu_vat`.
  ['gb_vat', (value: string) => gbVat(value)],
  ['ch_vat', chVat],
  ['no_vat', noVat],
  ['jp_trn', jpTrn],
  ['us_ein', ofCountry('US', 'ein', (number) => `${number.slice(0, 2)}-${number.slice(2)}`)],
  ['au_abn', ofCountry('AU', 'abn', (number) => number)],
  ['ca_bn', ofCountry('CA', 'bn', (number) => number)],
  ['br_cnpj', ofCountry('BR', 'cnpj', (number) => number)],
]);

/** Checks a number by its kind; null for a kind whose numbers are not checked. */
export function checkTaxId(kind: string, value: string): CheckedTaxId | null {
  return KINDS.get(kind)?.(value) ?? null;
}
