/** In production the sandbox, which moves no money, serves companies in test mode alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCompany } from '../../src/modules/company/createCompany.ts';
import { openTestApp, PUBLIC_URL, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { openTestDb } from '../support/database.ts';
import { AddPaymentMethodDocument, CreateSubscriptionDocument } from '../support/graphql/graphql.ts';
import { pageWith } from '../support/page.ts';

const NOT_CONNECTED = {
  code: 'PAYMENT_PROVIDER_NOT_CONNECTED',
  message: 'No payment provider is connected for live payments, so nothing can be charged. Nothing was changed.',
};

describe('a production without a payment provider', () => {
  let t: TestApp;
  /** The app on the same database before the installation became a production. */
  let before: TestApp;

  beforeAll(async () => {
    const db = await openTestDb();
    before = await openTestApp({ db });
    t = await openTestApp({
      db,
      page: pageWith([]),
      testCompaniesOnly: true,
    });
  });
  afterAll(() => t.close());

  async function company(testMode: boolean) {
    const made = await createCompany(
      { db: t.db, now: t.clock.now() },
      { name: testMode ? 'Trial' : 'Acme', defaultCurrency: 'EUR', testMode },
    );
    return { ...made, merchant: t.client(made.apiKey), earlier: before.client(made.apiKey) };
  }
  const available = async (client: ReturnType<TestApp['client']>) =>
    (await client.request<{ company: { paymentsAvailable: boolean } }>('{ company { paymentsAvailable } }')).company
      .paymentsAvailable;
  const fields = (companyId: string) =>
    t.app.fetch(new Request(`${PUBLIC_URL}/portal/sandbox-fields.html?company=${companyId}`));

  test('without a payment provider a live company can neither add a payment method nor open its form, and is charged nothing', async () => {
    const { companyId, apiKey, merchant, earlier } = await company(false);
    expect(apiKey).toMatch(/^sk_live_/);
    expect(await available(merchant)).toBe(false);
    const customerId = await makeCustomer(merchant, { token: null });
    const add = await merchant.request(AddPaymentMethodDocument, { input: { customerId, token: 'tok_visa' } });
    expect(add.addPaymentMethod).toMatchObject(NOT_CONNECTED);
    const { createSetupIntent } = await merchant.request<{ createSetupIntent: object }>(
      `mutation ($id: ID!) { createSetupIntent(input: { customerId: $id }) { ... on UserError { code message } } }`,
      { id: customerId },
    );
    expect(createSetupIntent).toEqual(NOT_CONNECTED);
    expect((await fields(companyId)).status).toBe(404);

    // A card that was added before the installation was a production.
    success(
      (await earlier.request(AddPaymentMethodDocument, { input: { customerId, token: 'tok_visa' } })).addPaymentMethod,
    );
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    const create = await merchant.request(CreateSubscriptionDocument, { input: { customerId, items: [{ priceId }] } });
    expect(create.createSubscription).toMatchObject(NOT_CONNECTED);
    expect(await t.db.prisma.payment.count({ where: { companyId } })).toBe(0);
    expect(await t.db.prisma.subscription.count({ where: { companyId } })).toBe(0);
    expect([...t.sandbox.payments, ...before.sandbox.payments]).toEqual([]);
  });

  test('without a payment provider a renewal of a live company stays open and is tried again later', async () => {
    const { companyId, merchant, earlier } = await company(false);
    const customerId = await makeCustomer(earlier);
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    success(
      (await earlier.request(CreateSubscriptionDocument, { input: { customerId, items: [{ priceId }] } }))
        .createSubscription,
    );
    await before.app.tick();
    t.clock.advanceTo('2026-04-01T00:00:01.000Z');
    await t.app.tick();
    const renewal = await t.db.prisma.invoice.findFirstOrThrow({
      where: { companyId },
      orderBy: { createdAt: 'desc' },
    });
    expect(renewal).toMatchObject({ status: 'OPEN', attemptCount: 0, reason: 'SUBSCRIPTION_CYCLE' });
    expect(renewal.nextAttemptAt).not.toBeNull();
    expect(t.logged.join('')).toContain('PAYMENT_PROVIDER_NOT_CONNECTED');
  });

  test('a company in test mode uses the sandbox as before', async () => {
    const { companyId, apiKey, merchant } = await company(true);
    expect(apiKey).toMatch(/^sk_test_/);
    expect(await available(merchant)).toBe(true);
    const customerId = await makeCustomer(merchant);
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    success(
      (await merchant.request(CreateSubscriptionDocument, { input: { customerId, items: [{ priceId }] } }))
        .createSubscription,
    );
    expect((await fields(companyId)).status).toBe(200);
    expect((await fields('co_unknown')).status).toBe(404);
  });
});
