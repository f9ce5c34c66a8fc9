/** The next period: when it begins, what is billed for it, and the invoice that will be made if nothing changes until then. */
import { type Cadence, type Period, periodAt, sameCadence } from '../../kernel/calendar.ts';
import { periodLine } from '../../kernel/proration.ts';
import { dueAfterCredit } from '../invoice/issue.ts';
import { lineOf, type NewLine, sumOf } from '../invoice/lines.ts';
import { type DiscountColumns, discountInNewCycle, discountInNextPeriod } from './discountWindow.ts';
import type { LoadedItem, LoadedSubscription } from './load.ts';
import { discountFor, type Priced, pricedItems } from './pricing.ts';

/** An item as a full period bills it. */
export type BilledItem = Priced & { id: string; price: Priced['price'] & { product: { name: string } } };

/** An item as the renewal will find it, with the change that waits for it. */
export type RenewingItem = Pick<LoadedItem, 'id' | 'quantity' | 'price'> & {
  scheduledChange: Pick<LoadedItem, 'quantity' | 'price'> | null;
};

type Discounted = Pick<LoadedSubscription, 'coupon' | 'discountStart' | 'discountEnd'>;

/** What the renewal depends on. */
export type Renewing = Discounted &
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
  > & { items: readonly RenewingItem[] };

export interface UpcomingInvoice {
  currency: string;
  /** When it will be made: the period's end, or when a pause ends. */
  at: Date;
  periodStart: Date;
  periodEnd: Date;
  lines: NewLine[];
  total: bigint;
  creditApplied: bigint;
  amountDue: bigint;
}

export const cadenceOf = (subscription: Pick<Renewing, 'interval' | 'intervalCount'>): Cadence => ({
  interval: subscription.interval,
  count: subscription.intervalCount,
});

/** The lines that bill all items for the period that starts at `start`. */
export function periodLines(subscription: Discounted & { items: readonly BilledItem[] }, period: Period): NewLine[] {
  const priced = pricedItems(subscription.items, discountFor(subscription, period.start));
  return subscription.items.map((item, index) => {
    const own = priced[index];
    if (!own) throw new RangeError('There is no such item.');
    return lineOf(periodLine(own, period), {
      productName: item.price.product.name,
      quantity: item.quantity,
      unitAmount: item.price.unitAmount,
      itemId: item.id,
      priceId: item.price.id,
    });
  });
}

/** When the next period will begin; null when none will, or when it is not known: while it is unpaid, or paused without a date. */
export function nextPeriodStart(
  subscription: Pick<Renewing, 'status' | 'cancelAtPeriodEnd' | 'pauseAtPeriodEnd' | 'resumesAt' | 'currentPeriodEnd'>,
): Date | null {
  const { status, cancelAtPeriodEnd, pauseAtPeriodEnd, resumesAt, currentPeriodEnd } = subscription;
  if (cancelAtPeriodEnd || ['CANCELED', 'INCOMPLETE', 'UNPAID'].includes(status)) return null;
  return status === 'PAUSED' || pauseAtPeriodEnd ? resumesAt : currentPeriodEnd;
}

/** The columns of the cycle that a period belongs to. */
export type CycleColumns = Pick<Renewing, 'anchor' | 'interval' | 'intervalCount'> & Partial<DiscountColumns>;

export interface NextPeriod {
  /** What is billed for it. */
  billed: Discounted & { items: readonly RenewingItem[] };
  period: Period;
  columns: CycleColumns;
}

/**
 * The period that begins at `start`, with the changes that wait for it. It continues the cycle, unless a scheduled
 * change brings another interval or time has passed since the last period: then a new cycle is counted from `start`.
 * The renewal, the resumption and every look ahead call it.
 */
export function nextPeriod(subscription: Renewing, start: Date): NextPeriod {
  const items = subscription.items.map((item) =>
    item.scheduledChange ? { ...item, ...pick(item.scheduledChange), scheduledChange: null } : item,
  );
  const changed = items.find(({ price }) => !sameCadence(cadenceOf(price), cadenceOf(subscription)));
  const { interval, intervalCount } = changed?.price ?? subscription;
  const anew = changed !== undefined || start.getTime() !== subscription.currentPeriodEnd.getTime();
  const anchor = anew ? start : subscription.anchor;
  const { start: from, end } = periodAt(anchor, { interval, count: intervalCount }, start);
  const period = { start: from, end };
  const discount = (anew ? discountInNewCycle : discountInNextPeriod)(subscription, period);
  const columns = { anchor, interval, intervalCount, ...discount };
  const { coupon, discountStart, discountEnd } = { ...subscription, ...discount };
  return { billed: { coupon, discountStart, discountEnd, items }, period, columns };
}

const pick = ({ price, quantity }: Pick<RenewingItem, 'price' | 'quantity'>) => ({ price, quantity });

/** The invoice of the period that begins at `start`: all items in full, after what waits, less the credit balance. */
export function invoiceFor(
  subscription: Renewing,
  start: Date,
  pending: readonly NewLine[],
  balance: bigint,
): UpcomingInvoice {
  const { billed, period } = nextPeriod(subscription, start);
  const lines = [...pending, ...periodLines(billed, period)];
  const total = sumOf(lines);
  return {
    currency: subscription.currency,
    at: start,
    periodStart: period.start,
    periodEnd: period.end,
    lines,
    total,
    ...dueAfterCredit(total, balance),
  };
}

/** What the period that begins at `start` makes of the subscription, and of its items. */
export function periodAfter<S extends Renewing>(
  subscription: S,
  start: Date,
): CycleColumns & Pick<Renewing, 'items' | 'currentPeriodStart' | 'currentPeriodEnd'> & Discounted {
  const { billed, columns, period } = nextPeriod(subscription, start);
  return { ...columns, ...billed, currentPeriodStart: period.start, currentPeriodEnd: period.end };
}
