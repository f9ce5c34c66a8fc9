/**
 * What changing an item to another price or quantity means: its lines, when they are settled, what is due now, and
 * the renewal after it. A preview and the change call this one function.
 */
import type { Db } from '../../db/client.ts';
import type { Price } from '../../db/generated/client/client.ts';
import type { ChangeEffective, ChargeTiming, ProrationBehavior } from '../../db/generated/client/enums.ts';
import { periodAt, sameCadence } from '../../kernel/calendar.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { creditable, type LineDraft, type PricedItem, planChange } from '../../kernel/proration.ts';
import { becomesBalance, dueAfterCredit } from '../invoice/issue.ts';
import { creditBalance } from '../invoice/ledger.ts';
import { type LineSubject, lineOf, type NewLine, sumOf } from '../invoice/lines.ts';
import { upcomingInvoice } from './ahead.ts';
import type { ChosenChange } from './changeChoice.ts';
import { discountInNewCycle } from './discountWindow.ts';
import { billedLines, type ItemLine, invoicesOf, type LoadedSubscription, pendingLines } from './load.ts';
import { discountFor, pricedAfterChange, pricedItems, refuseHugeAmounts } from './pricing.ts';
import { cadenceOf, nextPeriodStart, type UpcomingInvoice } from './renewal.ts';

/** How a change is billed, and when it takes effect. */
export interface ChangeTerms {
  behavior: ProrationBehavior;
  timing: ChargeTiming;
  effective: ChangeEffective;
}

/** NONE: nothing is billed. PENDING: the lines wait for the next invoice. NOW: an invoice or a credit note is made. */
export type Settlement = 'NONE' | 'PENDING' | 'NOW';

export interface ChangePlan extends ChosenChange {
  terms: ChangeTerms;
  /** The instant from which on the new price counts; for a scheduled change as far as it is known. */
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

/** What the chosen change does now, or, scheduled, with the next period. */
export async function planItemChange(
  db: Db,
  choice: ChosenChange,
  terms: ChangeTerms,
  { at, now }: { at: Date; now: Date },
): Promise<ChangePlan> {
  const tx = db.prisma;
  if (terms.effective === 'PERIOD_END') return planScheduledChange(tx, choice, terms);
  const { subscription, item, next } = choice;
  const changedItems = subscription.items.map((other) =>
    other.id === item.id ? { ...other, ...next, scheduledChange: null } : other,
  );
  refuseHugeAmounts(changedItems, ['input', 'quantity']);

  const billed = await billedLines(tx, subscription, at);
  const own = billed.filter(({ itemId }) => itemId === item.id);
  refuseInstant(subscription, own, at, now);

  const newCycle = nextCycle(subscription, next.price, at);
  const drafts = planChange({
    t: at,
    period: { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd },
    billedLines: own,
    ...prices(choice, newCycle),
    behavior: terms.behavior,
    trialing: subscription.status === 'TRIALING',
    newCycle: newCycle && { period: newCycle },
  });
  const lines = drafts.map((draft) => lineOf(draft, subjectOf(draft, choice)));
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
    ...choice,
    terms,
    at,
    newCycle,
    lines,
    settlement,
    pending,
    total,
    ...due,
    corrects,
    renewal: await upcomingInvoice(
      tx,
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

/**
 * A change that waits for the next period: nothing is billed for it. The next period is billed in full at the new price,
 * and where that is of another interval, a new cycle begins with it.
 */
async function planScheduledChange(tx: Db['prisma'], choice: ChosenChange, terms: ChangeTerms): Promise<ChangePlan> {
  const { subscription, item, next } = choice;
  if (subscription.cancelAtPeriodEnd)
    throw new ConflictError('The subscription ends with its period. Take the cancellation back first.');
  refuseMixedIntervals(subscription, next.price);
  const items = subscription.items.map((other) => (other.id === item.id ? { ...other, scheduledChange: next } : other));
  refuseHugeAmounts(
    items.map((other) => other.scheduledChange ?? other),
    ['input', 'quantity'],
  );
  const waiting = await pendingLines(tx, subscription);
  const balance = await creditBalance(tx, subscription, subscription.currency);
  return {
    ...choice,
    terms,
    at: nextPeriodStart(subscription) ?? subscription.currentPeriodEnd,
    newCycle: null,
    lines: [],
    settlement: 'NONE',
    pending: [],
    total: 0n,
    creditApplied: 0n,
    amountDue: 0n,
    corrects: [],
    renewal: await upcomingInvoice(tx, { ...subscription, items }, waiting as unknown as NewLine[], balance),
  };
}

/**
 * The columns that another interval changes: a cycle starts anew, or, in a trial, the first one will be another. A pause
 * that was planned for the end of the old cycle's period is planned no longer.
 */
export function changedCycle({ subscription, next, newCycle }: Pick<ChangePlan, 'subscription' | 'next' | 'newCycle'>) {
  const { interval, intervalCount } = next.price;
  if (newCycle) {
    const { start, end } = newCycle;
    const cycle = { interval, intervalCount, anchor: start, currentPeriodStart: start, currentPeriodEnd: end };
    return { ...cycle, ...discountInNewCycle(subscription, newCycle), pauseAtPeriodEnd: false, resumesAt: null };
  }
  if (subscription.status !== 'TRIALING') return {};
  const { start, end } = periodAt(subscription.anchor, cadenceOf(next.price), subscription.anchor);
  const discount = sameCadence(cadenceOf(next.price), cadenceOf(subscription))
    ? {}
    : discountInNewCycle(subscription, { start, end });
  return { interval, intervalCount, ...discount };
}

function nextCycle(subscription: LoadedSubscription, price: Price, at: Date): ChangePlan['newCycle'] {
  refuseMixedIntervals(subscription, price);
  const cadence = cadenceOf(price);
  if (sameCadence(cadence, cadenceOf(subscription)) || subscription.status === 'TRIALING') return null;
  const { start, end } = periodAt(at, cadence, at);
  return { start, end };
}

function refuseMixedIntervals(subscription: LoadedSubscription, price: Price): void {
  if (subscription.items.length > 1 && !sameCadence(cadenceOf(price), cadenceOf(subscription)))
    throw ValidationError.at(['input', 'priceId'], 'All items of a subscription are billed in the same interval.');
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
  { subscription, item, next }: ChosenChange,
  newCycle: ChangePlan['newCycle'],
): { old: PricedItem; next: PricedItem } {
  const index = subscription.items.indexOf(item);
  const terms = discountFor(subscription, subscription.currentPeriodStart);
  const inNewCycle = newCycle && { ...subscription, ...discountInNewCycle(subscription, newCycle) };
  const nextTerms = newCycle && inNewCycle ? discountFor(inNewCycle, newCycle.start) : terms;
  const old = pricedItems(subscription.items, terms)[index];
  if (!old) throw new RangeError('There is no such item.');
  return { old, next: pricedAfterChange(subscription.items, index, next, nextTerms) };
}

/** A credit is about what the customer leaves, everything else about what the customer gets. */
function subjectOf(draft: LineDraft, { item, next }: ChosenChange): LineSubject {
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
