/** The price of a subscription's items for a whole period, before and after its discount. Pure. */
import type { Coupon } from '../../../db/generated/client/client.ts';
import { basisPointsOff, type DiscountTerms, netAmounts } from '../../../kernel/discount.ts';
import { ValidationError } from '../../../kernel/errors.ts';
import type { PricedItem } from '../../../kernel/lineDraft.ts';
import { Fraction, max } from '../../../kernel/money.ts';
import { discountTerms } from '../../coupon/discountTerms.ts';

/** The parts of an item that decide its price. */
export interface Priced {
  quantity: number;
  /** The most units that a retention offer discounts; null or omitted: all. */
  discountedQuantity?: number | null;
  price: { id: string; unitAmount: bigint; productId: string };
}

interface Discounted {
  coupon: Coupon | null;
  discountStart: Date | null;
  discountEnd: Date | null;
  discountFromOffer: boolean;
}

/**
 * The discount of a period that starts in `[discountStart, discountEnd)`, without limit if it has no end; otherwise null.
 * For a change inside a period, pass the period's start, so that credit and charge have the same discount.
 */
export function discountFor(
  { coupon, discountStart, discountEnd, discountFromOffer }: Discounted,
  periodStart: Date,
): DiscountTerms | null {
  if (!coupon || !discountStart || periodStart < discountStart) return null;
  if (discountEnd && periodStart >= discountEnd) return null;
  return { ...discountTerms(coupon), limited: discountFromOffer };
}

/** The highest price of all items for a period, in minor units: sums of many invoices stay exact in JSON. */
const MAXIMUM_AMOUNT = 100_000_000_000_000n;

/** Refuses quantities that are allowed one by one and together exceed the highest amount of an invoice. */
export function refuseHugeAmounts(items: readonly Priced[], path: readonly string[]): void {
  const total = items.reduce((sum, item) => sum + grossOf(item), 0n);
  if (total > MAXIMUM_AMOUNT)
    throw ValidationError.at(path, 'Must not come to more than 100,000,000,000,000 minor units.');
}

const grossOf = ({ quantity, price }: Priced) => price.unitAmount * BigInt(quantity);

/** Prices every item for a whole period, in the given order. */
export function pricedItems(items: readonly Priced[], terms: DiscountTerms | null): PricedItem[] {
  const discountable = (item: Priced) =>
    terms?.limited ? Math.min(item.quantity, item.discountedQuantity ?? item.quantity) : item.quantity;
  const nets = netAmounts(
    items.map((item) => ({
      productId: item.price.productId,
      gross: grossOf(item),
      discountable: grossOf({ ...item, quantity: discountable(item) }),
    })),
    terms,
  );
  return items.map((item, index) => ({
    priceId: item.price.id,
    unitAmount: item.price.unitAmount,
    quantity: item.quantity,
    gross: grossOf(item),
    net: nets[index] ?? Fraction.of(grossOf(item)),
    // A coupon that discounts only some of the units has no single percentage for the item.
    basisPointsOff: discountable(item) < item.quantity ? null : basisPointsOff(item.price.productId, terms),
  }));
}

/**
 * The discount that each item's line of the current period was billed with, by item. Only a fixed discount that is
 * shared over several items needs them: its shares depend on all prices at the start of the period.
 */
export type BilledShares = ReadonlyMap<string, bigint>;

/**
 * Prices one item in the current period, as it is or after a change. A fixed discount is shared anew by the next full
 * invoice only: until then each item retains at most the share that it was billed with, so that a change of one never
 * moves another's and the shares never exceed the coupon.
 */
export function pricedInPeriod(
  items: readonly (Priced & { id: string })[],
  index: number,
  state: Priced,
  terms: DiscountTerms | null,
  shares: BilledShares,
): PricedItem {
  const own = { ...state, discountedQuantity: items[index]?.discountedQuantity ?? null };
  const alone = pricedItems([own], terms)[0];
  if (!alone) throw new RangeError('The item has no price.');
  if (terms?.kind !== 'amount' || items.length === 1) return alone;
  // A line that was voided billed nothing: then the share is that of the present prices.
  const share = shares.get(items[index]?.id ?? '') ?? shareOf(items, index, terms);
  const eligible = terms.productIds.length === 0 || terms.productIds.includes(state.price.productId);
  return eligible ? { ...alone, net: Fraction.of(max(0n, alone.gross - share)) } : alone;
}

function shareOf(items: readonly Priced[], index: number, terms: DiscountTerms): bigint {
  const own = pricedItems(items, terms)[index];
  return own ? own.gross - Fraction.round(own.net) : 0n;
}
