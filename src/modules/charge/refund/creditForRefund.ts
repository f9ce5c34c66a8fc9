/** The credit that a refund pays out: a credit note over the refunded amount, or credit that the customer has already. */
import type { Payment } from '../../../db/generated/client/client.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import type { Op } from '../../../operation/operation.ts';
import { appendCredit } from '../../credit/ledger.ts';
import { readCreditable } from '../../invoice/corrections.ts';
import { creditOfAmount } from '../../invoice/creditable.ts';
import { issueCreditNote } from '../../invoice/issueCreditNote.ts';

export type RefundSource = 'CREDIT_NOTE' | 'CREDIT_BALANCE';

/**
 * Issues the credit note, if one is wanted, and uses the credit for the refund. Returns the credit note's id. The caller
 * holds the customer's row. Throws `ConflictError` if the invoice cannot be credited by as much, or the credit is too low.
 */
export async function creditForRefund(
  op: Op,
  { customerId, currency, invoiceId }: Pick<Payment, 'customerId' | 'currency' | 'invoiceId'>,
  { amount, source }: { amount: bigint; source: RefundSource },
): Promise<string | null> {
  const creditNoteId = source === 'CREDIT_NOTE' ? await creditPaidInvoice(op, invoiceId ?? '', amount) : null;
  await appendCredit(op, { customerId, currency, amount: -amount, cause: 'REFUND', invoiceId: creditNoteId });
  return creditNoteId;
}

async function creditPaidInvoice(op: Op, invoiceId: string, amount: bigint): Promise<string> {
  const found = await readCreditable(op, invoiceId);
  if (found?.invoice.status !== 'PAID' || amount > found.creditable.total)
    throw new ConflictError(
      'REFUND_TOO_LARGE',
      'The invoice is not paid, or less of it is left to credit. Credit that the customer has can be refunded instead.',
      ['input', 'amount'],
    );
  const { invoice, creditable } = found;
  const credits = creditOfAmount(creditable, amount);
  return (await issueCreditNote(op, invoice, { credits, reason: null, reserved: true })).id;
}
