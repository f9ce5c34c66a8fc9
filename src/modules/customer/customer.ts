/** Customers: create, update and delete them. */
import { z } from 'zod';
import type { Prisma } from '../../db/generated/client/client.ts';
import { CustomerKind } from '../../db/generated/client/enums.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import {
  clearable,
  email,
  idempotencyKey,
  line,
  metadata,
  namesOfGiven,
  signInKey,
  validate,
} from '../../kernel/validate.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import { idempotent } from '../../operation/idempotency.ts';
import {
  type MerchantPrincipal,
  type Op,
  type OpContext,
  type SignedIn,
  transact,
  visibleCustomer,
} from '../../operation/operation.ts';
import { billingColumns, billingInput, bounceColumns } from './billingFields.ts';
import { endSessionsOf } from './endSessions.ts';

const taxFields = {
  kind: z.enum(CustomerKind).optional(),
  taxExemption: clearable(
    z.object({
      certificate: line(100),
      validUntil: clearable(
        z.iso.date('Must be a day, as in `2026-11-29`.').transform((text) => new Date(`${text}T00:00:00Z`)),
      ),
    }),
  ),
};

const createInput = billingInput.extend({
  ...taxFields,
  email,
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
  idempotencyKey,
});
const updateInput = billingInput.extend({
  ...taxFields,
  email: email.nullish(),
  externalId: clearable(line(200)),
  disabled: z.boolean().nullish(),
  metadata: clearable(metadata),
});
export type CreateCustomerInput = z.input<typeof createInput>;
export type UpdateCustomerInput = z.input<typeof updateInput>;

/** The columns of an exemption; null ends it, and omitting it leaves it unchanged. */
function exemptionColumns(exemption: z.output<(typeof createInput)['shape']['taxExemption']>) {
  if (exemption === undefined) return {};
  return {
    taxExemptionCertificate: exemption?.certificate ?? null,
    taxExemptionUntil: exemption?.validUntil ?? null,
  };
}

/** Loads a customer that the caller may see. Throws `NotFoundError` otherwise. */
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

/** The customer of an operation: the portal session's own, or the one that a merchant names. */
export function namedCustomerId(principal: SignedIn, customerId: string | null | undefined): string {
  if (principal.kind === 'customer') {
    if (customerId && customerId !== principal.customerId) throw new NotFoundError('customer', ['input', 'customerId']);
    return principal.customerId;
  }
  if (!customerId) throw new NotFoundError('customer', ['input', 'customerId']);
  return customerId;
}

/** Converts a violated constraint into a validation error of its field. */
function refuseTaken(error: unknown): never {
  const field = { customer_company_id_sign_in_key_key: 'email', customer_company_id_external_id_key: 'externalId' }[
    violatedConstraint(error) ?? ''
  ];
  if (field === 'email')
    throw new ConflictError('EMAIL_TAKEN', 'Another customer has this e-mail address.', ['input', field]);
  if (field) throw new ConflictError('EXTERNAL_ID_TAKEN', 'Another customer has this external id.', ['input', field]);
  throw error;
}

export async function createCustomer(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCustomerInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  const { metadata: labels, email: address, externalId, kind, taxExemption, ...billing } = given;
  return idempotent(ctx, { operation: 'createCustomer', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Customer', op.now);
      await op.tx.customer
        .create({
          data: {
            ...billingColumns(billing, null, op.now),
            ...exemptionColumns(taxExemption),
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
  const { metadata: labels, disabled, email: address, externalId, kind, taxExemption, ...billing } = given;
  return transact(ctx, async (op) => {
    const before = await loadCustomer(op, customerId);
    const moved = Boolean(address) && signInKey(address ?? '') !== before.signInKey;
    await op.tx.customer
      .update({
        where: { id: customerId },
        data: {
          ...billingColumns(billing, before, op.now),
          ...exemptionColumns(taxExemption),
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

/**
 * Deletes a customer: its address can no longer sign in, and its sessions end immediately. Its invoices stay, because
 * the law requires them. Refused while a subscription is active.
 */
export async function deleteCustomer(ctx: OpContext<MerchantPrincipal>, customerId: string): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    await loadCustomer(op, customerId);
    const running = await op.tx.subscription.count({
      where: { companyId: op.principal.companyId, customerId, status: { not: 'CANCELED' } },
    });
    if (running > 0)
      throw new ConflictError(
        'SUBSCRIPTION_NOT_ENDED',
        'The customer has a subscription that has not ended. Cancel it first.',
      );
    await op.tx.customer.update({
      where: { id: customerId },
      data: { deletedAt: op.now, signInKey: null, externalId: null, updatedAt: op.now },
    });
    await endSessionsOf(op, customerId, 'customer_deleted');
    op.emit('customer.deleted', { objectId: customerId, customerId });
    return { id: customerId };
  });
}
