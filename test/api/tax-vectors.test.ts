/** The published cases of `vectors/tax.json` through the public API. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { cancel, configure, switchPlan } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { CreateTestClockDocument } from '../support/graphql/graphql.ts';
import { chargeTax, documentOf, documentsOf, moveCustomer, ok, type Short } from '../support/taxes.ts';
import vectors from '../unit/kernel/vectors/tax.json' with { type: 'json' };

const ppm = (percent: string) => Math.round(Number(percent) * 10_000);
const START = '2026-01-01T00:00:00.000Z';
const DAY = 86_400_000;

let t: TestApp;
let merchant: GraphQLClient;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp({ now: START });
  ({ merchant } = await t.company());
  await configure(merchant, { allowPlanSwitch: true });
  await chargeTax(merchant, 'DE');
  customerId = await makeCustomer(merchant);
  await moveCustomer(t, merchant, customerId, { country: 'DE' });
});
afterAll(() => t.close());

const known = new Set<string>();
/** The product category with the rate in Germany; the rates of the cases are added as the company's own. */
async function categoryOf(percent: string, category = 'S'): Promise<object> {
  if (category === 'E') return { taxCategory: 'EXEMPT', taxExemptBy: 'Directive 2006/112/EC' };
  const code = `RATE_${percent.replace('.', '_')}`;
  if (!known.has(code)) {
    known.add(code);
    await ok(merchant, 'addTaxRate', { country: 'DE', category: code, ratePpm: ppm(percent), validFrom: '2020-01-01' });
  }
  return { taxCategory: code };
}

/** Finalizes an invoice with the lines and returns it. */
async function invoiceOf(
  customer: string,
  currency: string,
  lines: readonly { amount: number; percent: string; category?: string }[],
  taxBehavior: string,
): Promise<Short> {
  const written = [];
  for (const [index, { amount, percent, category }] of lines.entries())
    written.push({
      ...{ description: `Line ${index + 1}`, unitAmount: amount, taxBehavior },
      ...(category === 'AE' ? {} : await categoryOf(percent, category)),
    });
  const input = { customerId: customer, currency, lines: written };
  const { id } = (await ok(merchant, 'createInvoice', input, 'invoice { id }')).invoice as { id: string };
  await ok(merchant, 'finalizeInvoice', { invoiceId: id });
  return documentOf(merchant, id);
}

interface DocumentCase {
  id: string;
  source: string;
  currency: string;
  behavior: string;
  lines: { amount: number; percent: string; category?: string }[];
  prepaid?: number;
  result: { groups: (string | number)[][]; tax: number; total: number; due?: number; lineTaxes?: number[] };
}
const documents = vectors.documents as DocumentCase[];
/** A merchant's line has no negative amount; the case of the norm that needs one is checked without the API. */
const invoiced = documents.filter(({ lines }) => lines.every(({ amount }) => amount >= 0));

