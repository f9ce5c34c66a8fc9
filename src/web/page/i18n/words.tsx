/** Words, amounts and dates as the reader's language writes them. */
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import type { MoneyPartsFragment } from '../../graphql/generated/graphql.ts';
import type catalogue from '../../messages/en.json';
import { amountText } from './money.ts';
import { own } from './own.ts';
import { formatLocale } from './speak.ts';

/** English is complete by definition: what stands in it can be said. */
export type MessageId = keyof typeof catalogue;
export type Values = Record<string, string | number | null | undefined>;

export interface Words {
  t(id: MessageId, values?: Values): string;
  money(amount: MoneyPartsFragment): string;
  /** The amount without its sign, where the words around it say which way it goes. */
  size(amount: MoneyPartsFragment): string;
  /** What is taken off, such as credit that pays a part, with the sign that the language gives it. */
  less(amount: MoneyPartsFragment): string;
  /** A calendar day. Billing counts in UTC, as invoices and mails do. */
  day(instant: string): string;
  dayShort(instant: string): string;
  /** A moment in the reader's own time. */
  moment(instant: string): string;
  month(year: number, month: number): string;
  percent(basisPoints: number): string;
  list(items: readonly string[]): string;
  locale: string;
}

const ownValues = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? own(value) : value]),
  );

function wordsOf(i18n: I18n): Words {
  const locale = formatLocale();
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (instant: string) => format.format(new Date(instant));
  };
  const monthFormat = new Intl.DateTimeFormat(locale, { month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  return {
    t: (id, values) => i18n._(id, values && ownValues(values)),
    money: (amount) => amountText(amount, locale),
    size: (amount) => amountText({ ...amount, amount: Math.abs(amount.amount) }, locale),
    less: (amount) => amountText({ ...amount, amount: -Math.abs(amount.amount) }, locale),
    day: dates({ dateStyle: 'long', timeZone: 'UTC' }),
    // In Arabic the medium form is digits and slashes, which read as another date from the other side.
    dayShort: dates({ dateStyle: i18n.locale === 'ar' ? 'long' : 'medium', timeZone: 'UTC' }),
    moment: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    month: (year, month) => monthFormat.format(Date.UTC(year, month - 1, 1)),
    percent: (basisPoints) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    locale,
  };
}

export function useWords(): Words {
  const { i18n } = useLingui();
  const { locale } = i18n;
  // The instance stays the same when its language changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language decides what the words are.
  return useMemo(() => wordsOf(i18n), [i18n, locale]);
}
