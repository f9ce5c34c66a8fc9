import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('pl');

/** In the genitive after „z“, otherwise in the nominative. */
function span({ days, hours }: Duration, count: (value: number) => string, genitive: boolean): string {
  const dayWord = plural(days, { one: genitive ? 'dnia' : 'dzień', few: 'dni', many: 'dni', other: 'dnia' });
  const hourWord = genitive
    ? plural(hours, { one: 'godziny', few: 'godzin', many: 'godzin', other: 'godziny' })
    : plural(hours, { one: 'godzina', few: 'godziny', many: 'godzin', other: 'godziny' });
  const inDays = `${count(days)} ${dayWord}`;
  const inHours = `${count(hours)} ${hourWord}`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} i ${inHours}`;
}

// Names of products are not declined: they stand where the nominative does, set off by dashes.
export const pl: Sentences = {
  unusedTime: (what) => `Niewykorzystany czas – ${what}`,
  remainingTime: (what) => `Pozostały czas – ${what}`,
  differenceTo: (what) => `Różnica w cenie – ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} minus ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count, false)} z ${span(total, count, true)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} okresu`,
  fullPeriod: ({ item, dates, amount }) => `${item} za pełny okres, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${item} za ${share}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Powrót – ${item}, ${dates}, za dokładnie tę kwotę, którą zwrócono przy rezygnacji: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Zwrot za niewykorzystany czas – ${what}, ${dates} (${share}, z zafakturowanej kwoty ${billed}): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Zwrot za niewykorzystany czas – ${what}, ${dates}, z zafakturowanych kwot (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} z ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Zwrot za niewykorzystany czas – ${what}, ${dates}, z ${counted} ${plural(count, { one: 'zafakturowanej kwoty', few: 'zafakturowanych kwot', many: 'zafakturowanych kwot', other: 'zafakturowanej kwoty' })}, łącznie ${billed}: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} za pełny okres, ${dates}, w cenie ${next} zamiast ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Zwrot za pełny okres – ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (nie więcej niż zafakturowano)`,
};
