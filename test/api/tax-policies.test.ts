/** The policies while the tax of a document is not decided, the register that decides it, and the kinds of customers. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/kernel/clock.ts';
import { viesRegister } from '../../src/modules/tax/vies.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { configure } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { chargeTax, documentsOf, moveCustomer, mutate, ok, previewTaxed, upcomingTaxed } from '../support/taxes.ts';
import { type LocalVies, startVies } from '../support/vies.ts';

let vies: LocalVies;
let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
beforeAll(async () => {
  vies = await startVies();
});
beforeEach(async () => {
  await t?.close();
  t = await openTestApp({
    now: '2026-04-01T00:00:00.000Z',
    taxIdRegister: viesRegister({ url: vies.url, timeoutMs: 1000 }),
  });
  ({ merchant, companyId } = await t.company());
  await configure(merchant, { allowPlanSwitch: true });
  vies.behave('VALID');
});
afterAll(async () => {
  await t.close();
  await vies.close();
});

const NUMBER = 'FR40303265045';
const austrian = (config: object) =>
  chargeTax(merchant, 'AT', config as Record<string, unknown>, [{ country: 'AT', scheme: 'OSS_UNION' }]);

async function subscriber(place: Parameters<typeof moveCustomer>[3] | null) {
  const { priceId } = await makePrice(merchant, { amount: 1000 });
  const customerId = await makeCustomer(merchant);
  if (place) await moveCustomer(t, merchant, customerId, place);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  return { customerId, subscriptionId: subscription.id };
}
const taxesOf = async (customerId: string) =>
  (await documentsOf(merchant, customerId)).map(({ tax, reasons: [reason] }) => [tax, reason]);
const heldEvents = async () =>
  (await t.db.prisma.event.findMany({ where: { companyId, type: 'subscription.tax_held' } })).map(({ data }) => data);
async function goTo(instant: string, more = 0): Promise<void> {
  t.clock.advanceTo(new Date(Date.parse(instant) + more));
  await t.app.tick();
}

describe('a tax id that no register has confirmed', () => {
  test('CHARGE taxes until the register confirms it, and the next line is under reverse charge', async () => {
    await austrian({ unprovenTaxIdPolicy: 'CHARGE' });
    vies.behave('MS_UNAVAILABLE');
    const { customerId, subscriptionId } = await subscriber({ country: 'FR', vatId: NUMBER });
    await t.app.tick();
    expect(await taxesOf(customerId)).toEqual([[200, 'STANDARD']]);
    vies.behave('VALID');
    await goTo('2026-04-20T00:00:00.000Z');
    expect(await upcomingTaxed(merchant, subscriptionId)).toMatchObject({ tax: 0, rates: [['AE', 0, 1000, 0]] });
    await goTo('2026-05-01T00:00:00.000Z');
    expect(await taxesOf(customerId)).toEqual([
      [200, 'STANDARD'],
      [0, 'REVERSE_CHARGE'],
    ]);
    const { customer } = await merchant.request<{ customer: { taxIdChecks: object[] } }>(
      'query ($id: ID!) { customer(id: $id) { taxIdChecks { value status consultationNumber requester } } }',
      { id: customerId },
    );
    expect(customer.taxIdChecks[0]).toMatchObject({ value: NUMBER, status: 'VERIFIED' });
    expect(customer.taxIdChecks.at(-1)).toMatchObject({ status: 'UNAVAILABLE', consultationNumber: null });
  });

  test('TRUST bills a number with right check digits under reverse charge, and taxes it once it is invalid', async () => {
    await austrian({ unprovenTaxIdPolicy: 'TRUST' });
    vies.behave('TIMEOUT');
    const { customerId } = await subscriber({ country: 'FR', vatId: NUMBER });
    await t.app.tick();
    expect(await taxesOf(customerId)).toEqual([[0, 'REVERSE_CHARGE']]);
    vies.behave('INVALID');
    await goTo('2026-04-20T00:00:00.000Z');
    await goTo('2026-05-01T00:00:00.000Z');
    expect(await taxesOf(customerId)).toEqual([
      [0, 'REVERSE_CHARGE'],
      [200, 'STANDARD'],
    ]);
  });

  test('HOLD makes a renewal wait, reports that once, and bills it once when the register has confirmed the id', async () => {
    await austrian({ unprovenTaxIdPolicy: 'HOLD' });
    const { customerId, subscriptionId } = await subscriber({ country: 'FR' });
    vies.behave('SERVICE_UNAVAILABLE');
    await goTo('2026-04-30T23:00:00.000Z');
    await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: NUMBER });
    await t.app.tick();
    await goTo('2026-05-01T00:00:00.000Z');
    await goTo('2026-05-01T00:00:00.000Z', 5 * HOUR);
    expect(await taxesOf(customerId)).toEqual([[200, 'STANDARD']]);
    expect(await heldEvents()).toEqual([{ reason: 'TAX_ID_UNPROVEN', dueAt: '2026-05-01T00:00:00.000Z' }]);
    vies.behave('VALID');
    await goTo('2026-05-02T12:00:00.000Z');
    await t.app.tick();
    await t.app.tick();
    expect(await taxesOf(customerId)).toEqual([
      [200, 'STANDARD'],
      [0, 'REVERSE_CHARGE'],
    ]);
    const row = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect([row.taxHeldAt, row.currentPeriodStart.toISOString()]).toEqual([null, '2026-05-01T00:00:00.000Z']);
  });

  test('HOLD ends after 72 hours without an answer, and tax is charged once', async () => {
    await austrian({ unprovenTaxIdPolicy: 'HOLD' });
    const { customerId } = await subscriber({ country: 'FR' });
    vies.behave('MS_UNAVAILABLE');
    await goTo('2026-04-30T12:00:00.000Z');
    await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: NUMBER });
    await goTo('2026-04-30T12:00:00.000Z', 3 * DAY - 1);
    expect((await taxesOf(customerId)).length).toBe(1);
    await goTo('2026-04-30T12:00:00.000Z', 3 * DAY);
    await t.app.tick();
    expect(await taxesOf(customerId)).toEqual([
      [200, 'STANDARD'],
      [200, 'STANDARD'],
    ]);
    expect((await heldEvents()).length).toBe(1);
  });

  test('HOLD refuses changes, new subscriptions and finalizing meanwhile, and charges nothing', async () => {
    await austrian({ unprovenTaxIdPolicy: 'HOLD' });
    const { customerId, subscriptionId } = await subscriber({ country: 'FR' });
    const { priceId } = await makePrice(merchant, { amount: 5000 });
    await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: NUMBER });
    const refused = { code: 'CONFLICT', conflict: 'TAX_UNDECIDED' };
    expect(await previewTaxed(merchant, { subscriptionId, priceId })).toMatchObject(refused);
    expect(await mutate(merchant, 'switchPlan', { subscriptionId, priceId }, '__typename')).toMatchObject(refused);
    const items = [{ priceId }];
    expect(await mutate(merchant, 'createSubscription', { customerId, items }, '__typename')).toMatchObject(refused);
    const lines = [{ description: 'Setup', unitAmount: 100 }];
    const draft = await ok(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }');
    const { id: invoiceId } = draft.invoice as { id: string };
    expect(await mutate(merchant, 'finalizeInvoice', { invoiceId }, '__typename')).toMatchObject(refused);
    expect(await t.db.prisma.payment.count({ where: { companyId } })).toBe(1);
    await t.app.tick();
    await ok(merchant, 'switchPlan', { subscriptionId, priceId });
    await ok(merchant, 'finalizeInvoice', { invoiceId });
  });
});

describe('a customer without a country', () => {
  test('a customer without a country pays the home rate by default, and the reason is LOCATION_UNKNOWN', async () => {
    await austrian({});
    const { customerId } = await subscriber(null);
    expect(await taxesOf(customerId)).toEqual([[200, 'LOCATION_UNKNOWN']]);
  });

  test('with HOLD a renewal waits for the country, at most 72 hours', async () => {
    await austrian({});
    const { customerId } = await subscriber(null);
    const late = await subscriber(null);
    await ok(merchant, 'updateTaxConfig', { unknownLocationPolicy: 'HOLD' });
    await goTo('2026-05-01T00:00:00.000Z', HOUR);
    expect((await taxesOf(customerId)).length).toBe(1);
    await moveCustomer(t, merchant, customerId, { country: 'DE' });
    await t.app.tick();
    expect((await taxesOf(customerId)).at(-1)).toEqual([190, 'STANDARD']);
    await goTo('2026-05-04T00:00:00.000Z');
    expect((await taxesOf(late.customerId)).at(-1)).toEqual([200, 'LOCATION_UNKNOWN']);
  });
});

describe('kinds of customers', () => {
  test('a consumer pays tax whatever tax id is stored, and an exempt customer pays none until the last day', async () => {
    await austrian({});
    const { customerId } = await subscriber({ country: 'FR', vatId: NUMBER, status: 'VERIFIED' });
    expect((await taxesOf(customerId)).at(-1)).toEqual([0, 'REVERSE_CHARGE']);
    await ok(merchant, 'updateCustomer', { customerId, kind: 'CONSUMER' });
    await goTo('2026-05-01T00:00:00.000Z');
    expect((await taxesOf(customerId)).at(-1)).toEqual([200, 'STANDARD']);
    const taxExemption = { certificate: 'EX-123', validUntil: '2026-06-01' };
    await ok(merchant, 'updateCustomer', { customerId, taxExemption });
    await goTo('2026-06-01T00:00:00.000Z');
    expect((await taxesOf(customerId)).at(-1)).toEqual([0, 'CUSTOMER_EXEMPT']);
    await goTo('2026-07-01T00:00:00.000Z');
    expect((await taxesOf(customerId)).at(-1)).toEqual([200, 'STANDARD']);
    const { customer } = await merchant.request<{ customer: object }>(
      'query ($id: ID!) { customer(id: $id) { kind taxExemption { certificate validUntil } } }',
      { id: customerId },
    );
    expect(customer).toEqual({ kind: 'CONSUMER', taxExemption });
  });

  test('a registration counts from its first to its last day', async () => {
    await chargeTax(merchant, 'DE', {}, [
      { country: 'FR', scheme: 'LOCAL', validFrom: '2026-05-01', validUntil: '2026-06-01' },
    ]);
    const { customerId } = await subscriber({ country: 'FR' });
    for (const month of ['05', '06', '07']) await goTo(`2026-${month}-01T00:00:00.000Z`);
    expect((await documentsOf(merchant, customerId)).map(({ rates: [rate] }) => rate?.[1])).toEqual([19, 20, 20, 19]);
  });
});
