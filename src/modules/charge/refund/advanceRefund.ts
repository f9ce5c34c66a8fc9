/** The next step of a refund at its provider, taken by the request, by the sweep and after signals. */
import type { Refund } from '../../../db/generated/client/client.ts';
import type { RefundStatus } from '../../../db/generated/client/enums.ts';
import { after, DAY, HOUR, MINUTE } from '../../../kernel/clock.ts';
import { type Op, transact } from '../../../operation/operation.ts';
import { appendCredit } from '../../credit/ledger.ts';
import { payOpenInvoices } from '../../invoice/payOpenInvoices.ts';
import { callProvider } from '../../payment/callProvider.ts';
import { lockCustomer } from '../../payment/lockCustomer.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import { AmountNotChargeable, ProviderInvalid } from '../../payment/port.ts';
import type { RefundFacts } from '../../payment/reversals.ts';

/** Providers remember keys for a day. After this time the payment is read before the refund is sent again. */
const KEY_LASTS = 23 * HOUR;

type Outcome = Pick<RefundFacts, 'state' | 'code'> & { ref: string | null };

/** Sends a planned refund, or reads one that is under way. Errors of the provider are thrown, and the refund stays as it is. */
export async function advanceRefund(ctx: ChargeContext, refundId: string): Promise<void> {
  const { companyId } = ctx.principal;
  const refund = await ctx.db.prisma.refund.findFirstOrThrow({
    where: { id: refundId, companyId },
    include: { payment: { select: { providerRef: true } } },
  });
  const { status, providerRef, payment } = refund;
  if (status !== 'PLANNED' && status !== 'PENDING') return;
  const { session } = await ctx.providerOf(companyId);
  const outcome = providerRef
    ? await callProvider(() => session.readRefund(providerRef))
    : await send(ctx, refund, payment.providerRef ?? '');
  await applyRefund(ctx, refund, outcome);
}

async function send(ctx: ChargeContext, refund: Refund, paymentRef: string): Promise<Outcome> {
  const { id: refundId, companyId, amount, providerKey: key, sentAt } = refund;
  const { session } = await ctx.providerOf(companyId);
  if (wallTime(ctx).getTime() - sentAt.getTime() > KEY_LASTS && (await hasArrived(ctx, refund, paymentRef)))
    return { state: 'SUCCEEDED', code: null, ref: null };
  try {
    return await callProvider(() => session.refund({ refundId, key, paymentRef, amount }));
  } catch (error) {
    // The payment has less left, is disputed, or its refund is refused for another lasting reason.
    if (error instanceof ProviderInvalid || error instanceof AmountNotChargeable)
      return { state: 'FAILED', code: 'refused', ref: null };
    throw error;
  }
}

/** Whether the provider has given back more than what is known of the payment's other refunds. */
async function hasArrived(ctx: ChargeContext, { id, companyId, paymentId, amount }: Refund, paymentRef: string) {
  const { session } = await ctx.providerOf(companyId);
  const { refunded } = await callProvider(() => session.read(paymentRef));
  const { _sum } = await ctx.db.prisma.refund.aggregate({
    where: { companyId, paymentId, id: { not: id }, status: { in: ['PENDING', 'SUCCEEDED'] } },
    _sum: { amount: true },
  });
  return refunded >= (_sum.amount ?? 0n) + amount;
}

/** The statuses that each reported state can follow. A bank can refuse a refund days after it succeeded. */
const BELOW: Record<RefundFacts['state'], RefundStatus[]> = {
  PENDING: ['PLANNED'],
  SUCCEEDED: ['PLANNED', 'PENDING'],
  FAILED: ['PLANNED', 'PENDING', 'SUCCEEDED'],
  CANCELED: ['PLANNED', 'PENDING', 'SUCCEEDED'],
};

/** Records what the provider reports of a refund. Reports come repeatedly and in any order. */
export async function applyRefund(ctx: ChargeContext, refund: Refund, { state, code, ref }: Outcome): Promise<void> {
  const wallNow = wallTime(ctx);
  const failureCode = state === 'FAILED' || state === 'CANCELED' ? (code ?? state.toLowerCase()) : null;
  await transact(ctx, async (op) => {
    await lockCustomer(op, refund.customerId);
    const { count } = await op.tx.refund.updateMany({
      where: { id: refund.id, companyId: op.principal.companyId, status: { in: BELOW[state] } },
      data: {
        ...{ status: state, failureCode, updatedAt: op.now },
        ...(ref === null ? {} : { providerRef: ref }),
        lookAt: state === 'PENDING' ? after(wallNow, DAY) : null,
      },
    });
    if (count === 1 && state !== 'PENDING') await conclude(op, refund, failureCode);
  });
}

/** Reports the end of a refund; the credit of one that failed goes back to the customer. */
async function conclude(op: Op, refund: Refund, failureCode: string | null): Promise<void> {
  const { id, customerId, currency, amount, creditNoteId, paymentId, booked } = refund;
  const about = { objectId: id, customerId };
  if (failureCode === null) return op.emit('refund.succeeded', { ...about, data: { paymentId } });
  op.emit('refund.failed', { ...about, data: { paymentId, failureCode } });
  if (!booked) return;
  await appendCredit(op, { customerId, currency, amount, cause: 'REFUND', invoiceId: creditNoteId });
  await payOpenInvoices(op, { customerId, currency });
}

/** The time after which a failed call is repeated. */
export const REFUND_REST = 10 * MINUTE;
