/**
 * What each language has to be able to say about a line. Every sentence is written as a whole by its language: values
 * come in written out, and where they stand is the language's own business.
 */

export interface Duration {
  readonly days: number;
  readonly hours: number;
}

/** Values that most sentences have. All of them are written out in the reader's locale. */
interface Said {
  /** The days that it is about, first to last. */
  readonly dates: string;
  /** What the line comes to. */
  readonly amount: string;
}

export interface Sentences {
  /** Titles of lines. `what` is a product, or `2 × ` a product. */
  unusedTime(what: string): string;
  remainingTime(what: string): string;
  differenceTo(what: string): string;

  /** A product and its price, as in `Pro (2 × €20.00)`. */
  item(product: string, price: string): string;
  /** A price less a discount, which is a share (`25%`) or an amount. */
  less(price: string, discount: string): string;

  /** As in `15 of 31 days`; hours appear only where whole days do not suffice. */
  time(left: Duration, total: Duration, count: (value: number) => string): string;
  /** A share that was rounded, where neither whole days nor whole hours are exact: `≈ 47.66%`. */
  about(percent: string): string;
  /** As in `≈ 47.66% of a period`. */
  ofPeriod(percent: string): string;

  /** An item for a whole period. */
  fullPeriod(said: Said & { item: string }): string;
  /** An item for the rest of a period. */
  restOfPeriod(said: Said & { item: string; share: string }): string;
  /** Back to an item that was left at this very instant. */
  restored(said: Said & { item: string }): string;
  /** Credit for what one billed amount has left. */
  unused(said: Said & { what: string; share: string; billed: string }): string;
  /** Credit for what several billed amounts have left, named one by one. */
  unusedOfSeveral(said: Said & { what: string; parts: readonly string[] }): string;
  /** One of them: `15 of 31 days of €10.00`. */
  part(share: string, billed: string): string;
  /** Credit for what more billed amounts have left than could be named. */
  unusedOfMany(said: Said & { what: string; count: number; counted: string; billed: string }): string;
  /** An item at a new full price in place of the old one. */
  difference(said: Said & { item: string; next: string; previous: string }): string;
  /** Credit of an old period's full price. */
  oldPeriod(said: Said & { item: string }): string;
  /** The sentence, and that no more is given back than what was billed. */
  limited(sentence: string): string;
}

/** A duration of whole days needs no word for hours. */
export const wholeDays = (...durations: readonly Duration[]): boolean => durations.every(({ hours }) => hours === 0);
