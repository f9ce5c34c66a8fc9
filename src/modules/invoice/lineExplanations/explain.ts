/** Writes the title of a line, and the sentence that explains its amount, from the explanation that is stored with it. */
import type { Locale } from '../../../i18n/locale.ts';
import { Fraction } from '../../../kernel/money.ts';
import { counted, itemText, shareText, type Writing, writing } from './explanationWords.ts';
import { type ExplainedLine, type LineStory, netPrice, previousPrice, storyOf } from './story.ts';

/** More billed amounts than this are summed up instead of named one by one. */
const MAX_NAMED_PARTS = 3;

/** The title in the reader's language. The text of a merchant's own line or of an import stays as it is. */
export function lineTitle(line: ExplainedLine, locale: Locale): string {
  const story = storyOf(line);
  if (!story) return line.description;
  const { t, formats, name } = writing(locale, line.currency);
  const what = counted(line.quantity, name(story), formats);
  switch (line.kind) {
    case 'CREDIT':
      return t('line.unusedTime', { what });
    case 'CHARGE':
      return t('line.remainingTime', { what });
    case 'DIFFERENCE':
      return t('line.differenceTo', { what });
    default:
      return what;
  }
}

/** Explains the amount of a line; null if there is nothing to explain. */
export function explanationSentence(line: ExplainedLine, locale: Locale): string | null {
  const story = storyOf(line);
  if (!story || !line.periodStart || !line.periodEnd) return null;
  const write = writing(locale, line.currency);
  const dates = write.formats.days({ start: line.periodStart, end: line.periodEnd });
  const sentence = sentenceOf(story, line, { dates, amount: write.money(line.amount) }, write);
  return story.limitedTo === null ? sentence : write.t('line.limited', { sentence });
}

/** False for a line without a calculation, and for one that bills a whole period, discounted or not: its sentence would repeat the line. */
export function needsExplanation(line: ExplainedLine): boolean {
  const story = storyOf(line);
  return story !== null && story.formula !== 'full_period';
}

/** The values of every sentence, written out: the days from first to last, and the line's amount. */
interface Values {
  dates: string;
  amount: string;
}

function sentenceOf(story: LineStory, line: ExplainedLine, values: Values, write: Writing): string {
  const { t, money } = write;
  if (story.formula === 'unused_value') return unusedSentence(story, line, values, write);
  const item = itemText(story, write);
  switch (story.formula) {
    case 'full_period':
      return t('line.fullPeriod', { ...values, item });
    case 'new_price_times_fraction_left':
      return t('line.restOfPeriod', { ...values, item, share: shareText(story, write, { ofPeriod: true }) });
    case 'restored_credit':
      return t('line.restored', { ...values, item });
    case 'full_difference': {
      const previous = money(Fraction.round(previousPrice(story)));
      const next = money(Fraction.round(netPrice(story) ?? Fraction.of(0n)));
      return t('line.difference', { ...values, item, next, previous });
    }
    case 'old_period_price':
      return t('line.oldPeriod', { ...values, item });
  }
}

function unusedSentence(story: LineStory, line: ExplainedLine, values: Values, write: Writing): string {
  const { t, formats, money, name } = write;
  const { parts } = story;
  const what = counted(line.quantity, name(story), formats);
  const [only] = parts;
  if (only && parts.length === 1)
    return t('line.unused', { ...values, what, share: shareText(only, write), billed: money(BigInt(only.amount)) });
  if (parts.length > MAX_NAMED_PARTS) {
    const billed = parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    return t('line.unusedOfMany', { ...values, what, count: parts.length, billed: money(billed) });
  }
  const named = parts.map((part) =>
    t('line.part', { share: shareText(part, write), billed: money(BigInt(part.amount)) }),
  );
  const listed = named.length > 0 ? named.reduce((list, part) => t('line.parts', { parts: list, part })) : '';
  return t('line.unusedOfSeveral', { ...values, what, parts: listed });
}
