/**
 * Issuing: making a finalized invoice, or (negative total) a credit note, and settling what can be settled at once.
 * Credit is used before any payment method; a credit note reduces what is still due on the invoices it corrects, and
 * only what remains becomes balance.
 */
import type { InvoiceReason, SettlementKind } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { max, min } from '../../kernel/money.ts';
import type { Op } from '../../op.ts';
import { lockCustomer } from '../payment/methods.ts';
import { type Reservation, recordPayment } from '../payment/reserve.ts';
import { finalColumns } from './finalize.ts';
import { appendCredit, creditBalance } from './ledger.ts';
import { type NewLine, sumOf, writeLines } from './lines.ts';

export interface IssueRequest {
  customerId: string;
  subscriptionId: string | null;
  reason: InvoiceReason;
  currency: string;
  lines: readonly NewLine[];
  /** Pending lines that this invoice settles. */
  pending?: readonly { id: string; amount: bigint }[];
  /** Money that was reserved for exactly what will be due. */
  reservation?: Reservation | null;
  /** For a negative total: the invoices whose lines are credited, the most recent first. */
  corrects?: readonly string[];
  dueAt?: Date | null;
}

/** What is due after credit. Pure; a preview and the invoice agree by calling it. */
export function dueAfterCredit(total: bigint, balance: bigint): { creditApplied: bigint; amountDue: bigint } {
  const creditApplied = max(0n, min(total, balance));
  return { creditApplied, amountDue: max(0n, total - creditApplied) };
}

export async function issueInvoice(
  op: Op,
  request: IssueRequest,
): Promise<{ id: string; total: bigint; amountDue: bigint }> {
  const { customerId, subscriptionId, reason, currency, lines, pending = [], reservation = null } = request;
  const { companyId } = op.principal;
  await lockCustomer(op, customerId);
  const total = sumOf(lines) + sumOf(pending);
  const balance = total > 0n ? await creditBalance(op.tx, { companyId, customerId }, currency) : 0n;
  const { creditApplied, amountDue } = dueAfterCredit(total, balance);
  if (reservation && reservation.amount !== amountDue)
    throw new ConflictError('What is due changed at the same moment. Try again.');

  const open = reservation ? 0n : amountDue;
  const id = newId('Invoice', op.now);
  const final = await finalColumns(op, customerId);
  await op.tx.invoice.create({
    data: {
      id,
      companyId,
      customerId,
      subscriptionId,
      correctsInvoiceId: total < 0n ? (request.corrects?.[0] ?? null) : null,
      reason,
      currency,
      total,
      amountPaid: total - open,
      amountDue: open,
      status: open === 0n ? 'PAID' : 'OPEN',
      paidAt: open === 0n ? op.now : null,
      dueAt: request.dueAt ?? op.now,
      ...final,
      createdAt: op.now,
      updatedAt: op.now,
    },
  });
  await adoptPending(op, pending, id);
  await writeLines(op, lines, { customerId, subscriptionId, currency, invoiceId: id, firstPosition: pending.length });
  await applyCredit(op, { id, customerId, currency }, creditApplied);
  if (reservation) {
    const payment = await recordPayment(op, reservation, id);
    await recordSettlement(op, id, 'PAYMENT', reservation.amount, { paymentId: payment.id });
  }
  if (total < 0n) await spendCreditNote(op, id, request, -total);
  op.emit(total < 0n ? 'credit_note.issued' : 'invoice.finalized', {
    objectId: id,
    customerId,
    data: { reason, currency, total: total.toString(), amountDue: open.toString() },
  });
  if (total >= 0n && open === 0n) op.emit('invoice.paid', { objectId: id, customerId });
  return { id, total, amountDue: open };
}

/** Pays a part of an invoice from the customer's credit; the invoice's own amounts are the caller's. */
export async function applyCredit(
  op: Op,
  { id, customerId, currency }: { id: string; customerId: string; currency: string },
  amount: bigint,
): Promise<void> {
  if (amount === 0n) return;
  await appendCredit(op, { customerId, currency, amount: -amount, cause: 'INVOICE_PAYMENT', invoiceId: id });
  await recordSettlement(op, id, 'CREDIT_BALANCE', amount);
}

