/** Tax on documents: what is billed, credited, previewed, quoted and renewed, in net, tax and total. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { cancel, configure, makeCoupon, switchPlan } from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { until } from '../support/changes.ts';
import {
  chargeTax,
  documentOf,
  documentsOf,
  moveCustomer,
  mutate,
  ok,
  previewTaxed,
  type Short,
  short,
  upcomingTaxed,
} from '../support/taxes.ts';

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
beforeEach(async () => {
  await t?.close();
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  ({ merchant, companyId } = await t.company());
  await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: true });
});
afterAll(() => t.close());

async function priceOf(amount: number, more: { behavior?: string; currency?: string; productId?: string } = {}) {
  const productId =
    more.productId ??
    ((await ok(merchant, 'createProduct', { name: `Plan ${amount}` }, 'product { id }')).product as { id: string }).id;
  const made = await ok(
    merchant,
    'createPrice',
    {
      productId,
      unitAmount: { amount, currency: more.currency ?? 'EUR' },
      interval: 'MONTH',
      taxBehavior: more.behavior ?? 'EXCLUSIVE',
    },
    'price { id }',
  );
  return (made.price as { id: string }).id;
}

async function subscriber(country: string | null, priceId: string, more: Parameters<typeof makeSubscription>[3] = {}) {
  const customerId = await makeCustomer(merchant);
  if (country) await moveCustomer(t, merchant, customerId, { country });
  const { subscription } = await makeSubscription(merchant, customerId, priceId, more);
  await t.app.tick();
  return { customerId, subscriptionId: subscription.id };
}
const last = async (customerId: string): Promise<Short> => (await documentsOf(merchant, customerId)).at(-1) as Short;

describe('a first invoice', () => {
  test('the tax is added to an exclusive price, and the total is charged', async () => {
    await chargeTax(merchant, 'DE');
    const { customerId } = await subscriber('DE', await priceOf(1999));
    expect(await documentsOf(merchant, customerId)).toEqual([
      {
        ...{ net: 1999, tax: 380, total: 2379, due: 0 },
        ...{ rates: [['S', 19, 1999, 380]], lines: [[1999, 380]], reasons: ['STANDARD'] },
      },
    ]);
    const [payment] = await t.db.prisma.payment.findMany({ where: { companyId } });
    expect(payment?.amount).toBe(2379n);
  });

  test('the tax is taken out of an inclusive price', async () => {
    await chargeTax(merchant, 'AT', { defaultBehavior: 'INCLUSIVE' });
    const { customerId } = await subscriber('AT', await priceOf(999, { behavior: 'INCLUSIVE' }));
    expect(await last(customerId)).toMatchObject({ net: 832, tax: 167, total: 999, rates: [['S', 20, 832, 167]] });
  });

  test('a discount of 100 % leaves no tax', async () => {
    await chargeTax(merchant, 'DE');
    const couponId = await makeCoupon(merchant, { basisPointsOff: 10_000, duration: 'FOREVER' });
    const { customerId } = await subscriber('DE', await priceOf(1999), { couponId });
    expect(await last(customerId)).toMatchObject({ net: 0, tax: 0, total: 0, lines: [[0, 0]] });
  });

  test('a consumer in a country without registration pays the home rate, and the missing registration is reported', async () => {
    await chargeTax(merchant, 'DE');
    const { customerId } = await subscriber('FR', await priceOf(1000));
    expect(await last(customerId)).toMatchObject({ tax: 190, rates: [['S', 19, 1000, 190]] });
    const missing = await t.db.prisma.event.findMany({ where: { companyId, type: 'tax.registration_missing' } });
    expect(missing.map(({ data }) => data)).toEqual([{ country: 'FR' }]);
  });

  test('the invoice of a company without tax mentions none', async () => {
    const { customerId } = await subscriber('DE', await priceOf(1999));
    expect(await last(customerId)).toEqual({
      ...{ net: null, tax: null, total: 1999, due: 0, rates: [] },
      ...{ lines: [[1999, 0]], reasons: [null] },
    });
    expect(await t.db.prisma.invoiceTax.count()).toBe(0);
  });
});

describe('a change of plan', () => {
  test('a switch credits the billed tax and charges the new one; preview, quote and invoice agree', async () => {
    await chargeTax(merchant, 'DE');
    const [small, large] = [await priceOf(1999), await priceOf(4999)];
    const { customerId, subscriptionId } = await subscriber('DE', small);
    t.clock.advanceTo('2026-04-16T00:00:00.000Z');
    const input = { subscriptionId, priceId: large };
    const preview = await previewTaxed(merchant, input);
    const expected = {
      net: 1500,
      tax: 285,
      total: 1785,
      lines: [
        [-1000, -190],
        [2500, 475],
      ],
    };
    expect(short(preview)).toMatchObject({ ...expected, due: 1785 });
    await switchPlan(merchant, { ...input, quote: preview.quote.token });
    expect(await last(customerId)).toMatchObject({ ...expected, rates: [['S', 19, 1500, 285]] });
    const next = await upcomingTaxed(merchant, subscriptionId);
    expect(next).toEqual(preview.nextInvoice && short(preview.nextInvoice));
    await until(t, '2026-05-01');
    expect(await last(customerId)).toEqual({ ...next, due: 0 });
    expect(next).toMatchObject({ net: 4999, tax: 950, total: 5949 });
  });

  test('a switch after the tax id was verified credits the old tax and charges none, with both reasons', async () => {
    await chargeTax(merchant, 'AT', {}, [{ country: 'AT', scheme: 'OSS_UNION' }]);
    const [small, large] = [await priceOf(2000), await priceOf(5000)];
    const { customerId, subscriptionId } = await subscriber('FR', small);
    expect(await last(customerId)).toMatchObject({ tax: 400, total: 2400 });
    t.clock.advanceTo('2026-04-16T00:00:00.000Z');
    await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' });
    await switchPlan(merchant, { subscriptionId, priceId: large });
    expect(await last(customerId)).toMatchObject({
      ...{
        net: 1500,
        tax: -200,
        total: 1300,
        lines: [
          [-1000, -200],
          [2500, 0],
        ],
      },
      ...{
        rates: [
          ['S', 20, -1000, -200],
          ['AE', 0, 2500, 0],
        ],
        reasons: ['STANDARD', 'REVERSE_CHARGE'],
      },
    });
  });

  test('a switch there and back at one instant nets to zero in net, tax and total, also after the country has changed', async () => {
    await chargeTax(merchant, 'DE', {}, [{ country: 'DE', scheme: 'OSS_UNION' }]);
    const prices = [await priceOf(999), await priceOf(1777), await priceOf(5431, { behavior: 'INCLUSIVE' })] as const;
    for (const timing of ['IMMEDIATELY', 'PERIOD_END'] as const)
      for (const behavior of ['PRORATE', 'FULL_DIFFERENCE'] as const) {
        const { customerId, subscriptionId } = await subscriber('DE', prices[0]);
        t.clock.advance(7 * 86_400_000 + 1234);
        const sumBefore = await sums(customerId);
        const terms = { prorationBehavior: behavior, chargeTiming: timing };
        await switchPlan(merchant, { subscriptionId, priceId: prices[1], ...terms });
        await moveCustomer(t, merchant, customerId, { country: 'FI' });
        await switchPlan(merchant, { subscriptionId, priceId: prices[2], ...terms, chargeTiming: 'IMMEDIATELY' });
        await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' });
        await switchPlan(merchant, { subscriptionId, priceId: prices[0], ...terms });
        expect(await sums(customerId)).toEqual(sumBefore);
      }
  });

  test('a quote expires when the treatment has changed, and names that reason', async () => {
    await chargeTax(merchant, 'AT', { unprovenTaxIdPolicy: 'CHARGE' }, [{ country: 'AT', scheme: 'OSS_UNION' }]);
    const [small, large] = [await priceOf(2000), await priceOf(5000)];
    const { customerId, subscriptionId } = await subscriber('FR', small);
    t.clock.advanceTo('2026-04-16T00:00:00.000Z');
    await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: 'FR40303265045', status: 'PENDING' });
    const { quote } = await previewTaxed(merchant, { subscriptionId, priceId: large });
    await t.db.prisma.customer.update({ where: { id: customerId }, data: { taxIdStatus: 'VERIFIED' } });
    const input = { subscriptionId, priceId: large, quote: quote.token };
    expect(await mutate(merchant, 'switchPlan', input, 'subscription { id }')).toMatchObject({
      ...{ code: 'QUOTE_EXPIRED', expired: 'TAX_CHANGED' },
      message: expect.stringContaining('tax'),
    });
    expect((await documentsOf(merchant, customerId)).length).toBe(1);
  });
});

/** The sums of all lines of a customer, invoiced and pending: net, tax and total. */
async function sums(customerId: string) {
  const lines = await t.db.prisma.invoiceLine.findMany({ where: { customerId } });
  const tax = lines.reduce((sum, line) => sum + (line.taxAmount ?? 0n), 0n);
  const net = lines.reduce(
    (sum, line) => sum + line.amount - (line.taxBehavior === 'INCLUSIVE' ? (line.taxAmount ?? 0n) : 0n),
    0n,
  );
  return { net, tax };
}

