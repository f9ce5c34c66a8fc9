/**
 * How a line's amount came about, as a sentence: read from the explanation that is stored with the line, in any
 * language, at any time. It calculates nothing that is not exact, and says nothing that the explanation does not hold.
 */
import { embedded, fenced } from '../../../kernel/bidi.ts';
import { DAY, HOUR } from '../../../kernel/clock.ts';
import type { ExactAmount, LineExplanation } from '../../../kernel/explanation.ts';
import { type Formats, formatsOf } from '../../../kernel/formats.ts';
import type { Locale } from '../../../kernel/locale.ts';
import { Fraction } from '../../../kernel/money.ts';
import { SENTENCES } from './languages.ts';
import type { Duration, Sentences } from './sentences.ts';

/** What is stored of a line that a subscription bills: the arithmetic, and what the product was called then. */
export type LineStory = LineExplanation & { readonly productName: string };

/** A stored or previewed line, as far as words about it go. */
export interface ExplainedLine {
  kind: string;
  description: string;
  quantity: number;
  currency: string;
  periodStart: Date | null;
  periodEnd: Date | null;
  amount: bigint;
  explanation: unknown;
}

/** So many billed amounts are named one by one. */
const NAMED_PARTS = 3;

/** The story of a line; null where it has none: what a merchant wrote itself, or what was billed elsewhere. */
function storyOf({ kind, explanation }: ExplainedLine): LineStory | null {
  if (kind === 'MANUAL' || kind === 'IMPORT' || typeof explanation !== 'object' || explanation === null) return null;
  const story = explanation as Partial<LineStory>;
  return typeof story.productName === 'string' && typeof story.formula === 'string' ? (story as LineStory) : null;
}

/** What a line is for, in the reader's language. A merchant's own words, and those of imports, stay as they are. */
export function lineTitle(line: ExplainedLine, locale: Locale): string {
  const story = storyOf(line);
  if (!story) return line.description;
  const words = SENTENCES[locale.language];
  const what = counted(line.quantity, embedded(story.productName, locale.direction), formatsOf(locale));
  switch (line.kind) {
    case 'CREDIT':
      return words.unusedTime(what);
    case 'CHARGE':
      return words.remainingTime(what);
    case 'DIFFERENCE':
      return words.differenceTo(what);
    default:
      return what;
  }
}

/** How the amount of a line came about; null where there is nothing to explain. */
export function explanationSentence(line: ExplainedLine, locale: Locale): string | null {
  const story = storyOf(line);
  if (!story || !line.periodStart || !line.periodEnd) return null;
  const words = SENTENCES[locale.language];
  const sentence = sentenceOf(story, line, locale);
  return story.limitedTo === null ? sentence : words.limited(sentence);
}

/** Whether the sentence says more than the line itself: not for a whole period at the listed price. */
export function needsExplanation(line: ExplainedLine): boolean {
  const story = storyOf(line);
  return story !== null && story.formula !== 'full_period';
}

function sentenceOf(story: LineStory, line: ExplainedLine, locale: Locale): string {
  const words = SENTENCES[locale.language];
  const formats = fencedFormats(locale);
  const money = (amount: bigint) => formats.money(amount, line.currency);
  const product = embedded(story.productName, locale.direction);
  const what = counted(line.quantity, product, formats);
  const start = line.periodStart ?? new Date(story.period.start);
  const end = line.periodEnd ?? new Date(story.period.end);
  const said = { dates: formats.days({ start, end }), amount: money(line.amount) };
  const item = words.item(product, priceOf(story, line.currency, words, formats));
  switch (story.formula) {
    case 'full_period':
      return words.fullPeriod({ ...said, item });
    case 'new_price_times_fraction_left':
      return words.restOfPeriod({ ...said, item, share: shareOf(story, words, formats, words.ofPeriod) });
    case 'restored_credit':
      return words.restored({ ...said, item });
    case 'full_difference': {
      const previous = Fraction.round(previousPrice(story));
      const next = Fraction.round(netPrice(story) ?? Fraction.of(0n));
      return words.difference({ ...said, item, next: money(next), previous: money(previous) });
    }
    case 'old_period_price':
      return words.oldPeriod({ ...said, item });
    case 'unused_value':
      return unusedSentence(story, { ...said, what }, words, formats, money);
  }
}

