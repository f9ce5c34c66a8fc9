import { formatMoney } from '../../../kernel/money.ts';
import type { ServicePeriod } from './document.ts';

/** Writes values the way the reader's locale does; one per document. */
export interface Formats {
  money(amount: bigint): string;
  quantity(value: number | bigint): string;
  date(value: Date): string;
  period(value: ServicePeriod): string;
}

/**
 * @param locale - BCP 47. An unknown or malformed one falls back to English rather than failing:
 *   a document must always be printable.
 */
export function formatsFor(locale: string, currency: string): Formats {
  const usable = usableLocale(locale);
  // Making a number format costs more than using it, and an invoice repeats few amounts very often.
  const written = new Map<bigint, string>();
  const count = new Intl.NumberFormat(usable);
  // Thai and Saudi locales would otherwise write the years of another era, which no invoice means.
  const dates = new Intl.DateTimeFormat(usable, { dateStyle: 'medium', timeZone: 'UTC', calendar: 'gregory' });
  return {
    money: (amount) => remembered(written, amount, () => formatMoney(amount, currency, usable)),
    quantity: (value) => count.format(value),
    date: (value) => dates.format(value),
    period: (value) => dates.formatRange(value.start, value.end),
  };
}

function usableLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function remembered<K>(known: Map<K, string>, key: K, write: () => string): string {
  let text = known.get(key);
  if (text === undefined) {
    text = write();
    known.set(key, text);
  }
  return text;
}
