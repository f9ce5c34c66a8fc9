import { z } from 'zod';
import { currency as currencyCode } from '../../kernel/currency.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { clearable, idempotencyKey, line, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { appendCredit } from '../credit/ledger.ts';
import { loadCustomer } from '../customer/loadCustomer.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';

const grantInput = z.object({
  customerId: z.string(),
  amount: z.object({
    amount: z
      .number()
      .int('Must be a whole number of minor units.')
      .min(-1_000_000_000_000, 'Must be at least -1,000,000,000,000.')
      .max(1_000_000_000_000, 'Must be at most 1,000,000,000,000.')
      .transform(BigInt),
    currency: currencyCode,
  }),
  description: clearable(line(200)),
  idempotencyKey,
});
export type AdjustCreditInput = z.input<typeof grantInput>;

/**
 * Grants credit to a customer, or deducts a negative amount. Granted credit pays open invoices first. Throws `ConflictError` if the balance would become negative.
 * Amounts in minor units.
 */
export async function adjustCredit(
  ctx: OpContext<MerchantPrincipal>,
  input: AdjustCreditInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(grantInput, input);
  const { amount: change, currency } = given.amount;
  if (change === 0n) throw ValidationError.at(['input', 'amount', 'amount'], 'Must not be zero.');
  return idempotent(ctx, { operation: 'adjustCredit', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const { id: customerId } = await loadCustomer(op, given.customerId);
      await lockCustomer(op, customerId);
      const entry = await appendCredit(op, {
        customerId,
        currency,
        amount: change,
        cause: change > 0n ? 'MERCHANT_GRANT' : 'MERCHANT_DEDUCTION',
        description: given.description ?? null,
      });
      await claim(op, entry);
      op.emit('credit.adjusted', { objectId: entry.id, customerId, data: { amount: change.toString(), currency } });
      if (change > 0n) await payOpenInvoices(op, { customerId, currency });
      return entry;
    }),
  );
}
