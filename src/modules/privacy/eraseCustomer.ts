/**
 * The erasure of a customer's personal data. Finalized invoices and credit notes remain as they were issued, because tax
 * law requires them, and so do amounts and times. Erasing again changes nothing.
 */

import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import type { Op } from '../../operation/operation.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';
import { DETACH_JOB } from '../payment/removePaymentMethod.ts';
import { forgetTexts } from '../subscription/record/transition.ts';

/** The address of an erased customer. The domain is reserved for addresses that do not exist (RFC 2606). */
const addressOf = (customerId: string) => `${customerId}@erased.invalid`;

interface Owner {
  companyId: string;
  customerId: string;
}

/** Keys and texts that a customer or merchant wrote into the data of events. */
const PERSONAL_EVENT_DATA = ['comment', 'reason'];

async function eraseRecord({ tx, now }: Op, { companyId, customerId }: Owner): Promise<void> {
  await tx.customer.update({
    where: { id: customerId, companyId },
    data: {
      email: addressOf(customerId),
      ...{ signInKey: null, externalId: null, name: null, phone: null, locale: null, addressLine1: null },
      ...{ addressLine2: null, addressCity: null, addressState: null, addressPostalCode: null, addressCountry: null },
      ...{ taxIdStatus: null, taxIdCheckedAt: null, taxIdCheckDueAt: null, taxExemptionCertificate: null },
      ...{
        taxExemptionUntil: null,
        taxIdType: null,
        taxIdValue: null,
        metadata: {},
        ...{ billingEmails: [], bouncedEmails: [], declinedEmails: [], purchaseOrder: null },
        ...{ buyerReference: null, electronicAddress: null },
        defaultPaymentMethodId: null,
        providerCustomerRef: null,
        providerAccountId: null,
      },
      erasedAt: now,
      updatedAt: now,
    },
  });
}

/** Detaches the payment methods at the provider and erases their details. Payments still refer to their rows. */
async function erasePaymentMethods(op: Op, owner: Owner): Promise<void> {
  const methods = await op.tx.paymentMethod.findMany({ where: owner });
  for (const { id, providerRef, removedAt } of methods) {
    if (!removedAt) await op.enqueue(DETACH_JOB, { companyId: owner.companyId, providerRef });
    await op.tx.paymentMethod.update({
      where: { id, companyId: owner.companyId },
      data: {
        ...{ fingerprint: null, brand: null, lastFour: null, expiryMonth: null, expiryYear: null, wallet: null },
        ...{ mandateRef: null, mandateReference: null, setupRef: null },
        providerRef: `erased_${id}`,
        removedAt: removedAt ?? op.now,
        updatedAt: op.now,
      },
    });
  }
}

/** Ends the sessions by deleting them. Links come after them, because sessions refer to links. */
async function eraseAccess({ tx }: Op, owner: Owner): Promise<void> {
  await tx.portalSession.deleteMany({ where: owner });
  await tx.portalLink.deleteMany({ where: owner });
  await tx.securityEvent.updateMany({ where: owner, data: { address: null } });
}

/** Texts beside the documents, and drafts, which are no documents yet. */
async function eraseTexts({ tx }: Op, owner: Owner): Promise<void> {
  await forgetTexts(tx, owner);
  // The number and its consultation remain: they prove the tax treatment of documents, which show the number, too.
  await tx.taxIdCheck.updateMany({ where: owner, data: { name: null, address: null } });
  await tx.recordedPayment.updateMany({ where: owner, data: { reference: null } });
  const drafts = { ...owner, status: 'DRAFT' } as const;
  await tx.invoiceLine.deleteMany({ where: { ...owner, invoice: drafts } });
  await tx.invoice.deleteMany({ where: drafts });
  // The trigger that protects these ledgers allows the change for the rest of this transaction.
  await tx.$queryRaw`SELECT set_config('portico.erasing', 'on', true)`;
  await tx.creditEntry.updateMany({ where: owner, data: { description: null } });
  await tx.$executeRaw`UPDATE event SET data = data - ${PERSONAL_EVENT_DATA}::text[]
    WHERE company_id = ${owner.companyId} AND customer_id = ${owner.customerId} AND data ?| ${PERSONAL_EVENT_DATA}::text[]`;
  await tx.$queryRaw`SELECT set_config('portico.erasing', 'off', true)`;
}

/** Deletes stored responses to the customer's requests and to requests about the customer, whose keys the callers chose. */
async function eraseRequests({ tx }: Op, { companyId, customerId }: Owner): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM idempotency_record r WHERE company_id = ${companyId} AND (caller = ${customerId} OR EXISTS (
      SELECT FROM jsonb_each_text(CASE jsonb_typeof(r.answer) WHEN 'object' THEN r.answer ELSE '{}' END) a
      WHERE a.value = ${customerId}
        OR EXISTS (SELECT FROM subscription s WHERE s.id = a.value AND s.company_id = ${companyId} AND s.customer_id = ${customerId})
        OR EXISTS (SELECT FROM invoice i WHERE i.id = a.value AND i.company_id = ${companyId} AND i.customer_id = ${customerId})
        OR EXISTS (SELECT FROM payment_method m WHERE m.id = a.value AND m.company_id = ${companyId} AND m.customer_id = ${customerId})
        OR EXISTS (SELECT FROM credit_entry c WHERE c.id = a.value AND c.company_id = ${companyId} AND c.customer_id = ${customerId})))`;
}

/** Erases a customer, also a deleted one. Refused while a subscription has not ended. */
export async function eraseCustomer(
  ctx: OpContext<MerchantPrincipal> & { wallNow: Date; clientAddress: string },
  customerId: string,
): Promise<{ customerId: string; erasedAt: Date }> {
  const { companyId } = ctx.principal;
  const owner = { companyId, customerId };
  return transact(ctx, async (op) => {
    // Locked, so that a link that is being used either ends its session here or opens none.
    const [locked] = await op.tx.$queryRaw<{ erased_at: Date | null; deleted_at: Date | null }[]>`
      SELECT erased_at, deleted_at FROM customer WHERE company_id = ${companyId} AND id = ${customerId} FOR UPDATE`;
    if (!locked) throw new NotFoundError('customer', ['input', 'customerId']);
    if (locked.erased_at) return { customerId, erasedAt: locked.erased_at };
    const running = await op.tx.subscription.count({ where: { ...owner, status: { not: 'CANCELED' } } });
    if (running > 0)
      throw new ConflictError(
        'SUBSCRIPTION_NOT_ENDED',
        'The customer has a subscription that has not ended. Cancel it first.',
      );
    await eraseRecord(op, owner);
    await erasePaymentMethods(op, owner);
    await eraseAccess(op, owner);
    await eraseTexts(op, owner);
    await eraseRequests(op, owner);
    if (!locked.deleted_at) {
      await op.tx.customer.update({ where: { id: customerId, companyId }, data: { deletedAt: op.now } });
      op.emit('customer.deleted', { objectId: customerId, customerId });
    }
    op.emit('customer.erased', { objectId: customerId, customerId });
    const entry = { kind: 'CUSTOMER_ERASED', customerId, objectId: customerId, address: ctx.clientAddress } as const;
    await recordSecurityEvent({ ...op, companyId, wallNow: ctx.wallNow }, entry);
    return { customerId, erasedAt: op.now };
  });
}
