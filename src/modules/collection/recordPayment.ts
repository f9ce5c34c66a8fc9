/** Payments that a merchant has received outside of the connected provider, such as bank transfers. */
import { z } from 'zod';
import type { Invoice } from '../../db/generated/client/client.ts';
import { RecordedPaymentMethod } from '../../db/generated/client/enums.ts';
import { currency } from '../../kernel/currency.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { min } from '../../kernel/money.ts';
import { clearable, idempotencyKey, line, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { isPayable, underWay } from '../charge/chargeInvoice.ts';
import { appendCredit } from '../credit/ledger.ts';
import { lockInvoice } from '../invoice/lockInvoice.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { applyPayment, recordSettlement } from '../invoice/settle.ts';
import { paymentInProgress } from '../payment/planPayment.ts';

const recordInput = z.object({
  invoiceId: z.string(),
  amount: z.object({
    amount: z.number().int('Must be a whole number of minor units.').positive('Must be positive.').transform(BigInt),
    currency,
  }),
  method: z.enum(RecordedPaymentMethod),
  reference: clearable(line(200)),
  receivedAt: z.date().nullish(),
  creditExcess: z.boolean().nullish(),
  restartSubscription: z.boolean().nullish(),
  idempotencyKey,
});
export type RecordPaymentInput = z.input<typeof recordInput>;
type Given = Omit<z.output<typeof recordInput>, 'idempotencyKey'>;

const INVOICE = ['input', 'invoiceId'];

/**
 * Records a payment of an open or uncollectible invoice, wholly or in part; the last one pays it. With `creditExcess`, what is
 * paid beyond the amount due becomes credit, otherwise it is refused. Throws `NotFoundError`, `ValidationError`, and
 * `ConflictError` if nothing is due or a payment is under way.
 */
export async function recordPayment(
  ctx: OpContext<MerchantPrincipal>,
  input: RecordPaymentInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(recordInput, input);
  if (given.receivedAt && given.receivedAt > ctx.now)
    throw ValidationError.at(['input', 'receivedAt'], 'Must not be in the future.');
  return idempotent(ctx, { operation: 'recordPayment', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const invoice = await lockInvoice(op, given.invoiceId);
      const answer = await record(op, invoice, given);
      await claim(op, answer);
      return answer;
    }),
  );
}

async function requireRecordable(op: Op, invoice: Invoice, { amount, creditExcess }: Given): Promise<void> {
  if (amount.currency !== invoice.currency)
    throw ValidationError.at(['input', 'amount', 'currency'], `Must be the invoice's currency, ${invoice.currency}.`);
  if (!isPayable(invoice)) throw new ConflictError('NOTHING_DUE', 'Nothing is due on this invoice.', INVOICE);
  if (await underWay(op, invoice.id)) throw paymentInProgress(INVOICE);
  if (amount.amount > invoice.amountDue && !creditExcess)
    throw new ConflictError('AMOUNT_EXCEEDS_DUE', 'Less is due. Set `creditExcess` to make the rest credit.', [
      'input',
      'amount',
      'amount',
    ]);
}

async function record(op: Op, invoice: Invoice, given: Given): Promise<{ id: string }> {
  await requireRecordable(op, invoice, given);
  const { id: invoiceId, companyId, customerId, currency: money, amountDue } = invoice;
  const { amount } = given.amount;
  const applied = min(amount, amountDue);
  const id = newId('RecordedPayment', op.now);
  await op.tx.recordedPayment.create({
    data: {
      ...{ id, companyId, customerId, invoiceId, currency: money, amount, credited: amount - applied },
      ...{ method: given.method, reference: given.reference ?? null, receivedAt: given.receivedAt ?? op.now },
      ...{ createdAt: op.now, updatedAt: op.now },
    },
  });
  await applyPayment(op, invoice, applied, given.restartSubscription ? 'IF_REQUESTED' : 'IF_PAUSED');
  await recordSettlement(op, invoiceId, 'OUT_OF_BAND', applied, { recordedPaymentId: id });
  op.emit('payment.recorded', {
    objectId: id,
    customerId,
    data: { invoiceId, amount: amount.toString(), currency: money, method: given.method },
  });
  if (applied === amountDue) op.emit('invoice.paid', { objectId: invoiceId, customerId });
  if (amount > applied) {
    await appendCredit(op, {
      ...{ customerId, currency: money, amount: amount - applied, cause: 'OVERPAYMENT', invoiceId },
    });
    await payOpenInvoices(op, { customerId, currency: money });
  }
  return { id };
}
