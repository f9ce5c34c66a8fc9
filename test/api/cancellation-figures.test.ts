/** The cancellation report counts the cancellations and retention offers of one company. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
});
afterAll(() => t.close());
beforeEach(async () => {
  shop = await company();
});

type Merchant = Awaited<ReturnType<TestApp['company']>>['merchant'];
const PREVIEW =
  'query ($id: ID!) { previewCancelSubscription(input: { subscriptionId: $id }) { ... on CancellationPreview { retentionOffer { nextSaving { amount } } } } }';

/** A company whose portal offers 25 % for three months. */
async function company() {
  const { companyId, merchant } = await t.company();
  const { coupon } = await mutate(
    merchant,
    'createCoupon',
    { name: 'Stay', basisPointsOff: 2500, duration: 'REPEATING', durationMonths: 3 },
    'coupon { id }',
  );
  await mutate(merchant, 'updatePortalConfig', { retentionCouponId: coupon.id }, 'portalConfig { updatedAt }');
  return { companyId, merchant };
}

async function subscriber(merchant: Merchant, amount = 4000, currency = 'EUR') {
  const { priceId } = await makePrice(merchant, { amount, currency });
  const customerId = await makeCustomer(merchant);
  const id = (await makeSubscription(merchant, customerId, priceId)).subscription.id;
  const { portal } = await t.signIn(merchant, customerId);
  const act = (name: string, input: object = {}, client: Merchant = portal) =>
    mutate(client, name, { subscriptionId: id, ...input }, 'subscription { status }');
  return {
    id,
    act,
    cancel: (reason?: string) => act('cancelSubscription', reason ? { reason } : {}),
    end: (reason?: string) =>
      act('cancelSubscription', { mode: 'IMMEDIATELY', ...(reason ? { reason } : {}) }, merchant),
    undo: () => act('uncancelSubscription'),
    accept: () => act('acceptRetentionOffer'),
    preview: () => portal.request(PREVIEW, { id }),
    look: () => act('recordRetentionOfferShown'),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the tests know the shape of their query.
async function figures(merchant: Merchant = shop.merchant, from?: string, to?: string): Promise<any> {
  const { cancellationFigures } = await merchant.request<{ cancellationFigures: object }>(
    `query ($from: DateTime!, $to: DateTime!) { cancellationFigures(from: $from, to: $to) {
       reasons { reason count scheduled ended undone } offersShown offersAccepted offersDeclined
       retainedRevenue { amount currency } } }`,
    { from: from ?? '2026-04-01T00:00:00.000Z', to: to ?? '2027-04-01T00:00:00.000Z' },
  );
  return cancellationFigures;
}

describe('cancellations by reason', () => {
  test('the report counts each cancellation once, as scheduled, ended or undone', async () => {
    const make = () => subscriber(shop.merchant);
    await (await make()).cancel('Dear');
    await (await make()).end('Dear');
    const back = await make();
    await back.cancel('Dear');
    await back.undo();
    // Scheduled, and then ended at once: one cancellation, with the reason of the first request.
    const hurried = await make();
    await hurried.cancel('Gone');
    await hurried.end();
    // Undone and requested again: two.
    const twice = await make();
    await twice.cancel();
    await twice.undo();
    await twice.end();
    expect((await figures()).reasons).toEqual([
      { reason: 'Dear', count: 3, scheduled: 1, ended: 1, undone: 1 },
      { reason: null, count: 2, scheduled: 0, ended: 1, undone: 1 },
      { reason: 'Gone', count: 1, scheduled: 0, ended: 1, undone: 0 },
    ]);
  });

  test('a scheduled cancellation counts as ended after the period, at the time of the request', async () => {
    const at = t.clock.now();
    await (await subscriber(shop.merchant)).cancel('Dear');
    t.clock.advance(32 * 24 * 3600 * 1000);
    await t.app.tick();
    const all = await figures();
    expect(all.reasons).toEqual([{ reason: 'Dear', count: 1, scheduled: 0, ended: 1, undone: 0 }]);
    // It is counted at the time of the request.
    const [start, end] = [at.toISOString(), new Date(at.getTime() + 1).toISOString()];
    expect((await figures(shop.merchant, start, end)).reasons).toHaveLength(1);
    expect((await figures(shop.merchant, end)).reasons).toEqual([]);
    expect((await figures(shop.merchant, '2026-01-01T00:00:00.000Z', start)).reasons).toEqual([]);
  });

  test('ending a subscription at once is not counted again if its cancellation was scheduled before the range', async () => {
    const s = await subscriber(shop.merchant);
    await s.cancel('Dear');
    const undone = await subscriber(shop.merchant);
    await undone.cancel('Dear');
    await undone.undo();
    t.clock.advance(1000);
    const from = t.clock.now().toISOString();
    await s.end('Gone');
    await undone.end('Gone');
    expect((await figures(shop.merchant, from)).reasons).toEqual([
      { reason: 'Gone', count: 1, scheduled: 0, ended: 1, undone: 0 },
    ]);
  });

  test('a subscription that dunning has canceled is not counted', async () => {
    await mutate(
      shop.merchant,
      'updateDunningConfig',
      { retryDays: [], terminalAction: 'CANCEL' },
      'dunningConfig { terminalAction }',
    );
    const { priceId } = await makePrice(shop.merchant, { amount: 1000 });
    const customerId = await makeCustomer(shop.merchant);
    const { subscription } = await makeSubscription(shop.merchant, customerId, priceId);
    await mutate(
      shop.merchant,
      'addPaymentMethod',
      { customerId, token: 'tok_charge_declined' },
      'paymentMethod { id }',
    );
    const methods = await t.db.prisma.paymentMethod.findMany({ where: { customerId }, orderBy: { createdAt: 'asc' } });
    await mutate(
      shop.merchant,
      'setDefaultPaymentMethod',
      { paymentMethodId: methods.at(-1)?.id },
      'paymentMethod { id }',
    );
    t.clock.advance(32 * 24 * 3600 * 1000);
    await t.app.tick();
    const { status } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } });
    expect(status).toBe('CANCELED');
    expect((await figures()).reasons).toEqual([]);
  });
});

