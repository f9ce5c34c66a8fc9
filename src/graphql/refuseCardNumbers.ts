/** Card numbers never enter this server: text that contains one is refused wherever text is accepted. */
import { holdsCardNumber } from '../kernel/cardNumbers.ts';
import { ValidationError } from '../kernel/errors.ts';

/** No field takes longer text. Bounds the work of this check, which precedes the fields' own rules. */
const MAXIMUM_TEXT_LENGTH = 10_000;

const REFUSED = 'This looks like a card number, which must not be sent here.';
const TOO_LONG = `Must have at most ${MAXIMUM_TEXT_LENGTH} characters.`;

function refuseText(text: string, path: readonly string[]): void {
  if (text.length > MAXIMUM_TEXT_LENGTH) throw ValidationError.at(path, TOO_LONG);
  if (holdsCardNumber(text)) throw ValidationError.at(path, REFUSED);
}

/** Walks an input and throws for the first text (key or value) that contains a card number or is too long for any field. */
export function refuseCardNumbers(value: unknown, path: readonly string[] = ['input']): void {
  if (typeof value === 'string') refuseText(value, path);
  else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) refuseCardNumbers(entry, [...path, String(index)]);
  } else if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    for (const [key, entry] of Object.entries(value)) {
      refuseText(key, path);
      refuseCardNumbers(entry, [...path, key]);
    }
  }
}
