/** Refunds a payment: the refund's row and the credit that it pays out commit first, then the provider is called. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Payment } from '../../../db/generated/client/client.ts';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { idempotencyKey, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, transact } from '../../../operation/operation.ts';
import { invalidateQuotes } from '../../invoice/lockForCorrection.ts';
import { lockCustomer } from '../../payment/lockCustomer.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import type { CompanyProvider } from '../../payment/providerOf.ts';
import { TAKEN } from '../dispute/applyDispute.ts';
import { advanceRefund } from './advanceRefund.ts';
import { creditForRefund } from './creditForRefund.ts';

const refundInput = z.object({
  paymentId: z.string(),
  amount: z
    .object({ amount: z.number().int().positive('Must be positive.').transform(BigInt), currency: z.string() })
    .nullish(),
  source: z.enum(['CREDIT_NOTE', 'CREDIT_BALANCE']).nullish(),
  idempotencyKey,
});
export type RefundInput = z.input<typeof refundInput>;

const AMOUNT = ['input', 'amount'];

/**
 * Refunds a payment, wholly or in part. Throws `NotFoundError`, `ValidationError` for an amount that the provider cannot move,
 * and `ConflictError` if the payment has less left, took no money or was made at another account. If the provider does not
 * respond, the refund is under way and repeats with its key.
 */
export async function refundPayment(
  ctx: ChargeContext<MerchantPrincipal>,
  input: RefundInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(refundInput, input);
  const { companyId } = ctx.principal;
  const source = given.source ?? 'CREDIT_NOTE';
  const stable = { ...given, source, amount: given.amount && { ...given.amount, amount: `${given.amount.amount}` } };
  const answer = await idempotent<{ id: string }>(
    ctx,
    { operation: 'refundPayment', key, input: stable },
    async (claim) => {
      const payment = await ctx.db.prisma.payment.findFirst({
        where: { id: given.paymentId, companyId },
        include: { paymentMethod: { select: { accountId: true } } },
      });
      if (!payment) throw new NotFoundError('payment', ['input', 'paymentId']);
      const provider = await ctx.providerOf(companyId);
      if (payment.status !== 'SUCCEEDED' || payment.paymentMethod.accountId !== provider.accountId)
        throw new ConflictError(
          'PAYMENT_NOT_REFUNDABLE',
          'This payment took no money, was returned, or was made at another account.',
          ['input', 'paymentId'],
        );
      if (given.amount && given.amount.currency !== payment.currency)
        throw ValidationError.at(AMOUNT, `Must be in the payment's currency, ${payment.currency}.`);
      return transact(ctx, async (op) => {
        if (source === 'CREDIT_NOTE' && payment.invoiceId) await invalidateQuotes(op, payment.invoiceId);
        await lockCustomer(op, payment.customerId);
        const left = payment.capturedAmount - (await refundedAmount(op, payment)) - (await disputedAmount(op, payment));
        const amount = given.amount?.amount ?? left;
        requireMovable(provider, payment, amount, left);
        const creditNoteId = await creditForRefund(op, payment, { amount, source });
        const id = newId('Refund', op.now);
        const wallNow = wallTime(ctx);
        await op.tx.refund.create({
          data: {
            ...{ id, companyId, customerId: payment.customerId, paymentId: payment.id, creditNoteId },
            ...{ currency: payment.currency, amount, status: 'PLANNED', booked: true, providerKey: randomUUID() },
            ...{ sentAt: wallNow, lookAt: after(wallNow, MINUTE), createdAt: op.now, updatedAt: op.now },
          },
        });
        op.emit('refund.created', {
          objectId: id,
          customerId: payment.customerId,
          data: { paymentId: payment.id, creditNoteId, madeAtProvider: false },
        });
        await claim(op, { id });
        return { id };
      });
    },
  );
  // The sweep takes it up again if this fails.
  await advanceRefund(ctx, answer.id).catch(() => undefined);
  return answer;
}

/** The part of a payment that has gone back or is on its way, in minor units. */
async function refundedAmount({ tx }: Pick<Op, 'tx'>, { id, companyId }: Payment): Promise<bigint> {
  const { _sum } = await tx.refund.aggregate({
    where: { companyId, paymentId: id, status: { in: ['PLANNED', 'PENDING', 'SUCCEEDED'] } },
    _sum: { amount: true },
  });
  return _sum.amount ?? 0n;
}

/** The part of a payment that its bank has taken back, for as long as no dispute is decided for the merchant. */
async function disputedAmount({ tx }: Pick<Op, 'tx'>, { id, companyId, currency }: Payment): Promise<bigint> {
  const { _sum } = await tx.dispute.aggregate({
    where: { companyId, paymentId: id, currency, status: { in: [...TAKEN] } },
    _sum: { amount: true },
  });
  return _sum.amount ?? 0n;
}

function requireMovable({ provider }: CompanyProvider, { currency }: Payment, amount: bigint, left: bigint): void {
  if (amount <= 0n || amount > left)
    throw new ConflictError('REFUND_TOO_LARGE', 'The payment has less left to refund.', AMOUNT);
  const step = provider.chargeable(currency)?.step ?? 1n;
  if (amount % step !== 0n)
    throw ValidationError.at(AMOUNT, `Must be a multiple of ${step}, as the payment provider requires of ${currency}.`);
}
