/**
 * The payments of the sandbox: how they change when they are held, taken, confirmed and captured, and as time passes.
 */
import { DAY } from '../../../../kernel/clock.ts';
import { type PaymentFacts, type PaymentFailure, type PayRequest, ProviderDown } from '../../port.ts';
import { disputesOf } from './disputes.ts';
import type { SandboxPayment, SandboxState } from './state.ts';
import { type Behavior, methodOf } from './testMethods.ts';

const DEBITS = ['SEPA_DEBIT', 'US_BANK_ACCOUNT', 'BACS_DEBIT'];
/** As long as most banks hold money. */
const HOLD_LASTS = 7 * DAY;

const failure = (code: string, advice: PaymentFailure['advice']): PaymentFailure => ({ code, advice });
const EXPIRED = failure('expired_authorization', null);
const REFUSALS: Partial<Record<Behavior, PaymentFailure>> = {
  decline: failure('card_declined', 'RETRY'),
  insufficient_funds: failure('insufficient_funds', 'RETRY'),
  stolen: failure('stolen_card', 'NEVER'),
};
const UNCONFIRMED = failure('authentication_required', 'CUSTOMER');

export function factsOf(payment: SandboxPayment, refunded = 0n): PaymentFacts {
  const { ref, state, captured, failure, returned, request, madeAt } = payment;
  const { amount, currency, methodRef, customerRef, paymentId } = request;
  return {
    ...{ ref, state, captured, failure, returned, amount, currency, methodRef, customerRef },
    refunded,
    holdUntil: state === 'HELD' ? new Date(madeAt + HOLD_LASTS) : null,
    live: false,
    paymentId: paymentId || null,
    disputeRefs: disputesOf(payment),
  };
}

export function pay(
  state: SandboxState,
  { paymentId, key, customerRef, methodRef, amount, currency, take, customerPresent }: PayRequest,
  lasting: Pick<SandboxPayment, 'ref' | 'secret' | 'madeAt'>,
): SandboxPayment {
  const method = methodOf(methodRef);
  if (method?.behavior === 'unavailable') throw new ProviderDown('NO');
  const known = state.madeBy(key);
  if (known) return known;
  const request = { paymentId, key, customerRef, methodRef, amount, currency, take };
  const made = { ...lasting, request, captured: 0n, failure: null, returned: false };
  const refusal = method ? refusalOf(method.behavior, take) : failure('card_declined', 'NEW_DETAILS');
  if (refusal) return state.make({ ...made, state: 'FAILED', failure: refusal });
  if (method?.behavior === 'authentication')
    return state.make(
      customerPresent ? { ...made, state: 'NEEDS_CUSTOMER' } : { ...made, state: 'FAILED', failure: UNCONFIRMED },
    );
  if (DEBITS.includes(method?.kind ?? '')) return state.make({ ...made, state: 'PROCESSING' });
  return state.make(take === 'HOLD' ? { ...made, state: 'HELD' } : { ...made, state: 'SUCCEEDED', captured: amount });
}

function refusalOf(behavior: Behavior, take: PayRequest['take']): PaymentFailure | undefined {
  if (behavior === 'capture_fails' && take === 'NOW') return EXPIRED;
  return REFUSALS[behavior];
}

/** The customer's answer in the bank's dialog. */
export function confirm(state: SandboxState, secret: string, accepted: boolean): boolean {
  const payment = [...state.payments.values()].find((one) => one.secret === secret);
  if (payment?.state !== 'NEEDS_CUSTOMER') return false;
  const { take, amount } = payment.request;
  if (!accepted) state.change(payment.ref, { state: 'FAILED', failure: failure('authentication_failed', 'CUSTOMER') });
  else state.change(payment.ref, take === 'HOLD' ? { state: 'HELD' } : { state: 'SUCCEEDED', captured: amount });
  return true;
}

export function capture(state: SandboxState, ref: string, amount: bigint): SandboxPayment {
  // A sandbox without a journal does not know the holds from before its restart.
  const payment = state.payments.get(ref) ?? forgotten(ref, amount);
  if (payment.state !== 'HELD') return payment;
  const lost = ref.endsWith('_lost') || ['capture_fails', 'hold_expires'].includes(behaviorOf(payment));
  state.change(ref, lost ? { state: 'CANCELED', failure: EXPIRED } : { state: 'SUCCEEDED', captured: amount });
  return payment;
}

const behaviorOf = ({ request }: SandboxPayment): string => methodOf(request.methodRef)?.behavior ?? '';

function forgotten(ref: string, amount: bigint): SandboxPayment {
  const request = {
    paymentId: '',
    key: '',
    customerRef: '',
    methodRef: '',
    amount,
    currency: '',
    take: 'HOLD',
  } as const;
  const made = { ref, secret: '', madeAt: 0, request, failure: null, returned: false };
  return { ...made, state: 'SUCCEEDED', captured: amount };
}

export function cancel(state: SandboxState, payment: SandboxPayment): SandboxPayment {
  if (payment.state === 'HELD' || payment.state === 'NEEDS_CUSTOMER') state.change(payment.ref, { state: 'CANCELED' });
  return payment;
}

export const findByPaymentId = (state: SandboxState, paymentId: string): SandboxPayment | undefined =>
  [...state.payments.values()].find(({ request }) => request.paymentId === paymentId);

/** Lets time pass for a payment: a debit settles or fails after its days, and a hold expires. */
export function settleDue(
  state: SandboxState,
  payment: SandboxPayment,
  { now, days, returnedAfter }: { now: number; days: number; returnedAfter: number },
): void {
  const age = now - payment.madeAt;
  const behavior = behaviorOf(payment);
  const { ref, request } = payment;
  if (payment.state === 'HELD' && payment.madeAt > 0 && age >= HOLD_LASTS)
    state.change(ref, { state: 'CANCELED', failure: EXPIRED });
  if (payment.state === 'PROCESSING' && age >= days * DAY)
    state.change(
      ref,
      behavior === 'fails_late'
        ? { state: 'FAILED', failure: failure('insufficient_funds', 'RETRY') }
        : { state: 'SUCCEEDED', captured: request.amount },
    );
  if (payment.state === 'SUCCEEDED' && behavior === 'returned' && age >= returnedAfter)
    state.change(ref, { returned: true });
}
