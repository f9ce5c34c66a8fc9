/** The refunds of the sandbox: they succeed at once, except on a card whose bank refuses refunds. */
import { ProviderInvalid } from '../../port.ts';
import type { RefundFacts, RefundRequest } from '../../reversals.ts';
import type { SandboxPayment, SandboxRefund, SandboxState } from './state.ts';
import { methodOf } from './testMethods.ts';

export function refund(state: SandboxState, payment: SandboxPayment, request: RefundRequest, ref: string): RefundFacts {
  const before = [...state.refunds.values()].find((one) => one.request.key === request.key);
  if (!before && request.amount > payment.captured - refundedOf(state, payment.ref))
    throw new ProviderInvalid('The payment has less left.');
  const fails = methodOf(payment.request.methodRef)?.behavior === 'refund_fails';
  const made = fails
    ? ({ state: 'FAILED', code: 'expired_or_canceled_card' } as const)
    : ({ state: 'SUCCEEDED', code: null } as const);
  return factsOfRefund(state, state.refund({ ref, request, ...made }));
}

/** The part of a payment that has gone back, in minor units. */
export const refundedOf = (state: SandboxState, paymentRef: string): bigint =>
  [...state.refunds.values()]
    .filter((one) => one.request.paymentRef === paymentRef && one.state === 'SUCCEEDED')
    .reduce((sum, { request }) => sum + request.amount, 0n);

export function factsOfRefund(state: SandboxState, { ref, request, ...made }: SandboxRefund): RefundFacts {
  const { paymentRef, refundId, amount } = request;
  const currency = state.payments.get(paymentRef)?.request.currency ?? '';
  return { ref, paymentRef, refundId, amount, currency, ...made };
}
