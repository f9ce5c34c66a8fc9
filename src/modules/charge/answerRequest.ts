import type { Payment } from '../../db/generated/client/client.ts';
import { type StoredAnswer, storeAnswer } from '../../operation/idempotency.ts';
import type { Op } from '../../operation/operation.ts';

/** The operations whose response is stored when their payment settles. */
export const PAY_INVOICE = 'payInvoice';
export const PAY_BY_LINK = 'payByPaymentLink';

/**
 * Stores the response of the request that pays an invoice when its payment settles, in case its process has died. That of a
 * change commits with the change.
 */
export async function answerRequest(op: Op, payment: Payment, answer: StoredAnswer): Promise<void> {
  const { caller, operation, idempotencyKey: key, requestHash } = payment;
  if (caller && requestHash && (operation === PAY_INVOICE || operation === PAY_BY_LINK))
    await storeAnswer(op, { caller, operation, key, requestHash }, answer);
}
