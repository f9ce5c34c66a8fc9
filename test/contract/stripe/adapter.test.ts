/** The Stripe adapter against the stand-in, whose requests and responses are judged by Stripe's own document. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, ManualClock, MINUTE } from '../../../src/kernel/clock.ts';
import {
  AmountNotChargeable,
  ProviderInvalid,
  ProviderRefusedUs,
  type Signal,
} from '../../../src/modules/payment/port.ts';
import type { StandInAccount } from '../../support/stripe/account.ts';
import { confirmInBrowser } from '../../support/stripe/browser.ts';
import { type StripeStandIn, startStripe } from '../../support/stripe/server.ts';
import { openStripeSession, type StripeSession } from '../../support/stripe/session.ts';

const clock = new ManualClock('2026-03-01T12:00:00.000Z');
let standIn: StripeStandIn;
let at: StripeSession;

beforeAll(async () => {
  standIn = await startStripe({ clock });
  at = openStripeSession(standIn, { clock });
});
afterAll(() => standIn.close());

const lastRequest = () => standIn.requests.at(-1);
const chargesOf = (account: StandInAccount) => account.all('payment_intent').length;

describe('taking money', () => {
  test('a card is charged in one call, with our key and the pinned version, and without telemetry', async () => {
    const before = standIn.requests.length;
    const request = await at.payer('pm_card_visa');
    const facts = await at.session.pay(request);
    expect(facts).toMatchObject({
      state: 'SUCCEEDED',
      amount: 1200n,
      captured: 1200n,
      refunded: 0n,
      currency: 'EUR',
      live: false,
      failure: null,
      paymentId: request.paymentId,
      methodRef: request.methodRef,
      customerRef: request.customerRef,
    });
    expect(standIn.requests.length - before).toBe(2);
    expect(lastRequest()?.headers).toMatchObject({
      'idempotency-key': request.key,
      'stripe-version': '2026-10-28.endive',
    });
    expect(lastRequest()?.headers).not.toHaveProperty('x-stripe-client-telemetry');
    expect(lastRequest()?.parameters).toMatchObject({
      capture_method: 'automatic',
      allowed_payment_method_types: ['card'],
      off_session: 'true',
    });
    expect(lastRequest()?.parameters).not.toHaveProperty('setup_future_usage');
  });

  test('a hold is reserved until the time that Stripe names, captured in part, and the rest is released', async () => {
    const request = await at.payer('pm_card_visa');
    const held = await at.session.pay({ ...request, take: 'HOLD' });
    expect(held).toMatchObject({ state: 'HELD', captured: 0n });
    expect(held.holdUntil?.getTime()).toBeGreaterThan(clock.now().getTime() + 4 * DAY);
    const taken = await at.session.capture(held.ref, 1000n, 'capture-1');
    expect(taken).toMatchObject({ state: 'SUCCEEDED', amount: 1200n, captured: 1000n });
    expect(await at.session.capture(held.ref, 1000n, 'capture-2')).toEqual(taken);
    expect(await at.session.cancel(held.ref, 'cancel-1')).toEqual(taken);
  });

  test('a hold that has lapsed is read as canceled by the bank, also by a capture that comes too late', async () => {
    const held = await at.session.pay({ ...(await at.payer('pm_card_visa')), take: 'HOLD' });
    clock.advance(5 * DAY);
    const late = await at.session.capture(held.ref, 1200n, 'capture-late');
    expect(late).toMatchObject({ state: 'CANCELED', captured: 0n, failure: { code: 'authorization_expired' } });
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'generic_decline', 'RETRY'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds', 'RETRY'],
    ['pm_card_visa_chargeDeclinedLostCard', 'lost_card', 'NEVER'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'NEW_DETAILS'],
    ['pm_card_authenticationRequired', 'authentication_required', 'CUSTOMER'],
  ] as const)('%s is a refusal with the code %s and the advice %s, and no error', async (method, code, advice) => {
    const request = await at.payer(method);
    const facts = await at.session.pay(request);
    expect(facts).toMatchObject({ state: 'FAILED', captured: 0n, failure: { code, advice } });
    expect(facts.methodRef).toBe(request.methodRef);
    expect(await at.session.read(facts.ref)).toEqual(facts);
  });

  test('a customer who is present confirms at the bank, and the same payment succeeds', async () => {
    const request = await at.payer('pm_card_authenticationRequired');
    const asked = await at.session.pay({
      ...request,
      take: 'HOLD',
      customerPresent: true,
    });
    expect(asked).toMatchObject({ state: 'NEEDS_CUSTOMER', captured: 0n });
    const step = await at.session.step(asked.ref);
    expect(step).toMatchObject({ provider: 'stripe', kind: 'CONFIRM', publishableKey: 'pk_test_standin' });
    expect(step.secret).toContain(asked.ref);
    standIn.answerBank(at.account, asked.ref);
    expect(await at.session.read(asked.ref)).toMatchObject({ state: 'HELD', paymentId: request.paymentId });
    expect(await at.session.cancel(asked.ref, 'cancel-sca')).toMatchObject({ state: 'CANCELED', failure: null });
  });

  test('a confirmation that the customer fails is a refusal that only the customer can cure', async () => {
    const asked = await at.session.pay({
      ...(await at.payer('pm_card_authenticationRequired')),
      customerPresent: true,
    });
    standIn.answerBank(at.account, asked.ref, false);
    expect(await at.session.read(asked.ref)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'payment_intent_authentication_failure', advice: 'CUSTOMER' },
    });
  });

  test('a debit is processing for days and then succeeds, fails, or is returned weeks later', async () => {
    const [good, bad, back] = [
      await at.session.pay(await at.payer('pm_sepa_success')),
      await at.session.pay(await at.payer('pm_sepa_failure')),
      await at.session.pay(await at.payer('pm_sepa_returned')),
    ];
    expect([good.state, bad.state, back.state]).toEqual(['PROCESSING', 'PROCESSING', 'PROCESSING']);
    clock.advance(9 * DAY);
    expect(await at.session.read(good.ref)).toMatchObject({ state: 'SUCCEEDED', captured: 1200n, returned: false });
    expect(await at.session.read(bad.ref)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'insufficient_funds', advice: 'RETRY' },
    });
    expect(await at.session.read(back.ref)).toMatchObject({ state: 'SUCCEEDED', returned: false });
    clock.advance(40 * DAY);
    expect(await at.session.read(back.ref)).toMatchObject({ state: 'SUCCEEDED', returned: true });
    const [dispute] = at.account.all('dispute');
    expect(await at.session.readDispute(dispute?.id ?? '')).toMatchObject({
      paymentRef: back.ref,
      state: 'LOST',
      amount: 1200n,
      currency: 'EUR',
    });
  });

  test('an amount that Stripe cannot charge is refused before any request', async () => {
    const request = await at.payer('pm_card_visa');
    const before = standIn.requests.length;
    for (const [amount, currency] of [
      [49n, 'EUR'],
      [100_000_000n, 'EUR'],
      [1_005n, 'KWD'],
      [150n, 'MGA'],
      [100n, 'XAU'],
    ] as const)
      await expect(at.session.pay({ ...request, amount, currency })).rejects.toBeInstanceOf(AmountNotChargeable);
    expect(standIn.requests.length).toBe(before);
  });

  test('an amount below the minimum of the account’s own currency is reported by Stripe as not chargeable', async () => {
    const request = await at.payer('pm_card_visa');
    await expect(at.session.pay({ ...request, amount: 20n, currency: 'TRY' })).rejects.toBeInstanceOf(
      AmountNotChargeable,
    );
  });
});

describe('giving money back', () => {
  test('a payment is refunded in parts, and never more than was taken', async () => {
    const paid = await at.session.pay(await at.payer('pm_card_visa'));
    const refund = await at.session.refund({ refundId: 're_1', paymentRef: paid.ref, amount: 500n, key: 'refund-1' });
    expect(refund).toMatchObject({ state: 'SUCCEEDED', amount: 500n, currency: 'EUR', paymentRef: paid.ref });
    expect(await at.session.refund({ refundId: 're_1', paymentRef: paid.ref, amount: 500n, key: 'refund-1' })).toEqual(
      refund,
    );
    expect(await at.session.readRefund(refund.ref)).toEqual(refund);
    expect(await at.session.read(paid.ref)).toMatchObject({ state: 'SUCCEEDED', captured: 1200n, refunded: 500n });
    await expect(
      at.session.refund({ refundId: 're_1', paymentRef: paid.ref, amount: 701n, key: 'refund-2' }),
    ).rejects.toBeInstanceOf(AmountNotChargeable);
  });
});

describe('finding what became of a request', () => {
  test('a payment is found by our id among those of the customer, and another id finds none', async () => {
    const request = await at.payer('pm_card_visa');
    const since = new Date(clock.now().getTime() - MINUTE);
    const { customerRef, paymentId } = request;
    expect(await at.session.find({ paymentId, customerRef, since })).toBeNull();
    const paid = await at.session.pay(request);
    expect(await at.session.find({ paymentId, customerRef, since })).toEqual(paid);
    expect(await at.session.find({ paymentId: 'pay_other', customerRef, since })).toBeNull();
  });

  test('the same key charges once, and with other parameters it is an error', async () => {
    const request = await at.payer('pm_card_visa');
    const paid = await at.session.pay(request);
    const before = chargesOf(at.account);
    expect(await at.session.pay(request)).toEqual(paid);
    await expect(at.session.pay({ ...request, amount: 1300n })).rejects.toBeInstanceOf(ProviderInvalid);
    expect(chargesOf(at.account)).toBe(before);
  });

  test('after a day the stand-in has forgotten the key, and the payment is still found', async () => {
    const request = await at.payer('pm_card_visa');
    const paid = await at.session.pay(request);
    const since = clock.now();
    clock.advance(2 * DAY);
    const { paymentId, customerRef } = request;
    expect(await at.session.find({ paymentId, customerRef, since })).toEqual(paid);
  });
});

describe('payment methods', () => {
  test('a card is set up with a confirmation, detached, and detached again without an error', async () => {
    const customerRef = await at.session.ensureCustomer({ customerId: 'cus_s', name: null, email: null }, 'cs');
    const setup = await at.session.beginSetup({
      ...{ customerId: 'cus_s', customerRef, kinds: ['CARD', 'SEPA_DEBIT', 'BACS_DEBIT'], currency: 'EUR' },
      key: 'setup-1',
    });
    expect(lastRequest()?.parameters).toMatchObject({ allowed_payment_method_types: ['card', 'sepa_debit'] });
    const { setupRef } = setup;
    expect(await at.session.readSetup({ setupRef, customerRef })).toMatchObject({ state: 'OPEN', customerRef });
    await confirmInBrowser(standIn, at.account, setupRef, 'pm_card_authenticationRequiredOnSetup');
    expect(await at.session.readSetup({ setupRef, customerRef })).toMatchObject({ state: 'OPEN', method: null });
    await confirmInBrowser(standIn, at.account, setupRef, null);
    const done = await at.session.readSetup({ setupRef, customerRef });
    expect(done).toMatchObject({
      state: 'DONE',
      method: { kind: 'CARD', brand: 'visa', lastFour: '3155', expiryMonth: 8, expiryYear: 2030, wallet: null },
    });
    const ref = done.method?.ref ?? '';
    expect(await at.session.readMethod(ref)).toEqual(done.method);
    await at.session.detach(ref);
    await at.session.detach(ref);
    await at.session.detach('pm_unknown');
    expect(await at.session.readMethod(ref)).toBeNull();
    expect(await at.session.readMethod('pm_unknown')).toBeNull();
  });

  test('a SEPA debit is set up with its mandate, and a refused card is a failed set-up with the bank’s code', async () => {
    const customerRef = await at.session.ensureCustomer({ customerId: 'cus_m', name: null, email: null }, 'cm');
    const begin = (key: string) =>
      at.session.beginSetup({
        ...{ customerId: 'cus_m', customerRef, kinds: ['CARD', 'SEPA_DEBIT'] as const, currency: 'EUR' },
        key,
      });
    const sepa = await begin('setup-sepa');
    await confirmInBrowser(standIn, at.account, sepa.setupRef, 'pm_sepa_success');
    const done = await at.session.readSetup({ setupRef: sepa.setupRef, customerRef });
    expect(done).toMatchObject({ state: 'DONE', method: { kind: 'SEPA_DEBIT', lastFour: '3201', brand: null } });
    expect(done.method?.mandate).toEqual({
      ref: expect.stringMatching(/^mandate_/),
      reference: expect.stringMatching(/^MNDT_/),
    });
    const card = await begin('setup-card');
    await confirmInBrowser(standIn, at.account, card.setupRef, 'pm_card_visa_chargeDeclinedLostCard');
    expect(await at.session.readSetup({ setupRef: card.setupRef, customerRef })).toMatchObject({
      state: 'FAILED',
      code: 'lost_card',
      method: null,
    });
  });
});

describe('the account', () => {
  test('a key with all permissions is checked by calls that change nothing', async () => {
    const { account, session } = openStripeSession(standIn, { clock });
    expect(await session.check()).toEqual({ live: false, accountRef: account.id, missing: [] });
    expect(account.objects.size).toBe(0);
  });

  test('each missing permission is named, and an invalid key is refused', async () => {
    const { account, session } = openStripeSession(standIn, { clock });
    account.missing.add('write /v1/refunds');
    account.missing.add('read /v1/events');
    expect(await session.check()).toMatchObject({ missing: ['Refunds: write', 'Events: read'] });
    account.keys.clear();
    await expect(session.check()).rejects.toBeInstanceOf(ProviderRefusedUs);
  });

  test('a webhook is registered with the pinned version, and removed; hosts are registered for wallets', async () => {
    const { account, session } = openStripeSession(standIn, { clock });
    const watched = await session.watch('https://portal.example/provider-events/pacc_1');
    expect(watched?.secret).toMatch(/^whsec_/);
    expect(lastRequest()?.parameters).toMatchObject({ api_version: '2026-10-28.endive' });
    await session.allowHost('pay.example');
    await session.unwatch(watched?.ref ?? '');
    await session.unwatch(watched?.ref ?? '');
    expect(account.all('webhook_endpoint')).toEqual([]);
    for (let index = 0; index < 16; index++) await session.watch(`https://portal.example/${index}`);
    expect(await session.watch('https://portal.example/one-more')).toBeNull();
  });

  test('events are read oldest first, from a cursor, over pages, and from the beginning if the cursor is lost', async () => {
    const one = openStripeSession(standIn, { clock });
    const intents: string[] = [];
    for (let index = 0; index < 3; index++) intents.push((await one.session.pay(await one.payer('pm_card_visa'))).ref);
    const first = await collect(one.session.signals(null));
    expect(first.map(({ ref }) => ref)).toEqual(intents);
    expect(first[0]).toMatchObject({ about: 'payment', live: false });
    for (let index = 0; index < 120; index++) one.account.emit('mandate.updated', mandate(`mandate_${index}`));
    const later = await collect(one.session.signals(first[2]?.cursor ?? null));
    expect(later.map(({ ref }) => ref)).toEqual(Array.from({ length: 120 }, (_, index) => `mandate_${index}`));
    expect(await collect(one.session.signals(later.at(-1)?.cursor ?? null))).toEqual([]);
    expect(await collect(one.session.signals('evt_forgotten'))).toHaveLength(123);
    clock.advance(31 * DAY);
    expect(await collect(one.session.signals(null))).toEqual([]);
  });
});

const mandate = (id: string) => ({ id, object: 'mandate' });

async function collect(signals: AsyncIterable<Signal>): Promise<Signal[]> {
  const all: Signal[] = [];
  for await (const signal of signals) all.push(signal);
  return all;
}
