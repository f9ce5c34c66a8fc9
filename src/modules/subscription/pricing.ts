/** What the items of a subscription cost for a whole period, before and after its discount. Pure. */
import type { Coupon } from '../../db/generated/client/client.ts';
import { basisPointsOff, type DiscountTerms, netAmounts } from '../../kernel/discount.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { Fraction, max } from '../../kernel/money.ts';
import type { PricedItem } from '../../kernel/proration.ts';
import { discountTerms } from '../coupon/discountTerms.ts';

/** The parts of an item that decide what it costs. */
export interface Priced {
  quantity: number;
  price: { id: string; unitAmount: bigint; productId: string };
}

interface Discounted {
  coupon: Coupon | null;
  discountStart: Date | null;
  discountEnd: Date | null;
}

/**
 * The discount for a period that starts at an instant: one in `[discountStart, discountEnd)`, for ever where there is
 * no end. A change inside a period asks for the period's start, so that credit and charge are reduced alike.
 */
export function discountFor(
  { coupon, discountStart, discountEnd }: Discounted,
  periodStart: Date,
): DiscountTerms | null {
  if (!coupon || !discountStart || periodStart < discountStart) return null;
  if (discountEnd && periodStart >= discountEnd) return null;
  return discountTerms(coupon);
}

/** What all items together may cost for a period, in minor units: sums of many invoices stay exact in JSON. */
const MOST = 100_000_000_000_000n;

/** Refuses quantities that, each of them allowed, come to an amount that no invoice could hold. */
export function refuseHugeAmounts(items: readonly Priced[], path: readonly string[]): void {
  const total = items.reduce((sum, item) => sum + grossOf(item), 0n);
  if (total > MOST) throw ValidationError.at(path, 'Must not come to more than 100,000,000,000,000 minor units.');
}

const grossOf = ({ quantity, price }: Priced) => price.unitAmount * BigInt(quantity);

/** Every item priced for a whole period, in the order given. */
export function pricedItems(items: readonly Priced[], terms: DiscountTerms | null): PricedItem[] {
  const nets = netAmounts(
    items.map((item) => ({ productId: item.price.productId, gross: grossOf(item) })),
    terms,
  );
  return items.map((item, index) => ({
    priceId: item.price.id,
    unitAmount: item.price.unitAmount,
    quantity: item.quantity,
    gross: grossOf(item),
    net: nets[index] ?? Fraction.of(grossOf(item)),
    basisPointsOff: basisPointsOff(item.price.productId, terms),
  }));
}

/**
 * One item priced as it will be after a change. An amount off is shared anew only by the next full invoice: until
 * then the other items keep the shares they were billed with, and the changed item has what they leave.
 */
export function pricedAfterChange(
  items: readonly Priced[],
  index: number,
  next: Priced,
  terms: DiscountTerms | null,
): PricedItem {
  const alone = pricedItems([next], terms)[0];
  if (!alone) throw new RangeError('There is no such item.');
  if (terms?.kind !== 'amount' || items.length === 1) return alone;
  const taken = pricedItems(items, terms)
    .filter((_item, other) => other !== index)
    .reduce((sum, { gross, net }) => sum + gross - Fraction.round(net), 0n);
  const eligible = terms.productIds.length === 0 || terms.productIds.includes(next.price.productId);
  const left = eligible ? max(0n, terms.amountOff - taken) : 0n;
  return { ...alone, net: Fraction.of(max(0n, alone.gross - left)) };
}
