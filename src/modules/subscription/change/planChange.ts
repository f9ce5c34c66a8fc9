/**
 * Plans a change of an item's price or quantity: its lines, when they are settled, the amount due now, and the renewal
 * after it. The preview and the change call this one function.
 */
import type { Db } from '../../../db/client.ts';
import type { Price } from '../../../db/generated/client/client.ts';
import type { ChangeEffective, ChargeTiming, ProrationBehavior } from '../../../db/generated/client/enums.ts';
import { creditable } from '../../../kernel/billedLines.ts';
import { periodAt, sameCadence } from '../../../kernel/calendar.ts';
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import type { LineDraft, PricedItem } from '../../../kernel/lineDraft.ts';
import { planChange } from '../../../kernel/proration.ts';
import { lineNames } from '../../catalog/productTexts.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { dueDate } from '../../customer/collectionTerms.ts';
import { creditNoteRemainder, dueAfterCredit } from '../../invoice/issueInvoice.ts';
import { type LineFields, type LineSubject, lineOf } from '../../invoice/lines.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import { holdOf, taxUndecided, treatmentFor } from '../../tax/customerTax.ts';
import { type Discount, discountColumns, discountInPeriod, discountOf } from '../forecast/discountWindow.ts';
import { cadenceOf, nextPeriod, nextPeriodStart, type UpcomingInvoice } from '../forecast/nextPeriod.ts';
import { discountFor, pricedInPeriod, refuseHugeAmounts } from '../forecast/pricing.ts';
import { upcomingInvoice } from '../forecast/upcomingInvoice.ts';
import { billedLines, type ItemLine, invoicesOf, type LoadedSubscription, pendingLines } from '../record/load.ts';
import type { ResolvedChange } from './resolveChange.ts';

/** How a change is billed and when it takes effect. */
export interface ChangeTerms {
  behavior: ProrationBehavior;
  timing: ChargeTiming;
  effective: ChangeEffective;
  /** For a scheduled change: whether the next period is billed before it takes effect. */
  afterRenewal?: boolean;
}

/** NONE: nothing is billed. PENDING: the lines wait for the next invoice. NOW: an invoice or a credit note is issued. */
type Settlement = 'NONE' | 'PENDING' | 'NOW';

export interface ChangePlan extends ResolvedChange {
  terms: ChangeTerms;
  /** The instant from which the new price applies; for a scheduled change the earliest instant that is known. */
  at: Date;
  /** The first period of a new cycle, when the interval changes. */
  newCycle: { start: Date; end: Date } | null;
  lines: LineFields[];
  settlement: Settlement;
  /** Pending lines of earlier changes that are settled together with these. */
  pending: Awaited<ReturnType<typeof pendingLines>>;
  /** The sum of the lines that are settled now, pending ones included, in minor units; 0 if none are. */
  total: bigint;
  creditApplied: bigint;
  amountDue: bigint;
  /** By when the amount due must be paid, if its invoice is sent; null if it is charged now, and if nothing is due. */
  dueAt: Date | null;
  /** The invoices whose lines are credited, the most recent first. */
  corrects: string[];
  /** The next invoice after the change; null if no period follows. */
  renewal: UpcomingInvoice | null;
}

/**
 * Plans the change at `at`, or for the next period if it is scheduled. Throws `ValidationError` for an instant outside the
 * period or mixed intervals, and `ConflictError` if the subscription changed after `at` or ends with its period.
 */
