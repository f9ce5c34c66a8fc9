/** Payment methods: the last one cannot be removed while a subscription needs it, and none is left at the provider. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { APRIL, accountOf, cancel, configure, openShop, type Shop, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import {
  AddPaymentMethodDocument,
  type AddPaymentMethodInput,
  RemovePaymentMethodDocument,
  SetDefaultPaymentMethodDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
beforeEach(() => t.clock.advance(1000));
afterAll(() => t.close());

const add = async (client: Shop['merchant'], input: AddPaymentMethodInput) =>
  (await client.request(AddPaymentMethodDocument, { input })).addPaymentMethod;
const remove = async (client: Shop['merchant'], paymentMethodId: string) =>
  (await client.request(RemovePaymentMethodDocument, { input: { paymentMethodId } })).removePaymentMethod;
const makeDefault = async (client: Shop['merchant'], paymentMethodId: string) =>
  (await client.request(SetDefaultPaymentMethodDocument, { input: { paymentMethodId } })).setDefaultPaymentMethod;
const added = async (client: Shop['merchant'], input: AddPaymentMethodInput) => {
  t.clock.advance(1);
  return success(await add(client, input)).paymentMethod.id;
};

describe('removePaymentMethod', () => {
  test('removing the last payment method is refused while a subscription needs it, to customers and merchants alike', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    const [only] = (await accountOf(shop.merchant, customerId)).methods;
    for (const client of [portal, shop.merchant])
      expect(await remove(client, only?.id ?? '')).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
    success(await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    success(await remove(portal, only?.id ?? ''));
    expect((await accountOf(shop.merchant, customerId)).methods).toEqual([]);
    expect(await remove(portal, only?.id ?? '')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('removing the default payment method makes the newest remaining one the default', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const [first] = (await accountOf(shop.merchant, customerId)).methods;
    const second = await added(shop.merchant, { customerId, token: 'tok_mastercard' });
    const third = await added(shop.merchant, { customerId, token: 'tok_amex' });
    const defaults = async () =>
      (await accountOf(shop.merchant, customerId)).methods.filter(({ isDefault }) => isDefault).map(({ id }) => id);
    expect(await defaults()).toEqual([first?.id]);
    success(await remove(shop.merchant, first?.id ?? ''));
    expect(await defaults()).toEqual([third]);
    success(await remove(shop.merchant, second));
    expect(await defaults()).toEqual([third]);
    expect(await makeDefault(shop.merchant, second)).toMatchObject({ code: 'NOT_FOUND' });
    success(await remove(shop.merchant, third));
    expect(await defaults()).toEqual([]);
  });

  test('the provider is informed of a removed payment method by a job, not during the request', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const [method] = (await accountOf(shop.merchant, customerId)).methods;
    const { providerRef } = await t.db.prisma.paymentMethod.findUniqueOrThrow({ where: { id: method?.id } });
    success(await remove(shop.merchant, method?.id ?? ''));
    expect(t.sandbox.detached.has(providerRef)).toBe(false);
    await t.app.tick();
    expect(t.sandbox.detached.has(providerRef)).toBe(true);
  });
});

describe('addPaymentMethod', () => {
  test('the first payment method becomes the default, later ones only with makeDefault', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const { portal } = await t.signIn(shop.merchant, customerId);
    const first = await added(portal, { token: 'tok_visa' });
    await added(portal, { token: 'tok_mastercard' });
    expect((await accountOf(shop.merchant, customerId)).methods.find(({ isDefault }) => isDefault)?.id).toBe(first);
    const third = await added(portal, { token: 'tok_amex', makeDefault: true });
    expect((await accountOf(shop.merchant, customerId)).methods.find(({ isDefault }) => isDefault)?.id).toBe(third);
  });

  test('a payment method type that the portal does not accept is refused and detached at the provider', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const { portal } = await t.signIn(shop.merchant, customerId);
    const before = new Set(t.sandbox.detached);
    expect(await add(portal, { token: 'tok_sepa_debit' })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'token'],
    });
    const given = [...t.sandbox.detached].filter((ref) => !before.has(ref));
    expect(given).toEqual([expect.stringContaining('tok_sepa_debit')]);
    expect((await accountOf(shop.merchant, customerId)).methods).toEqual([]);
    await configure(shop.merchant, { acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] });
    success(await add(portal, { token: 'tok_sepa_debit' }));
    await configure(shop.merchant, { acceptedPaymentMethods: ['CARD'] });
  });

  test('unknown tokens, declined tokens and a disabled section return typed errors', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const { portal } = await t.signIn(shop.merchant, customerId);
    for (const token of ['tok_none', '__proto__', 'constructor', ' '])
      expect(await add(portal, { token })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'token'] });
    expect(await add(portal, { token: 'tok_refused' })).toMatchObject({ code: 'PAYMENT_DECLINED' });
    await configure(shop.merchant, { paymentMethodsEnabled: false });
    expect(await add(portal, { token: 'tok_visa' })).toMatchObject({ code: 'PORTAL_FEATURE_DISABLED' });
    await configure(shop.merchant, { paymentMethodsEnabled: true });
  });

  test('adding the same instrument twice is a conflict and leaves the first one usable', async () => {
    // For a token that is attached already, providers return the existing instrument.
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const { readSetup } = t.real;
    t.provider.readSetup = async (input) => {
      const setup = await readSetup(input);
      return { ...setup, method: setup.method && { ...setup.method, ref: `sbx_tok_visa_${'0'.repeat(24)}` } };
    };
    try {
      success(await add(shop.merchant, { customerId, token: 'tok_visa' }));
      expect(await add(shop.merchant, { customerId, token: 'tok_visa' })).toMatchObject({ code: 'CONFLICT' });
      expect(t.sandbox.detached.has(`sbx_tok_visa_${'0'.repeat(24)}`)).toBe(false);
      expect((await accountOf(shop.merchant, customerId)).methods).toHaveLength(1);
    } finally {
      delete t.provider.readSetup;
    }
  });

  test('adding eight payment methods at the same moment creates one customer at the provider and one default', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const { readSetup } = t.real;
    const owners = new Set<string>();
    t.provider.readSetup = async (input) => {
      owners.add(input.customerRef);
      return readSetup(input);
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => add(shop.merchant, { customerId, token: 'tok_visa' })),
    );
    delete t.provider.readSetup;
    for (const answer of answers) success(answer);
    const { methods } = await accountOf(shop.merchant, customerId);
    expect(methods).toHaveLength(8);
    expect(methods.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect(owners.size).toBe(1);
  });
});
