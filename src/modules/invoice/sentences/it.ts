import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('it');

function inDays(days: number, count: (value: number) => string): string {
  return `${count(days)} ${plural(days, { one: 'giorno', many: 'di giorni', other: 'giorni' })}`;
}

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inHours = `${count(hours)} ${plural(hours, { one: 'ora', many: 'di ore', other: 'ore' })}`;
  if (hours === 0) return inDays(days, count);
  return days === 0 ? inHours : `${inDays(days, count)} e ${inHours}`;
}

export const it: Sentences = {
  unusedTime: (what) => `Tempo non utilizzato di ${what}`,
  remainingTime: (what) => `Tempo rimanente di ${what}`,
  differenceTo: (what) => `Differenza per il passaggio a ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} meno ${discount}`,
  time: (left, total, count) =>
    wholeDays(left, total)
      ? `${inDays(left.days, count)} su ${count(total.days)}`
      : `${span(left, count)} su ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} di un periodo`,
  fullPeriod: ({ item, dates, amount }) => `${item} per l’intero periodo, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} di ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Ritorno a ${item}, ${dates}, per l’importo esatto accreditato al momento dell’uscita: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Accredito per il tempo non utilizzato di ${what}, ${dates} (${share}, su ${billed} fatturati): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Accredito per il tempo non utilizzato di ${what}, ${dates}, sugli importi fatturati (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} di ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Accredito per il tempo non utilizzato di ${what}, ${dates}, su ${counted} ${plural(count, { one: 'importo fatturato', many: 'di importi fatturati', other: 'importi fatturati' })}, ${billed} in totale: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} per l’intero periodo, ${dates}, a ${next} anziché ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Accredito dell’intero periodo di ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (limitato all’importo fatturato)`,
};
