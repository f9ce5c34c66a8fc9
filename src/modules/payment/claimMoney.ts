/** Money for a change, as the change's transaction receives it. */
import type { Payment } from '../../db/generated/client/client.ts';
import { after } from '../../kernel/clock.ts';
import { ConflictError } from '../../kernel/errors.ts';
import type { RequestIdentity } from '../../operation/idempotency.ts';
import type { Op } from '../../operation/operation.ts';
import { type Payer, planPayment } from './planPayment.ts';
import type { PaymentFacts } from './port.ts';
import { climb, REST } from './status.ts';

/** Held money, or the promise of a debit; amount in minor units. `claimMoney` makes it the payment of an invoice. */
export type Money = { paymentId: string; amount: bigint; currency: string; wallNow: Date } & (
  | { held: Payment; facts: PaymentFacts }
  | { held: null; payer: Payer; request: RequestIdentity }
);

/** Makes the money the payment of the invoice. Throws `ConflictError` if held money was released meanwhile. */
export async function claimMoney(op: Op, money: Money, invoiceId: string): Promise<void> {
  const { paymentId, wallNow } = money;
  const lookAt = after(wallNow, REST.TAKING[0]);
  if (money.held) {
    const { ref: providerRef, holdUntil } = money.facts;
    if (await climb(op, paymentId, 'TAKING', { wallNow, lookAt, invoiceId, providerRef, holdUntil })) return;
    throw new ConflictError('CHANGED_CONCURRENTLY', 'The money was released meanwhile. Try again.');
  }
  const { payer, amount, currency, request } = money;
  const plan = { id: paymentId, payer, invoiceId, take: 'NOW', amount, currency, request } as const;
  await planPayment(op.tx, { ...op, wallNow }, plan);
}
