/** Adding a payment method by the form of the provider, which the customer has completed. */
import { z } from 'zod';
import { ConflictError, PaymentDeclinedError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { idempotencyKey, validate } from '../../kernel/validate.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { loadCustomer, namedCustomerId } from '../customer/loadCustomer.ts';
import { askProvider } from './callProvider.ts';
import { refuseMoreMethods } from './cardTesting.ts';
import { lockCustomer } from './lockCustomer.ts';
import { type MethodFacts, ProviderInvalid, type ProviderSession } from './port.ts';
import { type MethodContext, providerCustomer } from './providerCustomer.ts';
import { makeDefault } from './setDefaultPaymentMethod.ts';

const addInput = z.object({
  customerId: z.string().nullish(),
  token: z.string().min(1, 'Must not be empty.').max(255, 'Must have at most 255 characters.'),
  makeDefault: z.boolean().nullish(),
  idempotencyKey,
});
export type AddPaymentMethodInput = z.input<typeof addInput>;

const PATH = ['input', 'token'];
const badToken = () => ValidationError.at(PATH, 'Must be an unused token of the payment provider.');

interface SetUpMethod {
  method: MethodFacts;
  /** The form that made it, which makes no other; null where each use of a token makes another method. */
  setupRef: string | null;
}

async function completedSetup(session: ProviderSession, customerRef: string, token: string): Promise<SetUpMethod> {
  const setup = await askProvider(() => session.readSetup({ setupRef: token, customerRef })).catch((error: unknown) => {
    throw error instanceof ProviderInvalid ? badToken() : error;
  });
  // Another customer's form must not attach its method here.
  if (setup.customerRef !== customerRef) throw badToken();
  if (setup.state === 'FAILED') throw new PaymentDeclinedError(setup.code ?? 'card_declined');
  if (setup.state === 'PENDING')
    throw new ConflictError(
      'PAYMENT_METHOD_PENDING',
      'The bank has yet to verify this account. It is added by itself once that is done.',
      PATH,
    );
  if (setup.state !== 'DONE' || !setup.method) throw badToken();
  return { method: setup.method, setupRef: setup.setupRef };
}

const CLAIMED = ['payment_method_company_id_provider_ref_key', 'payment_method_company_id_setup_ref_key'];

/** A provider returns the same payment method for a token that is used twice. */
function refuseDuplicate(error: unknown): never {
  if (CLAIMED.includes(violatedConstraint(error) ?? ''))
    throw new ConflictError('PAYMENT_METHOD_EXISTS', 'This payment method is already attached to the customer.', PATH);
  throw error;
}

/** Detaches a method at the provider that no row refers to. A failure is ignored: an unused method costs nothing. */
async function detachUnused({ db, principal }: MethodContext, session: ProviderSession, ref: string): Promise<void> {
  const { companyId } = principal;
  const used = await db.prisma.paymentMethod.count({ where: { companyId, providerRef: ref, removedAt: null } });
  if (used === 0) await askProvider(() => session.detach(ref)).catch(() => undefined);
}

interface NewMethod extends SetUpMethod {
  id: string;
  customerId: string;
  accountId: string | null;
  /** The first method becomes the default in any case. */
  makeDefault: boolean;
}

/** The method that the form has made before, for this customer and not removed since; null if there is none. */
function madeBefore(
  { tx, principal: { companyId } }: Pick<Op, 'principal'> & { tx: Pick<Op['tx'], 'paymentMethod'> },
  { customerId, accountId, setupRef }: Pick<NewMethod, 'customerId' | 'accountId' | 'setupRef'>,
): Promise<{ id: string } | null> {
  if (setupRef === null) return Promise.resolve(null);
  const where = { companyId, customerId, accountId, setupRef, removedAt: null };
  return tx.paymentMethod.findFirst({ where, select: { id: true } });
}

/**
 * Stores a payment method. The caller holds the customer's lock. Throws `ConflictError` if it is stored already, or if the
 * customer has as many as a customer may have.
 */
export async function storeMethod(op: Op, made: NewMethod): Promise<void> {
  const { id, customerId, accountId, setupRef, method } = made;
  const { companyId } = op.principal;
  await refuseMoreMethods(op.tx, { companyId, customerId });
  const { ref: providerRef, mandate, ...facts } = method;
  await op.tx.paymentMethod
    .create({
      data: {
        ...facts,
        ...{ id, companyId, customerId, accountId, providerRef, setupRef },
        mandateRef: mandate?.ref ?? null,
        mandateReference: mandate?.reference ?? null,
        createdAt: op.now,
        updatedAt: op.now,
      },
    })
    .catch(refuseDuplicate);
  op.emit('payment_method.attached', { objectId: id, customerId, data: { kind: method.kind } });
  const others = await op.tx.paymentMethod.count({
    where: { companyId, customerId, removedAt: null, id: { not: id } },
  });
  if (made.makeDefault || others === 0) await makeDefault(op, customerId, id);
}

/**
 * Adds a payment method by the token of the provider's form; the first one becomes the default. A form that has made one
 * already, for example by the provider's webhook, returns that one. Throws `PaymentDeclinedError` if the provider refuses
 * it, `ConflictError` while a bank account is being verified, and `ValidationError` for the token or a kind that
 * is not accepted.
 */
export async function addPaymentMethod(ctx: MethodContext, input: AddPaymentMethodInput): Promise<{ id: string }> {
  const given = validate(addInput, input);
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const customerId = namedCustomerId(ctx.principal, given.customerId);
  const { idempotencyKey: key, ...request } = given;
  return idempotent(ctx, { operation: 'addPaymentMethod', key, input: { ...request, customerId } }, async (claim) => {
    const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, customerId);
    const { companyId } = customer;
    const { session, customerRef, accountId } = await providerCustomer(ctx, customer);
    const known = await madeBefore({ ...ctx, tx: ctx.db.prisma }, { customerId, accountId, setupRef: given.token });
    // Before the provider checks the card, and once more when the method is stored.
    if (!known) await refuseMoreMethods(ctx.db.prisma, { companyId, customerId });
    const { method, setupRef } = await completedSetup(session, customerRef, given.token);
    const undo = () => detachUnused(ctx, session, method.ref);
    if (ctx.principal.kind === 'customer' && !ctx.principal.portal.acceptedPaymentMethods.includes(method.kind)) {
      await undo();
      throw ValidationError.at(PATH, 'This kind of payment method is not accepted here.');
    }
    try {
      return await transact(ctx, async (op) => {
        await lockCustomer(op, customerId);
        const before = await madeBefore(op, { customerId, accountId, setupRef });
        const id = before?.id ?? newId('PaymentMethod', ctx.now);
        await claim(op, { id });
        const wanted = given.makeDefault ?? false;
        if (!before) await storeMethod(op, { id, customerId, accountId, method, setupRef, makeDefault: wanted });
        else if (wanted) await makeDefault(op, customerId, id);
        return { id };
      });
    } catch (error) {
      await undo();
      throw error;
    }
  });
}
