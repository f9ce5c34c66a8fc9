/** Changes of a customer's billing details, by the customer in the portal or by the merchant. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { ValidationError } from '../../kernel/errors.ts';
import { namesOfGiven, validate } from '../../kernel/validate.ts';
import { type OpContext, type SignedIn, transact } from '../../operation/operation.ts';
import { billingColumns, billingInput } from './billingFields.ts';
import { loadCustomer, namedCustomerId } from './loadCustomer.ts';

export type BillingInformationInput = z.input<typeof billingInput>;

/**
 * Updates the given fields and clears those that are null. Only the merchant can clear the customer's name, which invoices
 * need. Finalized invoices do not change. Equal values are no change, so a repetition after a lost response emits no second
 * event.
 */
export async function updateBillingInformation(
  ctx: OpContext<SignedIn>,
  customerId: string | null | undefined,
  input: BillingInformationInput,
): Promise<{ id: string }> {
  const fields = validate(billingInput, input);
  const id = namedCustomerId(ctx.principal, customerId);
  if (ctx.principal.kind === 'customer' && fields.name === null)
    throw ValidationError.at(['input', 'name'], 'Must not be empty.');
  return transact(ctx, async (op) => {
    const customer = await loadCustomer(op, id);
    const columns = billingColumns(fields, customer, op.now);
    const names = Object.keys(columns) as (keyof typeof columns)[];
    if (names.every((name) => columns[name] === undefined || isDeepStrictEqual(columns[name], customer[name])))
      return { id };
    await op.tx.customer.update({ where: { id }, data: { ...columns, updatedAt: op.now } });
    op.emit('customer.billing_information_updated', {
      objectId: id,
      customerId: id,
      data: { changed: namesOfGiven(fields) },
    });
    return { id };
  });
}
