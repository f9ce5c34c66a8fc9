/** The card numbers that the sandbox knows, and the token of each. All others are refused. */
import type { FieldWord } from '../provider.ts';

export interface TestNumber {
  number: string;
  token: string;
  says: FieldWord;
}

export const TEST_CARDS: readonly TestNumber[] = [
  { number: '4242 4242 4242 4242', token: 'tok_visa', says: 'works' },
  { number: '5555 5555 5555 4444', token: 'tok_mastercard', says: 'works' },
  { number: '3782 822463 10005', token: 'tok_amex', says: 'works' },
  { number: '4000 0000 0000 0341', token: 'tok_charge_declined', says: 'declined' },
  { number: '4000 0000 0000 9995', token: 'tok_insufficient_funds', says: 'insufficientFunds' },
  { number: '4000 0027 6000 3155', token: 'tok_authentication_required', says: 'authentication' },
  { number: '4000 0000 0000 0002', token: 'tok_refused', says: 'refused' },
  { number: '4000 0000 0000 0119', token: 'tok_provider_unavailable', says: 'unavailable' },
];

export const TEST_ACCOUNTS: readonly TestNumber[] = [
  { number: 'DE89 3704 0044 0532 0130 00', token: 'tok_sepa_debit', says: 'works' },
];

const bare = (text: string) => text.replace(/[\s-]/g, '').toUpperCase();

export function tokenOf(numbers: readonly TestNumber[], typed: string): string | null {
  return numbers.find(({ number }) => bare(number) === bare(typed))?.token ?? null;
}

/** "12 / 34": a month, and a year that is not over. */
export function expiryIsGood(typed: string, today: Date): boolean {
  const [, month, year] = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(typed.trim()) ?? [];
  const end = Date.UTC((Number(year) % 100) + 2000, Number(month));
  return Number(month) >= 1 && Number(month) <= 12 && end > today.getTime();
}
