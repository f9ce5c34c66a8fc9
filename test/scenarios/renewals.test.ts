/** Renewals over years. The prices make one day of a 30-day month a round amount. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  AddPaymentMethodDocument,
  CancelSubscriptionDocument,
  PayInvoiceDocument,
  PortalHomeDocument,
  SwitchPlanDocument,
  UncancelSubscriptionDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-31T10:00:00.000Z' });
});
afterAll(() => t.close());

/** Advances the clock and runs everything that is due. */
async function until(instant: string): Promise<void> {
  t.clock.advanceTo(instant);
  await t.app.tick();
}

const invoicesOf = (subscriptionId: string) =>
  t.db.prisma.invoice.findMany({
    where: { subscriptionId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { lines: { orderBy: { position: 'asc' } } },
  });

test('a subscription from 31 January renews on the last day of short months and on the 31st of long ones', async () => {
  const { merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const { subscription } = await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await until('2026-02-28T09:59:59.999Z');
  expect(await invoicesOf(subscription.id)).toHaveLength(1);
  // Two years pass without a tick: every period gets its own invoice, in order.
  await until('2028-03-31T10:00:00.000Z');
  const invoices = await invoicesOf(subscription.id);
  const starts = invoices.map(({ lines }) => lines[0]?.periodStart?.toISOString().slice(0, 10));
  expect(starts).toHaveLength(27);
  expect(starts.slice(0, 4)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
  expect(starts).toContain('2027-02-28');
  expect(starts).toContain('2028-02-29');
  expect(starts.at(-1)).toBe('2028-03-31');
  expect(invoices.every(({ status, total }) => status === 'PAID' && total === 3000n)).toBe(true);
  for (const [index, { lines }] of invoices.entries())
    expect(lines[0]?.periodEnd).toEqual(invoices[index + 1]?.lines[0]?.periodStart ?? new Date('2028-04-30T10:00:00Z'));
  const captured = [...t.sandbox.payments.values()].filter(({ state }) => state === 'SUCCEEDED');
  expect(captured).toHaveLength(27);
});

test('a trial becomes active, a renewal settles pending lines, and a scheduled cancellation ends the subscription', async () => {
  const { merchant } = await t.company();
  success(
    (
      await merchant.request(UpdatePortalConfigDocument, {
        input: { allowPlanSwitch: true, subscriptionChargeTiming: 'PERIOD_END' },
      })
    ).updatePortalConfig,
  );
  const small = await makePrice(merchant, { amount: 3000 });
  const large = await makePrice(merchant, { amount: 9000 });
  const customerId = await makeCustomer(merchant);
  await until('2028-04-01T00:00:00.000Z');
  const { subscription } = await makeSubscription(merchant, customerId, small.priceId, {
    trialEnd: '2028-04-10T00:00:00.000Z',
  });
  expect(subscription.status).toBe('TRIALING');
  await until('2028-04-10T00:00:00.000Z');
  const read = () => t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } });
  expect(await read()).toMatchObject({ status: 'ACTIVE', currentPeriodEnd: new Date('2028-05-10T00:00:00Z') });

  await until('2028-04-25T00:00:00.000Z');
  const { portal } = await t.signIn(merchant, customerId);
  const { switchPlan } = await portal.request(SwitchPlanDocument, {
    input: { subscriptionId: subscription.id, priceId: large.priceId },
  });
  expect(success(switchPlan).subscription.pendingLines.map(({ amount }) => amount.amount)).toEqual([-1500, 4500]);
  await until('2028-05-10T00:00:00.000Z');
  const renewal = (await invoicesOf(subscription.id)).at(-1);
  expect(renewal?.lines.map(({ amount }) => amount)).toEqual([-1500n, 4500n, 9000n]);
  expect(renewal).toMatchObject({ reason: 'SUBSCRIPTION_CYCLE', total: 12_000n, status: 'PAID' });

  const again = (await t.signIn(merchant, customerId)).portal;
  const input = { subscriptionId: subscription.id };
  success((await again.request(CancelSubscriptionDocument, { input })).cancelSubscription);
  success((await again.request(UncancelSubscriptionDocument, { input })).uncancelSubscription);
  success((await again.request(CancelSubscriptionDocument, { input })).cancelSubscription);
  await until('2028-07-01T00:00:00.000Z');
  expect(await read()).toMatchObject({ status: 'CANCELED', endedAt: new Date('2028-06-10T00:00:00Z') });
  expect((await invoicesOf(subscription.id)).at(-1)?.id).toBe(renewal?.id);
});

test('a declined renewal makes the subscription past due, and paying its invoice in the portal makes it active', async () => {
  const { merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const customerId = await makeCustomer(merchant);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  const method = (token: string) =>
    merchant.request(AddPaymentMethodDocument, { input: { customerId, token, makeDefault: true } });
  success((await method('tok_charge_declined')).addPaymentMethod);
  await until('2028-08-01T00:00:00.000Z');
  const read = () => t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } });
  expect(await read()).toMatchObject({ status: 'PAST_DUE' });
  const types = (await t.db.prisma.event.findMany({ where: { customerId } })).map(({ type }) => type);
  expect(types).toContain('invoice.payment_failed');
  expect(types).toContain('subscription.past_due');

  const { portal } = await t.signIn(merchant, customerId);
  success((await method('tok_visa')).addPaymentMethod);
  const home = await portal.request(PortalHomeDocument);
  const due = home.currentCustomer.invoices?.nodes.find(({ status }) => status === 'OPEN');
  expect(due?.amountDue.amount).toBe(3000);
  success((await portal.request(PayInvoiceDocument, { input: { invoiceId: due?.id ?? '' } })).payInvoice);
  await t.app.tick();
  expect(await read()).toMatchObject({ status: 'ACTIVE' });
});

test('the credit balance pays renewals before the card, and a second tick charges nothing', async () => {
  const { companyId, merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  const customerId = await makeCustomer(merchant);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  const before = t.sandbox.payments.size;
  await t.db.prisma.creditEntry.create({
    data: {
      id: `ce_${'0'.repeat(26)}`,
      companyId,
      customerId,
      currency: 'EUR',
      amount: 7000n,
      cause: 'MERCHANT_GRANT',
      createdAt: t.clock.now(),
    },
  });
  await until('2028-11-01T00:00:00.000Z');
  await t.app.tick();
  const [, first, second, third] = await invoicesOf(subscription.id);
  expect([first?.amountPaid, second?.amountPaid, third?.amountPaid]).toEqual([3000n, 3000n, 3000n]);
  const charged = [...t.sandbox.payments.values()]
    .slice(before)
    .filter(({ request }) => request.customerRef.endsWith(customerId));
  expect(charged.map(({ request }) => request.amount)).toEqual([2000n]);
});
