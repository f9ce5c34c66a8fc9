import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('en');

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inDays = `${count(days)} ${plural(days, { one: 'day', other: 'days' })}`;
  const inHours = `${count(hours)} ${plural(hours, { one: 'hour', other: 'hours' })}`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} and ${inHours}`;
}

export const en: Sentences = {
  unusedTime: (what) => `Unused time on ${what}`,
  remainingTime: (what) => `Remaining time on ${what}`,
  differenceTo: (what) => `Difference to ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} less ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count)} of ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} of a period`,
  fullPeriod: ({ item, dates, amount }) => `${item} for the full period, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} of ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Back to ${item}, ${dates}, for exactly what was credited when it was left: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Credit for the unused ${share} of ${what}, ${dates}, of ${billed} billed: ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Credit for unused time on ${what}, ${dates}, of what was billed for it (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} of ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Credit for unused time on ${what}, ${dates}, of ${counted} ${plural(count, { one: 'amount', other: 'amounts' })} billed for it, ${billed} in all: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} for the full period, ${dates}, at ${next} instead of ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Credit for the full period of ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (limited to what was billed)`,
};