describe('published documents through the API', () => {
  test('all documents but one have no negative line', () => {
    expect(documents.length - invoiced.length).toBe(1);
  });

  test.each(invoiced)('the finalized invoice $id of $source has the published tax', async (vector) => {
    const { currency, behavior, lines, prepaid, result } = vector;
    const customer = await makeCustomer(merchant, { token: null });
    const reverse = lines.some(({ category }) => category === 'AE');
    const place = reverse ? { country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' } : { country: 'DE' };
    await moveCustomer(t, merchant, customer, place);
    if (prepaid) await ok(merchant, 'adjustCredit', { customerId: customer, amount: { amount: prepaid, currency } });
    const invoice = await invoiceOf(customer, currency, lines, behavior);
    expect(invoice.rates).toEqual(
      result.groups.map(([category, percent, base, tax]) => [category, Number(percent), base, tax]),
    );
    expect([invoice.tax, invoice.total]).toEqual([result.tax, result.total]);
    expect(invoice.due).toBe(result.due ?? result.total);
    if (result.lineTaxes) expect(invoice.lines.map(([, tax]) => tax)).toEqual(result.lineTaxes);
  });
});

/** A subscription that another system billed for `days` days from the start with an amount and a tax. */
async function imported(price: number, billed: { amount: number; tax: number; percent: string }, days: number) {
  const customer = await makeCustomer(merchant);
  await moveCustomer(t, merchant, customer, { country: 'DE' });
  const priceId = await priceOf(price, billed.percent, days);
  const tax = { amount: billed.tax, category: 'S', ratePpm: ppm(billed.percent), country: 'DE' };
  const made = await ok(
    merchant,
    'importSubscription',
    {
      ...{ customerId: customer, status: 'ACTIVE', anchor: START, currentPeriodStart: START },
      currentPeriodEnd: new Date(Date.parse(START) + days * DAY).toISOString(),
      items: [{ priceId, billedAmount: billed.amount, billedTax: tax }],
    },
    'subscription { id }',
  );
  return { customer, subscriptionId: (made.subscription as { id: string }).id };
}

async function priceOf(amount: number, percent: string, days: number): Promise<string> {
  const category = await categoryOf(percent);
  const product = await ok(merchant, 'createProduct', { name: 'Plan', ...category }, 'product { id }');
  const price = {
    productId: (product.product as { id: string }).id,
    ...{ unitAmount: { amount, currency: 'EUR' }, interval: 'DAY', intervalCount: days },
  };
  return ((await ok(merchant, 'createPrice', price, 'price { id }')).price as { id: string }).id;
}

/** The company's time until the end of the test file: each case moves it within one period. */
async function inTime<Result>(run: () => Promise<Result>): Promise<Result> {
  const before = { merchant, customerId };
  ({ merchant } = await t.company());
  known.clear();
  success((await merchant.request(CreateTestClockDocument, { input: { frozenTime: START } })).createTestClock);
  await configure(merchant, { allowPlanSwitch: true });
  await chargeTax(merchant, 'DE');
  try {
    return await run();
  } finally {
    ({ merchant, customerId } = before);
    known.clear();
  }
}
const advance = (left: number, of: number) =>
  ok(merchant, 'advanceTestClock', { frozenTime: new Date(Date.parse(START) + (of - left) * DAY).toISOString() });

describe('published credits through the API', () => {
  test.each(vectors.credits)(
    'canceling credits the share $id of $source',
    async ({ billed, left: [left, of], result }) => {
      await inTime(async () => {
        const { customer, subscriptionId } = await imported(billed.amount, billed, of ?? 1);
        await advance(left ?? 0, of ?? 1);
        await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
        const note = (await documentsOf(merchant, customer)).at(-1);
        expect([note?.net, note?.tax, note?.total]).toEqual([-result.amount, -result.tax, -result.total]);
      });
    },
  );

  test.each(vectors.changes)(
    'a switch of plan bills the change $id',
    async ({ old, next, left: [left, of], result }) => {
      await inTime(async () => {
        const days = 10 * (of ?? 1);
        const { customer, subscriptionId } = await imported(old.amount, old, days);
        await advance(10 * (left ?? 0), days);
        await switchPlan(merchant, { subscriptionId, priceId: await priceOf(next.amount, next.percent, days) });
        const invoice = (await documentsOf(merchant, customer)).at(-1);
        expect([invoice?.tax, invoice?.total]).toEqual([result.tax, result.total]);
        const parts = result.groups ?? [
          { base: result.credit?.amount, tax: result.credit?.tax },
          { base: result.charge?.amount, tax: result.charge?.tax },
        ];
        expect(invoice?.lines).toEqual(parts.map(({ base, tax }) => [base, tax]));
      });
    },
  );

  test.each(vectors.roundTrips)('switching there and back nets to zero in $id', async (vector) => {
    const {
      old,
      next,
      percent,
      left: [left, of],
      result,
    } = vector;
    await inTime(async () => {
      const { customer, subscriptionId } = await imported(old.amount, { ...old, percent }, of ?? 1);
      await advance(left ?? 0, of ?? 1);
      const { subscription } = await merchant.request<{ subscription: { items: { price: { id: string } }[] } }>(
        'query ($id: ID!) { subscription(id: $id) { items { price { id } } } }',
        { id: subscriptionId },
      );
      const home = subscription.items[0]?.price.id ?? '';
      await switchPlan(merchant, { subscriptionId, priceId: await priceOf(next.amount, percent, of ?? 1) });
      await switchPlan(merchant, { subscriptionId, priceId: home });
      const since = (await documentsOf(merchant, customer)).slice(1);
      const sum = (of: 'net' | 'tax' | 'total') => since.reduce((all, document) => all + (document[of] ?? 0), 0);
      expect(since.length).toBe(2);
      expect({ net: sum('net'), tax: sum('tax'), total: sum('total') }).toEqual(result);
    });
  });
});

describe('published treatments through the API', () => {
  test.each(vectors.treatments)('a sale of $seller.country to $buyer.country is treated as in $id', async (vector) => {
    const { seller, buyer, result, whileUnproven } = vector as {
      seller: { country: string; registrations: string[] };
      buyer: { country: string; postalCode?: string; vatId?: string; verification?: string };
      whileUnproven?: string;
      result: { category: string; rate: string | null };
    };
    const before = merchant;
    ({ merchant } = await t.company());
    try {
      const oss = seller.registrations.includes('OSS') ? [{ country: seller.country, scheme: 'OSS_UNION' }] : [];
      await chargeTax(merchant, seller.country, whileUnproven ? { unprovenTaxIdPolicy: whileUnproven } : {}, oss);
      const customer = await makeCustomer(merchant, { token: null });
      const { verification: status, ...place } = buyer;
      await moveCustomer(t, merchant, customer, { ...place, status });
      const input = {
        ...{ customerId: customer, currency: 'EUR' },
        lines: [{ description: 'Service', unitAmount: 10_000 }],
      };
      const { id } = (await ok(merchant, 'createInvoice', input, 'invoice { id }')).invoice as { id: string };
      const [rate] = (await documentOf(merchant, id)).rates;
      expect(rate?.slice(0, 2)).toEqual([result.category, Number(result.rate ?? 0)]);
    } finally {
      merchant = before;
    }
  });
});
