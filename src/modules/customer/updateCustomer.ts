import { z } from 'zod';
import { clearable, email, line, metadata, namesOfGiven, signInKey, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { billingColumns, billingInput, bounceColumns } from './billingFields.ts';
import { collectionInput, collectionTerms } from './collectionTerms.ts';
import { exemptionColumns, refuseTaken, taxFields } from './customerFields.ts';
import { endSessionsOf } from './endSessions.ts';
import { loadCustomer } from './loadCustomer.ts';

const updateInput = billingInput.extend({
  ...taxFields,
  ...collectionInput,
  email: email.nullish(),
  externalId: clearable(line(200)),
  disabled: z.boolean().nullish(),
  metadata: clearable(metadata),
});

export type UpdateCustomerInput = z.input<typeof updateInput>;

/** The new `disabledAt`; undefined leaves it unchanged. Disabling a disabled customer does not move its time. */
function disabledAt(
  disabled: boolean | null | undefined,
  before: { disabledAt: Date | null },
  now: Date,
): Date | null | undefined {
  if (disabled === true) return before.disabledAt ?? now;
  return disabled === false ? null : undefined;
}

/** The columns of a new e-mail address. Addresses that are set again may receive mail again. */
function emailColumns(
  address: string | null | undefined,
  billingEmails: readonly string[] | undefined,
  before: { bouncedEmails: string[] },
) {
  return {
    ...(address ? { email: address, signInKey: signInKey(address) } : {}),
    ...bounceColumns([...(billingEmails ?? []), ...(address ? [address] : [])], before),
  };
}

/** Updates the given fields. A new e-mail address ends every session of the customer. */
export async function updateCustomer(
  ctx: OpContext<MerchantPrincipal>,
  customerId: string,
  input: UpdateCustomerInput,
): Promise<{ id: string }> {
  const given = validate(updateInput, input);
  const { metadata: labels, disabled, email: address, externalId, kind, taxExemption, ...rest } = given;
  const { collectionMethod, daysUntilDue, ...billing } = rest;
  return transact(ctx, async (op) => {
    const before = await loadCustomer(op, customerId);
    const moved = Boolean(address) && signInKey(address ?? '') !== before.signInKey;
    await op.tx.customer
      .update({
        where: { id: customerId },
        data: {
          ...billingColumns(billing, before, op.now),
          ...exemptionColumns(taxExemption),
          ...collectionTerms({ collectionMethod, daysUntilDue }, before),
          kind,
          externalId,
          ...emailColumns(address, billing.billingEmails, before),
          ...(labels ? { metadata: labels } : {}),
          disabledAt: disabledAt(disabled, before, op.now),
          updatedAt: op.now,
        },
      })
      .catch(refuseTaken);
    if (moved || disabled === true) await endSessionsOf(op, customerId, moved ? 'email_changed' : 'customer_disabled');
    op.emit('customer.updated', {
      objectId: customerId,
      customerId,
      data: { changed: namesOfGiven(input) },
    });
    return { id: customerId };
  });
}
