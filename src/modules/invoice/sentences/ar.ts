import { pluralIn } from '../../../kernel/plural.ts';
import { type Duration, type Sentences, wholeDays } from './sentences.ts';

const plural = pluralIn('ar');
const FORMS = {
  day: { zero: 'يوم', one: 'يوم', two: 'يومان', few: 'أيام', many: 'يومًا', other: 'يوم' },
  hour: { zero: 'ساعة', one: 'ساعة', two: 'ساعتان', few: 'ساعات', many: 'ساعة', other: 'ساعة' },
} as const;
/** After a preposition the dual has another ending. */
const DUAL = { day: 'يومين', hour: 'ساعتين' } as const;

function counted(value: number, unit: keyof typeof FORMS, count: (value: number) => string, genitive: boolean): string {
  const word = plural(value, genitive ? { ...FORMS[unit], two: DUAL[unit] } : FORMS[unit]);
  // One and two are said by the word itself.
  return value === 1 || value === 2 ? word : `${count(value)} ${word}`;
}

function span({ days, hours }: Duration, count: (value: number) => string, genitive: boolean): string {
  if (hours === 0) return counted(days, 'day', count, genitive);
  const inHours = counted(hours, 'hour', count, genitive);
  return days === 0 ? inHours : `${counted(days, 'day', count, genitive)} و${inHours}`;
}

export const ar: Sentences = {
  unusedTime: (what) => `المدة غير المستخدمة من ${what}`,
  remainingTime: (what) => `المدة المتبقية من ${what}`,
  differenceTo: (what) => `فرق السعر عند الانتقال إلى ${what}`,
  item: (product, price) => `${product} (${price})`,
  less: (price, discount) => `${price} ناقص ${discount}`,
  time: (left, total, count) =>
    wholeDays(left, total)
      ? `${counted(left.days, 'day', count, false)} من أصل ${counted(total.days, 'day', count, true)}`
      : `${span(left, count, false)} من أصل ${span(total, count, true)}`,
  about: (percent) => `نحو ${percent}`,
  ofPeriod: (percent) => `${percent} من الفترة`,
  fullPeriod: ({ item, dates, amount }) => `${item} عن الفترة كاملة، ${dates}: ${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${share} من ${item}، ${dates}: ${amount}`,
  restored: ({ item, dates, amount }) =>
    `العودة إلى ${item}، ${dates}، بالمبلغ نفسه الذي أُضيف إلى الرصيد عند تركه: ${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `رصيد عن المدة غير المستخدمة من ${what}، ${dates} (${share}، من مبلغ مفوتر قدره ${billed}): ${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `رصيد عن المدة غير المستخدمة من ${what}، ${dates}، من المبالغ المفوترة (${parts.join('؛ ')}): ${amount}`,
  part: (share, billed) => `${share} من ${billed}`,
  unusedOfMany: ({ what, count, counted: number, billed, dates, amount }) => {
    const amounts = plural(count, {
      zero: `${number} مبلغ مفوتر`,
      one: 'مبلغ مفوتر واحد',
      two: 'مبلغين مفوترين',
      few: `${number} مبالغ مفوترة`,
      many: `${number} مبلغًا مفوترًا`,
      other: `${number} مبلغ مفوتر`,
    });
    return `رصيد عن المدة غير المستخدمة من ${what}، ${dates}، من ${amounts} مجموعها ${billed}: ${amount}`;
  },
  difference: ({ item, dates, next, previous, amount }) =>
    `${item} عن الفترة كاملة، ${dates}، بسعر ${next} بدلًا من ${previous}: ${amount}`,
  oldPeriod: ({ item, dates, amount }) => `رصيد عن الفترة كاملة من ${item}، ${dates}: ${amount}`,
  limited: (sentence) => `${sentence} (بما لا يتجاوز المبلغ المفوتر)`,
};
