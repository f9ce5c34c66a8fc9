/** Whether a postal code is written as its country writes them. */
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

/** Forms of postal codes in use that the library does not know. */
const ALSO: Readonly<Record<string, RegExp>> = { AR: /^\d{4}$/ };

/**
 * True for a postal code in the form of the country (ISO 3166-1, two letters), with its spaces and hyphens at their places,
 * anywhere, or left out; true as well for every text if nothing is known of the country's codes.
 */
export function isPostalCode(code: string, country: string): boolean {
  if (!postcodeValidatorExistsForCountry(country)) return true;
  return (
    spellings(code).some((spelling) => postcodeValidator(spelling, country)) || (ALSO[country]?.test(code) ?? false)
  );
}

/** The code as it is, without separators, and with one separator at each place. */
function spellings(code: string): string[] {
  const plain = code.replace(/[\s-]/g, '');
  const places = [...plain.slice(1)].map((_, index) => index + 1);
  return [
    code,
    plain,
    ...places.flatMap((at) => [' ', '-'].map((separator) => plain.slice(0, at) + separator + plain.slice(at))),
  ];
}
