/** The main use case: configure, request a link, sign in, switch, cancel, download, sign out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSignInMail } from '../support/access.ts';
import { bearerToken, openTestApp, PUBLIC_URL, success, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  AvailablePricesDocument,
  CancelSubscriptionDocument,
  ConsumePortalLinkDocument,
  CreateInvoicePdfLinkDocument,
  PortalHomeDocument,
  PreviewSwitchPlanDocument,
  RequestPortalLinkDocument,
  SignOutPortalDocument,
  SwitchPlanDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
beforeAll(async () => {
  // April has 30 days: one day of the 30.00 plan is 1.00, of the 90.00 plan 3.00.
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
});
afterAll(() => t.close());

test('a customer signs in by a mailed link, switches plan, cancels, downloads an invoice and signs out', async () => {
  const { companyId, merchant } = await t.company();
  success(
    (
      await merchant.request(UpdatePortalConfigDocument, {
        input: { allowPlanSwitch: true, returnUrl: 'https://acme.example/account' },
      })
    ).updatePortalConfig,
  );
  const small = await makePrice(merchant, { name: 'Small', amount: 3000 });
  const large = await makePrice(merchant, { name: 'Large', amount: 9000 });
  const customerId = await makeCustomer(merchant, { email: 'Ada@Example.com', name: 'Ada Lovelace' });
  const { subscription } = await makeSubscription(merchant, customerId, small.priceId);
  t.clock.advanceTo('2026-04-16T00:00:00.000Z');

  const asked = await t.client().request(RequestPortalLinkDocument, {
    input: {
      companyId,
      email: ' ada@example.COM ',
      destination: 'PAYMENT_METHODS',
      destinationContext: 'from-settings',
    },
  });
  expect(success(asked.requestPortalLink).expiresInMinutes).toBe(10);
  expect(await t.mailbox.list()).toHaveLength(0);
  await t.app.tick();
  const [mail] = await t.mailbox.list();
  expect(mail?.to).toBe('Ada@Example.com');
  const { token } = readSignInMail(mail);

  const consumed = await t.client().request(ConsumePortalLinkDocument, { input: { token } });
  const session = success(consumed.consumePortalLink);
  expect(session).toMatchObject({
    customer: { id: customerId, name: 'Ada Lovelace' },
    destination: 'PAYMENT_METHODS',
    destinationContext: 'from-settings',
    returnUrl: 'https://acme.example/account',
    expiresAt: '2026-04-16T12:00:00.000Z',
  });
  const portal = t.client(bearerToken(session));

  const home = await portal.request(PortalHomeDocument);
  expect(home.currentCustomer).toMatchObject({
    email: 'Ada@Example.com',
    paymentMethods: [{ brand: 'visa', lastFour: '4242', isDefault: true }],
    subscriptions: [
      {
        id: subscription.id,
        status: 'ACTIVE',
        portalActions: { switchPlan: { allowed: true }, cancel: { allowed: true } },
      },
    ],
    invoices: { nodes: [{ number: 'ACME-0001', status: 'PAID', total: { amount: 3000, currency: 'EUR' } }] },
  });

  const choice = await portal.request(AvailablePricesDocument, { subscriptionId: subscription.id });
  expect(choice.subscription?.availablePrices?.map(({ id }) => id)).toEqual([large.priceId]);
  const { previewSwitchPlan } = await portal.request(PreviewSwitchPlanDocument, {
    input: { subscriptionId: subscription.id, priceId: large.priceId },
  });
  const preview = success(previewSwitchPlan);
  // Half of April is left: 15.00 is credited, 45.00 is charged.
  expect(preview.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
    ['CREDIT', -1500],
    ['CHARGE', 4500],
  ]);
  expect(preview.amountDue.amount).toBe(3000);
  expect(preview.nextInvoice).toMatchObject({ billsAt: '2026-05-01T00:00:00.000Z', amountDue: { amount: 9000 } });

  t.clock.advance(60_000);
  const { switchPlan } = await portal.request(SwitchPlanDocument, {
    input: {
      subscriptionId: subscription.id,
      priceId: large.priceId,
      quote: preview.quote.token,
      idempotencyKey: 'switch-1',
    },
  });
  const switched = success(switchPlan);
  expect(switched.subscription.items[0]?.price.id).toBe(large.priceId);
  expect(switched.invoice).toMatchObject({ status: 'PAID', total: { amount: 3000 }, amountDue: { amount: 0 } });
  await t.app.tick();
  expect([...t.sandbox.payments.values()].map(({ state, request }) => [state, request.amount])).toEqual([
    ['SUCCEEDED', 3000n],
    ['SUCCEEDED', 3000n],
  ]);

  const { cancelSubscription } = await portal.request(CancelSubscriptionDocument, {
    input: { subscriptionId: subscription.id },
  });
  expect(success(cancelSubscription).subscription).toMatchObject({ status: 'ACTIVE', cancelAtPeriodEnd: true });

  const invoiceId = switched.invoice?.id ?? '';
  const { createInvoicePdfLink } = await portal.request(CreateInvoicePdfLinkDocument, { input: { invoiceId } });
  const { url } = success(createInvoicePdfLink);
  const pdf = await t.app.fetch(new Request(url));
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(url.startsWith(`${PUBLIC_URL}/invoices/`)).toBe(true);

  const { signOutPortal } = await portal.request(SignOutPortalDocument, { input: {} });
  expect(success(signOutPortal).endedSessions).toBe(1);
  await expect(portal.request(PortalHomeDocument)).rejects.toThrow('A valid API key or portal session is needed.');
});