describe('a renewal over a change of rate', () => {
  test('a new rate moves the net of an inclusive price and the total of an exclusive one; a credit has the old rate', async () => {
    await t.close();
    t = await openTestApp({ now: '2024-08-10T00:00:00.000Z' });
    ({ merchant, companyId } = await t.company());
    await chargeTax(merchant, 'FI');
    const inclusive = await subscriber('FI', await priceOf(1000, { behavior: 'INCLUSIVE' }));
    const exclusive = await subscriber('FI', await priceOf(1000));
    await until(t, '2024-09-10');
    expect((await documentsOf(merchant, inclusive.customerId)).map(({ net, tax, total }) => [net, tax, total])).toEqual(
      [
        [806, 194, 1000],
        [797, 203, 1000],
      ],
    );
    expect((await documentsOf(merchant, exclusive.customerId)).map(({ net, tax, total }) => [net, tax, total])).toEqual(
      [
        [1000, 240, 1240],
        [1000, 255, 1255],
      ],
    );
    const late = await subscriber('FI', await priceOf(3000));
    await t.db.prisma.$executeRaw`UPDATE invoice_line SET tax_rate_ppm = 240000, tax_amount = 720
      WHERE customer_id = ${late.customerId}`;
    await until(t, '2024-09-25');
    await cancel(merchant, { subscriptionId: late.subscriptionId, mode: 'IMMEDIATELY', prorate: true });
    expect(await last(late.customerId)).toMatchObject({ net: -1500, tax: -360, rates: [['S', 24, -1500, -360]] });
  });

  test('a German company bills 16 % from July to December 2020, by the first or the last day of the period', async () => {
    await t.close();
    t = await openTestApp({ now: '2020-06-15T00:00:00.000Z' });
    for (const [taxDate, rates] of [
      ['PERIOD_START', [19, 16]],
      ['PERIOD_END', [16, 16]],
    ] as const) {
      ({ merchant, companyId } = await t.company());
      await chargeTax(merchant, 'DE', { taxDate });
      const { customerId } = await subscriber('DE', await priceOf(1000));
      await until(t, t.clock.now().getUTCMonth() === 5 ? '2020-07-15' : '2020-08-15');
      const documents = await documentsOf(merchant, customerId);
      expect(documents.map(({ rates: [rate] }) => rate?.[1])).toEqual(taxDate === 'PERIOD_START' ? rates : [16, 16]);
    }
  });
});

