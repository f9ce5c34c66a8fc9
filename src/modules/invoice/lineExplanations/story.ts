/** The stored explanation of a line, from which its sentence is written in any language at any later time. */
import type { Language } from '../../../i18n/locale.ts';
import type { ExactAmount, LineExplanation } from '../../../kernel/explanation.ts';
import { Fraction } from '../../../kernel/money.ts';

/** The stored explanation of a subscription's line: the arithmetic, and the product's name at that time. */
export type LineStory = LineExplanation & {
  readonly productName: string;
  /** The names in other languages, if the merchant has translated it. */
  readonly productNames?: Partial<Record<Language, string>>;
};

export const nameIn = ({ productName, productNames }: LineStory, language: Language): string =>
  productNames?.[language] ?? productName;

/** A stored or previewed line, as far as its sentence needs it. */
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

/** Returns null for a line without a calculation: one that a merchant wrote, or one that was billed elsewhere. */
export function storyOf({ kind, explanation }: ExplainedLine): LineStory | null {
  if (kind === 'MANUAL' || kind === 'IMPORT' || typeof explanation !== 'object' || explanation === null) return null;
  const story = explanation as Partial<LineStory>;
  return typeof story.productName === 'string' && typeof story.formula === 'string' ? (story as LineStory) : null;
}

const fraction = ({ numerator, denominator }: ExactAmount) => Fraction.of(BigInt(numerator), BigInt(denominator));

/**
 * The amount that a full difference is taken from: what was billed for the period. Lines from before `parts` was recorded
 * start from the full-period price of the item that was replaced.
 */
export const previousPrice = ({ replaced, parts }: LineStory): Fraction => {
  if (!replaced) return Fraction.of(0n);
  return parts.length > 0 || replaced.credited === '0'
    ? Fraction.of(BigInt(replaced.credited))
    : fraction(replaced.net);
};

/** The full-period price after discount that the formula is about; null if the explanation does not contain it. */
export function netPrice(story: LineStory): Fraction | null {
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
