/**
 * What changing an item to another price or quantity means: its lines, when they are settled, what is due now, and
 * the renewal after it. A preview and the change call this one function.
 */
import type { Db } from '../../db/client.ts';
import type { Price, Product } from '../../db/generated/client/client.ts';
import type { ChargeTiming, ProrationBehavior } from '../../db/generated/client/enums.ts';
import { periodAt, sameCadence } from '../../kernel/calendar.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { max } from '../../kernel/money.ts';
import { creditable, type LineDraft, type PricedItem, planChange } from '../../kernel/proration.ts';
import type { OpContext } from '../../op.ts';
import { dueAfterCredit } from '../invoice/issue.ts';
import { creditBalance } from '../invoice/ledger.ts';
import { type LineSubject, lineOf, type NewLine, sumOf } from '../invoice/lines.ts';
import { productAllowed } from '../portal/policy.ts';
import { CHANGEABLE } from './lifecycle.ts';
import {
  billedLines,
  type ItemLine,
  invoicesOf,
  type LoadedItem,
  type LoadedSubscription,
  pendingLines,
} from './load.ts';
import { discountFor, pricedAfterChange, pricedItems, refuseHugeAmounts } from './pricing.ts';
import { cadenceOf, type UpcomingInvoice, upcomingInvoice } from './renewal.ts';

/** How a change is billed. */
export interface ChangeTerms {
  behavior: ProrationBehavior;
  timing: ChargeTiming;
}

export interface ChangeTarget {
  itemId?: string | null;
  priceId?: string | null;
  quantity?: number | null;
}

/** NONE: nothing is billed. PENDING: the lines wait for the next invoice. NOW: an invoice or a credit note is made. */
export type Settlement = 'NONE' | 'PENDING' | 'NOW';

export interface ChangePlan {
  subscription: LoadedSubscription;
  item: LoadedItem;
  next: { price: Price & { product: Product }; quantity: number };
  terms: ChangeTerms;
  /** The instant from which on the new price counts. */
  at: Date;
  /** The first period of a new cycle, when the interval changes. */
  newCycle: { start: Date; end: Date } | null;
  lines: NewLine[];
  settlement: Settlement;
  /** Pending lines of earlier changes that are settled together with these. */
  pending: Awaited<ReturnType<typeof pendingLines>>;
  /** What the settlement comes to, pending lines included; 0 when nothing is settled now. */
  total: bigint;
  creditApplied: bigint;
  amountDue: bigint;
  /** The invoices that billed what is credited, the most recent first. */
  corrects: string[];
  renewal: UpcomingInvoice | null;
}

export async function planItemChange(
  ctx: Pick<OpContext, 'now' | 'principal'> & { db: Db },
  subscription: LoadedSubscription,
  target: ChangeTarget,
  terms: ChangeTerms,
  at: Date,
): Promise<ChangePlan> {
  const tx = ctx.db.prisma;
  refuseState(subscription, ctx.now);
  const item = chosenItem(subscription, target.itemId);
  const next = {
    price: await chosenPrice(ctx, subscription, item, target.priceId),
    quantity: target.quantity ?? item.quantity,
  };
  if (next.price.id === item.price.id && next.quantity === item.quantity)
    throw ValidationError.at(
      ['input', target.priceId ? 'priceId' : 'quantity'],
      'The subscription has this price and quantity already.',
    );

  const changedItems = subscription.items.map((other) => (other.id === item.id ? { ...other, ...next } : other));
  refuseHugeAmounts(changedItems, ['input', 'quantity']);

  const billed = await billedLines(tx, subscription, at);
  const own = billed.filter(({ itemId }) => itemId === item.id);
  refuseInstant(subscription, own, at, ctx.now);

  const newCycle = nextCycle(subscription, next.price, at);
  const drafts = planChange({
    t: at,
    period: { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd },
    billedLines: own,
    ...prices(subscription, item, next, newCycle?.start ?? null),
    behavior: terms.behavior,
    trialing: subscription.status === 'TRIALING',
    newCycle: newCycle && { period: newCycle },
  });
  const lines = drafts.map((draft) => lineOf(draft, subjectOf(draft, item, next)));
  const waiting = await pendingLines(tx, subscription);
  const { settlement, pending } = settle(lines, waiting, item.id, terms.timing, newCycle !== null);
  const total = settlement === 'NOW' ? sumOf(lines) + sumOf(pending) : 0n;
  const balance = await creditBalance(tx, subscription, subscription.currency);
  const due = dueAfterCredit(total, balance);
  const stillWaiting = waiting.filter((line) => !pending.includes(line));
  const period = { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd };
  const corrects = invoicesOf(creditable(own, period));
  const balanceLeft = balance - due.creditApplied + (total < 0n ? await becomesBalance(tx, corrects, -total) : 0n);
  return {
    subscription,
    item,
    next,
    terms,
    at,
    newCycle,
    lines,
    settlement,
    pending,
    total,
    ...due,
    corrects,
    renewal: upcomingInvoice(
      {
        ...subscription,
        ...changedCycle({ subscription, next, newCycle }),
        items: changedItems,
      },
      [...(stillWaiting as unknown as NewLine[]), ...(settlement === 'PENDING' ? lines : [])],
      balanceLeft,
    ),
  };
}

/** The columns that another interval changes: a cycle starts anew, or, in a trial, the first one will be another. */
export function changedCycle({ subscription, next, newCycle }: Pick<ChangePlan, 'subscription' | 'next' | 'newCycle'>) {
  const { interval, intervalCount } = next.price;
  if (newCycle) {
    const { start, end } = newCycle;
    return { interval, intervalCount, anchor: start, currentPeriodStart: start, currentPeriodEnd: end };
  }
  return subscription.status === 'TRIALING' ? { interval, intervalCount } : {};
}