export async function planItemChange(
  db: Db,
  choice: ResolvedChange,
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
  refuseHeld(choice, newCycle, at, now);
  const drafts = planChange({
    t: at,
    period: { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd },
    billedLines: own,
    ...prices(choice, newCycle, at),
    behavior: terms.behavior,
    trialing: subscription.status === 'TRIALING',
    newCycle: newCycle && { period: newCycle },
  });
  const drafted = drafts.map((draft) => lineOf(draft, subjectOf(draft, choice)));
  const waiting = await pendingLines(tx, subscription);
  const { settlement, pending } = settle(withTax(drafted), waiting, item.id, terms.timing, newCycle !== null);
  const lines = withTax(drafted, pending);
  const total = settlement === 'NOW' ? totalOf(lines) + totalOf(pending) : 0n;
  const balance = await creditBalance(tx, subscription, subscription.currency);
  const due = dueAfterCredit(total, balance);
  const stillWaiting = waiting.filter((line) => !pending.includes(line));
  const period = { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd };
  const corrects = invoicesOf(creditable(own, period));
  const balanceLeft =
    balance - due.creditApplied + (total < 0n ? await creditNoteRemainder(tx, subscription, corrects, -total) : 0n);
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
    dueAt: due.amountDue > 0n ? dueDate(subscription, now) : null,
    corrects,
    renewal: await upcomingInvoice(
      tx,
      {
        ...subscription,
        ...changedCycle({ subscription, next, newCycle }),
        ...changedDiscount({ subscription, next, newCycle }),
        items: changedItems,
      },
      [...stillWaiting, ...(settlement === 'PENDING' ? lines : [])],
      balanceLeft,
    ),
  };
}

/**
 * Plans a change for the next period: nothing is billed now. The next period is billed in full at the new price, and a
 * new cycle begins with it if the price has another interval.
 */
async function planScheduledChange(tx: Db['prisma'], choice: ResolvedChange, terms: ChangeTerms): Promise<ChangePlan> {
  const { subscription, item, next } = choice;
  if (subscription.cancelAtPeriodEnd)
    throw new ConflictError(
      'CANCELLATION_SCHEDULED',
      'The subscription ends with its current period. Undo the cancellation first.',
    );
  refuseMixedIntervals(subscription, next.price);
  const scheduled = { ...next, afterRenewal: terms.afterRenewal ?? false };
  const items = subscription.items.map((other) =>
    other.id === item.id ? { ...other, scheduledChange: scheduled } : other,
  );
  refuseHugeAmounts(
    items.map((other) => other.scheduledChange ?? other),
    ['input', 'quantity'],
  );
  const waiting = await pendingLines(tx, subscription);
  const balance = await creditBalance(tx, subscription, subscription.currency);
  return {
    ...choice,
    terms,
    at: scheduledStart(subscription, scheduled),
    newCycle: null,
    lines: [],
    settlement: 'NONE',
    pending: [],
    total: 0n,
    creditApplied: 0n,
    amountDue: 0n,
    dueAt: null,
    corrects: [],
    renewal: await upcomingInvoice(tx, { ...subscription, items }, waiting, balance),
  };
}

/** When a scheduled change takes effect, as far as it is known. */
function scheduledStart(subscription: LoadedSubscription, { afterRenewal }: { afterRenewal: boolean }): Date {
  const start = nextPeriodStart(subscription) ?? subscription.currentPeriodEnd;
  return afterRenewal ? nextPeriod(subscription, start).period.end : start;
}

type Changed = Pick<ChangePlan, 'subscription' | 'next' | 'newCycle'>;

/**
 * The columns that a price of another interval changes: a new cycle starts, or, in a trial, the first cycle will have the
 * new interval. A new cycle drops a scheduled pause, because the period that it waited for no longer ends.
 */
export function changedCycle(change: Changed) {
  const { subscription, next, newCycle } = change;
  const { interval, intervalCount } = next.price;
  if (newCycle) {
    const { start, end } = newCycle;
    const cycle = { interval, intervalCount, anchor: start, currentPeriodStart: start, currentPeriodEnd: end };
    const discount = discountColumns(changedDiscount(change));
    return { ...cycle, ...discount, pauseAtPeriodEnd: false, resumesAt: null };
  }
  if (subscription.status !== 'TRIALING') return {};
  return { interval, intervalCount, ...discountColumns(changedDiscount(change)) };
}

