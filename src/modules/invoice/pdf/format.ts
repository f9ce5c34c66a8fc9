import { formatsOf } from '../../../i18n/formats.ts';
import type { Locale } from '../../../i18n/locale.ts';
import type { ServicePeriod } from './document.ts';

/** Writes values the way the reader's locale does; one per document. */
export interface Formats {
  money(amount: bigint): string;
  quantity(value: number | bigint): string;
  date(value: Date): string;
  /** The days of a period, first to last. */
  period(value: ServicePeriod): string;
}

export function formatsFor(locale: Locale, currency: string): Formats {
  const { money, count, shortDate, shortDays } = formatsOf(locale);
  // An invoice repeats few amounts very often.
  const written = new Map<bigint, string>();
  return {
    money: (amount) => remembered(written, amount, () => money(amount, currency)),
    quantity: count,
    date: shortDate,
    period: shortDays,
  };
}

function remembered<K>(known: Map<K, string>, key: K, write: () => string): string {
  let text = known.get(key);
  if (text === undefined) {
    text = write();
    known.set(key, text);
  }
  return text;
}
