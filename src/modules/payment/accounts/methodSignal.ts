/** A signal about a payment method: a network has replaced its card, or it was detached at the provider. */
import type { PaymentMethod } from '../../../db/generated/client/client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { companyTime } from '../../company/time.ts';
import { callProvider } from '../callProvider.ts';
import { lockCustomer } from '../lockCustomer.ts';
import type { MethodFacts } from '../port.ts';
import { defaultChanged } from '../setDefaultPaymentMethod.ts';
import type { SignalHandler } from './handleSignal.ts';

type Parts = Pick<OpContext, 'db' | 'queue'> & { clock: Clock };

/** Methods that are not known here are ignored. */
export function methodSignal({ db, queue, clock }: Parts): SignalHandler {
  return async ({ companyId, accountId, ref }, session) => {
    const known = { companyId, accountId, providerRef: ref, removedAt: null };
    if ((await db.prisma.paymentMethod.count({ where: known })) === 0) return;
    const facts = await callProvider(() => session.readMethod(ref));
    const now = await companyTime({ db, clock }, companyId);
    await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
      const method = await op.tx.paymentMethod.findFirst({ where: known });
      if (!method) return;
      await lockCustomer(op, method.customerId);
      if (facts) await updateMethod(op, method, facts);
      else await removeDetached(op, method);
    });
  };
}

async function updateMethod(op: Op, method: PaymentMethod, facts: MethodFacts): Promise<void> {
  const { brand, lastFour, expiryMonth, expiryYear, fingerprint } = facts;
  const shown = { brand, lastFour, expiryMonth, expiryYear };
  const changed = Object.entries(shown).flatMap(([name, value]) =>
    method[name as keyof typeof shown] === value ? [] : [name],
  );
  if (changed.length === 0) return;
  const { id, companyId, customerId } = method;
  await op.tx.paymentMethod.updateMany({
    where: { id, companyId, removedAt: null },
    data: { ...shown, fingerprint, updatedAt: op.now },
  });
  op.emit('payment_method.updated', { objectId: id, customerId, data: { changed } });
}

/** Removes a method that can no longer be charged; the newest other method of the account becomes the default. */
async function removeDetached(op: Op, { id, companyId, customerId, accountId }: PaymentMethod): Promise<void> {
  const { count } = await op.tx.paymentMethod.updateMany({
    where: { id, companyId, removedAt: null },
    data: { removedAt: op.now, updatedAt: op.now },
  });
  if (count !== 1) return;
  op.emit('payment_method.detached', { objectId: id, customerId, data: { cause: 'provider' } });
  const successor = await op.tx.paymentMethod.findFirst({
    where: { companyId, customerId, accountId, removedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const followed = await op.tx.customer.updateMany({
    where: { id: customerId, companyId, defaultPaymentMethodId: id },
    data: { defaultPaymentMethodId: successor?.id ?? null, updatedAt: op.now },
  });
  if (successor && followed.count === 1) await defaultChanged(op, customerId, successor.id);
}
