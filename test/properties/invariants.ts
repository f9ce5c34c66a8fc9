/** Invariants that hold after every step of every history. */
import { expect } from 'vitest';
import type { SubscriptionStatus } from '../../src/db/generated/client/enums.ts';
import { IN_FLIGHT } from '../../src/modules/payment/status.ts';
import { canBecome } from '../../src/modules/subscription/record/statusTransitions.ts';
import {
  added,
  type Books,
  contentHash,
  type Event,
  type Invoice,
  type Line,
  sum,
  taxes,
  total as totalOf,
} from './books.ts';

/** State that is carried from step to step, independent of the program. */
export class Memory {
  readonly contents = new Map<string, string>();
  status: SubscriptionStatus | null = null;
  discount: DiscountRule = 0;
  /** The invoices created before the current discount was attached or removed. */
  private undiscounted: ReadonlySet<string> = new Set();

  discountIs(rule: DiscountRule, invoices: readonly Invoice[]): void {
    this.discount = rule;
    this.undiscounted = new Set(invoices.map(({ id }) => id));
  }

  /** The invoices that the current discount may have reduced. */
  sinceDiscount(invoices: readonly Invoice[]): Invoice[] {
    return invoices.filter(({ id }) => !this.undiscounted.has(id));
  }
}

/** The periods that a discount may reduce: a number of full periods, those that start within some months, or (null) all. */
export type DiscountRule = number | { months: number } | null;

export function expectInvariants(before: Books, after: Books, memory: Memory): void {
  expectSums(after);
  expectNumbers(after);
  expectFinalStaysFinal(after, memory);
  expectLedger(before, after);
  expectMoney(after);
  expectNothingFromNothing(after);
  expectPeriods(after);
  expectDiscount(after, memory);
  expectLegalWrites(after);
  expectEvents(before, after, memory);
}

const isFinal = ({ status }: Invoice) => status !== 'DRAFT';
const stands = ({ status }: Invoice) => status !== 'VOID' && status !== 'DRAFT';

function expectSums({ invoices }: Books): void {
  for (const {
    status,
    total,
    amountPaid,
    amountDue,
    lines,
    settlements,
    currency,
    taxAmount,
    taxes: groups,
  } of invoices) {
    expect(totalOf(lines), 'lines sum to the total').toBe(total);
    expect(taxes(lines), 'taxes of lines sum to the tax').toBe(taxAmount ?? 0n);
    expect(sum(groups), 'taxes of groups sum to the tax').toBe(taxAmount ?? 0n);
    if (taxAmount !== null)
      expect(
        groups.reduce((all, { base }) => all + base, 0n),
        'bases sum to the net',
      ).toBe(total - taxAmount);
    expect(amountPaid + amountDue, 'paid and due are the total').toBe(status === 'VOID' ? 0n : total);
    expect(amountDue, 'nothing negative is due').toBeGreaterThanOrEqual(0n);
    if (total >= 0n) expect(sum(settlements), 'what was settled is what was paid').toBe(amountPaid);
    if (status === 'PAID') expect(amountDue).toBe(0n);
    if (status === 'OPEN') expect(amountDue).toBeGreaterThan(0n);
    expect(new Set(lines.map((line) => line.currency).concat(currency)).size, 'one currency').toBe(1);
    for (const line of lines) expect(line.grossAmount - line.discountAmount).toBe(line.amount);
  }
}

function expectNumbers({ invoices, nextInvoiceSequence }: Books): void {
  const numbers = invoices.filter(isFinal).map(({ sequence }) => sequence ?? 0);
  numbers.sort((a, b) => a - b);
  expect(numbers, 'numbers are gapless').toEqual(Array.from({ length: nextInvoiceSequence - 1 }, (_, n) => n + 1));
}

function expectFinalStaysFinal({ invoices }: Books, { contents }: Memory): void {
  for (const invoice of invoices.filter(isFinal)) {
    const hash = contentHash(invoice);
    expect(hash, `invoice ${invoice.number} never changes`).toBe(contents.get(invoice.id) ?? hash);
    contents.set(invoice.id, hash);
  }
  const ids = new Set(invoices.map(({ id }) => id));
  for (const id of contents.keys()) expect(ids, 'an invoice never disappears').toContain(id);
}

function expectLedger(before: Books, after: Books): void {
  const known = new Set(before.ledger.map(({ id }) => id));
  expect(
    after.ledger.filter(({ id }) => known.has(id)),
    'the ledger is append-only',
  ).toEqual(before.ledger);
  let balance = 0n;
  for (const entry of [...before.ledger, ...added(before.ledger, after.ledger)]) balance += entry.amount;
  expect(balance, 'no negative balance').toBeGreaterThanOrEqual(0n);
  expect(balance).toBe(sum(after.ledger));
}