describe('retention offers', () => {
  test('an offer counts as shown once per cancellation attempt, no matter how often it is recorded', async () => {
    const s = await subscriber(shop.merchant);
    for (let index = 0; index < 3; index++) await s.look();
    expect(await figures()).toMatchObject({ offersShown: 1, offersAccepted: 0, offersDeclined: 0 });
    await s.cancel();
    expect(await figures()).toMatchObject({ offersShown: 1, offersDeclined: 1 });
    await s.undo();
    await s.look();
    await s.look();
    await s.accept();
    expect(await figures()).toMatchObject({ offersShown: 2, offersAccepted: 1, offersDeclined: 1 });
  });

  test('previewing a cancellation does not count as showing the offer', async () => {
    const s = await subscriber(shop.merchant);
    expect(await s.preview()).toMatchObject({ previewCancelSubscription: { retentionOffer: { nextSaving: {} } } });
    expect(await figures()).toMatchObject({ offersShown: 0 });
    await s.cancel();
    expect(await figures()).toMatchObject({ offersShown: 0, offersDeclined: 0 });
  });

  test('recording an offer that does not apply fails with RETENTION_OFFER_UNAVAILABLE', async () => {
    const s = await subscriber(shop.merchant);
    await s.accept();
    await expect(s.look()).rejects.toThrow('No retention offer is available');
    expect(await figures()).toMatchObject({ offersShown: 1 });
  });

  test('ten concurrent records count the offer as shown once', async () => {
    const s = await subscriber(shop.merchant);
    await Promise.all(Array.from({ length: 10 }, s.look));
    expect(await figures()).toMatchObject({ offersShown: 1 });
  });

  test('an offer counts as declined only if it was shown, and accepting counts as shown', async () => {
    await (await subscriber(shop.merchant)).cancel();
    await (await subscriber(shop.merchant)).accept();
    expect(await figures()).toMatchObject({ offersShown: 1, offersAccepted: 1, offersDeclined: 0 });
  });

  test('a merchant cannot record that an offer was shown', async () => {
    const s = await subscriber(shop.merchant);
    await expect(s.act('recordRetentionOfferShown', {}, shop.merchant)).rejects.toThrow('FORBIDDEN');
    expect(await figures()).toMatchObject({ offersShown: 0 });
  });

  test('the revenue saved sums the first discounted period of subscriptions that are not ending, by currency', async () => {
    const kept = await subscriber(shop.merchant, 4000);
    const keptToo = await subscriber(shop.merchant, 1001);
    const yen = await subscriber(shop.merchant, 1500, 'JPY');
    const leaving = await subscriber(shop.merchant, 8000);
    const gone = await subscriber(shop.merchant, 9900, 'USD');
    for (const one of [kept, keptToo, yen, leaving, gone]) await one.accept();
    await leaving.cancel();
    await gone.end();
    expect((await figures()).retainedRevenue).toEqual([
      // 40.00 and 10.01 less a quarter: 30.00 and 7.51.
      { amount: 3751, currency: 'EUR' },
      { amount: 1125, currency: 'JPY' },
      { amount: 0, currency: 'USD' },
    ]);
    await leaving.undo();
    expect((await figures()).retainedRevenue[0]).toEqual({ amount: 9751, currency: 'EUR' });
  });
});

test('the report contains nothing of another company', async () => {
  const other = await company();
  const s = await subscriber(other.merchant);
  await s.look();
  await s.accept();
  await (await subscriber(other.merchant)).cancel('Theirs');
  expect(await figures()).toEqual({
    reasons: [],
    offersShown: 0,
    offersAccepted: 0,
    offersDeclined: 0,
    retainedRevenue: [],
  });
  expect((await figures(other.merchant)).reasons).toMatchObject([{ reason: 'Theirs', count: 1 }]);
});

test('the report refuses a range that is empty, reversed or longer than allowed, and refuses customers', async () => {
  const { apiKey } = await t.company();
  const ask = async (from: string, to: string, credential = apiKey) => {
    const query = `{ cancellationFigures(from: "${from}", to: "${to}") { offersShown } }`;
    const { body } = await t.post({ query }, { authorization: `Bearer ${credential}` });
    return body.errors?.[0].extensions;
  };
  const day = '2026-04-01T00:00:00.000Z';
  expect(await ask(day, day)).toMatchObject({ code: 'VALIDATION_FAILED', path: ['to'] });
  expect(await ask(day, '2026-03-01T00:00:00.000Z')).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await ask(day, '2029-04-01T00:00:00.000Z')).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await ask(day, '2026-04-01T00:00:00.001Z')).toBeUndefined();
  const { token } = await t.signIn(shop.merchant, await makeCustomer(shop.merchant));
  expect(await ask(day, '2026-05-01T00:00:00.000Z', token)).toMatchObject({ code: 'FORBIDDEN' });
});
