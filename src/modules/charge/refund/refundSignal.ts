/** A signal about a refund: one of ours has changed, or the merchant has made one in the provider's dashboard. */
import { randomUUID } from 'node:crypto';
import type { Payment, Refund } from '../../../db/generated/client/client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import { type Op, transact } from '../../../operation/operation.ts';
import { companyTime } from '../../company/time.ts';
import { invalidateQuotes } from '../../invoice/lockForCorrection.ts';
import type { SignalHandler } from '../../payment/accounts/handleSignal.ts';
import { callProvider } from '../../payment/callProvider.ts';
import { lockCustomer } from '../../payment/lockCustomer.ts';
import type { ChargeContext } from '../../payment/planPayment.ts';
import type { RefundFacts } from '../../payment/reversals.ts';
import { applyRefund } from './advanceRefund.ts';
import { creditForRefund, type RefundSource } from './creditForRefund.ts';

type Parts = Pick<ChargeContext, 'db' | 'queue' | 'providerOf'> & { clock: Clock };

/** Refunds of payments that are not known here are ignored. */
export function refundSignal(parts: Parts): SignalHandler {
  const { db, clock } = parts;
  return async ({ companyId, accountId, ref }, session) => {
    const facts = await callProvider(() => session.readRefund(ref));
    const payment = await db.prisma.payment.findFirst({
      where: { companyId, providerRef: facts.paymentRef, paymentMethod: { accountId } },
    });
    if (!payment || payment.currency !== facts.currency) return;
    const principal = { kind: 'system', companyId } as const;
    const ctx = { ...parts, principal, now: await companyTime({ db, clock }, companyId), wallNow: clock.now() };
    const known = await refundOf(parts, payment, facts);
    if (known) return applyRefund(ctx, known, facts);
    // A refund that failed before it was known here has moved nothing.
    if (facts.state === 'FAILED' || facts.state === 'CANCELED') return;
    const recorded = await recordOutside(ctx, payment, facts);
    if (recorded) await applyRefund(ctx, recorded, facts);
  };
}

/** By its id at the provider; by ours only while the response that names the former is missing. */
async function refundOf(
  { db }: Parts,
  { id: paymentId, companyId }: Payment,
  facts: RefundFacts,
): Promise<Refund | null> {
  const here = { companyId, paymentId };
  const known = await db.prisma.refund.findFirst({ where: { ...here, providerRef: facts.ref } });
  if (known || facts.refundId === null) return known;
  return db.prisma.refund.findFirst({
    where: { ...here, id: facts.refundId, providerRef: null, amount: facts.amount },
  });
}

/**
 * Records a refund that was made at the provider, with the credit note that it would have had here. If the invoice cannot be
 * credited, it is paid out of the customer's credit; without any, it is recorded and the merchant has to document it.
 */
async function recordOutside(ctx: ChargeContext, payment: Payment, facts: RefundFacts): Promise<Refund | null> {
  for (const source of ['CREDIT_NOTE', 'CREDIT_BALANCE', null] as const)
    try {
      return await transact(ctx, (op) => insert(op, ctx, payment, facts, source));
    } catch (error) {
      // Another delivery of the signal has recorded it.
      if (violatedConstraint(error) === 'refund_company_id_provider_ref_key') return null;
      if (!(error instanceof ConflictError)) throw error;
    }
  return null;
}

async function insert(
  op: Op,
  { wallNow = op.now }: ChargeContext,
  payment: Payment,
  facts: RefundFacts,
  source: RefundSource | null,
): Promise<Refund> {
  const { id: paymentId, companyId, customerId, currency } = payment;
  if (source === 'CREDIT_NOTE' && payment.invoiceId) await invalidateQuotes(op, payment.invoiceId);
  await lockCustomer(op, customerId);
  const { amount } = facts;
  const creditNoteId = source && (await creditForRefund(op, payment, { amount, source }));
  const id = newId('Refund', op.now);
  op.emit('refund.created', { objectId: id, customerId, data: { paymentId, creditNoteId, madeAtProvider: true } });
  return op.tx.refund.create({
    data: {
      ...{ id, companyId, customerId, paymentId, creditNoteId, currency, amount, providerRef: facts.ref },
      ...{ status: 'PLANNED', booked: source !== null, madeAtProvider: true, providerKey: randomUUID() },
      ...{ sentAt: wallNow, lookAt: null, createdAt: op.now, updatedAt: op.now },
    },
  });
}