/** After the jobs have run, no authorization is open. */
export function expectNothingReserved({ payments, authorizations }: Books): void {
  expect(authorizations.filter(({ state }) => state === 'HELD')).toEqual([]);
  expect(payments.filter(({ status }) => IN_FLIGHT.some((one) => one === status))).toEqual([]);
}

/** Captured and authorized money equals the paid amounts of the invoices. */
function expectMoney({ invoices, payments, authorizations, ledger }: Books): void {
  const taken = authorizations.filter(({ state, returned }) => state === 'SUCCEEDED' && !returned);
  const succeeded = payments.filter(({ status }) => status === 'SUCCEEDED');
  expect(succeeded.map(({ providerRef }) => providerRef).sort()).toEqual(taken.map(({ ref }) => ref).sort());
  const recorded = sum(succeeded.map(({ capturedAmount }) => ({ amount: capturedAmount })));
  expect(recorded, 'what was taken is what was recorded').toBe(sum(taken));
  expect(
    authorizations.filter(({ state }) => state === 'HELD'),
    'nothing stays reserved',
  ).toEqual([]);
  const overpaid = sum(ledger.filter(({ cause }) => cause === 'OVERPAYMENT'));
  const paid = sum(taken) - overpaid;
  const settlements = invoices.flatMap((invoice) => invoice.settlements);
  expect(sum(settlements.filter(({ kind }) => kind === 'PAYMENT')), 'payments settle').toBe(paid);

  // Every billed amount is paid, due or credited: no path creates or loses money.
  const standing = invoices.filter(stands);
  const billed = standing.reduce((all, { total }) => all + total, 0n);
  const due = standing.reduce((all, { amountDue }) => all + amountDue, 0n);
  const granted = sum(ledger.filter(({ cause }) => cause.startsWith('MERCHANT'))) + overpaid;
  expect(billed, 'billed = paid + due − credit').toBe(paid + due - (sum(ledger) - granted));
}

const ownPeriod = (line: Line) => {
  const { period } = line.explanation as { period?: { start: string; end: string } };
  return period
    ? `${period.start}/${period.end}`
    : `${line.periodStart?.toISOString()}/${line.periodEnd?.toISOString()}`;
};

/** For one item and one billing period, credits never exceed the billed amount. */
function expectNothingFromNothing({ invoices, pending }: Books): void {
  const totals = new Map<string, bigint>();
  for (const line of [...invoices.filter(stands).flatMap(({ lines }) => lines), ...pending]) {
    if (!line.itemId) continue;
    const key = `${line.itemId} ${ownPeriod(line)}`;
    totals.set(key, (totals.get(key) ?? 0n) + line.amount);
  }
  for (const [key, total] of totals) expect(total, `no money from nothing: ${key}`).toBeGreaterThanOrEqual(0n);
}

/** The billed periods of an item are consecutive, except if a rule started a new cycle. */
function expectPeriods({ invoices, events, subscription }: Books): void {
  const restarts = new Set(
    events.flatMap(({ type, data, createdAt }) => {
      const { newCycle, at } = data as { newCycle?: boolean; at?: string };
      if (newCycle) return [at ? Date.parse(at) : Number(createdAt)];
      return type === 'subscription.plan_switched' ? [Number(createdAt)] : [];
    }),
  );
  for (const { id } of subscription.items) {
    const periods = invoices
      .filter(isFinal)
      .flatMap(({ lines }) => lines)
      .filter(({ kind, itemId }) => kind === 'PERIOD' && itemId === id)
      .map(({ periodStart, periodEnd }) => ({ start: Number(periodStart), end: Number(periodEnd) }))
      .sort((a, b) => a.start - b.start);
    for (const [index, { start }] of periods.entries()) {
      const previous = periods[index - 1];
      if (previous && previous.end !== start)
        expect([...restarts], 'a period that does not follow the last begins a new cycle').toContain(start);
    }
    const last = periods.at(-1);
    if (last && ['ACTIVE', 'PAST_DUE'].includes(subscription.status))
      expect([last.start, last.end], 'the current period is billed').toEqual([
        Number(subscription.currentPeriodStart),
        Number(subscription.currentPeriodEnd),
      ]);
  }
}

const LONGEST_MONTH = 31 * 86_400_000;

