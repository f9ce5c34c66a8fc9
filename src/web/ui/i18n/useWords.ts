/** Words, amounts and dates as the reader's language writes them. */
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type catalog from '../../../i18n/messages/en/portal.json';
import { amountText, type Money } from './amountText.ts';
import { isolate } from './isolate.ts';
import { formatLocale } from './language.ts';

/** English is complete by definition. */
export type MessageId = keyof typeof catalog;
type Values = Record<string, string | number | null | undefined>;

export interface Words {
  t(id: MessageId, values?: Values): string;
  money(amount: Money): string;
  /** The amount without its sign, for sentences that name the direction. */
  unsigned(amount: Money): string;
  /** A deduction, such as applied credit, with the language's minus sign. */
  negative(amount: Money): string;
  /** A calendar day. Billing counts in UTC, as invoices and mails do. */
  day(instant: string): string;
  dayShort(instant: string): string;
  /** The days that a half-open period touches, first to last, as invoices and mails write them. */
  days(start: string, end: string): string;
  /** A date and time of day in the reader's time zone. */
  dateTime(instant: string): string;
  month(year: number, month: number): string;
  percent(basisPoints: number): string;
  list(items: readonly string[]): string;
  locale: string;
}

const isolateValues = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]),
  );

const lastMoment = (start: string, end: string) => new Date(Math.max(Date.parse(start), Date.parse(end) - 1));

function wordsOf(i18n: I18n): Words {
  const locale = formatLocale();
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (instant: string) => format.format(new Date(instant));
  };
  // In Arabic the medium form is digits and slashes, which read as another date from the other side.
  const dateStyle = i18n.locale === 'ar' ? 'long' : 'medium';
  const short = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' });
  const monthFormat = new Intl.DateTimeFormat(locale, { month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  return {
    t: (id, values) => i18n._(id, values && isolateValues(values)),
    money: (amount) => amountText(amount, locale),
    unsigned: (amount) => amountText({ ...amount, amount: Math.abs(amount.amount) }, locale),
    negative: (amount) => amountText({ ...amount, amount: -Math.abs(amount.amount) }, locale),
    day: dates({ dateStyle: 'long', timeZone: 'UTC' }),
    dayShort: (instant) => short.format(new Date(instant)),
    days: (start, end) => short.formatRange(new Date(start), lastMoment(start, end)),
    dateTime: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    month: (year, month) => monthFormat.format(Date.UTC(year, month - 1, 1)),
    percent: (basisPoints) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    locale,
  };
}

export function useWords(): Words {
  const { i18n } = useLingui();
  // `i18n` is the same object after a change of language: the tag changes with the language and the region.
  const tag = `${i18n.locale} ${formatLocale()}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: language and region decide what the words are.
  return useMemo(() => wordsOf(i18n), [i18n, tag]);
}
