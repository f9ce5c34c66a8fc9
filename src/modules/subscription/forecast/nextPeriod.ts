/** The next period: when it begins, the lines that bill it, and its invoice if nothing changes until then. Pure. */
import { type Cadence, type Period, periodAt, sameCadence } from '../../../kernel/calendar.ts';
import { periodLine } from '../../../kernel/lineDraft.ts';
import { lineNames, type NamedProduct } from '../../catalog/productTexts.ts';
import { type CollectionTerms, dueDate } from '../../customer/collectionTerms.ts';
import { dueAfterCredit } from '../../invoice/issueInvoice.ts';
import { type LineFields, lineOf } from '../../invoice/lines.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import { type CustomerTax, type HoldReason, holdOf, type TaxablePrice, treatmentFor } from '../../tax/customerTax.ts';
import type { LoadedItem, LoadedSubscription } from '../record/load.ts';
import { type Discount, type DiscountColumns, discountColumns, discountInPeriod } from './discountWindow.ts';
import { discountFor, type Priced, pricedItems } from './pricing.ts';

/** An item as a full period bills it. */
export type BilledItem = Priced & { id: string; price: Priced['price'] & TaxablePrice & { product: NamedProduct } };

/** An item as the renewal will find it, with its scheduled change. */
type RenewingItem = Pick<LoadedItem, 'id' | 'quantity' | 'price' | 'discountedQuantity'> & {
  scheduledChange: (Pick<LoadedItem, 'quantity' | 'price'> & { afterRenewal: boolean }) | null;
};

/** The columns and items that the renewal depends on. */
export type Renewing = Discount &
  CollectionTerms &
  Pick<
    LoadedSubscription,
    | 'anchor'
    | 'interval'
    | 'intervalCount'
    | 'currency'
    | 'status'
    | 'cancelAtPeriodEnd'
    | 'pauseAtPeriodEnd'
    | 'resumesAt'
    | 'currentPeriodStart'
    | 'currentPeriodEnd'
  > & { items: readonly RenewingItem[]; tax?: CustomerTax | null };

export interface UpcomingInvoice {
  currency: string;
  /** When it will be issued: at the period's end, or when a pause ends. */
  at: Date;
  /** Whether it settles the pending lines of a subscription that ends; its period is then the last one. */
  final: boolean;
  periodStart: Date;
  periodEnd: Date;
  lines: LineFields[];
  total: bigint;
  creditApplied: bigint;
  amountDue: bigint;
  /** By when the amount due must be paid, if the invoice is sent; null if it is charged when it is issued. */
  dueAt: Date | null;
}

export const cadenceOf = (subscription: Pick<Renewing, 'interval' | 'intervalCount'>): Cadence => ({
  interval: subscription.interval,
  count: subscription.intervalCount,
});

/** The lines that bill all items for the period that starts at `start`. */
export function periodLines(
  subscription: Pick<Discount, 'coupon' | 'discountStart' | 'discountEnd' | 'discountFromOffer'> & {
    items: readonly BilledItem[];
    tax?: CustomerTax | null;
  },
  period: Period,
): LineFields[] {
  const priced = pricedItems(subscription.items, discountFor(subscription, period.start));
  return subscription.items.map((item, index) => {
    const own = priced[index];
    if (!own) throw new RangeError('An item has no price for the period.');
    const treatment = treatmentFor(subscription.tax, item.price, period);
    return lineOf(periodLine({ ...own, treatment }, period), {
      ...lineNames(item.price.product),
      quantity: item.quantity,
      unitAmount: item.price.unitAmount,
      itemId: item.id,
      priceId: item.price.id,
    });
  });
}

/** Why the invoice of a period must wait at `now`; null if it need not. `due` is when it was due. */
export function holdOfPeriod(
  { items, tax }: NextPeriod['billed'],
  period: Period,
  at: { now: Date; due: Date },
): HoldReason | null {
  return items.map(({ price }) => holdOf(tax, price, period, at)).find((reason) => reason !== null) ?? null;
}

/** When the next period begins; null if none will, or if that is unknown: while it is unpaid, or paused without a date. */
export function nextPeriodStart(
  subscription: Pick<Renewing, 'status' | 'cancelAtPeriodEnd' | 'pauseAtPeriodEnd' | 'resumesAt' | 'currentPeriodEnd'>,
): Date | null {
  const { status, cancelAtPeriodEnd, pauseAtPeriodEnd, resumesAt, currentPeriodEnd } = subscription;
  if (cancelAtPeriodEnd || ['CANCELED', 'INCOMPLETE', 'UNPAID'].includes(status)) return null;
  return status === 'PAUSED' || pauseAtPeriodEnd ? resumesAt : currentPeriodEnd;
}