/** A coupon reduces exactly its number of full periods, and none after it was removed. */
function expectDiscount({ invoices, subscription }: Books, memory: Memory): void {
  const { discount } = memory;
  if (discount === null) return;
  const reduced = memory
    .sinceDiscount(invoices)
    .filter(({ status, subscriptionId }) => status !== 'DRAFT' && subscriptionId === subscription.id)
    .flatMap(({ lines }) => lines.filter(({ kind, discountAmount }) => kind === 'PERIOD' && discountAmount > 0n));
  const starts = [
    ...new Set(reduced.map(({ periodStart, periodEnd }) => `${Number(periodStart)}/${Number(periodEnd)}`)),
  ];
  if (typeof discount === 'number') {
    expect(starts.length, 'so many periods are reduced').toBeLessThanOrEqual(discount);
    return;
  }
  const times = reduced.map(({ periodStart }) => Number(periodStart));
  const span = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  const rested = restBetween(invoices, subscription.id, Math.min(...times), Math.max(...times));
  expect(span - rested, 'no period is reduced after the last month').toBeLessThan(discount.months * LONGEST_MONTH);
}

/** The time between two instants in which the subscription rested: a pause extends a coupon by it. */
function restBetween(invoices: readonly Invoice[], subscriptionId: string, from: number, to: number): number {
  const periods = invoices
    .filter((invoice) => invoice.subscriptionId === subscriptionId)
    .flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'PERIOD'))
    .map(({ periodStart, periodEnd }) => ({ start: Number(periodStart), end: Number(periodEnd) }))
    .filter(({ start }) => start >= from && start <= to)
    .sort((one, other) => one.start - other.start);
  return periods.reduce((sum, { start }, index) => sum + Math.max(0, start - (periods[index - 1]?.end ?? start)), 0);
}

/** Every written status is a legal successor of the one before it, and each write has a new version. */
function expectLegalWrites({ statusWrites }: Books): void {
  for (const { before, after, version_before, version_after } of statusWrites) {
    expect(canBecome(before, after), `${before} → ${after} was written`).toBe(true);
    expect(version_after, `${before} → ${after} makes a new version`).toBe(version_before + 1);
  }
}

const STATUS_AFTER: Record<string, SubscriptionStatus> = {
  'subscription.past_due': 'PAST_DUE',
  'subscription.unpaid': 'UNPAID',
  'subscription.paused': 'PAUSED',
  'subscription.canceled': 'CANCELED',
  'subscription.recovered': 'ACTIVE',
};

/** The events alone lead to the current state of the records by legal transitions. */
function expectEvents(before: Books, after: Books, memory: Memory): void {
  const known = new Set(before.events.map(({ id }) => id));
  expect(
    after.events.filter(({ id }) => known.has(id)),
    'events are append-only',
  ).toEqual(before.events);
  const fresh = added(before.events, after.events);
  for (const event of fresh.filter(({ objectId }) => objectId === after.subscription.id))
    follow(event, memory, after.subscription.trialEnd);
  expect(memory.status, 'the status that the events tell of').toBe(after.subscription.status);
  expectInvoiceEvents(after);
}

function follow({ type, data }: Event, memory: Memory, trialEnd: Date | null): void {
  const trying =
    trialEnd && type === 'subscription.resumed' && Date.parse((data as { at: string }).at) < Number(trialEnd);
  const next =
    type === 'subscription.created'
      ? (data as { status: SubscriptionStatus }).status
      : type === 'subscription.renewed' && memory.status === 'TRIALING'
        ? 'ACTIVE'
        : type === 'subscription.resumed'
          ? trying
            ? 'TRIALING'
            : 'ACTIVE'
          : STATUS_AFTER[type];
  if (!next || next === memory.status) return;
  if (memory.status) expect(canBecome(memory.status, next), `${memory.status} → ${next}`).toBe(true);
  memory.status = next;
}

function expectInvoiceEvents({ invoices, events, payments }: Books): void {
  const about = (id: string, type: string) =>
    events.filter((event) => event.objectId === id && event.type === type).length;
  for (const { id, status, total, number } of invoices) {
    expect(about(id, total < 0n ? 'credit_note.issued' : 'invoice.finalized'), `${number} was announced once`).toBe(1);
    if (total < 0n) continue;
    expect(about(id, 'invoice.paid'), `${number} was paid`).toBe(status === 'PAID' ? 1 : 0);
    expect(about(id, 'invoice.voided')).toBe(status === 'VOID' ? 1 : 0);
  }
  for (const { id, status, invoiceId, startedBy } of payments) {
    expect(about(id, 'payment.succeeded')).toBe(status === 'SUCCEEDED' ? 1 : 0);
    expect(about(id, 'payment.failed')).toBe(
      status === 'FAILED' && invoiceId !== null && startedBy === 'SYSTEM' ? 1 : 0,
    );
  }
  const ids = new Set([...invoices, ...payments].map(({ id }) => id));
  for (const { type, objectId } of events)
    if (/^(invoice|credit_note|payment)\./.test(type)) expect(ids, `${type} without its change`).toContain(objectId);
}
