import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('de');

/** In the dative after „von“, otherwise in the nominative. */
function span({ days, hours }: Duration, count: (value: number) => string, dative: boolean): string {
  const inDays = `${count(days)} ${plural(days, { one: 'Tag', other: dative ? 'Tagen' : 'Tage' })}`;
  const inHours = `${count(hours)} ${plural(hours, { one: 'Stunde', other: 'Stunden' })}`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} und ${inHours}`;
}

export const de: Sentences = {
  unusedTime: (what) => `Nicht genutzte Zeit mit ${what}`,
  remainingTime: (what) => `Verbleibende Zeit mit ${what}`,
  differenceTo: (what) => `Differenz zu ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} abzüglich ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count, false)} von ${span(total, count, true)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} eines Zeitraums`,
  fullPeriod: ({ item, dates, amount }) => `${item} für den vollen Zeitraum, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} mit ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Zurück zu ${item}, ${dates}, zu genau dem Betrag, der beim Verlassen gutgeschrieben wurde: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Gutschrift für nicht genutzte Zeit mit ${what}, ${dates} (${share}, berechnet waren ${billed}): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Gutschrift für nicht genutzte Zeit mit ${what}, ${dates}, aus den dafür berechneten Beträgen (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} zu ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Gutschrift für nicht genutzte Zeit mit ${what}, ${dates}, aus ${counted} dafür berechneten ${plural(count, { one: 'Betrag', other: 'Beträgen' })}, zusammen ${billed}: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} für den vollen Zeitraum, ${dates}, zu ${next} statt ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Gutschrift des vollen Zeitraums mit ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (begrenzt auf den berechneten Betrag)`,
};
