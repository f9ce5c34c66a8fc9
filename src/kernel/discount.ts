/** The discount of a coupon on full-period prices. */

import { allocate, Fraction, min } from './money.ts';

/** The terms of a discount; an empty `productIds` means every product. */
export type DiscountTerms = (
  | { readonly kind: 'percent'; readonly basisPoints: number; readonly productIds: readonly string[] }
  | { readonly kind: 'amount'; readonly amountOff: bigint; readonly productIds: readonly string[] }
) & {
  /** Whether only a part of an item's units is discounted; false by default. */
  readonly limited?: boolean;
};

/** A full-period price before discount (unit amount × quantity), in minor units, not negative. */
export interface DiscountItem {
  readonly productId: string;
  readonly gross: bigint;
  /** The part of the price that a discount may reduce; all of it by default. */
  readonly discountable?: bigint;
}

/** A full-period price as an invoice line: `gross − discount = amount`. */
export interface DiscountedLine {
  readonly gross: bigint;
  readonly discount: bigint;
  readonly amount: bigint;
}

const BASIS = 10_000;

function eligible(item: Pick<DiscountItem, 'productId'>, terms: DiscountTerms): boolean {
  return terms.productIds.length === 0 || terms.productIds.includes(item.productId);
}

/**
 * The percentage off a product, in basis points; null if the terms do not reduce the product, or have a fixed amount.
 */
export function basisPointsOff(productId: string, terms: DiscountTerms | null): number | null {
  return terms?.kind === 'percent' && eligible({ productId }, terms) ? terms.basisPoints : null;
}

/**
 * The exact full-period price of each item after discount, in the order given; never negative.
 * The result can be a fraction of a minor unit, because the caller may prorate before rounding.
 *
 * Rule: percent off applies to each line; an amount off is shared over the eligible lines by amount (largest
 * remainder) and never exceeds their sum. A discount reduces the full-period price first.
 */
export function netAmounts(items: readonly DiscountItem[], terms: DiscountTerms | null): Fraction[] {
  if (items.some((item) => item.gross < 0n)) throw new RangeError('A price is negative.');
  if (terms === null) return items.map((item) => Fraction.of(item.gross));

  if (terms.kind === 'percent') {
    const { basisPoints } = terms;
    if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > BASIS) {
      throw new RangeError('Percent off is between 0 and 10000 basis points.');
    }
    const kept = Fraction.of(BigInt(BASIS - basisPoints), BigInt(BASIS));
    return items.map((item) => {
      if (!eligible(item, terms)) return Fraction.of(item.gross);
      const reduced = item.discountable ?? item.gross;
      return Fraction.add(Fraction.of(item.gross - reduced), Fraction.mul(Fraction.of(reduced), kept));
    });
  }

  if (terms.amountOff < 0n) throw new RangeError('The amount off is negative.');
  const weights = items.map((item) => (eligible(item, terms) ? (item.discountable ?? item.gross) : 0n));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = allocate(min(terms.amountOff, total), weights);
  return items.map((item, index) => Fraction.of(item.gross - (shares[index] ?? 0n)));
}

/**
 * The same prices as full-period invoice lines, in the order given.
 *
 * Rule: the line's amount is rounded once, half away from zero; the discount is what is missing from the gross.
 */
export function discountedLines(items: readonly DiscountItem[], terms: DiscountTerms | null): DiscountedLine[] {
  const nets = netAmounts(items, terms);
  return items.map(({ gross }, index) => {
    const amount = Fraction.round(nets[index] ?? Fraction.of(gross));
    return { gross, discount: gross - amount, amount };
  });
}
