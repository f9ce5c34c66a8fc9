/** The disputes of the sandbox: a payment by a test card of them is disputed at once, and decided by the time of its company. */
import { after, DAY } from '../../../../kernel/clock.ts';
import { ProviderInvalid } from '../../port.ts';
import type { DisputeFacts } from '../../reversals.ts';
import type { SandboxPayment, SandboxState } from './state.ts';
import { methodOf } from './testMethods.ts';

/** Evidence is accepted for this time; the review takes as long again. */
const EVIDENCE_TIME = 7 * DAY;
const PREFIX = 'sbx_dp_';

const refOf = (payment: SandboxPayment): string => `${PREFIX}${payment.ref}`;

function endOf({ request }: SandboxPayment): 'WON' | 'LOST' | null {
  const behavior = methodOf(request.methodRef)?.behavior;
  return behavior === 'dispute_won' ? 'WON' : behavior === 'dispute_lost' ? 'LOST' : null;
}

/** The references of a payment's disputes. */
export const disputesOf = (payment: SandboxPayment): string[] =>
  payment.state === 'SUCCEEDED' && endOf(payment) ? [refOf(payment)] : [];

export function readDispute(state: SandboxState, ref: string, now: Date): DisputeFacts {
  const payment = state.payments.get(ref.slice(PREFIX.length));
  const end = payment && endOf(payment);
  if (!end || !ref.startsWith(PREFIX)) throw new ProviderInvalid('The sandbox has no such dispute.');
  const age = now.getTime() - payment.madeAt;
  return {
    ...{ ref, paymentRef: payment.ref, amount: payment.captured, currency: payment.request.currency },
    state: age < EVIDENCE_TIME ? 'OPEN' : age < 2 * EVIDENCE_TIME ? 'UNDER_REVIEW' : end,
    reason: 'fraudulent',
    evidenceDueAt: after(new Date(payment.madeAt), EVIDENCE_TIME),
  };
}