/** Pending lines become lines of the invoice; one that another invoice took at the same moment is a conflict. */
async function adoptPending(op: Op, pending: readonly { id: string }[], invoiceId: string): Promise<void> {
  for (const [position, { id }] of pending.entries()) {
    const { count } = await op.tx.invoiceLine.updateMany({
      where: { id, companyId: op.principal.companyId, invoiceId: null },
      data: { invoiceId, position },
    });
    if (count !== 1) throw new ConflictError('A pending line was settled at the same moment. Try again.');
  }
}

export async function recordSettlement(
  op: Op,
  invoiceId: string,
  kind: SettlementKind,
  amount: bigint,
  by: { paymentId?: string; creditNoteId?: string } = {},
): Promise<void> {
  await op.tx.invoiceSettlement.create({
    data: {
      id: newId('InvoiceSettlement', op.now),
      companyId: op.principal.companyId,
      invoiceId,
      kind,
      amount,
      ...by,
      createdAt: op.now,
    },
  });
}

/** Follows an invoice of a subscription that was open and is paid now; what it means is decided by the job's handler. */
export const SETTLED_JOB = 'invoice.settled';

/**
 * Lowers what is due on an invoice; the caller has recorded by what, and holds the customer, as whoever records a
 * failed payment does: so it can be seen here whether the subscription stands for its debts.
 */
export async function lowerDue(
  op: Op,
  invoice: { id: string; amountDue: bigint; subscriptionId: string | null },
  amount: bigint,
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
  if (count !== 1) throw new ConflictError('The invoice changed at the same moment. Try again.');
  const { subscriptionId } = invoice;
  if (!settled || !subscriptionId) return;
  const { companyId } = op.principal;
  const standing = await op.tx.subscription.findFirst({
    where: { companyId, id: subscriptionId, status: { in: ['PAST_DUE', 'UNPAID', 'PAUSED'] } },
    select: { id: true },
  });
  if (standing) await op.enqueue(SETTLED_JOB, { companyId, subscriptionId });
}

async function spendCreditNote(op: Op, creditNoteId: string, request: IssueRequest, credit: bigint): Promise<void> {
  const { customerId, currency, corrects = [] } = request;
  const unpaid = await op.tx.invoice.findMany({
    where: {
      id: { in: [...corrects] },
      companyId: op.principal.companyId,
      status: { in: ['OPEN', 'UNCOLLECTIBLE'] },
      amountDue: { gt: 0n },
    },
  });
  unpaid.sort((a, b) => corrects.indexOf(a.id) - corrects.indexOf(b.id));
  let left = credit;
  for (const invoice of unpaid) {
    const amount = min(left, invoice.amountDue);
    if (amount === 0n) break;
    await recordSettlement(op, invoice.id, 'CREDIT_NOTE', amount, { creditNoteId });
    await lowerDue(op, invoice, amount);
    if (amount === invoice.amountDue) op.emit('invoice.paid', { objectId: invoice.id, customerId });
    left -= amount;
  }
  if (left > 0n)
    await appendCredit(op, { customerId, currency, amount: left, cause: 'CREDIT_NOTE', invoiceId: creditNoteId });
}

/** What of a credit note will be left for the customer's balance after what is still due on the invoices it corrects. */
export async function becomesBalance(
  tx: Pick<Op['tx'], 'invoice'>,
  corrects: readonly string[],
  credit: bigint,
): Promise<bigint> {
  const { _sum } = await tx.invoice.aggregate({
    where: { id: { in: [...corrects] }, status: { in: ['OPEN', 'UNCOLLECTIBLE'] } },
    _sum: { amountDue: true },
  });
  return max(0n, credit - (_sum.amountDue ?? 0n));
}
