/** Payment methods of a customer: attaching by the provider's token, choosing the default, removing. */
import { z } from 'zod';
import { violatedConstraint } from '../../db/violation.ts';
import { idempotent } from '../../idempotency.ts';
import {
  ConflictError,
  NotFoundError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
  ValidationError,
} from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { idempotencyKey, validate } from '../../kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact, visibleTo } from '../../op.ts';
import { loadCustomer, namedCustomerId } from '../customer/customer.ts';
import { requireFeature } from '../portal/policy.ts';
import { GatewayDeclined, GatewayTokenInvalid, type PaymentGateway } from './gateway.ts';
import { askProvider } from './reserve.ts';

type Ctx = OpContext<SignedIn> & { gateway: PaymentGateway };

export const DETACH_JOB = 'payment-method.detach';
/** Follows whenever another method is charged from now on; what could not be collected from the old one is tried again. */
export const DEFAULT_CHANGED_JOB = 'payment-method.default-changed';

const addInput = z.object({
  customerId: z.string().nullish(),
  token: z.string().min(1, 'Must not be empty.').max(255, 'Must have at most 255 characters.'),
  makeDefault: z.boolean().nullish(),
  idempotencyKey,
});
export type AddPaymentMethodInput = z.input<typeof addInput>;

/** The customer's id at the provider; made once, when it is first needed. */
export async function providerCustomer(
  ctx: Ctx,
  customer: { id: string; providerCustomerRef: string | null },
): Promise<string> {
  if (customer.providerCustomerRef) return customer.providerCustomerRef;
  const { ref } = await askProvider(() => ctx.gateway.createCustomer({ customerId: customer.id }));
  await ctx.db.prisma.customer.updateMany({
    where: { id: customer.id, companyId: ctx.principal.companyId, providerCustomerRef: null },
    data: { providerCustomerRef: ref },
  });
  const now = await ctx.db.prisma.customer.findUniqueOrThrow({ where: { id: customer.id } });
  return now.providerCustomerRef ?? ref;
}

async function attach(ctx: Ctx, customerRef: string, token: string) {
  try {
    return await askProvider(() => ctx.gateway.attachMethod({ customerRef, token }));
  } catch (error) {
    if (error instanceof GatewayDeclined) throw new PaymentDeclinedError(error.declineCode);
    if (error instanceof GatewayTokenInvalid)
      throw ValidationError.at(['input', 'token'], 'The payment provider does not know this token.');
    throw error;
  }
}

/** A provider that is given the same token twice may answer with the same instrument. */
function refuseTwice(error: unknown): never {
  if (violatedConstraint(error) === 'payment_method_company_id_provider_ref_key')
    throw new ConflictError('This payment method was added already.', ['input', 'token']);
  throw error;
}

/** Gives an instrument back to the provider that nothing here came to use. */
async function detachUnused({ db, gateway, principal }: Ctx, providerRef: string): Promise<void> {
  const { companyId } = principal;
  const used = await db.prisma.paymentMethod.count({ where: { companyId, providerRef, removedAt: null } });
  if (used === 0) await askProvider(() => gateway.detachMethod(providerRef)).catch(() => undefined);
}

/** Attaches an instrument by the token that the provider's form made. The first one becomes the default by itself. */
export async function addPaymentMethod(ctx: Ctx, input: AddPaymentMethodInput): Promise<{ id: string }> {
  const given = validate(addInput, input);
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const customerId = namedCustomerId(ctx.principal, given.customerId);
  const { idempotencyKey: key, ...request } = given;
  return idempotent(ctx, { operation: 'addPaymentMethod', key, input: { ...request, customerId } }, async (claim) => {
    const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, customerId);
    const method = await attach(ctx, await providerCustomer(ctx, customer), given.token);
    const undo = () => detachUnused(ctx, method.ref);
    if (ctx.principal.kind === 'customer' && !ctx.principal.portal.acceptedPaymentMethods.includes(method.kind)) {
      await undo();
      throw ValidationError.at(['input', 'token'], 'This kind of payment method is not accepted here.');
    }
    const id = newId('PaymentMethod', ctx.now);
    try {
      return await transact(ctx, async (op) => {
        await claim(op, { id });
        await lockCustomer(op, customerId);
        const { ref: providerRef, ...facts } = method;
        await op.tx.paymentMethod
          .create({
            data: {
              ...facts,
              id,
              companyId: op.principal.companyId,
              customerId,
              providerRef,
              createdAt: op.now,
              updatedAt: op.now,
            },
          })
          .catch(refuseTwice);
        const others = await op.tx.paymentMethod.count({
          where: { companyId: op.principal.companyId, customerId, removedAt: null, id: { not: id } },
        });
        op.emit('payment_method.attached', { objectId: id, customerId, data: { kind: method.kind } });
        if (given.makeDefault || others === 0) await makeDefault(op, customerId, id);
        return { id };
      });
    } catch (error) {
      await undo();
      throw error;
    }
  });
}

