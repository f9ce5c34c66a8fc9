import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openTestDb } from '../support/database.ts';

let db: Db;
const at = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-02-01T00:00:00Z');
const stamps = { createdAt: at, updatedAt: at };

beforeAll(async () => {
  db = await openTestDb();
  const { prisma } = db;
  const tenant = { companyId: 'co' };
  await prisma.company.create({
    data: { id: 'co', name: 'Acme', defaultCurrency: 'EUR', invoicePrefix: 'A', ...stamps },
  });
  await prisma.customer.create({ data: { id: 'cus', ...tenant, email: 'a@example.com', ...stamps } });
  await prisma.product.create({ data: { id: 'prod', ...tenant, name: 'Plan', ...stamps } });
  await prisma.price.create({
    data: { id: 'price', ...tenant, productId: 'prod', currency: 'EUR', unitAmount: 0n, interval: 'MONTH', ...stamps },
  });
  await prisma.coupon.create({
    data: { id: 'coupon', ...tenant, name: 'Half', basisPointsOff: 5000, duration: 'FOREVER', ...stamps },
  });
  await prisma.subscription.create({
    data: {
      id: 'sub',
      ...tenant,
      customerId: 'cus',
      status: 'ACTIVE',
      currency: 'EUR',
      interval: 'MONTH',
      intervalCount: 1,
      anchor: at,
      currentPeriodStart: at,
      currentPeriodEnd: later,
      couponId: 'coupon',
      discountStart: at,
      discountEnd: later,
      ...stamps,
    },
  });
  await prisma.subscriptionItem.create({
    data: { id: 'item', ...tenant, subscriptionId: 'sub', priceId: 'price', quantity: 1, position: 0, ...stamps },
  });
  await prisma.invoice.create({
    data: {
      id: 'in',
      ...tenant,
      customerId: 'cus',
      status: 'OPEN',
      reason: 'MANUAL',
      currency: 'EUR',
      total: 100n,
      amountPaid: 40n,
      amountDue: 60n,
      ...stamps,
    },
  });
  await prisma.invoiceLine.create({
    data: {
      id: 'line',
      ...tenant,
      customerId: 'cus',
      invoiceId: 'in',
      kind: 'MANUAL',
      description: 'Work',
      currency: 'EUR',
      quantity: 1,
      periodStart: at,
      periodEnd: later,
      grossAmount: 120n,
      discountAmount: 20n,
      amount: 100n,
      explanation: {},
      createdAt: at,
    },
  });
  await prisma.invoiceSettlement.create({
    data: { id: 'settled', ...tenant, invoiceId: 'in', kind: 'OUT_OF_BAND', amount: 40n, createdAt: at },
  });
  await prisma.creditEntry.create({
    data: {
      id: 'credit',
      ...tenant,
      customerId: 'cus',
      currency: 'EUR',
      amount: 5n,
      cause: 'MERCHANT_GRANT',
      createdAt: at,
    },
  });
  await prisma.event.create({
    data: { id: 'evt', ...tenant, type: 't', actorKind: 'SYSTEM', objectId: 'in', data: {}, createdAt: at },
  });
});
afterAll(() => db.close());

describe('constraints of the database', () => {
  it.each([
    ['an invoice whose parts do not make its total', 'invoice', 'total = 101', 'invoice_total_adds_up'],
    ['a line whose discount does not explain its amount', 'invoice_line', 'amount = 99', 'invoice_line_amount_adds_up'],
    ['a line with quantity zero', 'invoice_line', 'quantity = 0', 'invoice_line_quantity_positive'],
    [
      'a line whose period ends as it starts',
      'invoice_line',
      'period_end = period_start',
      'invoice_line_period_runs_forwards',
    ],
    ['an item with quantity zero', 'subscription_item', 'quantity = 0', 'subscription_item_quantity_positive'],
    ['a price with interval count zero', 'price', 'interval_count = 0', 'price_interval_count_positive'],
    ['a negative price', 'price', 'unit_amount = -1', 'price_unit_amount_not_negative'],
    [
      'a subscription with interval count zero',
      'subscription',
      'interval_count = 0',
      'subscription_interval_count_positive',
    ],
    [
      'a period that runs backwards',
      'subscription',
      'current_period_end = current_period_start',
      'subscription_period_runs_forwards',
    ],
    [
      'a discount that ends before it starts',
      'subscription',
      'discount_end = discount_start',
      'subscription_discount_window',
    ],
    [
      'a discount that ends without having started',
      'subscription',
      'discount_start = NULL',
      'subscription_discount_window',
    ],
    ['a discount without a coupon', 'subscription', 'coupon_id = NULL', 'subscription_discount_window'],
    [
      'a coupon with both a percentage and an amount',
      'coupon',
      "amount_off = 1, currency = 'EUR'",
      'coupon_takes_off_one_thing',
    ],
    [
      'a coupon with neither a percentage nor an amount',
      'coupon',
      'percent_off_basis_points = NULL',
      'coupon_takes_off_one_thing',
    ],
    [
      'a coupon amount without a currency',
      'coupon',
      'percent_off_basis_points = NULL, amount_off = 1',
      'coupon_takes_off_one_thing',
    ],
    ['a coupon of more than 100 percent', 'coupon', 'percent_off_basis_points = 10001', 'coupon_percent_in_range'],
    [
      'a coupon with amount zero',
      'coupon',
      "percent_off_basis_points = NULL, amount_off = 0, currency = 'EUR'",
      'coupon_amount_positive',
    ],
    ['an invoice number zero', 'company', 'next_invoice_sequence = 0', 'company_next_invoice_sequence_positive'],
  ])('the database refuses %s', async (_promise, table, change, constraint) => {
    await expect(db.raw.query(`UPDATE ${table} SET ${change}`)).rejects.toMatchObject({ code: '23514', constraint });
  });

  it.each(['credit_entry', 'invoice_settlement', 'event'])(
    'updating or deleting a row of the append-only table %s is refused',
    async (table) => {
      const refusal = { code: '23001', message: `${table} is append-only` };
      await expect(db.raw.query(`UPDATE ${table} SET created_at = now()`)).rejects.toMatchObject(refusal);
      await expect(db.raw.query(`DELETE FROM ${table}`)).rejects.toMatchObject(refusal);
    },
  );

  it('a row that refers to a row of another company is refused', async () => {
    await db.prisma.company.create({
      data: { id: 'co2', name: 'B', defaultCurrency: 'EUR', invoicePrefix: 'B', ...stamps },
    });
    await expect(db.raw.query(`UPDATE invoice SET company_id = 'co2'`)).rejects.toMatchObject({ code: '23503' });
  });
});
