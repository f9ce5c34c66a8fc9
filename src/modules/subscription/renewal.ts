/** The next renewal's invoice, as it will be if nothing changes until then. */
import { type Cadence, periodAt } from '../../kernel/calendar.ts';
import { periodLine } from '../../kernel/proration.ts';
import { dueAfterCredit } from '../invoice/issue.ts';
import { lineOf, type NewLine, sumOf } from '../invoice/lines.ts';
import type { LoadedSubscription } from './load.ts';
import { discountFor, type Priced, pricedItems } from './pricing.ts';

/** An item as the renewal will find it. */
export type RenewingItem = Priced & { id: string; price: Priced['price'] & { product: { name: string } } };

/** What the renewal depends on. */
export type Renewing = Pick<
  LoadedSubscription,
  | 'anchor'
  | 'interval'
  | 'intervalCount'
  | 'currency'
  | 'coupon'
  | 'discountStart'
  | 'discountEnd'
  | 'status'
  | 'cancelAtPeriodEnd'
  | 'currentPeriodEnd'
  | 'trialEnd'
> & { items: readonly RenewingItem[] };

export interface UpcomingInvoice {
  currency: string;
  /** When it will be made: the period's end. */
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
export function periodLines(subscription: Renewing, period: { start: Date; end: Date }): NewLine[] {
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

/**
 * The invoice at the period's end: all items in full, after what waits, less the credit balance. Null when the
 * subscription will have ended by then.
 */
export function upcomingInvoice(
  subscription: Renewing,
  pending: readonly NewLine[],
  balance: bigint,
): UpcomingInvoice | null {
  if (subscription.cancelAtPeriodEnd || ['CANCELED', 'PAUSED', 'INCOMPLETE'].includes(subscription.status)) return null;
  const at = subscription.currentPeriodEnd;
  const { start, end } = periodAt(subscription.anchor, cadenceOf(subscription), at);
  const lines = [...pending, ...periodLines(subscription, { start, end })];
  const total = sumOf(lines);
  return {
    currency: subscription.currency,
    at,
    periodStart: start,
    periodEnd: end,
    lines,
    total,
    ...dueAfterCredit(total, balance),
  };
}
