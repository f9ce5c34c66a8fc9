/**
 * Walks Stripe's test cards through the adapter, at a real account in test mode: `npm run verify-provider`. Each step compares
 * the adapter's facts with those that the rest of this server relies on. No live key is accepted, so no money moves.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { after, MINUTE, systemClock } from '../../../src/kernel/clock.ts';
import type { PayRequest, ProviderSession } from '../../../src/modules/payment/port.ts';
import { createStripe } from '../../../src/modules/payment/providers/stripe/stripe.ts';
import { API_VERSION, stripeAddress } from '../../../src/modules/payment/providers/stripe/stripeClient.ts';

export interface Step {
  name: string;
  /** Null if the step has passed; otherwise what was expected, or the error. */
  problem: string | null;
}

interface Options {
  /** A secret or restricted key of test mode. */
  secretKey: string;
  /** The address of a stand-in on this machine instead of Stripe's API. */
  apiBase?: string;
  /** Called after each step. */
  report(step: Step): void;
  /** How long a dispute is waited for, in milliseconds; Stripe makes it some seconds after the payment. */
  patience?: number;
}

const TEST_KEY = /^(sk|rk)_test_[A-Za-z0-9]{10,250}$/;
const AMOUNT = 1200n;
const CURRENCY = 'EUR';

/** Stripe's test cards, by the names that its API accepts instead of a number. */
const CARDS = {
  succeeds: 'pm_card_visa',
  declined: 'pm_card_chargeCustomerFail',
  authentication: 'pm_card_authenticationRequired',
  disputed: 'pm_card_createDispute',
} as const;

class Expected extends Error {}

function expectFacts(found: object, expected: Record<string, unknown>): void {
  const facts = new Map(Object.entries(found));
  const wrong = Object.entries(expected).filter(([name, value]) => facts.get(name) !== value);
  if (wrong.length === 0) return;
  const list = wrong.map(([name, value]) => `${name} should be ${String(value)} and is ${String(facts.get(name))}`);
  throw new Expected(list.join('; '));
}

interface Walk {
  session: ProviderSession;
  stripe: Stripe;
  run: string;
  patience: number;
}

/** A customer of the account with one of the cards, and a request that charges it. */
async function payerWith({ session, stripe, run }: Walk, card: string): Promise<PayRequest> {
  const facts = { customerId: `verify_${run}_${card}`, name: 'Portico verification', email: null };
  const customerRef = await session.ensureCustomer(facts, `verify-customer-${run}-${card}`);
  const method = await stripe.paymentMethods.attach(card, { customer: customerRef });
  const paymentId = `verify_${run}_${card}`;
  return {
    ...{ paymentId, key: `verify-${run}-${card}`, customerRef, methodRef: method.id, methodKind: 'CARD' },
    ...{ amount: AMOUNT, currency: CURRENCY, take: 'NOW', customerPresent: false, description: paymentId },
  };
}

const another = (request: PayRequest, suffix: string): PayRequest => ({
  ...request,
  paymentId: `${request.paymentId}_${suffix}`,
  key: `${request.key}-${suffix}`,
});

type Check = (walk: Walk) => Promise<void>;

const STEPS: readonly (readonly [name: string, check: Check])[] = [
  [
    'the key has every permission',
    async ({ session }) => {
      const { missing, live } = await session.check();
      expectFacts({ live, missing: missing.join(', ') }, { live: false, missing: '' });
    },
  ],
  [
    'a set-up of a card is completed and has its last four digits',
    async ({ session, stripe, run }) => {
      const customer = { customerId: `verify_${run}`, name: 'Portico verification', email: null };
      const customerRef = await session.ensureCustomer(customer, `verify-customer-${run}`);
      const setup = { customerId: customer.customerId, customerRef, kinds: ['CARD'], currency: CURRENCY } as const;
      const { setupRef, secret } = await session.beginSetup({ ...setup, key: `verify-setup-${run}` });
      expectFacts({ secret: secret !== null }, { secret: true });
      await stripe.setupIntents.confirm(setupRef, { payment_method: CARDS.succeeds });
      const facts = await session.readSetup({ setupRef, customerRef });
      expectFacts(facts, { state: 'DONE', customerRef });
      expectFacts(facts.method ?? {}, { kind: 'CARD', lastFour: '4242' });
      await session.detach(facts.method?.ref ?? '');
      expectFacts({ method: await session.readMethod(facts.method?.ref ?? '') }, { method: null });
    },
  ],
  ['a payment is taken, once for its key, refunded in part, and found by its id', takeAndRefund],
  [
    'money is held, and a part of it is captured',
    async (walk) => {
      const held = { ...another(await payerWith(walk, CARDS.succeeds), 'hold'), take: 'HOLD' } as const;
      const { ref, ...facts } = await walk.session.pay(held);
      expectFacts({ ...facts, until: facts.holdUntil !== null }, { state: 'HELD', captured: 0n, until: true });
      const captured = await walk.session.capture(ref, AMOUNT - 200n, `${held.key}-capture`);
      expectFacts(captured, { state: 'SUCCEEDED', captured: AMOUNT - 200n });
    },
  ],
  [
    'money that is held is released',
    async (walk) => {
      const held = { ...another(await payerWith(walk, CARDS.succeeds), 'release'), take: 'HOLD' } as const;
      const { ref } = await walk.session.pay(held);
      expectFacts(await walk.session.cancel(ref, `${held.key}-cancel`), { state: 'CANCELED', captured: 0n });
    },
  ],
  [
    'a card that the bank declines is a refusal with a code',
    async (walk) => {
      const { state, captured, failure } = await walk.session.pay(await payerWith(walk, CARDS.declined));
      expectFacts(
        { state, captured, code: failure !== null && failure.code !== '' },
        {
          ...{ state: 'FAILED', captured: 0n, code: true },
        },
      );
    },
  ],
  [
    'a card that needs confirmation is refused without its customer, and waits for one who is present',
    async (walk) => {
      const request = await payerWith(walk, CARDS.authentication);
      const absent = await walk.session.pay(request);
      expectFacts(absent, { state: 'FAILED' });
      expectFacts(absent.failure ?? {}, { code: 'authentication_required', advice: 'CUSTOMER' });
      const present = await walk.session.pay({ ...another(request, 'present'), customerPresent: true });
      expectFacts(present, { state: 'NEEDS_CUSTOMER' });
      const { secret, url } = await walk.session.step(present.ref);
      expectFacts({ means: secret !== null || url !== null }, { means: true });
      expectFacts(await walk.session.cancel(present.ref, `${request.key}-cancel`), { state: 'CANCELED' });
    },
  ],
  ['a disputed payment has a dispute with its amount and the time for evidence', followDispute],
  [
    'the list of payments and the list of events have them',
    async ({ session, run }) => {
      const now = systemClock.now();
      const ids = new Set<string | null>();
      for await (const { paymentId } of session.payments({ from: after(now, -10 * MINUTE), to: after(now, MINUTE) }))
        ids.add(paymentId);
      const paid = ids.has(`verify_${run}_${CARDS.succeeds}`);
      let signaled = false;
      for await (const { about } of session.signals(null)) signaled ||= about === 'payment';
      expectFacts({ paid, signaled }, { paid: true, signaled: true });
    },
  ],
];

