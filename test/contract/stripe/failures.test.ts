/** Stripe's failures and lost responses: money moves once, within the time, and other accounts do not wait. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderDown, ProviderRefusedUs } from '../../../src/modules/payment/port.ts';
import { stripeAddress } from '../../../src/modules/payment/providers/stripe/stripeClient.ts';
import type { FaultKind } from '../../support/stripe/answers.ts';
import { type StripeStandIn, startStripe } from '../../support/stripe/server.ts';
import { openStripeSession, type StripeSession } from '../../support/stripe/session.ts';

let standIn: StripeStandIn;
let at: StripeSession;

beforeAll(async () => {
  standIn = await startStripe();
  at = openStripeSession(standIn);
});
afterAll(() => standIn.close());

const INTENTS = /^\/v1\/payment_intents$/;
const intentsOf = (paymentId: string) =>
  at.account.all('payment_intent').filter(({ metadata }) => metadata.portico_payment === paymentId);
const requestsFor = (key: string) => standIn.requests.filter(({ headers }) => headers['idempotency-key'] === key);

async function downBy(work: Promise<unknown>): Promise<ProviderDown> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderDown)) throw new Error(`It was ${String(error)}.`);
  return error;
}

describe('a payment', () => {
  test.each<[string, FaultKind, number]>([
    ['refused for its rate', 'rate_limit', 2],
    ['refused for a locked object', 'lock_timeout', 2],
    ['refused while its twin runs', 'conflict', 2],
  ])('a payment that is %s is repeated with the same key and made once', async (_name, kind, times) => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind, path: INTENTS, method: 'POST', times, retryAfter: 0.2 });
    expect(await at.session.pay(request)).toMatchObject({ state: 'SUCCEEDED' });
    expect(requestsFor(request.key)).toHaveLength(times + 1);
    expect(intentsOf(request.paymentId)).toHaveLength(1);
  });

  test('a payment that is refused for its rate is repeated after the time that Stripe requires', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'rate_limit', path: INTENTS, method: 'POST', retryAfter: 1.5 });
    await at.session.pay(request);
    const [first, second] = requestsFor(request.key);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1490);
  });

  test('a limit that lasts longer than the deadline is an outage in which nothing was sent', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'rate_limit', path: INTENTS, method: 'POST', retryAfter: 60 });
    const started = performance.now();
    const down = await downBy(at.session.pay(request));
    expect(down).toMatchObject({ sent: 'NO', retryAfterMs: 60_000 });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(intentsOf(request.paymentId)).toEqual([]);
    // The account is paused for as long as Stripe requires.
    at = openStripeSession(standIn);
  });

  test('a payment whose effect is followed by an error that Stripe stores under the key is found, and not made again', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'error_after', path: INTENTS, method: 'POST' });
    const since = new Date(Date.now() - 1000);
    expect(await downBy(at.session.pay(request))).toMatchObject({ sent: 'MAYBE' });
    // Repeating the key returns the stored error, however often.
    expect(await downBy(at.session.pay(request))).toMatchObject({ sent: 'MAYBE' });
    const { paymentId, customerRef } = request;
    expect(await at.session.find({ paymentId, customerRef, since })).toMatchObject({ state: 'SUCCEEDED' });
    expect(intentsOf(paymentId)).toHaveLength(1);
  });

  test('a payment whose response is lost with the connection is sent again by the SDK with the same key, and made once', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'close_after', path: INTENTS, method: 'POST' });
    expect(await at.session.pay(request)).toMatchObject({ state: 'SUCCEEDED', paymentId: request.paymentId });
    expect(requestsFor(request.key)).toHaveLength(2);
    expect(intentsOf(request.paymentId)).toHaveLength(1);
  });

  test('a payment whose connection is closed twice may have been made, and repeating it later makes it once', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'close_after', path: INTENTS, method: 'POST', times: 2 });
    expect(await downBy(at.session.pay(request))).toMatchObject({ sent: 'MAYBE' });
    expect(await at.session.pay(request)).toMatchObject({ state: 'SUCCEEDED' });
    expect(intentsOf(request.paymentId)).toHaveLength(1);
  });

  test('a payment without any response ends within ten seconds, and other calls of the account continue meanwhile', async () => {
    const request = await at.payer('pm_card_visa');
    standIn.fail({ kind: 'hang_after', path: INTENTS, method: 'POST' });
    const started = performance.now();
    const hanging = downBy(at.session.pay(request));
    const other = await at.session.pay(await at.payer('pm_card_visa'));
    expect(other.state).toBe('SUCCEEDED');
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await hanging).toMatchObject({ sent: 'MAYBE' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('a payment of another account does not wait while one is limited', async () => {
    const limited = openStripeSession(standIn);
    const request = await limited.payer('pm_card_visa');
    standIn.fail({ kind: 'rate_limit', path: INTENTS, method: 'POST', retryAfter: 2 });
    const waiting = limited.session.pay(request);
    const started = performance.now();
    while (requestsFor(request.key).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const fast = await at.session.pay({ ...(await at.payer('pm_card_visa')) });
    expect(fast.state).toBe('SUCCEEDED');
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(await waiting).toMatchObject({ state: 'SUCCEEDED' });
  });
});

describe('the other calls', () => {
  test('a capture, a release and a refund whose response is lost act once', async () => {
    const lose = (path: RegExp) => standIn.fail({ kind: 'close_after', path, method: 'POST' });
    const held = await at.session.pay({ ...(await at.payer('pm_card_visa')), take: 'HOLD' });
    lose(/\/capture$/);
    expect(await at.session.capture(held.ref, 1200n, 'lost-capture')).toMatchObject({ captured: 1200n });
    lose(/^\/v1\/refunds$/);
    await at.session.refund({ refundId: 're_1', paymentRef: held.ref, amount: 300n, key: 'lost-refund' });
    expect(await at.session.read(held.ref)).toMatchObject({ captured: 1200n, refunded: 300n });
    const released = await at.session.pay({ ...(await at.payer('pm_card_visa')), take: 'HOLD' });
    lose(/\/cancel$/);
    expect(await at.session.cancel(released.ref, 'lost-cancel')).toMatchObject({ state: 'CANCELED', failure: null });
  });

  test('a capture whose first response was an error after the effect is read as taken', async () => {
    const held = await at.session.pay({ ...(await at.payer('pm_card_visa')), take: 'HOLD' });
    standIn.fail({ kind: 'error_after', path: /\/capture$/, method: 'POST' });
    await downBy(at.session.capture(held.ref, 1200n, 'error-capture'));
    expect(await at.session.capture(held.ref, 1200n, 'second-capture')).toMatchObject({
      state: 'SUCCEEDED',
      captured: 1200n,
    });
  });

  test('a revoked key is a refusal of us and not an outage', async () => {
    const one = openStripeSession(standIn);
    const request = await one.payer('pm_card_visa');
    one.account.keys.clear();
    await expect(one.session.pay(request)).rejects.toBeInstanceOf(ProviderRefusedUs);
  });

  test('a payment at a provider that cannot be reached was certainly not sent', async () => {
    const gone = await startStripe();
    const one = openStripeSession(gone);
    const request = await one.payer('pm_card_visa');
    await gone.close();
    // The SDK's idle connection is closed with the server; the next attempt finds no server.
    await downBy(one.session.pay(request));
    expect(await downBy(one.session.pay(request))).toMatchObject({ sent: 'NO' });
  });
});

describe('the SDK', () => {
  test('the adapter does not load the SDK until a session makes its first call', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const asked = new Set();
      registerHooks({ resolve: (name, context, next) => (asked.add(name), next(name, context)) });
      const { createStripe } = await import('./src/modules/payment/providers/stripe/stripe.ts');
      const account = { id: 'a', companyId: 'c', live: false, secretKey: 'rk_test_x', publishableKey: 'pk_test_x', connectedRef: null };
      const session = createStripe({ clock: { now: () => new Date() }, apiBase: 'http://127.0.0.1:9' }).open(account);
      const before = asked.has('stripe');
      await session.read('pi_1').catch(() => undefined);
      process.stdout.write(JSON.stringify([before, asked.has('stripe')]));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([false, true]);
  });

  test('the adapter uses another address of the API only if that is on this machine', () => {
    expect(stripeAddress('http://127.0.0.1:4242')).toEqual({ protocol: 'http', host: '127.0.0.1', port: '4242' });
    for (const base of ['http://stripe.evil.example', 'https://api.stripe.com.evil.example', 'http://10.0.0.1:80'])
      expect(() => stripeAddress(base)).toThrow(RangeError);
  });
});
