/**
 * A signal about a form that a customer has completed. Usually the page has added the payment method already; this adds it
 * where the page was closed in between, and where the bank has verified an account days later.
 */
import type { Clock } from '../../../kernel/clock.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { type OpContext, transact } from '../../../operation/operation.ts';
import { companyTime } from '../../company/time.ts';
import { storeMethod } from '../addPaymentMethod.ts';
import { callProvider } from '../callProvider.ts';
import { lockCustomer } from '../lockCustomer.ts';
import { ProviderInvalid } from '../port.ts';
import type { SignalHandler } from './handleSignal.ts';

type Parts = Pick<OpContext, 'db' | 'queue'> & { clock: Clock };

/** Forms of other systems on the same account are ignored, and so are kinds that are not taken here. */
export function setupSignal({ db, queue, clock }: Parts): SignalHandler {
  return async ({ companyId, accountId, ref }, session) => {
    const setup = await callProvider(() => session.readSetup({ setupRef: ref, customerRef: '' })).catch(unknown);
    if (setup?.state !== 'DONE' || !setup.method || setup.setupRef === null) return;
    const { method, setupRef, customerRef, customerId } = setup;
    const owner = { companyId, providerAccountId: accountId, providerCustomerRef: customerRef };
    const customer = await db.prisma.customer.findFirst({ where: owner, select: { id: true } });
    // The account and its customer select the row; the metadata only shows that the form was made here.
    if (!customer || customer.id !== customerId) return;
    const now = await companyTime({ db, clock }, companyId);
    await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
      await lockCustomer(op, customer.id);
      // Also one that was removed since: the customer did not want it any longer.
      const used = await op.tx.paymentMethod.count({ where: { companyId, setupRef } });
      const live = await op.tx.customer.count({ where: { ...owner, id: customer.id, deletedAt: null } });
      if (used > 0 || live === 0) return;
      const id = newId('PaymentMethod', op.now);
      await storeMethod(op, { id, customerId: customer.id, accountId, method, setupRef, makeDefault: false });
    }).catch((error: unknown) => {
      // The customer has as many as a customer may have, or the page has added it at this moment.
      if (!(error instanceof ConflictError)) throw error;
    });
  };
}

function unknown(error: unknown): null {
  if (error instanceof ProviderInvalid) return null;
  throw error;
}