/** The columns of the cycle that a period belongs to. */
export type CycleColumns = Pick<Renewing, 'anchor' | 'interval' | 'intervalCount'> & DiscountColumns;

export interface NextPeriod {
  /** The discount and the items, with scheduled changes applied, that the period bills. */
  billed: Discount & { items: readonly RenewingItem[]; tax?: CustomerTax | null };
  period: Period;
  columns: CycleColumns;
}

/** The columns from which periods are computed. */
export type Cycle = Pick<Renewing, 'anchor' | 'interval' | 'intervalCount' | 'currentPeriodEnd'>;

/** The period that begins at `start`. It begins a new cycle unless it follows the current period. */
export function periodFrom(cycle: Cycle, start: Date): Period {
  const { interval, intervalCount: count, anchor, currentPeriodEnd } = cycle;
  const from = start.getTime() === currentPeriodEnd.getTime() ? anchor : start;
  const period = periodAt(from, { interval, count }, start);
  return { start: period.start, end: period.end };
}

/**
 * The period that begins at `start`, with scheduled changes applied. It continues the cycle, unless a scheduled change has
 * another interval or the last period ended earlier: then a new cycle begins at `start`. The renewal, the resumption and
 * every forecast call it.
 */
export function nextPeriod(subscription: Renewing, start: Date): NextPeriod {
  const items = subscription.items.map(afterScheduledChange);
  const changed = items.find(({ price }) => !sameCadence(cadenceOf(price), cadenceOf(subscription)));
  const { interval, intervalCount } = changed?.price ?? subscription;
  const cycle = { ...subscription, interval, intervalCount };
  const period = periodFrom(changed ? { ...cycle, anchor: start } : cycle, start);
  const continues = changed === undefined && start.getTime() === subscription.currentPeriodEnd.getTime();
  const anchor = continues ? subscription.anchor : start;
  const discount = discountInPeriod(subscription, period, changed !== undefined);
  const columns = { anchor, interval, intervalCount, ...discountColumns(discount) };
  return { billed: { ...discount, items, tax: subscription.tax ?? null }, period, columns };
}

/** The item in the next period. A change that waits until that period has been billed applies to the one after it. */
function afterScheduledChange<Item extends RenewingItem>(item: Item): Item {
  const { scheduledChange } = item;
  if (!scheduledChange) return item;
  if (scheduledChange.afterRenewal) return { ...item, scheduledChange: { ...scheduledChange, afterRenewal: false } };
  const { price, quantity } = scheduledChange;
  return { ...item, price, quantity, scheduledChange: null };
}

/** The invoice of the period that begins at `start`: pending lines, then all items in full, less the credit balance. */
export function periodInvoice(
  subscription: Renewing,
  start: Date,
  pending: readonly LineFields[],
  balance: bigint,
): UpcomingInvoice {
  const { billed, period } = nextPeriod(subscription, start);
  const lines = [...pending, ...withTax(periodLines(billed, period), pending)];
  const total = totalOf(lines);
  return {
    currency: subscription.currency,
    at: start,
    final: false,
    periodStart: period.start,
    periodEnd: period.end,
    lines,
    total,
    ...dueAfterCredit(total, balance),
    dueAt: dueDate(subscription, start),
  };
}

/** The invoice or credit note that settles the pending lines of a subscription that ends with its period. */
export function finalInvoice(
  { currency, currentPeriodStart, currentPeriodEnd, ...terms }: Renewing,
  pending: readonly LineFields[],
  balance: bigint,
): UpcomingInvoice {
  const total = totalOf(pending);
  return {
    currency,
    at: currentPeriodEnd,
    final: true,
    periodStart: currentPeriodStart,
    periodEnd: currentPeriodEnd,
    lines: [...pending],
    total,
    ...dueAfterCredit(total, balance),
    dueAt: dueDate(terms, currentPeriodEnd),
  };
}

/** The columns and items of the subscription once the period that begins at `start` is current. */
export function afterRenewal<S extends Renewing>(
  subscription: S,
  start: Date,
): CycleColumns & Pick<Renewing, 'items' | 'currentPeriodStart' | 'currentPeriodEnd'> & Discount {
  const { billed, columns, period } = nextPeriod(subscription, start);
  return { ...columns, ...billed, currentPeriodStart: period.start, currentPeriodEnd: period.end };
}
