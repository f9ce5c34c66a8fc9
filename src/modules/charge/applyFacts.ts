/** Records what the provider reports of a payment. Reports come in any order and repeatedly; statuses only climb. */
import type { Payment } from '../../db/generated/client/client.ts';
import type { PaymentStatus } from '../../db/generated/client/enums.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { type ChargeContext, wallTime } from '../payment/planPayment.ts';
import type { PaymentFacts, PaymentFailure } from '../payment/port.ts';
import { climb, REST } from '../payment/status.ts';
import { answerRequest } from './answerRequest.ts';
import { reverseReturned } from './reverseReturned.ts';
import { settlePayment } from './settlePayment.ts';

/** Follows a payment of an invoice that failed without the customer; handled in collection/recordFailure.ts. */
export const PAYMENT_FAILED_JOB = 'payment.failed';

export interface PaymentFailedJob {
  companyId: string;
  paymentId: string;
}

const FINAL: readonly PaymentStatus[] = ['FAILED', 'CANCELED', 'ABANDONED', 'LOST'];
const LAPSED: PaymentFailure = { code: 'expired_authorization', advice: null };

/** Applies the facts to the payment as it was read. Facts of a lower rank than the payment has are ignored. */
export async function applyFacts(ctx: ChargeContext, payment: Payment, facts: PaymentFacts): Promise<void> {
  const wallNow = wallTime(ctx);
  const known = { wallNow, providerRef: facts.ref };
  await transact(ctx, async (op) => {
    switch (facts.state) {
      case 'NEEDS_CUSTOMER':
        await climb(op, payment.id, 'NEEDS_CUSTOMER', { ...known, lookAt: after(wallNow, REST.NEEDS_CUSTOMER[0]) });
        return;
      case 'HELD':
        await climb(op, payment.id, 'HELD', {
          ...known,
          holdUntil: facts.holdUntil,
          lookAt: after(wallNow, REST.HELD[0]),
        });
        return;
      case 'PROCESSING':
        await startProcessing(op, payment, known);
        return;
      case 'SUCCEEDED':
        if (facts.returned) await reverseReturned(op, payment, facts.ref, wallNow);
        else if (!(await settlePayment(op, payment, facts, wallNow))) await noteUnexpected(op, payment);
        await followUnknown(op, payment, facts.disputeRefs ?? []);
        return;
      case 'FAILED':
        await failPayment(op, payment, facts.failure ?? { code: 'failed', advice: null }, known);
        return;
      case 'CANCELED':
        await endWithoutMoney(op, payment, facts.failure ?? LAPSED, known);
    }
  });
}

/** Follows a payment that is disputed, at a provider without signals; handled in dispute/followDispute.ts. */
export const DISPUTE_FOUND_JOB = 'payment.dispute-found';

export interface DisputeFoundJob {
  companyId: string;
  paymentId: string;
  disputeRef: string;
}

/** Known disputes are read by their own sweep. */
async function followUnknown(op: Op, { id: paymentId, companyId }: Payment, refs: readonly string[]): Promise<void> {
  for (const disputeRef of refs)
    if ((await op.tx.dispute.count({ where: { companyId, providerRef: disputeRef } })) === 0)
      await op.enqueue(DISPUTE_FOUND_JOB, { companyId, paymentId, disputeRef } satisfies DisputeFoundJob);
}

interface Known {
  wallNow: Date;
  providerRef?: string;
}

async function startProcessing(op: Op, payment: Payment, known: Known): Promise<void> {
  const lookAt = after(known.wallNow, DAY);
  if (!(await climb(op, payment.id, 'PROCESSING', { ...known, lookAt }))) return;
  const { id, customerId, invoiceId } = payment;
  op.emit('payment.processing', { objectId: id, customerId, data: { invoiceId } });
  if (invoiceId) await answerRequest(op, payment, { id: invoiceId });
}

/** Records a refusal. Dunning counts one that comes without the customer. */
export async function failPayment(op: Op, payment: Payment, failure: PaymentFailure, known: Known): Promise<void> {
  const { id, customerId, invoiceId, companyId } = payment;
  const { code: declineCode, advice } = failure;
  if (!(await climb(op, id, 'FAILED', { ...known, declineCode, advice, lookAt: null }))) return;
  const refusal =
    advice === 'CUSTOMER' && declineCode === 'authentication_required'
      ? { error: 'PAYMENT_AUTHENTICATION_REQUIRED', declineCode }
      : { error: 'PAYMENT_DECLINED', declineCode };
  await answerRequest(op, payment, refusal);
  // A customer or merchant who waits for the result sees the failure; a debit fails after they have left.
  const unattended = payment.startedBy === 'SYSTEM' || payment.status === 'PROCESSING';
  if (!invoiceId || !unattended) return;
  op.emit('payment.failed', { objectId: id, customerId, data: { invoiceId, declineCode } });
  await op.enqueue(PAYMENT_FAILED_JOB, { companyId, paymentId: id } satisfies PaymentFailedJob);
}

/**
 * A payment that ended without money and without a refusal: released by us, or a hold that expired before its capture. An
 * expired hold is not the customer's failure: its invoice is charged again, without a hold.
 */
async function endWithoutMoney(op: Op, payment: Payment, { code }: PaymentFailure, known: Known): Promise<void> {
  const { id, customerId, invoiceId, companyId } = payment;
  const wanted = { id: invoiceId ?? '', companyId, status: 'OPEN', amountDue: { gt: 0n } } as const;
  const lost = payment.status === 'TAKING' && (await op.tx.invoice.count({ where: wanted })) > 0;
  const end = lost ? { declineCode: code, lookAt: known.wallNow } : { lookAt: null };
  const ended = await climb(op, id, lost ? 'LOST' : 'CANCELED', { ...known, ...end });
  if (ended && lost) op.emit('payment.lost', { objectId: id, customerId, data: { invoiceId } });
}

/**
 * Reports money that arrives for a payment that had ended without it. It is never applied silently: the merchant
 * decides.
 */
async function noteUnexpected(op: Op, { id, customerId, invoiceId }: Payment): Promise<void> {
  const { companyId } = op.principal;
  const now = await op.tx.payment.findFirstOrThrow({ where: { id, companyId }, select: { status: true } });
  const told = { companyId, objectId: id, type: 'payment.unexpected' };
  if (!FINAL.includes(now.status) || (await op.tx.event.count({ where: told })) > 0) return;
  op.emit('payment.unexpected', { objectId: id, customerId, data: { invoiceId } });
}