/** In a sentence of either direction, values stay whole beside each other. */
function fencedFormats(locale: Locale): Formats {
  const formats = formatsOf(locale);
  const fence = (value: string) => fenced(value, locale.direction);
  return {
    ...formats,
    money: (amount, currency) => fence(formats.money(amount, currency)),
    days: (period) => fence(formats.days(period)),
    percent: (share) => {
      const { text, exact } = formats.percent(share);
      return { text: fence(text), exact };
    },
  };
}

function unusedSentence(
  { parts }: LineStory,
  said: { dates: string; amount: string; what: string },
  words: Sentences,
  formats: Formats,
  money: (amount: bigint) => string,
): string {
  const [only, ...others] = parts;
  if (only && others.length === 0)
    return words.unused({ ...said, share: shareOf(only, words, formats), billed: money(BigInt(only.amount)) });
  if (parts.length <= NAMED_PARTS) {
    const named = parts.map((part) => words.part(shareOf(part, words, formats), money(BigInt(part.amount))));
    return words.unusedOfSeveral({ ...said, parts: named });
  }
  const billed = parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const count = parts.length;
  return words.unusedOfMany({ ...said, count, counted: formats.count(count), billed: money(billed) });
}

const fraction = ({ numerator, denominator }: ExactAmount) => Fraction.of(BigInt(numerator), BigInt(denominator));

const previousPrice = ({ replaced }: LineStory) => (replaced ? fraction(replaced.net) : Fraction.of(0n));

/** The full-period price after discount that the formula speaks of; null where the explanation does not hold it. */
function netPrice(story: LineStory): Fraction | null {
  const exact = fraction(story.exact);
  switch (story.formula) {
    case 'full_period':
      return exact;
    case 'old_period_price':
      return Fraction.neg(exact);
    case 'full_difference':
      return Fraction.add(exact, previousPrice(story));
    case 'new_price_times_fraction_left':
      return Fraction.mul(exact, Fraction.of(BigInt(story.millisecondsTotal), BigInt(story.millisecondsLeft)));
    case 'restored_credit':
    case 'unused_value':
      return null;
  }
}

/** As in `2 × €20.00 less 25%`. */
function priceOf(story: LineStory, currency: string, words: Sentences, formats: Formats): string {
  const { quantity, basisPointsOff } = story;
  const unitAmount = BigInt(story.unitAmount ?? 0);
  const price = counted(quantity ?? 1, formats.money(unitAmount, currency), formats);
  const net = netPrice(story);
  if (net === null) return price;
  const off = Fraction.round(Fraction.sub(Fraction.of(unitAmount * BigInt(quantity ?? 1)), net));
  if (basisPointsOff === null || basisPointsOff === undefined)
    return off === 0n ? price : words.less(price, formats.money(off, currency));
  if (basisPointsOff === 0 || unitAmount === 0n) return price;
  return words.less(price, formats.percent(Fraction.of(BigInt(basisPointsOff), 10_000n)).text);
}

const counted = (quantity: number, what: string, formats: Formats) =>
  quantity === 1 ? what : `${formats.count(quantity)} × ${what}`;

/** Days where they are exact, else days and hours, else per cent: the words never promise more than they can keep. */
function shareOf(
  { millisecondsLeft, millisecondsTotal }: { millisecondsLeft: number; millisecondsTotal: number },
  words: Sentences,
  formats: Formats,
  ofWhat: (percent: string) => string = (percent) => percent,
): string {
  if (millisecondsLeft % HOUR === 0 && millisecondsTotal % HOUR === 0)
    return words.time(durationOf(millisecondsLeft), durationOf(millisecondsTotal), formats.count);
  const { text, exact } = formats.percent(Fraction.of(BigInt(millisecondsLeft), BigInt(millisecondsTotal)));
  return ofWhat(exact ? text : words.about(text));
}

const durationOf = (milliseconds: number): Duration => ({
  days: Math.floor(milliseconds / DAY),
  hours: Math.floor((milliseconds % DAY) / HOUR),
});
