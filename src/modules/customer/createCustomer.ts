import type { z } from 'zod';
import { newId } from '../../kernel/ids.ts';
import { clearable, email, idempotencyKey, line, metadata, signInKey, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { billingColumns, billingInput } from './billingFields.ts';
import { type CollectionTerms, collectionInput, collectionTerms } from './collectionTerms.ts';
import { exemptionColumns, refuseTaken, taxFields } from './customerFields.ts';

const createInput = billingInput.extend({
  ...taxFields,
  ...collectionInput,
  email,
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
  idempotencyKey,
});

export type CreateCustomerInput = z.input<typeof createInput>;

const CHARGED: CollectionTerms = { collectionMethod: 'CHARGE_AUTOMATICALLY', daysUntilDue: null };

export async function createCustomer(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCustomerInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  const { metadata: labels, email: address, externalId, kind, taxExemption, ...rest } = given;
  const { collectionMethod, daysUntilDue, ...billing } = rest;
  const terms = collectionTerms({ collectionMethod, daysUntilDue }, CHARGED);
  return idempotent(ctx, { operation: 'createCustomer', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Customer', op.now);
      await op.tx.customer
        .create({
          data: {
            ...billingColumns(billing, null, op.now),
            ...exemptionColumns(taxExemption),
            ...terms,
            kind,
            id,
            companyId: op.principal.companyId,
            externalId,
            email: address,
            signInKey: signInKey(address),
            metadata: labels ?? {},
            createdAt: op.now,
            updatedAt: op.now,
          },
        })
        .catch(refuseTaken);
      await claim(op, { id });
      op.emit('customer.created', { objectId: id, customerId: id });
      return { id };
    }),
  );
}
