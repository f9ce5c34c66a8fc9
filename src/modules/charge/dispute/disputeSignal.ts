/** A signal about a dispute: its state is read at the provider and applied, in whatever order signals come. */
import type { Payment } from '../../../db/generated/client/client.ts';
import type { SignalHandler } from '../../payment/accounts/handleSignal.ts';
import { callProvider } from '../../payment/callProvider.ts';
import { IN_FLIGHT } from '../../payment/status.ts';
import { paymentSignal } from '../paymentSignal.ts';
import { applyDispute } from './applyDispute.ts';
import { type DisputeParts, systemContext } from './followDispute.ts';

/** Disputes of payments that are not known here are ignored. */
export function disputeSignal(parts: DisputeParts): SignalHandler {
  return async (signal, session) => {
    const { companyId, accountId, ref } = signal;
    const ctx = await systemContext(parts, companyId);
    const readAt = parts.clock.now();
    const facts = await callProvider(() => session.readDispute(ref));
    const find = () =>
      parts.db.prisma.payment.findFirst({
        where: { companyId, providerRef: facts.paymentRef, paymentMethod: { accountId } },
      });
    let payment = await find();
    if (facts.paymentRef && !isSettled(payment)) {
      // The response of the payment is missing, or its own signal has yet to be handled.
      await paymentSignal(parts)({ ...signal, ref: facts.paymentRef }, session);
      payment = await find();
    }
    if (payment) await applyDispute(ctx, payment, facts, readAt);
  };
}

const isSettled = (payment: Payment | null): boolean =>
  payment !== null && !(IN_FLIGHT as readonly string[]).includes(payment.status);