describe('a cancellation', () => {
  test('a cancellation at the start gives back all net and all tax, and never more than was billed', async () => {
    await chargeTax(merchant, 'DE');
    const { customerId, subscriptionId } = await subscriber('DE', await priceOf(1999));
    await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
    expect(await documentsOf(merchant, customerId)).toMatchObject([
      { net: 1999, tax: 380, total: 2379 },
      { net: -1999, tax: -380, total: -2379 },
    ]);
    const [credit] = await t.db.prisma.creditEntry.findMany({ where: { customerId } });
    expect(credit?.amount).toBe(2379n);
  });

  test('credit pays the total and leaves the tax as it is', async () => {
    await chargeTax(merchant, 'DE');
    const { customerId } = await subscriber('DE', await priceOf(1000));
    await ok(merchant, 'adjustCredit', { customerId, amount: { amount: 500, currency: 'EUR' } });
    await until(t, '2026-05-01');
    expect(await last(customerId)).toMatchObject({ net: 1000, tax: 190, total: 1190, due: 0 });
    const settled = await t.db.prisma.invoiceSettlement.findMany({ where: { companyId } });
    expect(settled.map(({ kind, amount }) => [kind, amount])).toContainEqual(['CREDIT_BALANCE', 500n]);
    expect(settled.map(({ kind, amount }) => [kind, amount])).toContainEqual(['PAYMENT', 690n]);
  });
});

