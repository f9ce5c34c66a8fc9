/** Checks that several steps of histories share: refusals, the passing of time, and announced renewals. */
import { expect } from 'vitest';
import type { SubscriptionStatus } from '../../src/db/generated/client/enums.ts';
import { UpcomingBillDocument } from '../support/graphql/graphql.ts';
import { added, type Books, sum } from './books.ts';
import type { History, Model, Step } from './history.ts';

export const CHARGE_REFUSED = ['PAYMENT_DECLINED', 'PAYMENT_METHOD_REQUIRED', 'PAYMENT_AUTHENTICATION_REQUIRED'];

const TIMES = { now: 0, testClockAt: 0 };

/** A refused step changes no row. */
export function expectNothingChanged({ before, after }: Step<unknown>): void {
  expect({ ...after, ...TIMES, authorizations: [] }).toEqual({ ...before, ...TIMES, authorizations: [] });
}

/**
 * A refused payment of an invoice leaves the record of the refusal, and the credit that was used before the charge. Nothing
 * else changes, and the invoice owes less by exactly that credit.
 */
export function expectOnlyRefused(step: Step<unknown>, invoiceId: string | undefined): void {
  const { before, after } = step;
  for (const payment of added(before.payments, after.payments))
    expect(payment).toMatchObject({ invoiceId, status: 'FAILED', capturedAmount: 0n });
  const used = added(before.ledger, after.ledger);
  const due = ({ invoices }: Books) => invoices.find(({ id }) => id === invoiceId)?.amountDue ?? 0n;
  expect(due(before) - due(after), 'credit is used for this invoice alone').toBe(-sum(used));
  for (const entry of used) expect(entry.invoiceId).toBe(invoiceId);
  const invoices = used.length === 0 ? after.invoices : before.invoices;
  const events = used.length === 0 ? after.events : before.events;
  expectNothingChanged({
    ...step,
    after: { ...after, payments: before.payments, ledger: before.ledger, invoices, events },
  });
}

/** The event types of this subscription. */
export const eventTypes = ({ events, after }: Pick<Step<unknown>, 'events' | 'after'>) =>
  events
    .filter(({ type, objectId }) => !type.startsWith('subscription.') || objectId === after.subscription.id)
    .map(({ type }) => type);

export const amountsOf = (lines: readonly { description: string; amount: { amount: number } }[]) =>
  lines.map(({ description, amount }) => [description, amount.amount]);

export const upcomingOf = async ({ merchant, subscriptionId }: History) =>
  (await merchant.request(UpcomingBillDocument, { subscriptionId })).subscription?.upcomingInvoice ?? null;

/** After adding a working card, unpaid invoices are paid and the subscription has recovered. */
export function expectNoDebts({ invoices, subscription, now }: Books): void {
  const tried = invoices.filter((one) => one.status === 'OPEN' && one.firstFailedAt && one.dueAt && one.dueAt <= now);
  expect(tried.map(({ number }) => number)).toEqual([]);
  expectStanding({ subscription, now });
}

/** Without debts a subscription is active, has ended, or is paused on request. */
export function expectStanding({ subscription, now }: Pick<Books, 'subscription' | 'now'>): void {
  const { status, pauseCause, currentPeriodEnd } = subscription;
  if (status === 'PAUSED') expect(pauseCause).toBe('REQUEST');
  // An unpaid subscription ended with the period that was not paid.
  else if (status === 'UNPAID') expect(now >= currentPeriodEnd).toBe(true);
  else expect(['TRIALING', 'ACTIVE', 'CANCELED']).toContain(status);
}

/** Credit pays the oldest open invoice first: none is left beside an open invoice. */
export function expectOldestPaid({ invoices, ledger }: Books): void {
  if (invoices.some(({ status }) => status === 'OPEN')) expect(sum(ledger)).toBe(0n);
}

const RENEWING: SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE'];