/**
 * Holds the customer's row: what depends on all of a customer's methods or balances is decided one at a time.
 * Locks are taken in the order subscription, customer, company, invoice. NO KEY UPDATE, because every row that refers to
 * the customer holds its key: two transactions that had each written one would wait for each other for ever.
 */
export async function lockCustomer(op: Op, customerId: string): Promise<void> {
  const { companyId } = op.principal;
  await op.tx
    .$queryRaw`SELECT 1 FROM customer WHERE company_id = ${companyId} AND id = ${customerId} FOR NO KEY UPDATE`;
}

async function makeDefault(op: Op, customerId: string, paymentMethodId: string): Promise<void> {
  await op.tx.customer.update({
    where: { id: customerId },
    data: { defaultPaymentMethodId: paymentMethodId, updatedAt: op.now },
  });
  await becameDefault(op, customerId, paymentMethodId);
}

/** Another method is charged from now on: chosen, or because it was the first or is the one that is left. */
async function becameDefault(op: Op, customerId: string, paymentMethodId: string): Promise<void> {
  await op.enqueue(DEFAULT_CHANGED_JOB, { companyId: op.principal.companyId, customerId });
  op.emit('payment_method.default_changed', { objectId: paymentMethodId, customerId });
}

async function loadMethod(op: Op, id: string) {
  const method = await op.tx.paymentMethod.findFirst({ where: { id, removedAt: null, AND: visibleTo(op.principal) } });
  if (!method) throw new NotFoundError('payment method', ['input', 'paymentMethodId']);
  return method;
}

/** Chooses what future invoices are charged to. */
export async function setDefaultPaymentMethod(
  ctx: Ctx,
  { paymentMethodId }: { paymentMethodId: string },
): Promise<{ id: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  return transact(ctx, async (op) => {
    const { id, customerId } = await loadMethod(op, paymentMethodId);
    await lockCustomer(op, customerId);
    // Read again under the lock: it may have been removed a moment ago.
    await loadMethod(op, paymentMethodId);
    await makeDefault(op, customerId, id);
    return { id };
  });
}

/**
 * Removes a payment method. A customer keeps one while a subscription needs it; a removed default is followed by the
 * newest method that is left.
 */
export async function removePaymentMethod(
  ctx: Ctx,
  { paymentMethodId }: { paymentMethodId: string },
): Promise<{ id: string; customerId: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  return transact(ctx, async (op) => {
    const { customerId } = await loadMethod(op, paymentMethodId);
    await lockCustomer(op, customerId);
    const { id, providerRef } = await loadMethod(op, paymentMethodId);
    const owner = { companyId: op.principal.companyId, customerId };
    const successor = await op.tx.paymentMethod.findFirst({
      where: { ...owner, removedAt: null, id: { not: id } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    if (!successor) {
      const running = await op.tx.subscription.count({
        where: { ...owner, status: { not: 'CANCELED' }, cancelAtPeriodEnd: false },
      });
      if (running > 0)
        throw new PaymentMethodRequiredError('A subscription needs this payment method. Add another one first.');
    }
    const followed = await op.tx.customer.updateMany({
      where: { id: customerId, companyId: owner.companyId, defaultPaymentMethodId: id },
      data: { defaultPaymentMethodId: successor?.id ?? null, updatedAt: op.now },
    });
    const { count } = await op.tx.paymentMethod.updateMany({
      where: { id, removedAt: null },
      data: { removedAt: op.now, updatedAt: op.now },
    });
    if (count !== 1) throw new ConflictError('This payment method was removed at the same moment.');
    // The provider is told by a job, so that a provider which does not answer keeps nobody from removing a method.
    await op.enqueue(DETACH_JOB, { providerRef });
    op.emit('payment_method.detached', { objectId: id, customerId });
    if (successor && followed.count === 1) await becameDefault(op, customerId, successor.id);
    return { id, customerId };
  });
}
