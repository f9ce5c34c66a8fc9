/** The beginning of a subscription: its rows, its first invoice and the amount due. The preview and the start call it. */
import type { Coupon, Prisma } from '../../../db/generated/client/client.ts';
import { periodAt } from '../../../kernel/calendar.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Op, OpContext, SignedIn } from '../../../operation/operation.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { type CollectionTerms, dueDate, termsOf } from '../../customer/collectionTerms.ts';
import { dueAfterCredit, issueInvoice } from '../../invoice/issueInvoice.ts';
import type { LineFields } from '../../invoice/lines.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import type { Money } from '../../payment/claimMoney.ts';
import { emitMissingRegistration, holdOf, taxOfCustomer, taxUndecided } from '../../tax/customerTax.ts';
import { discountColumns, discountFrom, NO_DISCOUNT } from '../forecast/discountWindow.ts';
import { periodLines, type Renewing } from '../forecast/nextPeriod.ts';
import { insertSubscription } from '../record/transition.ts';
import { type NewItem, refuseTakenExternalId, writeItems } from './newSubscription.ts';

export interface CreatedSubscription extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

interface StartRequest {
  customerId: string;
  items: [NewItem, ...NewItem[]];
  /** Applies from the first period. */
  coupon: Coupon | null;
  trialEnd: Date | null;
  /** How its invoices are collected. */
  terms: CollectionTerms;
}

export type StartPlan = Awaited<ReturnType<typeof planStart>>;

/**
 * The columns and items of the new subscription, the lines of its first invoice, the amount due and the part of it that is
 * charged now, in minor units: nothing if the invoice is sent and paid until `dueAt`. Throws
 * `ConflictError` (`TAX_UNDECIDED`) if the tax of the first invoice would have to wait.
 */
export async function planStart(
  ctx: Pick<OpContext<SignedIn>, 'db' | 'principal' | 'now'>,
  { customerId, items, coupon, trialEnd, terms }: StartRequest,
) {
  const tx = ctx.db.prisma;
  const { companyId } = ctx.principal;
  const { currency, interval, intervalCount } = items[0].price;
  const anchor = trialEnd ?? ctx.now;
  const first = periodAt(anchor, { interval, count: intervalCount }, anchor);
  const discount = coupon ? discountFrom(coupon, { start: anchor, end: first.end }) : NO_DISCOUNT;
  const columns = {
    customerId,
    currency,
    interval,
    intervalCount,
    anchor,
    currentPeriodStart: ctx.now,
    currentPeriodEnd: trialEnd ?? first.end,
    trialEnd,
    ...termsOf(terms),
    ...discountColumns(discount),
  };
  const tax = await taxOfCustomer(tx, { companyId, customerId });
  const period = { start: anchor, end: first.end };
  const wait = { now: ctx.now, due: ctx.now };
  if (!trialEnd && items.some(({ price }) => holdOf(tax, price, period, wait))) throw taxUndecided();
  const lines: LineFields[] = trialEnd ? [] : withTax(periodLines({ ...discount, items, tax }, period));
  const balance = await creditBalance(tx, { companyId, customerId }, currency);
  const total = totalOf(lines);
  const due = dueAfterCredit(total, balance);
  const dueAt = due.amountDue > 0n ? dueDate(terms, ctx.now) : null;
  const amountCharged = dueAt ? 0n : due.amountDue;
  return { columns, discount, items, lines, tax, period, total, balance, ...due, dueAt, amountCharged };
}

/** The planned subscription as its first renewal will find it. */
export function startedSubscription({ columns, discount, items, tax }: StartPlan, companyId: string, now: Date) {
  const state = {
    ...columns,
    ...discount,
    ...{ id: newId('Subscription', now), companyId, tax },
    ...{ cancelAtPeriodEnd: false, pauseAtPeriodEnd: false, resumesAt: null },
    status: columns.trialEnd ? ('TRIALING' as const) : ('ACTIVE' as const),
    items: items.map((item) => ({ ...item, discountedQuantity: null, scheduledChange: null })),
  };
  return state satisfies Renewing;
}

interface StartFields {
  externalId?: string | null | undefined;
  metadata?: Prisma.InputJsonObject | null | undefined;
  /** The ended subscription after which the customer comes back. */
  previousSubscriptionId?: string | null;
}

/**
 * Writes the planned subscription and issues its first invoice, which the money pays. Throws `ConflictError` if the amount due
 * has changed or the external id is taken.
 */
export async function startPlanned(
  op: Op,
  { columns, items, lines, tax, period, amountDue, amountCharged }: StartPlan,
  { externalId = null, metadata, previousSubscriptionId }: StartFields,
  money: Money | null,
): Promise<CreatedSubscription> {
  const { customerId, currency, trialEnd } = columns;
  const id = newId('Subscription', op.now);
  const status = trialEnd ? 'TRIALING' : 'ACTIVE';
  await insertSubscription(op, { ...columns, id, externalId, status, metadata: metadata ?? {} }).catch(
    refuseTakenExternalId,
  );
  await writeItems(op, id, items);
  const collection = termsOf(columns);
  const first = {
    customerId,
    subscriptionId: id,
    currency,
    reason: 'SUBSCRIPTION_CREATE',
    lines,
    money,
    collection,
  } as const;
  const invoice = trialEnd ? null : await issueInvoice(op, first);
  if (!money && invoice && invoice.amountDue !== amountDue - amountCharged)
    throw new ConflictError(
      'CHANGED_CONCURRENTLY',
      'The amount due changed while this request was processed. Try again.',
    );
  const prices = items.map(({ price }) => price);
  if (invoice) emitMissingRegistration(op, customerId, tax, prices, period);
  const previous = previousSubscriptionId === undefined ? {} : { previousSubscriptionId };
  op.emit('subscription.created', { objectId: id, customerId, data: { status, ...previous } });
  return { subscriptionId: id, invoiceId: invoice?.id ?? null };
}
