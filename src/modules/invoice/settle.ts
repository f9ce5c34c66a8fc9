/** The settlements of an invoice, by credit, payments and credit notes, and the amount that they leave due. */
import type { SettlementKind } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { appendCredit, creditRow } from '../credit/ledger.ts';

interface SettledBy {
  paymentId?: string;
  creditNoteId?: string;
  recordedPaymentId?: string;
}

interface Creditable {
  id: string;
  customerId: string;
  currency: string;
}

/** The rows that use the customer's credit for a part of an invoice. */
export const creditRows = (
  op: Pick<Op, 'now' | 'principal'>,
  { id: invoiceId, customerId, currency }: Creditable,
  amount: bigint,
) => ({
  entry: creditRow(op, { customerId, currency, amount: -amount, cause: 'INVOICE_PAYMENT', invoiceId }),
  settlement: settlementRow(op, invoiceId, 'CREDIT_BALANCE', amount),
});

/** Uses the customer's credit for a part of an invoice. The caller updates the invoice's amounts. */
export async function applyCredit(op: Op, { id, customerId, currency }: Creditable, amount: bigint): Promise<void> {
  if (amount === 0n) return;
  await appendCredit(op, { customerId, currency, amount: -amount, cause: 'INVOICE_PAYMENT', invoiceId: id });
  await recordSettlement(op, id, 'CREDIT_BALANCE', amount);
}

/** The row of a settlement of an invoice; a negative amount reverses one. */
export const settlementRow = (
  op: Pick<Op, 'now' | 'principal'>,
  invoiceId: string,
  kind: SettlementKind,
  amount: bigint,
  by: SettledBy = {},
) => ({
  id: newId('InvoiceSettlement', op.now),
  companyId: op.principal.companyId,
  invoiceId,
  kind,
  amount,
  ...by,
  createdAt: op.now,
});

/** Appends a settlement of an invoice. */
export async function recordSettlement(
  op: Op,
  invoiceId: string,
  kind: SettlementKind,
  amount: bigint,
  by: SettledBy = {},
): Promise<void> {
  await op.tx.invoiceSettlement.create({ data: settlementRow(op, invoiceId, kind, amount, by) });
}

/** Follows an open invoice that is paid or void now; its subscription may recover. Handled in collection/recoverSubscription.ts. */
export const INVOICE_SETTLED_JOB = 'invoice.settled';

export interface InvoiceSettledJob {
  companyId: string;
  subscriptionId: string;
  /**
   * Whether a new cycle begins if the last period is over. IF_PAUSED: only for a subscription that dunning paused;
   * IF_REQUESTED: also for an unpaid one, because the payer requested it; NEVER: the debt was written off.
   */
  restarts: 'IF_PAUSED' | 'IF_REQUESTED' | 'NEVER';
}

/**
 * Reduces the amount due on an invoice by a payment, credit or a credit note, which the caller records as a settlement. An
 * invoice with nothing left due is paid, and its subscription's recovery is enqueued. The caller holds the customer's row,
 * as `recordFailure` does, so the subscription's status cannot change meanwhile. Throws `ConflictError` if the invoice
 * changed since it was read.
 */
export async function applyPayment(
  op: Op,
  invoice: { id: string; amountDue: bigint; subscriptionId: string | null },
  amount: bigint,
  restarts: InvoiceSettledJob['restarts'] = 'IF_PAUSED',
): Promise<void> {
  const settled = amount === invoice.amountDue;
  const { count } = await op.tx.invoice.updateMany({
    where: {
      id: invoice.id,
      companyId: op.principal.companyId,
      amountDue: invoice.amountDue,
      status: { in: ['OPEN', 'UNCOLLECTIBLE'] },
    },
    data: {
      amountDue: { decrement: amount },
      amountPaid: { increment: amount },
      ...(settled ? { status: 'PAID', paidAt: op.now } : {}),
      updatedAt: op.now,
    },
  });
  if (count !== 1) throw changedConcurrently();
  const { subscriptionId } = invoice;
  if (!settled || !subscriptionId) return;
  const { companyId } = op.principal;
  const suspended = await op.tx.subscription.findFirst({
    where: { companyId, id: subscriptionId, status: { in: ['PAST_DUE', 'UNPAID', 'PAUSED'] } },
    select: { id: true },
  });
  if (suspended)
    await op.enqueue(INVOICE_SETTLED_JOB, { companyId, subscriptionId, restarts } satisfies InvoiceSettledJob);
}

/**
 * Marks invoices as paid by payments of exactly what is due on each, by one statement; the caller records the settlements
 * and enqueues the recoveries. As `applyPayment` throws `ConflictError`, also if one invoice has changed.
 */
export async function payInFull(op: Op, payments: readonly { invoiceId: string; amount: bigint }[]): Promise<void> {
  const ids = payments.map(({ invoiceId }) => invoiceId);
  const amounts = payments.map(({ amount }) => amount);
  const count = await op.tx.$executeRaw`
    UPDATE invoice SET status = 'PAID', paid_at = ${op.now}, amount_due = 0, amount_paid = amount_paid + paid.amount,
      updated_at = ${op.now}
    FROM unnest(${ids}::text[], ${amounts}::bigint[]) AS paid(id, amount)
    WHERE invoice.company_id = ${op.principal.companyId} AND invoice.id = paid.id AND invoice.amount_due = paid.amount
      AND invoice.status IN ('OPEN', 'UNCOLLECTIBLE')`;
  if (count !== payments.length) throw changedConcurrently();
}

/** Enqueues the recovery of subscriptions whose status dunning has changed. */
export async function enqueueRecoveries(op: Op, subscriptionIds: readonly string[]): Promise<void> {
  const { companyId } = op.principal;
  const jobs = subscriptionIds.map(
    (subscriptionId) => ({ companyId, subscriptionId, restarts: 'IF_PAUSED' }) satisfies InvoiceSettledJob,
  );
  await op.enqueueAll(INVOICE_SETTLED_JOB, jobs);
}

const changedConcurrently = () =>
  new ConflictError('CHANGED_CONCURRENTLY', 'The invoice changed while this request was processed. Try again.');
