import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('pt');

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inDays = `${count(days)} ${plural(days, { one: 'dia', many: 'de dias', other: 'dias' })}`;
  const inHours = `${count(hours)} ${plural(hours, { one: 'hora', many: 'de horas', other: 'horas' })}`;
  if (hours === 0) return inDays;
  return days === 0 ? inHours : `${inDays} e ${inHours}`;
}

export const pt: Sentences = {
  unusedTime: (what) => `Tempo não utilizado de ${what}`,
  remainingTime: (what) => `Tempo restante de ${what}`,
  differenceTo: (what) => `Diferença pela mudança para ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} menos ${discount}`,
  time: (left, total, count) =>
    `${wholeDays(left, total) ? count(left.days) : span(left, count)} de ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} de um período`,
  fullPeriod: ({ item, dates, amount }) => `${item} pelo período completo, ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} de ${item}, ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) => `Retorno a ${item}, ${dates}, pelo valor exato creditado na saída: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Crédito pelo tempo não utilizado de ${what}, ${dates} (${share}, de ${billed} faturados): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Crédito pelo tempo não utilizado de ${what}, ${dates}, sobre os valores faturados (${parts.join('; ')}): ${amount}`,
  part: (share, billed) => `${share} de ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Crédito pelo tempo não utilizado de ${what}, ${dates}, sobre ${counted} ${plural(count, { one: 'valor faturado', many: 'de valores faturados', other: 'valores faturados' })}, ${billed} no total: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} pelo período completo, ${dates}, por ${next} em vez de ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Crédito do período completo de ${item}, ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (limitado ao valor faturado)`,
};
