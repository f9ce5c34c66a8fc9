import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('nl');

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inDays = `${count(days)} ${plural(days, { one: 'dag', other: 'dagen' })}`;
  // Hours are counted in the singular: „3 uur“.
  const inHours = `${count(hours)} uur`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} en ${inHours}`;
}

export const nl: Sentences = {
  unusedTime: (what) => `Ongebruikte tijd van ${what}`,
  remainingTime: (what) => `Resterende tijd van ${what}`,
  differenceTo: (what) => `Verschil met ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} min ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count)} van ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} van een periode`,
  fullPeriod: ({ item, dates, amount }) => `${item} voor de volledige periode, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Terug naar ${item}, ${dates}, voor precies het bedrag dat bij het verlaten is gecrediteerd: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Tegoed voor ongebruikte tijd van ${what}, ${dates} (${share}, van ${billed} die in rekening is gebracht): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Tegoed voor ongebruikte tijd van ${what}, ${dates}, van de in rekening gebrachte bedragen (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} van ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Tegoed voor ongebruikte tijd van ${what}, ${dates}, van ${counted} in rekening gebracht${plural(count, { one: ' bedrag', other: 'e bedragen' })}, samen ${billed}: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} voor de volledige periode, ${dates}, voor ${next} in plaats van ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Tegoed voor de volledige periode van ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (beperkt tot wat in rekening is gebracht)`,
};