async function takeAndRefund(walk: Walk): Promise<void> {
  const { session } = walk;
  const request = await payerWith(walk, CARDS.succeeds);
  const since = after(systemClock.now(), -MINUTE);
  const paid = await session.pay(request);
  expectFacts(paid, { state: 'SUCCEEDED', captured: AMOUNT, currency: CURRENCY, live: false });
  expectFacts(paid, { paymentId: request.paymentId, customerRef: request.customerRef });
  expectFacts(await session.pay(request), { ref: paid.ref });
  expectFacts((await session.find({ ...request, since })) ?? {}, { ref: paid.ref });
  const refund = { refundId: `${request.paymentId}_refund`, key: `${request.key}-refund`, paymentRef: paid.ref };
  const { ref, amount } = await session.refund({ ...refund, amount: 500n });
  expectFacts({ amount }, { amount: 500n });
  expectFacts(await session.readRefund(ref), { refundId: refund.refundId, paymentRef: paid.ref, currency: CURRENCY });
  expectFacts(await session.read(paid.ref), { refunded: 500n, captured: AMOUNT });
}

async function followDispute(walk: Walk): Promise<void> {
  const { ref } = await walk.session.pay(await payerWith(walk, CARDS.disputed));
  for (let left = walk.patience; ; left -= 2_000) {
    const { data } = await walk.stripe.disputes.list({ payment_intent: ref });
    const [dispute] = data;
    if (dispute) {
      const { evidenceDueAt, ...facts } = await walk.session.readDispute(dispute.id);
      expectFacts(facts, { paymentRef: ref, amount: AMOUNT, currency: CURRENCY, state: 'OPEN' });
      return expectFacts({ due: evidenceDueAt !== null }, { due: true });
    }
    if (left <= 0) throw new Expected('Stripe has made no dispute.');
    await pause(Math.min(2_000, left));
  }
}

/** Runs every step, and returns them. Throws for a key that is not of test mode, before any request. */
export async function verifyProvider({ secretKey, apiBase, report, patience = 60_000 }: Options): Promise<Step[]> {
  if (!TEST_KEY.test(secretKey)) throw new RangeError('Only keys of test mode are accepted: sk_test_… or rk_test_….');
  const address = apiBase === undefined ? {} : stripeAddress(apiBase);
  const stripe = new Stripe(secretKey, { apiVersion: API_VERSION, telemetry: false, ...address });
  const account = { id: 'verify', companyId: 'verify', live: false, secretKey, publishableKey: '', connectedRef: null };
  const session = createStripe({ clock: systemClock, apiBase }).open(account);
  const walk = { session, stripe, patience, run: systemClock.now().getTime().toString(36) };
  const steps: Step[] = [];
  for (const [name, check] of STEPS) {
    const step = { name, problem: await problemOf(() => check(walk)) };
    steps.push(step);
    report(step);
  }
  return steps;
}

/** Never the message of a foreign error, which can contain a part of the key. */
async function problemOf(check: () => Promise<void>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (error instanceof Expected) return error.message;
    const code = error instanceof Stripe.errors.StripeError ? (error.code ?? error.type) : '';
    return `${error instanceof Error ? error.constructor.name : 'an error'} ${code}`.trim();
  }
}

async function main(): Promise<number> {
  const secretKey = process.env.STRIPE_TEST_KEY ?? '';
  if (!TEST_KEY.test(secretKey)) {
    console.error('Set STRIPE_TEST_KEY to a key of test mode: sk_test_… or rk_test_…. Live keys are refused.');
    return 2;
  }
  const report = ({ name, problem }: Step) =>
    console.log(`${problem === null ? 'ok    ' : 'FAILED'}  ${name}${problem ? `: ${problem}` : ''}`);
  const steps = await verifyProvider({ secretKey, report });
  const failed = steps.filter(({ problem }) => problem !== null).length;
  console.log(failed === 0 ? 'The adapter works with this account.' : `${failed} of ${steps.length} steps failed.`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
