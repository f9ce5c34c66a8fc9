/** Records the provider's responses to a set of payments: those that paid their invoice together, the others one by one. */
import { insertRows } from '../../../db/writeRows.ts';
import { safeError } from '../../../kernel/safeError.ts';
import type { Op } from '../../../operation/operation.ts';
import { transactInTurn } from '../../../operation/transactInTurn.ts';
import { sendOrEnd } from '../../charge/advancePayment.ts';
import { applyFacts } from '../../charge/applyFacts.ts';
import { enqueueRecoveries, payInFull, settlementRow } from '../../invoice/settle.ts';
import { lockCustomersOf } from '../../payment/lockCustomer.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import type { PaymentFacts } from '../../payment/port.ts';
import { succeedAll } from '../../payment/status.ts';
import type { Charge } from './planSet.ts';
import type { Answer } from './sendSet.ts';

type Log = { error(fact: object, message: string): void };
type Paid = { charge: Charge; facts: PaymentFacts };

/** Money that was taken in full, and that the bank has not taken back. */
const isPaid = (answer: Answer): answer is Paid =>
  'facts' in answer &&
  answer.facts.state === 'SUCCEEDED' &&
  !answer.facts.returned &&
  !answer.facts.disputeRefs?.length &&
  answer.facts.captured === answer.charge.payment.amount;

/** Records those that are paid, in one transaction, and returns them. The others are to be recorded one by one. */
export async function recordPaid(
  ctx: ChargeContext & { log: Log },
  answers: readonly Answer[],
): Promise<ReadonlySet<Charge>> {
  const paid = answers.filter(isPaid);
  if (paid.length < 2) return new Set();
  try {
    return await transactInTurn(ctx, (op) => recordTogether(op, paid, wallTime(ctx)));
  } catch (error) {
    const { companyId } = ctx.principal;
    ctx.log.error(
      { companyId, payments: paid.length, err: safeError(error), next: 'They are recorded one by one.' },
      'The results of a set of payments could not be recorded together.',
    );
    return new Set();
  }
}

/** The rows and events of `settlePayment`, for those whose payment and invoice are as they were planned. */
async function recordTogether(op: Op, paid: readonly Paid[], wallNow: Date): Promise<ReadonlySet<Charge>> {
  const invoiceIds = paid.map(({ charge }) => charge.payment.invoiceId);
  const held = new Set(await lockCustomersOf(op, invoiceIds));
  const mine = paid.filter(({ charge }) => held.has(charge.payment.customerId));
  const unchanged = await unchangedSince(
    op,
    mine.map(({ charge }) => charge.payment.id),
  );
  const plain = mine.filter(({ charge }) => unchanged.has(charge.payment.id));
  if (plain.length === 0) return new Set();
  const payments = plain.map(({ charge: { payment }, facts }) => ({ ...payment, providerRef: facts.ref }));
  await succeedAll(op, payments, wallNow);
  await payInFull(op, payments);
  const settlements = payments.map(({ id: paymentId, invoiceId, amount }) =>
    settlementRow(op, invoiceId, 'PAYMENT', amount, { paymentId }),
  );
  await insertRows(op.tx, 'InvoiceSettlement', settlements);
  const suspended = [...unchanged.values()].flatMap((subscriptionId) => subscriptionId ?? []);
  await enqueueRecoveries(op, suspended);
  for (const { id: objectId, customerId, invoiceId } of payments) {
    op.emit('payment.succeeded', { objectId, customerId, data: { invoiceId } });
    op.emit('invoice.paid', { objectId: invoiceId, customerId });
  }
  return new Set(plain.map(({ charge }) => charge));
}

/**
 * The payments that are still planned, and whose invoice is due as it was, each with the subscription that its money may
 * recover. The caller holds the customers' rows.
 */
async function unchangedSince(op: Op, paymentIds: readonly string[]): Promise<Map<string, string | null>> {
  const { companyId } = op.principal;
  const rows = await op.tx.$queryRaw<{ id: string; suspended: string | null }[]>`
    SELECT p.id, s.id AS suspended
    FROM payment p
    JOIN invoice i ON i.company_id = p.company_id AND i.id = p.invoice_id
    LEFT JOIN subscription s ON s.company_id = i.company_id AND s.id = i.subscription_id
      AND s.status IN ('PAST_DUE', 'UNPAID', 'PAUSED')
    WHERE p.company_id = ${companyId} AND p.id = ANY(${[...paymentIds]}) AND p.status = 'PLANNED'
      AND i.status IN ('OPEN', 'UNCOLLECTIBLE') AND i.amount_due = p.amount`;
  return new Map(rows.map(({ id, suspended }) => [id, suspended]));
}

/** Records one response as `advancePayment` does. Throws what the call has thrown. */
export async function recordAlone(ctx: ChargeContext, answer: Answer): Promise<void> {
  const { id } = answer.charge.payment;
  const payment = await ctx.db.prisma.payment.findFirstOrThrow({ where: { id, companyId: ctx.principal.companyId } });
  const facts = await sendOrEnd(ctx, payment, async () => {
    if ('error' in answer) throw answer.error;
    return answer.facts;
  });
  if (facts) await applyFacts(ctx, payment, facts);
}
