/** The parts of a line's sentence: the item and its price, and the share of a period. */
import { embedded, fenced } from '../../../i18n/bidi.ts';
import { type Formats, formatsOf } from '../../../i18n/formats.ts';
import type { Locale } from '../../../i18n/locale.ts';
import { type Translate, translator } from '../../../i18n/translate.ts';
import { DAY, HOUR } from '../../../kernel/clock.ts';
import { Fraction } from '../../../kernel/money.ts';
import { type LineStory, nameIn, netPrice } from './story.ts';

/** The formats and messages of a sentence about a line. */
export interface Writing {
  t: Translate<'invoice'>;
  formats: Formats;
  money(amount: bigint): string;
  name(story: LineStory): string;
}

/** Values keep their order in sentences of either direction. */
export function writing(locale: Locale, currency: string): Writing {
  const formats = formatsOf(locale);
  const fence = (value: string) => fenced(value, locale.direction);
  return {
    t: translator('invoice', locale),
    formats: {
      ...formats,
      days: (period) => fence(formats.days(period)),
      percent: (share) => {
        const { text, exact } = formats.percent(share);
        return { text: fence(text), exact };
      },
    },
    money: (amount) => fence(formats.money(amount, currency)),
    name: (story) => embedded(nameIn(story, locale.language), locale.direction),
  };
}

/** As in `2 × Pro`; a single one is written without its quantity. */
export const counted = (quantity: number, what: string, { count }: Formats) =>
  quantity === 1 ? what : `${count(quantity)} × ${what}`;

/** As in `Pro (2 × €20.00 less 25%)`. */
export function itemText(story: LineStory, { t, formats, money, name }: Writing): string {
  return t('line.item', { product: name(story), price: priceText(story, { t, formats, money }) });
}

function priceText(story: LineStory, { t, formats, money }: Pick<Writing, 't' | 'formats' | 'money'>): string {
  const { quantity, basisPointsOff } = story;
  const unitAmount = BigInt(story.unitAmount ?? 0);
  const price = counted(quantity ?? 1, money(unitAmount), formats);
  const net = netPrice(story);
  if (net === null) return price;
  const off = Fraction.round(Fraction.sub(Fraction.of(unitAmount * BigInt(quantity ?? 1)), net));
  if (basisPointsOff === null || basisPointsOff === undefined)
    return off === 0n ? price : t('line.less', { price, discount: money(off) });
  if (basisPointsOff === 0 || unitAmount === 0n) return price;
  return t('line.less', { price, discount: formats.percent(Fraction.of(BigInt(basisPointsOff), 10_000n)).text });
}

interface Share {
  millisecondsLeft: number;
  millisecondsTotal: number;
}

/**
 * The share of a period that is left: `15 of 31 days`, or with hours if whole days are not exact, or as a percentage if
 * whole hours are not. `ofPeriod` completes the percentage: `47.66% of a period`.
 */
export function shareText(
  { millisecondsLeft: left, millisecondsTotal: total }: Share,
  { t, formats }: Writing,
  { ofPeriod = false } = {},
): string {
  if (left % DAY === 0 && total % DAY === 0) return t('line.daysShare', { left: left / DAY, total: total / DAY });
  if (left % HOUR === 0 && total % HOUR === 0)
    return t('line.timeShare', { left: durationLeft(left, t), total: durationTotal(total, t) });
  const { text, exact } = formats.percent(Fraction.of(BigInt(left), BigInt(total)));
  const percent = exact ? text : t('line.about', { percent: text });
  return ofPeriod ? t('line.ofPeriod', { percent }) : percent;
}

const daysAndHours = (milliseconds: number) => ({
  days: Math.floor(milliseconds / DAY),
  hours: Math.floor((milliseconds % DAY) / HOUR),
});

function durationLeft(milliseconds: number, t: Writing['t']): string {
  const { days, hours } = daysAndHours(milliseconds);
  if (hours === 0) return t('line.daysLeft', { days });
  if (days === 0) return t('line.hoursLeft', { hours });
  return t('line.daysAndHours', { days: t('line.daysLeft', { days }), hours: t('line.hoursLeft', { hours }) });
}

/** In some languages the words of the total have another case than those of the part that is left. */
function durationTotal(milliseconds: number, t: Writing['t']): string {
  const { days, hours } = daysAndHours(milliseconds);
  if (hours === 0) return t('line.daysTotal', { days });
  if (days === 0) return t('line.hoursTotal', { hours });
  return t('line.daysAndHours', { days: t('line.daysTotal', { days }), hours: t('line.hoursTotal', { hours }) });
}