function refuseState(subscription: LoadedSubscription, now: Date): void {
  if (!CHANGEABLE.includes(subscription.status))
    throw new ConflictError(`A subscription that is ${subscription.status} cannot be changed.`);
  if (now >= subscription.currentPeriodEnd)
    throw new ConflictError('The subscription is being renewed. Try again in a moment.');
}

function chosenItem(subscription: LoadedSubscription, itemId: string | null | undefined): LoadedItem {
  const item = itemId
    ? subscription.items.find(({ id }) => id === itemId)
    : subscription.items.length === 1 && subscription.items[0];
  if (item) return item;
  if (itemId) throw new NotFoundError('subscription item', ['input', 'itemId']);
  throw ValidationError.at(['input', 'itemId'], 'The subscription has several items: name one.');
}

async function chosenPrice(
  { db, principal }: Pick<OpContext, 'db' | 'principal'>,
  subscription: LoadedSubscription,
  item: LoadedItem,
  priceId: string | null | undefined,
) {
  if (!priceId || priceId === item.price.id) return item.price;
  const path = ['input', 'priceId'];
  const price = await db.prisma.price.findFirst({
    where: { id: priceId, companyId: subscription.companyId },
    include: { product: true },
  });
  // A price that the portal does not offer looks to its customers like one that does not exist.
  if (!price || (principal.kind === 'customer' && !productAllowed(principal.portal, price.productId)))
    throw new NotFoundError('price', path);
  if (!price.active || !price.product.active) throw ValidationError.at(path, 'This price is no longer offered.');
  if (price.currency !== subscription.currency)
    throw ValidationError.at(path, 'This price is in another currency than the subscription.');
  return price;
}

function nextCycle(subscription: LoadedSubscription, price: Price, at: Date): ChangePlan['newCycle'] {
  const cadence = { interval: price.interval, count: price.intervalCount };
  if (sameCadence(cadence, cadenceOf(subscription))) return null;
  if (subscription.items.length > 1)
    throw ValidationError.at(['input', 'priceId'], 'All items of a subscription are billed in the same interval.');
  if (subscription.status === 'TRIALING') return null;
  const { start, end } = periodAt(at, cadence, at);
  return { start, end };
}

function refuseInstant(subscription: LoadedSubscription, lines: readonly ItemLine[], at: Date, now: Date): void {
  const changedLater = lines.some(({ explanation }) => explanation && new Date(explanation.at) > at);
  if (at.getTime() === now.getTime()) {
    // Whoever began earlier and comes later finds changes from the future.
    if (changedLater || at < subscription.currentPeriodStart)
      throw new ConflictError('The subscription was changed at the same moment. Try again.');
    return;
  }
  const path = ['input', 'prorationDate'];
  if (at < subscription.currentPeriodStart || at >= subscription.currentPeriodEnd)
    throw ValidationError.at(path, 'Must lie inside the current period.');
  if (at > now) throw ValidationError.at(path, 'Must not lie in the future.');
  if (changedLater) throw ValidationError.at(path, 'Must not lie before the last change of the item.');
}

function prices(
  subscription: LoadedSubscription,
  item: LoadedItem,
  next: ChangePlan['next'],
  newCycleStart: Date | null,
): { old: PricedItem; next: PricedItem } {
  const index = subscription.items.indexOf(item);
  const terms = discountFor(subscription, subscription.currentPeriodStart);
  const nextTerms = newCycleStart ? discountFor(subscription, newCycleStart) : terms;
  const old = pricedItems(subscription.items, terms)[index];
  if (!old) throw new RangeError('There is no such item.');
  return { old, next: pricedAfterChange(subscription.items, index, next, nextTerms) };
}

/** A credit is about what the customer leaves, everything else about what the customer gets. */
function subjectOf(draft: LineDraft, item: LoadedItem, next: ChangePlan['next']): LineSubject {
  const { price, quantity } = draft.kind === 'CREDIT' ? item : next;
  return {
    productName: price.product.name,
    quantity,
    unitAmount: price.unitAmount,
    itemId: item.id,
    priceId: price.id,
  };
}

/**
 * When the lines are settled. A new cycle is billed now whatever the timing, together with all that waits. A credit
 * for a charge of the item that itself still waits must not become money: it waits too, unless the two together are a
 * credit.
 */
function settle(
  lines: readonly NewLine[],
  allWaiting: ChangePlan['pending'],
  itemId: string,
  timing: ChargeTiming,
  newCycle: boolean,
): Pick<ChangePlan, 'settlement' | 'pending'> {
  if (newCycle) return { settlement: 'NOW', pending: allWaiting };
  if (lines.length === 0) return { settlement: 'NONE', pending: [] };
  if (timing === 'PERIOD_END') return { settlement: 'PENDING', pending: [] };
  const waiting = allWaiting.filter((line) => line.itemId === itemId);
  const total = sumOf(lines);
  const owed = sumOf(waiting);
  if (total >= 0n || owed <= 0n) return { settlement: 'NOW', pending: [] };
  return total + owed <= 0n ? { settlement: 'NOW', pending: waiting } : { settlement: 'PENDING', pending: [] };
}

/** What of a credit note is left for the customer's balance after what is still due on the invoices it corrects. */
async function becomesBalance(tx: Db['prisma'], corrects: readonly string[], credit: bigint): Promise<bigint> {
  const { _sum } = await tx.invoice.aggregate({
    where: { id: { in: [...corrects] }, status: { in: ['OPEN', 'UNCOLLECTIBLE'] } },
    _sum: { amountDue: true },
  });
  return max(0n, credit - (_sum.amountDue ?? 0n));
}
