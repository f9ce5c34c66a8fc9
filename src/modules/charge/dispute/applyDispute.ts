/** Records what the provider reports of a dispute. Reports come repeatedly and in any order. */
import type { Dispute, Payment } from '../../../db/generated/client/client.ts';
import type { DisputeStatus, PaymentMethodKind } from '../../../db/generated/client/enums.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type Op, transact } from '../../../operation/operation.ts';
import { invalidateQuotes } from '../../invoice/lockForCorrection.ts';
import { lockCustomer } from '../../payment/lockCustomer.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import type { DisputeFacts } from '../../payment/reversals.ts';
import { reverseReturned } from '../reverseReturned.ts';
import { giveBack, takeBack } from '../takeBack.ts';

/** Follows a dispute that has taken money; handled in collection/applyDisputeAction.ts. */
export const PAYMENT_DISPUTED_JOB = 'payment.disputed';

export interface PaymentDisputedJob {
  companyId: string;
  disputeId: string;
}

/** While a dispute has one of these statuses, the bank has the money. */
export const TAKEN: readonly DisputeStatus[] = ['OPEN', 'UNDER_REVIEW', 'LOST'];
const DECIDED: readonly DisputeStatus[] = ['WON', 'LOST', 'CLOSED'];
const UNDECIDED: readonly DisputeStatus[] = ['OPEN', 'UNDER_REVIEW'];
const DEBITS: readonly PaymentMethodKind[] = ['SEPA_DEBIT', 'US_BANK_ACCOUNT', 'BACS_DEBIT'];

/** The interval at which an undecided dispute is read again, in case a signal was missed. */
const LOOK = DAY;

/** Applies the facts, which were read at `readAt`, unless later ones are known. The payment has settled or ended. */
export async function applyDispute(
  ctx: ChargeContext,
  payment: Payment,
  facts: DisputeFacts,
  readAt: Date,
): Promise<void> {
  const { companyId } = ctx.principal;
  const wallNow = wallTime(ctx);
  const lookAt = DECIDED.includes(facts.state) ? null : after(wallNow, LOOK);
  await transact(ctx, async (op) => {
    // Credit for unused time depends on what is paid: a change that was planned before must fail.
    if (payment.invoiceId) await invalidateQuotes(op, payment.invoiceId);
    await lockCustomer(op, payment.customerId);
    const before = await op.tx.dispute.findFirst({ where: { companyId, providerRef: facts.ref } });
    if (before && before.readAt > readAt) return;
    const dispute = before ?? (await insert(op, payment, facts, readAt));
    const { state: status, reason, evidenceDueAt } = facts;
    const closed = DECIDED.includes(status);
    await op.tx.dispute.update({
      where: { id: dispute.id, companyId },
      data: {
        ...{ status, reason, evidenceDueAt, readAt, lookAt },
        ...{ withdrawn: await moveMoney(op, payment, { before, dispute, facts, wallNow }), updatedAt: op.now },
        closedAt: closed ? (dispute.closedAt ?? op.now) : null,
      },
    });
    if (payment.invoiceId) await markInvoice(op, payment.invoiceId);
    announce(op, payment, before, { ...facts, id: dispute.id });
    if (isTaken(status) && dispute.actedAt === null && !(before && isTaken(before.status)))
      await op.enqueue(PAYMENT_DISPUTED_JOB, { companyId, disputeId: dispute.id } satisfies PaymentDisputedJob);
  });
}

const isTaken = (status: DisputeStatus): boolean => TAKEN.includes(status);

function insert(op: Op, payment: Payment, facts: DisputeFacts, readAt: Date): Promise<Dispute> {
  const { id: paymentId, companyId, customerId } = payment;
  const { ref: providerRef, amount, currency, state: status, reason, evidenceDueAt } = facts;
  return op.tx.dispute.create({
    data: {
      ...{ id: newId('Dispute', op.now), companyId, customerId, paymentId, providerRef, amount, currency },
      ...{ status, reason, evidenceDueAt, readAt, createdAt: op.now, updatedAt: op.now },
    },
  });
}

interface Applied {
  before: Dispute | null;
  dispute: Dispute;
  facts: DisputeFacts;
  wallNow: Date;
}

/** Takes the money from the invoice, or gives it back, and returns what the invoice owes by this dispute. */
async function moveMoney(
  op: Op,
  payment: Payment,
  { before, dispute: { withdrawn }, facts, wallNow }: Applied,
): Promise<bigint> {
  const { state, amount, currency, paymentRef } = facts;
  if (!isTaken(state)) {
    if (withdrawn > 0n) await giveBack(op, payment, withdrawn);
    return 0n;
  }
  if (before && isTaken(before.status)) return withdrawn;
  if (state === 'LOST' && (await isDebit(op, payment))) return reverseReturned(op, payment, paymentRef, wallNow);
  const wanted = currency === payment.currency ? amount : payment.capturedAmount;
  return takeBack(op, payment, wanted);
}

/** A debit that its customer disputes is returned, without a decision. */
async function isDebit({ tx }: Op, { paymentMethodId: id, companyId }: Payment): Promise<boolean> {
  return (await tx.paymentMethod.count({ where: { id, companyId, kind: { in: [...DEBITS] } } })) > 0;
}

/** Marks the invoice by its disputes. A debit that was returned marks it, too. */
async function markInvoice(op: Op, invoiceId: string): Promise<void> {
  const { companyId } = op.principal;
  const standing = await op.tx.dispute.findMany({
    where: { companyId, payment: { invoiceId }, withdrawn: { gt: 0n } },
    select: { status: true },
  });
  const returned = await op.tx.payment.count({ where: { companyId, invoiceId, status: 'RETURNED' } });
  await op.tx.invoice.update({
    where: { id: invoiceId, companyId },
    data: {
      disputePending: standing.some(({ status }) => UNDECIDED.includes(status)),
      ...(standing.length + returned === 0 ? { disputedAt: null } : {}),
    },
  });
}

function announce(op: Op, payment: Payment, before: Dispute | null, facts: DisputeFacts & { id: string }): void {
  const { customerId, invoiceId } = payment;
  const { id: objectId, state: status, amount, currency, reason } = facts;
  const evidenceDueAt = facts.evidenceDueAt?.toISOString() ?? null;
  const about = { objectId, customerId };
  const data = { paymentId: payment.id, invoiceId, status, amount: amount.toString(), currency, reason, evidenceDueAt };
  if (!before) op.emit('dispute.created', { ...about, data });
  if (DECIDED.includes(status)) {
    if (before?.status !== status) op.emit('dispute.closed', { ...about, data });
    return;
  }
  const due = before?.evidenceDueAt?.toISOString() ?? null;
  if (before && (before.status !== status || due !== evidenceDueAt)) op.emit('dispute.updated', { ...about, data });
}