export function expectPassage(model: Model, step: Step<unknown>): void {
  const { before, after } = step;
  const { status, currentPeriodEnd } = before.subscription;
  const ended = after.now >= currentPeriodEnd;
  const types = eventTypes(step);
  if (model.cancelAtPeriodEnd && ended) {
    expect(after.subscription.status, 'what was to end has ended').toBe('CANCELED');
    expect(types).not.toContain('subscription.renewed');
    return;
  }
  if (RENEWING.includes(after.subscription.status))
    expect(Number(after.subscription.currentPeriodEnd), 'no period has ended unseen').toBeGreaterThan(
      Number(after.now),
    );
  if (['TRIALING', 'ACTIVE'].includes(status) && model.pays) {
    const { trialEnd } = before.subscription;
    const trying = status === 'TRIALING' && trialEnd && trialEnd > after.now;
    const { pauseAtPeriodEnd, resumesAt } = before.subscription;
    const resting = pauseAtPeriodEnd && ended && !(resumesAt && resumesAt <= after.now);
    expect(after.subscription.status, 'who pays stays').toBe(resting ? 'PAUSED' : trying ? 'TRIALING' : 'ACTIVE');
    expect(openCycles(after)).toEqual(openCycles(before));
  }
  const { resumesAt } = after.subscription;
  if (after.subscription.status === 'PAUSED' && resumesAt)
    expect(Number(resumesAt), 'no pause has ended unseen').toBeGreaterThan(Number(after.now));
  if (status === 'CANCELED') expect(after.subscription).toEqual(before.subscription);
}

const openCycles = ({ invoices, subscription }: Books) =>
  invoices.filter(
    ({ status, reason, subscriptionId }) =>
      status === 'OPEN' && reason === 'SUBSCRIPTION_CYCLE' && subscriptionId === subscription.id,
  );

/** Events that invalidate the forecast of the credit that other invoices leave. */
const UPSETTING = ['invoice.payment_failed', 'subscription.recovered', 'subscription.pause_unscheduled'];

/** The first renewal, or the end of the subscription, bills the previously read `upcomingInvoice`. */
export function expectRenewal(upcoming: Awaited<ReturnType<typeof upcomingOf>>, step: Step<unknown>): void {
  const { before, after, events } = step;
  const made = added(before.invoices, after.invoices);
  const final = made.find(
    ({ reason, subscriptionId }) => reason === 'SUBSCRIPTION_CANCEL' && subscriptionId === after.subscription.id,
  );
  const renewed = made.find(
    ({ reason, subscriptionId }) => reason === 'SUBSCRIPTION_CYCLE' && subscriptionId === after.subscription.id,
  );
  const ended = before.subscription.cancelAtPeriodEnd && eventTypes(step).includes('subscription.canceled');
  if (ended) expect(final && Number(final.total), 'the final invoice was announced').toBe(upcoming?.total.amount);
  const bill = ended ? final : renewed;
  if (!bill || !upcoming || ['UNPAID', 'CANCELED'].includes(before.subscription.status)) return;
  // A planned pause is canceled by dunning.
  if (eventTypes(step).includes('subscription.pause_unscheduled')) return;
  if (!ended) expect(Number(bill.dueAt)).toBe(Date.parse(upcoming.billsAt));
  expect(bill.lines.map(({ description, amount }) => [description, Number(amount)])).toEqual(amountsOf(upcoming.lines));
  expect(Number(bill.total)).toBe(upcoming.total.amount);
  // Retries and failed captures may change the credit meanwhile; renewals are part of the forecast.
  const cycles = made.filter(({ reason }) => reason !== 'SUBSCRIPTION_UPDATE').map(({ id }) => id);
  const ledger = added(before.ledger, after.ledger);
  if (ledger.some(({ invoiceId }) => !invoiceId || !cycles.includes(invoiceId)) || bill.total < 0n) return;
  if (events.some(({ type }) => UPSETTING.includes(type))) return;
  const credit = sum(bill.settlements.filter(({ kind, paymentId }) => kind === 'CREDIT_BALANCE' && !paymentId));
  if (after.payments.every(({ status }) => status !== 'FAILED'))
    expect(Number(credit)).toBe(upcoming.creditApplied.amount);
}
