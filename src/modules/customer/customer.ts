/** Customers of a company: making, changing and deleting them. */
import { z } from 'zod';
import type { Prisma } from '../../db/generated/client/client.ts';
import { violatedConstraint } from '../../db/violation.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { clearable, email, line, metadata, namesOfGiven, signInKey, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, type SignedIn, transact, visibleCustomer } from '../../op.ts';
import { billingColumns, billingInput } from './billingFields.ts';
import { endSessionsOf } from './endSessions.ts';

const createInput = billingInput.extend({
  email,
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
});
const updateInput = billingInput.extend({
  email: email.nullish(),
  externalId: clearable(line(200)),
  disabled: z.boolean().nullish(),
  metadata: clearable(metadata),
});
export type CreateCustomerInput = z.input<typeof createInput>;
export type UpdateCustomerInput = z.input<typeof updateInput>;

/** Loads a customer whom the caller may see, or throws as if there were none. */
export async function loadCustomer<Include extends Prisma.CustomerInclude = object>(
  op: Pick<Op, 'tx' | 'principal'>,
  id: string,
  include?: Include,
) {
  const customer = await op.tx.customer.findFirst({
    where: { AND: [{ id }, visibleCustomer(op.principal)], deletedAt: null },
    include: include ?? ({} as Include),
  });
  if (!customer) throw new NotFoundError('customer', ['input', 'customerId']);
  return customer;
}

/** The customer an operation is about: a portal session's own, or the one that a merchant names. */
export function namedCustomerId(principal: SignedIn, customerId: string | null | undefined): string {
  if (principal.kind === 'customer') {
    if (customerId && customerId !== principal.customerId) throw new NotFoundError('customer', ['input', 'customerId']);
    return principal.customerId;
  }
  if (!customerId) throw new NotFoundError('customer', ['input', 'customerId']);
  return customerId;
}

/** Turns a violated constraint into words about the field. */
function refuseTaken(error: unknown): never {
  const field = { customer_company_id_sign_in_key_key: 'email', customer_company_id_external_id_key: 'externalId' }[
    violatedConstraint(error) ?? ''
  ];
  if (field) throw new ConflictError('Another customer has it already.', ['input', field]);
  throw error;
}

export async function createCustomer(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCustomerInput,
): Promise<{ id: string }> {
  const { metadata: labels, email: address, externalId, ...billing } = validate(createInput, input);
  return transact(ctx, async (op) => {
    const id = newId('Customer', op.now);
    await op.tx.customer
      .create({
        data: {
          ...billingColumns(billing),
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
    op.emit('customer.created', { objectId: id, customerId: id });
    return { id };
  });
}

/** Changes what is given and leaves the rest. A new e-mail address ends every session of the customer. */
export async function updateCustomer(
  ctx: OpContext<MerchantPrincipal>,
  customerId: string,
  input: UpdateCustomerInput,
): Promise<{ id: string }> {
  const { metadata: labels, disabled, email: address, externalId, ...billing } = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const before = await loadCustomer(op, customerId);
    const moved = address !== null && address !== undefined && signInKey(address) !== before.signInKey;
    await op.tx.customer
      .update({
        where: { id: customerId },
        data: {
          ...billingColumns(billing),
          externalId,
          ...(address ? { email: address, signInKey: signInKey(address) } : {}),
          ...(labels ? { metadata: labels } : {}),
          ...(disabled === true ? { disabledAt: before.disabledAt ?? op.now } : {}),
          ...(disabled === false ? { disabledAt: null } : {}),
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

/**
 * Deletes a customer: nobody can sign in or be found under the address any longer, and sessions end at once.
 * Invoices stay, as the law asks. Refused while a subscription runs.
 */
export async function deleteCustomer(ctx: OpContext<MerchantPrincipal>, customerId: string): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    await loadCustomer(op, customerId);
    const running = await op.tx.subscription.count({
      where: { companyId: op.principal.companyId, customerId, status: { not: 'CANCELED' } },
    });
    if (running > 0) throw new ConflictError('The customer has a subscription that has not ended.');
    await op.tx.customer.update({
      where: { id: customerId },
      data: { deletedAt: op.now, signInKey: null, externalId: null, updatedAt: op.now },
    });
    await endSessionsOf(op, customerId, 'customer_deleted');
    op.emit('customer.deleted', { objectId: customerId, customerId });
    return { id: customerId };
  });
}
