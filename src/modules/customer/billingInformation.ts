/** What stands on a customer's invoices, changed by the customer in the portal or by the merchant. */
import type { z } from 'zod';
import { namesOfGiven, validate } from '../../kernel/validate.ts';
import { type OpContext, type SignedIn, transact } from '../../op.ts';
import { billingColumns, billingInput } from './billingFields.ts';
import { loadCustomer, namedCustomerId } from './customer.ts';

export type BillingInformationInput = z.input<typeof billingInput>;

/**
 * Changes what is given, clears what is null, leaves the rest. Finalized invoices keep what they say. What is so already
 * is no change: who saves again because no answer came sets off nothing a second time.
 */
export async function updateBillingInformation(
  ctx: OpContext<SignedIn>,
  customerId: string | null | undefined,
  input: BillingInformationInput,
): Promise<{ id: string }> {
  const fields = validate(billingInput, input);
  const id = namedCustomerId(ctx.principal, customerId);
  return transact(ctx, async (op) => {
    const customer = await loadCustomer(op, id);
    const columns = billingColumns(fields);
    const names = Object.keys(columns) as (keyof typeof columns)[];
    if (names.every((name) => columns[name] === undefined || columns[name] === customer[name])) return { id };
    await op.tx.customer.update({ where: { id }, data: { ...columns, updatedAt: op.now } });
    op.emit('customer.billing_information_updated', {
      objectId: id,
      customerId: id,
      data: { changed: namesOfGiven(fields) },
    });
    return { id };
  });
}