describe('drafts', () => {
  test('a draft has provisional tax, which is decided when it is finalized', async () => {
    await chargeTax(merchant, 'DE');
    const customerId = await makeCustomer(merchant, { token: null });
    await moveCustomer(t, merchant, customerId, { country: 'DE' });
    const input = {
      customerId,
      currency: 'EUR',
      lines: [
        { description: 'Setup', unitAmount: 33, quantity: 3 },
        { description: 'Books', unitAmount: 1070, taxCategory: 'EBOOK', taxBehavior: 'INCLUSIVE' },
        { description: 'Course', unitAmount: 500, taxCategory: 'EXEMPT', taxExemptBy: '§ 4 Nr. 21 UStG' },
      ],
    };
    const made = await ok(merchant, 'createInvoice', input, 'invoice { id }');
    const { id } = made.invoice as { id: string };
    const expected = {
      ...{ net: 1599, tax: 89, total: 1688 },
      rates: [
        ['S', 19, 99, 19],
        ['S', 7, 1000, 70],
        ['E', 0, 500, 0],
      ],
      reasons: ['STANDARD', 'REDUCED', 'PRODUCT_EXEMPT'],
    };
    expect(await documentOf(merchant, id)).toMatchObject(expected);
    await ok(merchant, 'finalizeInvoice', { invoiceId: id });
    expect(await documentOf(merchant, id)).toMatchObject({ ...expected, due: 1688 });
    const second = (await ok(merchant, 'createInvoice', input, 'invoice { id }')).invoice as { id: string };
    await moveCustomer(t, merchant, customerId, { country: 'US' });
    await ok(merchant, 'finalizeInvoice', { invoiceId: second.id });
    expect(await documentOf(merchant, second.id)).toMatchObject({ net: 1669, tax: 0, total: 1669, due: 1669 });
    expect(await documentOf(merchant, id)).toMatchObject(expected);
  });
});

describe('imports', () => {
  test('an imported line carries the given tax, which later credits take back; without one it is credited without tax', async () => {
    await chargeTax(merchant, 'DE');
    const priceId = await priceOf(3000);
    for (const [billedTax, credited] of [
      [{ amount: 573, category: 'S', ratePpm: 191000, country: 'DE' }, [-1500, -287]],
      [undefined, [-1500, 0]],
    ] as const) {
      const customerId = await makeCustomer(merchant);
      await moveCustomer(t, merchant, customerId, { country: 'DE' });
      const input = {
        ...{ customerId, status: 'ACTIVE', anchor: '2026-04-01T00:00:00.000Z' },
        ...{ currentPeriodStart: '2026-04-01T00:00:00.000Z', currentPeriodEnd: '2026-05-01T00:00:00.000Z' },
        items: [{ priceId, billedTax }],
      };
      const made = await ok(merchant, 'importSubscription', input, 'subscription { id }');
      expect(await last(customerId)).toMatchObject({ tax: billedTax ? 573 : null, total: billedTax ? 3573 : 3000 });
      t.clock.advanceTo('2026-04-16T00:00:00.000Z');
      const { id: subscriptionId } = made.subscription as { id: string };
      await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
      expect((await last(customerId)).lines).toEqual([credited]);
    }
  });

  test('an import with a tax that contradicts its category or exceeds the amount is refused at the field', async () => {
    const priceId = await priceOf(3000);
    const customerId = await makeCustomer(merchant);
    const times = {
      ...{ status: 'ACTIVE', anchor: '2026-04-01T00:00:00.000Z' },
      ...{ currentPeriodStart: '2026-04-01T00:00:00.000Z', currentPeriodEnd: '2026-05-01T00:00:00.000Z' },
    };
    for (const [billedTax, field] of [
      [{ amount: 1, category: 'AE', ratePpm: 0 }, 'amount'],
      [{ amount: 0, category: 'S', ratePpm: 0 }, 'ratePpm'],
      [{ amount: 3001, category: 'S', ratePpm: 190000 }, 'amount'],
    ] as const)
      expect(
        await mutate(
          merchant,
          'importSubscription',
          { customerId, ...times, items: [{ priceId, billedTax }] },
          '__typename',
        ),
      ).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'items', '0', 'billedTax', field] });
  });
});
