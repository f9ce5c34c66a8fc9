/** Amounts, shares and dates as a locale writes them. Dates are those of UTC. */
import type { Period } from '../kernel/calendar.ts';
import { Fraction, moneyFormat, roundDiv } from '../kernel/money.ts';
import type { Locale } from './locale.ts';

export interface Formats {
  money(amount: bigint, currency: string): string;
  count(value: number | bigint): string;
  /** To two decimals, or more if it would otherwise read as 0 % or 100 %; `exact` is false if digits were rounded off. */
  percent(share: Fraction): { text: string; exact: boolean };
  /** As in `17 January 2026`. */
  date(value: Date): string;
  /** As in `17 January 2026 at 09:30 UTC`. */
  moment(value: Date): string;
  /** As in `17 Jan 2026`. */
  shortDate(value: Date): string;
  /** The days that a half-open period touches, first to last: `[1 January, 1 February)` is 1 – 31 January. */
  days(period: Period): string;
  shortDays(period: Period): string;
  /** As in `March 2027`; months count from 1. */
  month(year: number, month: number): string;
}

const kept = new Map<string, Formats>();
/** Formats are slow to create and fast to use; few tags occur, but clients choose them. */
const MOST_KEPT = 200;

export function formatsOf({ format: tag }: Locale): Formats {
  let formats = kept.get(tag);
  if (!formats) {
    formats = make(tag);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(tag, formats);
  }
  return formats;
}

const LONG = { year: 'numeric', month: 'long', day: 'numeric' } as const;
/** The decimals that are tried; the last are enough for a millisecond of a century. */
const PERCENT_DECIMALS = [2, 4, 6, 8, 10, 12];

function make(tag: string): Formats {
  const currencies = new Map<string, (amount: bigint) => string>();
  const counts = new Intl.NumberFormat(tag);
  const long = new Intl.DateTimeFormat(tag, { ...LONG, timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(tag, {
    ...LONG,
    ...{ hour: '2-digit', minute: '2-digit', timeZone: 'UTC', timeZoneName: 'short' },
  });
  // In Arabic the medium form is digits and slashes, which read as another date from right to left.
  const short = tag.startsWith('ar') ? long : new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return {
    money(amount, currency) {
      let write = currencies.get(currency);
      if (!write) {
        write = moneyFormat(currency, tag);
        currencies.set(currency, write);
      }
      return write(amount);
    },
    count: (value) => counts.format(value),
    percent: (share) => percentIn(tag, share),
    date: (value) => long.format(value),
    moment: (value) => moments.format(value),
    shortDate: (value) => short.format(value),
    days: ({ start, end }) => long.formatRange(start, lastMoment(start, end)),
    shortDays: ({ start, end }) => short.formatRange(start, lastMoment(start, end)),
    month: (year, month) => months.format(new Date(Date.UTC(year, month - 1))),
  };
}

const lastMoment = (start: Date, end: Date): Date => new Date(Math.max(start.getTime(), end.getTime() - 1));

function percentIn(tag: string, share: Fraction): { text: string; exact: boolean } {
  const plain = Fraction.equals(share, Fraction.of(0n)) || Fraction.equals(share, Fraction.of(1n));
  for (const decimals of PERCENT_DECIMALS) {
    const scale = 10n ** BigInt(decimals + 2);
    const scaled = roundDiv(share.num * scale, share.den);
    const telling = plain || (scaled !== 0n && scaled !== scale);
    if (!telling && decimals !== PERCENT_DECIMALS.at(-1)) continue;
    const digits = scaled.toString().padStart(decimals + 3, '0');
    const point = digits.length - decimals - 2;
    const format = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: decimals });
    const text = format.format(`${digits.slice(0, point)}.${digits.slice(point)}` as Intl.StringNumericLiteral);
    return { text, exact: (share.num * scale) % share.den === 0n };
  }
  throw new RangeError('A share is between nothing and all.');
}
