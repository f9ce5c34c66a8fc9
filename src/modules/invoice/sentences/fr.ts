import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('fr');

function inDays(days: number, count: (value: number) => string): string {
  return `${count(days)} ${plural(days, { one: 'jour', many: 'de jours', other: 'jours' })}`;
}

function span({ days, hours }: Duration, count: (value: number) => string): string {
  const inHours = `${count(hours)} ${plural(hours, { one: 'heure', many: 'd’heures', other: 'heures' })}`;
  if (hours === 0) return inDays(days, count);
  return days === 0 ? inHours : `${inDays(days, count)} et ${inHours}`;
}

// A space that does not break stands before a colon and a semicolon.
export const fr: Sentences = {
  unusedTime: (what) => `Temps non utilisé sur ${what}`,
  remainingTime: (what) => `Temps restant sur ${what}`,
  differenceTo: (what) => `Différence pour passer à ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} moins ${discount}`,
  time: (left, total, count) =>
    wholeDays(left, total)
      ? `${inDays(left.days, count)} sur ${count(total.days)}`
      : `${span(left, count)} sur ${span(total, count)}`,
  about: (percent) => `≈ ${percent}`,
  ofPeriod: (percent) => `${percent} d’une période`,
  fullPeriod: ({ item, dates, amount }) => `${item} pour la période entière, ${dates}\u00A0: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} avec ${item}, ${dates}\u00A0: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `Retour à ${item}, ${dates}, pour exactement le montant crédité au moment du départ\u00A0: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `Avoir pour le temps non utilisé sur ${what}, ${dates} (${share}, sur ${billed} facturés)\u00A0: ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `Avoir pour le temps non utilisé sur ${what}, ${dates}, calculé sur les montants facturés (${parts.join('\u00A0; ')})\u00A0: ${amount}`,
  part: (share, billed) => `${share} de ${billed}`,
  unusedOfMany: ({ what, count, counted, billed, dates, amount }) =>
    `Avoir pour le temps non utilisé sur ${what}, ${dates}, calculé sur ${counted} ${plural(count, { one: 'montant facturé', many: 'de montants facturés', other: 'montants facturés' })}, soit ${billed} au total\u00A0: ${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} pour la période entière, ${dates}, à ${next} au lieu de ${previous}\u00A0: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `Avoir pour la période entière avec ${item}, ${dates}\u00A0: ${amount}`,
  limited: (sentence) => `${sentence} (limité au montant facturé)`,
};
