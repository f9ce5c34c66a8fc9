/** Card numbers never enter this server: text that holds one is refused wherever text is accepted. */
import { ValidationError } from '../kernel/errors.ts';

/** Digits as people write them: together, or in groups with blanks, dashes or dots. Parts of words, such as hashes, are none. */
const DIGITS = /(?<![\w+])\d+(?:[ .-]\d+)*(?!\w)/g;
/** Taken as they are: one in some thousands would pass the check, and idempotency keys are UUIDs. */
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    let digit = Number(digits[digits.length - 1 - index]);
    if (index % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** Cards are written in groups of three digits at least, or of one length; dates are not. */
function groupedLikeCard(groups: readonly string[]): boolean {
  const [first] = groups;
  return groups.every(({ length }) => length >= 3) || groups.every(({ length }) => length === first?.length);
}

/** Any 13 to 19 digits that pass the check, whatever other numbers stand before or behind them. */
export function holdsCardNumber(text: string): boolean {
  // Full-width digits and blanks that do not break become plain ones.
  for (const [written] of text.normalize('NFKC').replace(UUID, '').matchAll(DIGITS)) {
    const groups = written.split(/\D/);
    for (let start = 0; start < groups.length; start++)
      for (let end = start + 1, digits = ''; end <= groups.length && digits.length <= 19; end++) {
        digits += groups[end - 1];
        const long = digits.length >= 13 && digits.length <= 19;
        if (long && groupedLikeCard(groups.slice(start, end)) && passesLuhn(digits)) return true;
      }
  }
  return false;
}

/** Walks an input and throws for the first text (key or value) that holds a card number. */
export function refuseCardNumbers(value: unknown, path: readonly string[] = ['input']): void {
  if (typeof value === 'string') {
    if (holdsCardNumber(value))
      throw ValidationError.at(path, 'This looks like a card number, which must not be sent here.');
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) refuseCardNumbers(entry, [...path, String(index)]);
  } else if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    for (const [key, entry] of Object.entries(value)) {
      if (holdsCardNumber(key))
        throw ValidationError.at(path, 'This looks like a card number, which must not be sent here.');
      refuseCardNumbers(entry, [...path, key]);
    }
  }
}
