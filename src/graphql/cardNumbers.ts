/** Card numbers never enter this server: text that holds one is refused wherever text is accepted. */
import { ValidationError } from '../kernel/errors.ts';

/** 13 to 19 digits, as people write them: together, or in groups with blanks or dashes. */
const CANDIDATE = /(?<![\w+])\d(?:[ -]?\d){12,18}(?!\w)/g;

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    let digit = Number(digits[digits.length - 1 - index]);
    if (index % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

export function holdsCardNumber(text: string): boolean {
  return (text.match(CANDIDATE) ?? []).some((candidate) => passesLuhn(candidate.replace(/\D/g, '')));
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
