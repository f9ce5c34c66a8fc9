/** A signal about a payment: its state is read at the provider and applied. */
import type { Payment } from '../../db/generated/client/client.ts';
import type { Clock } from '../../kernel/clock.ts';
import { companyTime } from '../company/time.ts';
import type { SignalHandler } from '../payment/accounts/handleSignal.ts';
import { callProvider } from '../payment/callProvider.ts';
import type { ChargeContext } from '../payment/planPayment.ts';
import type { PaymentFacts } from '../payment/port.ts';
import { applyFacts } from './applyFacts.ts';

type Parts = Pick<ChargeContext, 'db' | 'queue' | 'providerOf'> & { clock: Clock };

/** Changes of other systems on the same account are ignored. */
export function paymentSignal(parts: Parts): SignalHandler {
  const { db, clock } = parts;
  return async ({ companyId, accountId, ref }, session) => {
    const facts = await callProvider(() => session.read(ref));
    const payment = await paymentOf(parts, { companyId, accountId }, facts);
    if (!payment || isTheRequests(payment, facts)) return;
    const principal = { kind: 'system', companyId } as const;
    const now = await companyTime({ db, clock }, companyId);
    await applyFacts({ ...parts, principal, now, wallNow: clock.now() }, payment, facts);
  };
}

/** By its id at the provider; by ours only while the response that names the former is missing. */
async function paymentOf(
  { db }: Parts,
  { companyId, accountId }: { companyId: string; accountId: string },
  { ref, paymentId, amount, currency, customerRef }: PaymentFacts,
): Promise<Payment | null> {
  const here = { companyId, paymentMethod: { accountId } };
  const known = await db.prisma.payment.findFirst({ where: { ...here, providerRef: ref } });
  if (known || paymentId === null) return known;
  return db.prisma.payment.findFirst({
    where: {
      ...{ ...here, id: paymentId, providerRef: null, amount, currency },
      customer: { providerAccountId: accountId, providerCustomerRef: customerRef },
    },
  });
}

/** Money for a change is claimed by the request that makes the change, or released by the sweep, whichever comes first. */
function isTheRequests({ invoiceId }: Payment, { state }: PaymentFacts): boolean {
  return invoiceId === null && (state === 'HELD' || state === 'NEEDS_CUSTOMER');
}
