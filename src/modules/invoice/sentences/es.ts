import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('es');

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inDays = `${count(days)} ${plural(days, { one: 'día', many: 'de días', other: 'días' })}`;
  const inHours = `${count(hours)} ${plural(hours, { one: 'hora', many: 'de horas', other: 'horas' })}`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} y ${inHours}`;
}

export const es: Sentences = {
  unusedTime: (what) => `Tiempo no utilizado de ${what}`,
  remainingTime: (what) => `Tiempo restante de ${what}`,
  differenceTo: (what) => `Diferencia por el cambio a ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} menos ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count)} de ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} de un período`,
  fullPeriod: ({ item, dates, amount }) => `${item} por el período completo, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} de ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Vuelta a ${item}, ${dates}, por el importe exacto que se abonó al dejarlo: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Abono por el tiempo no utilizado de ${what}, ${dates} (${share}, de ${billed} facturados): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Abono por el tiempo no utilizado de ${what}, ${dates}, sobre lo facturado (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} de ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Abono por el tiempo no utilizado de ${what}, ${dates}, sobre ${counted} ${plural(count, { one: 'importe facturado', many: 'de importes facturados', other: 'importes facturados' })}, ${billed} en total: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} por el período completo, ${dates}, a ${next} en lugar de ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Abono del período completo de ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (limitado a lo facturado)`,
};
