/** Other ways from one tenant to another than ids: quotes, idempotency keys, signed URLs and jobs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advancePayment } from '../../src/modules/charge/advancePayment.ts';
import { ProviderDown } from '../../src/modules/payment/port.ts';
import { PUBLIC_URL } from '../support/app.ts';
import { type Caller, mutate, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { digest } from './digest.ts';
import { documentFor, type FieldName } from './fields.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

const ask = (caller: Caller, name: FieldName, input: object) =>
  world.ask(caller, documentFor(name, { input }, '__typename'), { input });

describe('quotes of other callers', () => {
  test.each(['customer A2', 'merchant B', 'customer B1'] as const)(
    '%s gets the same refusal with the quote of A1 as without a quote, and nothing is written',
    async (caller) => {
      const { records } = caller === 'customer A2' ? world.A2 : world.B1;
      const before = await digest(world.t.db);
      for (const field of ['Mutation.switchPlan', 'Mutation.updateQuantity'] as const) {
        const rest = field === 'Mutation.switchPlan' ? { priceId: records.largePrice } : { quantity: 2 };
        const input = { subscriptionId: records.subscription, ...rest };
        const strange = await ask(caller, field, { ...input, quote: world.A1.records.quote });
        expect(strange).toEqual(await ask(caller, field, { ...input, quote: 'no.such.quote' }));
        expect(strange.text).toContain('QUOTE_EXPIRED');
      }
      expect(await digest(world.t.db)).toEqual(before);
    },
  );

  test('a quote is refused for another subscription of the same customer', async () => {
    const { records } = world.A1;
    const input = { subscriptionId: records.endingSubscription, priceId: records.price, quote: records.quote };
    expect((await ask('customer A1', 'Mutation.switchPlan', input)).text).toContain('QUOTE_EXPIRED');
  });
});

test('an item of another subscription of the same customer is refused', async () => {
  const { records } = world.A1;
  for (const name of ['Query.previewSwitchPlan', 'Mutation.switchPlan'] as const) {
    const input = { subscriptionId: records.subscription, priceId: records.largePrice };
    const other = await ask('customer A1', name, { ...input, itemId: records.wideItem });
    expect(other).toEqual(await ask('customer A1', name, { ...input, itemId: 'si_01kn35e000ge0wtdsshxnrxt9d' }));
    expect(other.text).toContain('NOT_FOUND');
  }
});

describe('idempotency keys of other callers', () => {
  test('two companies with the same idempotency key get separate responses', async () => {
    const create = async (caller: Caller, name: string) => {
      const variables = { input: { name, idempotencyKey: 'the-same-key' } };
      const { text } = await world.ask(
        caller,
        documentFor('Mutation.createProduct', variables, 'product { id name }'),
        variables,
      );
      return JSON.parse(text).data.createProduct;
    };
    const own = await create('merchant A', 'One');
    expect(await create('merchant B', 'Another')).toMatchObject({ product: { name: 'Another' } });
    expect(await create('merchant A', 'One')).toEqual(own);
    expect(await create('merchant A', 'Another')).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('a customer does not get the response of another caller with the same key', async () => {
    const add = async (caller: Caller, customerId: string) => {
      const variables = { input: { customerId, token: 'tok_visa', idempotencyKey: 'the-same-key' } };
      const { text } = await world.ask(
        caller,
        documentFor('Mutation.addPaymentMethod', variables, 'paymentMethod { id }'),
        variables,
      );
      return JSON.parse(text).data.addPaymentMethod.paymentMethod.id as string;
    };
    const ids = [
      await add('customer A1', world.A1.records.customer),
      await add('customer A2', world.A2.records.customer),
      await add('customer B1', world.B1.records.customer),
      await add('merchant A', world.A1.records.customer),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(await add('customer A1', world.A1.records.customer)).toBe(ids[0]);
  });
});

test('the signed URL of an invoice opens no other invoice, and an unsigned URL gets the same response', async () => {
  const { url } = await mutate(world.A1.portal, 'createInvoicePdfLink', { invoiceId: world.A1.records.invoice }, 'url');
  const get = async (invoiceId: string, token: string) => {
    const response = await world.t.app.fetch(new Request(`${PUBLIC_URL}/invoices/${invoiceId}.pdf?token=${token}`));
    return { status: response.status, text: await response.text() };
  };
  const token = new URL(url).searchParams.get('token') as string;
  expect((await get(world.A1.records.invoice, token)).status).toBe(200);
  const nothing = await get('in_01kn35e000ge0wtdsshxnrxt9d', token);
  expect(nothing.status).toBe(404);
  for (const id of [world.A1.records.draft, world.A2.records.invoice, world.B1.records.invoice])
    expect(await get(id, token)).toEqual(nothing);
  expect(await get(world.A1.records.invoice, world.credentials['customer A1'] as string)).toEqual(nothing);
  expect(await get(world.A1.records.invoice, world.A1.records.quote)).toEqual(nothing);
});

test('a job that names a record of another company does nothing', async () => {
  const { t, A1, A2, A, B } = world;
  const { subscription: subscriptionId, largePrice: priceId } = A2.records;
  t.provider.capture = () => Promise.reject(new ProviderDown('NO'));
  await mutate(A2.portal, 'switchPlan', { subscriptionId, priceId }, 'subscription { id }');
  const waiting = { companyId: A.companyId, customerId: A2.records.customer, status: 'TAKING' } as const;
  const { id: paymentId } = await t.db.prisma.payment.findFirstOrThrow({ where: waiting });
  const before = await digest(t.db);
  const wallNow = t.clock.now();
  const principal = { kind: 'system', companyId: B.companyId } as const;
  const ofOther = { ...t, queue: t.app.queue, now: wallNow, wallNow, principal };
  await expect(advancePayment(ofOther, paymentId)).rejects.toThrow();
  expect(await digest(t.db)).toEqual(before);
  delete t.provider.capture;
  await advancePayment({ ...ofOther, principal: { kind: 'system', companyId: A.companyId } }, paymentId);
  const { status } = await t.db.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
  expect([status, A1.records.payment === paymentId]).toEqual(['SUCCEEDED', false]);
});