/** The discount after the change: a new cycle, or another first cycle after a trial, begins with a full period. */
function changedDiscount({ subscription, next, newCycle }: Changed): Discount {
  if (newCycle) return discountInPeriod(subscription, newCycle, true);
  const cadence = cadenceOf(next.price);
  return subscription.status !== 'TRIALING' || sameCadence(cadence, cadenceOf(subscription))
    ? discountOf(subscription)
    : discountInPeriod(subscription, periodAt(subscription.anchor, cadence, subscription.anchor), true);
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
    throw ValidationError.at(['input', 'priceId'], 'All items of a subscription must have the same billing interval.');
}

function refuseInstant(subscription: LoadedSubscription, lines: readonly ItemLine[], at: Date, now: Date): void {
  const changedLater = lines.some(({ explanation }) => explanation && new Date(explanation.at) > at);
  if (at.getTime() === now.getTime()) {
    // A request that waited for a lock may find changes that are later than its own instant.
    if (changedLater || at < subscription.currentPeriodStart)
      throw new ConflictError(
        'CHANGED_CONCURRENTLY',
        'The subscription changed while this request was processed. Try again.',
      );
    return;
  }
  const path = ['input', 'prorationDate'];
  if (at < subscription.currentPeriodStart || at >= subscription.currentPeriodEnd)
    throw ValidationError.at(path, 'Must lie inside the current period.');
  if (at > now) throw ValidationError.at(path, 'Must not lie in the future.');
  if (changedLater) throw ValidationError.at(path, 'Must not lie before the last change of the item.');
}

/** Throws `ConflictError` while the tax on the new price waits for a register or for the customer's country. */
function refuseHeld(
  { subscription, next }: ResolvedChange,
  newCycle: ChangePlan['newCycle'],
  at: Date,
  now: Date,
): void {
  const service = newCycle ?? { start: at, end: subscription.currentPeriodEnd };
  if (holdOf(subscription.tax, next.price, service, { now, due: now })) throw taxUndecided();
}

function prices(
  { subscription, item, next, shares }: ResolvedChange,
  newCycle: ChangePlan['newCycle'],
  at: Date,
): { old: PricedItem; next: PricedItem } {
  const index = subscription.items.indexOf(item);
  const terms = discountFor(subscription, subscription.currentPeriodStart);
  const nextTerms = newCycle ? discountFor(discountInPeriod(subscription, newCycle, true), newCycle.start) : terms;
  const { items } = subscription;
  const service = newCycle ?? { start: at, end: subscription.currentPeriodEnd };
  const treatment = treatmentFor(subscription.tax, next.price, service);
  return {
    old: pricedInPeriod(items, index, item, terms, shares),
    next: { ...pricedInPeriod(items, index, next, nextTerms, shares), treatment },
  };
}

/** A credit names the item before the change, every other line the item after it. */
function subjectOf(draft: LineDraft, { item, next }: ResolvedChange): LineSubject {
  const { price, quantity } = draft.kind === 'CREDIT' ? item : next;
  return {
    ...lineNames(price.product),
    quantity,
    unitAmount: price.unitAmount,
    itemId: item.id,
    priceId: price.id,
  };
}

/**
 * Decides when the lines are settled. A new cycle is billed now whatever the timing, together with all pending lines. A
 * credit for a charge that is itself still pending must not be paid out: it becomes pending too, unless the two together
 * are a credit.
 */
function settle(
  lines: readonly LineFields[],
  allWaiting: ChangePlan['pending'],
  itemId: string,
  timing: ChargeTiming,
  newCycle: boolean,
): Pick<ChangePlan, 'settlement' | 'pending'> {
  if (newCycle) return { settlement: 'NOW', pending: allWaiting };
  if (lines.length === 0) return { settlement: 'NONE', pending: [] };
  if (timing === 'PERIOD_END') return { settlement: 'PENDING', pending: [] };
  const waiting = allWaiting.filter((line) => line.itemId === itemId);
  const total = totalOf(lines);
  const owed = totalOf(waiting);
  if (total >= 0n || owed <= 0n) return { settlement: 'NOW', pending: [] };
  return total + owed <= 0n ? { settlement: 'NOW', pending: waiting } : { settlement: 'PENDING', pending: [] };
}
