/** Disputes of payments at Stripe, through a stand-in: every order of signals, every end, and their effect on the books. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { enterMethod, makeStripeSubscriber } from '../support/stripe/customers.ts';
import { connectStripe, type StripeMerchant } from '../support/stripe/merchant.ts';
import type { StripeObject } from '../support/stripe/objects.ts';
import type { TestMethodName } from '../support/stripe/outcomes.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

let standIn: StripeStandIn;
let t: TestApp;
let shop: StripeMerchant;
beforeAll(async () => {
  standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openTestApp({ stripeApiBase: standIn.url, now: '2026-04-01T00:00:00.000Z' });
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});
beforeEach(async () => {
  shop = await connectStripe(t, standIn);
  await mutate(shop.merchant, 'updatePortalConfig', { acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] }, '__typename');
});
/** The settlements of every invoice sum to what is paid of it, whatever has happened. */
afterEach(async () => {
  const invoices = await t.db.prisma.invoice.findMany({ include: { settlements: true } });
  for (const { status, total, amountPaid, amountDue, settlements } of invoices) {
    expect(settlements.reduce((sum, { amount }) => sum + amount, 0n)).toBe(amountPaid);
    expect(amountPaid + amountDue).toBe(total);
    expect(amountDue === 0n).toBe(status === 'PAID');
  }
});

async function pass(milliseconds: number): Promise<void> {
  t.clock.advance(milliseconds);
  await t.app.tick();
}
const MONTH = 31 * DAY + MINUTE;

/** A subscription whose first period is paid, with the charge at Stripe. */
async function paid(name: TestMethodName = 'pm_card_visa') {
  const made = await makeStripeSubscriber(standIn, shop, name);
  await t.app.tick();
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId: made.customerId } });
  const charge = shop.account.all('charge').at(-1) as StripeObject;
  return { ...made, paymentId: payment.id, invoiceId: payment.invoiceId ?? '', charge };
}
type Disputed = Awaited<ReturnType<typeof paid>>;

const events = (dispute: StripeObject) => shop.account.events.filter(({ data }) => data.object.id === dispute.id);
async function deliver(...given: StripeObject[]): Promise<void> {
  for (const event of given) expect(await shop.deliver(event)).toBe(204);
  await t.app.tick();
}
const disputesOf = (paymentId: string) => t.db.prisma.dispute.findMany({ where: { paymentId } });
const invoiceOf = ({ invoiceId }: Disputed) => t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
const statusOf = async ({ subscriptionId }: Disputed) =>
  (await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).status;
const eventsOf = async ({ customerId }: Disputed) =>
  (
    await t.db.prisma.event.findMany({
      where: { customerId, type: { startsWith: 'dispute.' } },
      orderBy: [{ createdAt: 'asc' }, { position: 'asc' }],
    })
  ).map(({ type }) => type);
const creditOf = async ({ customerId }: Disputed) =>
  (await t.db.prisma.creditEntry.findMany({ where: { customerId } })).reduce((sum, { amount }) => sum + amount, 0n);

test('a dispute opens its invoice, which nothing charges or reminds of by itself, and winning it pays the invoice again', async () => {
  await mutate(shop.merchant, 'updateEmailConfig', { enabled: ['RECEIPT'] }, '__typename');
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'fraudulent');
  await deliver(...events(dispute));
  expect(await disputesOf(disputed.paymentId)).toMatchObject([
    { status: 'OPEN', amount: 3000n, withdrawn: 3000n, reason: 'fraudulent', providerRef: dispute.id, closedAt: null },
  ]);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', amountDue: 3000n, disputePending: true });
  // Another default card, which retries what is overdue, charges the next period and not the disputed one.
  await enterMethod(standIn, shop, disputed.customerId, 'pm_card_visa');
  await pass(MONTH);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', attemptCount: 0, nextAttemptAt: null });
  expect(await t.db.prisma.payment.count({ where: { customerId: disputed.customerId, status: 'SUCCEEDED' } })).toBe(2);
  expect(await statusOf(disputed)).toBe('ACTIVE');
  expect(t.mailbox.list().filter(({ tag }) => tag === 'payment-failed')).toEqual([]);
  await deliver(...events(shop.account.changeDispute(dispute, 'under_review')));
  await deliver(...events(shop.account.changeDispute(dispute, 'won')));
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID', disputePending: false, disputedAt: null });
  // Two periods were paid. Money that comes back is no payment, so it has no receipt.
  expect(t.mailbox.list().filter(({ tag }) => tag === 'receipt')).toHaveLength(2);
  expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'WON', withdrawn: 0n, lookAt: null }]);
  expect(await eventsOf(disputed)).toEqual(['dispute.created', 'dispute.updated', 'dispute.closed']);
});

test('the payment link of a disputed invoice takes no payment until the bank has decided', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'fraudulent');
  await deliver(...events(dispute));
  const { invoice } = await shop.merchant.request<{ invoice: { hostedInvoiceUrl: string } }>(
    `{ invoice(id: "${disputed.invoiceId}") { hostedInvoiceUrl } }`,
  );
  const token = invoice.hostedInvoiceUrl.split('/pay#')[1];
  const shown = async () =>
    (await t.post({ query: `{ paymentLink(token: "${token}") { status acceptedPaymentMethods } }` })).body.data
      .paymentLink;
  const form = async () =>
    (
      await t.post({
        query: `mutation { createPaymentLinkSetupIntent(input: { token: "${token}" }) {
          __typename ... on ConflictError { reason } } }`,
      })
    ).body.data.createPaymentLinkSetupIntent;
  expect(await shown()).toEqual({ status: 'DISPUTED', acceptedPaymentMethods: [] });
  expect(await form()).toEqual({ __typename: 'ConflictError', reason: 'PAYMENT_DISPUTED' });
  const mails = t.mailbox.list().length;
  await t.post({ query: `mutation { requestPaymentLink(input: { token: "${token}" }) { __typename } }` });
  await t.app.tick();
  expect(t.mailbox.list()).toHaveLength(mails);
  await deliver(...events(shop.account.changeDispute(dispute, 'lost')));
  expect(await shown()).toMatchObject({ status: 'PAYABLE' });
  expect(await form()).toMatchObject({ __typename: 'CreatePaymentLinkSetupIntentSuccess' });
});

test('signals of one dispute in reverse order and in any number change the books once', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'product_not_received');
  shop.account.changeDispute(dispute, 'under_review');
  shop.account.changeDispute(dispute, 'lost');
  const [created, updated, closed] = events(dispute) as [StripeObject, StripeObject, StripeObject];
  await deliver(closed);
  expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'LOST', withdrawn: 3000n }]);
  const settlements = () => t.db.prisma.invoiceSettlement.count({ where: { invoiceId: disputed.invoiceId } });
  expect(await settlements()).toBe(2);
  for (let round = 0; round < 2; round++) await deliver(updated, created, closed);
  expect(await settlements()).toBe(2);
  expect(await disputesOf(disputed.paymentId)).toHaveLength(1);
  expect(await eventsOf(disputed)).toEqual(['dispute.created', 'dispute.closed']);
  // It is lost, so the customer owes it: overdue, and still never charged automatically.
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', disputePending: false });
  await mutate(shop.merchant, 'payInvoice', { invoiceId: disputed.invoiceId }, 'invoice { id }');
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID' });
});

test('a dispute of a payment whose response was lost first settles the payment, and then takes its money back', async () => {
  const disputed = await paid();
  standIn.fail({ kind: 'close_after', path: /^\/v1\/payment_intents$/, method: 'POST', times: 20 });
  await pass(MONTH);
  standIn.recover();
  const planned = await t.db.prisma.payment.findFirstOrThrow({
    where: { customerId: disputed.customerId, status: 'PLANNED' },
  });
  const charge = shop.account.all('charge').at(-1) as StripeObject;
  expect([planned.providerRef, charge.payment_intent === disputed.charge.payment_intent]).toEqual([null, false]);
  const dispute = shop.account.dispute(charge, 'needs_response', 'fraudulent');
  await deliver(...events(shop.account.changeDispute(dispute, 'lost')).slice(-1));
  expect(await disputesOf(planned.id)).toMatchObject([{ status: 'LOST', withdrawn: 3000n }]);
  expect(await invoiceOf({ ...disputed, invoiceId: planned.invoiceId ?? '' })).toMatchObject({ status: 'OPEN' });
});

test('a dispute that is known only once it is won changes no invoice', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'general');
  await deliver(...events(shop.account.changeDispute(dispute, 'won')).slice(-1));
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID', disputedAt: null });
  expect(await eventsOf(disputed)).toEqual(['dispute.created', 'dispute.closed']);
});

test('without any webhook a dispute is found in the list of events, and its end by the daily read', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'duplicate');
  await pass(11 * MINUTE);
  await t.app.tick();
  expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'OPEN' }]);
  dispute.status = 'won';
  await pass(DAY + HOUR);
  expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'WON' }]);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID' });
});

test('a part of a payment is disputed, the rest can be refunded, and what was paid meanwhile becomes credit', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'product_unacceptable', 1200);
  await deliver(...events(dispute));
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', amountDue: 1200n, amountPaid: 1800n });
  const refund = async (amount: number) =>
    mutate(
      shop.merchant,
      'refundPayment',
      { paymentId: disputed.paymentId, amount: { amount, currency: 'EUR' }, source: 'CREDIT_BALANCE' },
      'refund { status }',
    );
  const credit = { customerId: disputed.customerId, amount: { amount: 900, currency: 'EUR' } };
  await mutate(shop.merchant, 'payInvoice', { invoiceId: disputed.invoiceId }, '__typename');
  await mutate(shop.merchant, 'adjustCredit', credit, '__typename');
  await expect(refund(1801)).rejects.toThrow(/less left/);
  disputed.charge.disputed = false;
  expect(await refund(900)).toMatchObject({ refund: { status: 'SUCCEEDED' } });
  await deliver(...events(shop.account.changeDispute(dispute, 'won')));
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID', amountPaid: 3000n });
  expect(await creditOf(disputed)).toBe(1200n);
});

test('an inquiry moves no money until it becomes a dispute, and one that is closed never does', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'warning_needs_response', 'fraudulent');
  await deliver(...events(dispute));
  expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'INQUIRY', withdrawn: 0n }]);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID' });
  await deliver(...events(shop.account.changeDispute(dispute, 'needs_response')));
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', amountDue: 3000n });
  const other = await paid();
  const asked = shop.account.dispute(other.charge, 'warning_needs_response', 'fraudulent');
  await deliver(...events(shop.account.changeDispute(asked, 'warning_closed')));
  expect(await disputesOf(other.paymentId)).toMatchObject([{ status: 'CLOSED', lookAt: null }]);
  expect(await invoiceOf(other)).toMatchObject({ status: 'PAID' });
});

test.each([
  ['NOTHING', 'ACTIVE', 'ACTIVE'],
  ['PAUSE', 'PAUSED', 'ACTIVE'],
  ['CANCEL', 'CANCELED', 'CANCELED'],
])(
  'with the action %s a disputed subscription is %s, and once the dispute is won %s',
  async (disputeAction, during, afterwards) => {
    await mutate(shop.merchant, 'updateDunningConfig', { disputeAction }, '__typename');
    const disputed = await paid();
    const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'fraudulent');
    for (let round = 0; round < 2; round++) await deliver(...events(dispute));
    expect(await statusOf(disputed)).toBe(during);
    await deliver(...events(shop.account.changeDispute(dispute, 'won')));
    expect(await statusOf(disputed)).toBe(afterwards);
  },
);

test('a debit that is returned has a lost dispute, and its amount is due once, whichever is read first', async () => {
  for (const first of ['payment', 'dispute'] as const) {
    const disputed = await paid('pm_sepa_returned');
    await pass(9 * DAY);
    expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID' });
    // Six weeks later, after renewals by the same account.
    t.clock.advance(36 * DAY);
    await fetch(`${standIn.url}/v1/payment_intents/${disputed.charge.payment_intent}`, {
      headers: { authorization: `Bearer ${shop.key}` },
    });
    const dispute = shop.account.all('dispute').find(({ charge }) => charge === disputed.charge.id) as StripeObject;
    if (first === 'dispute') await deliver(...events(dispute));
    else await t.app.tick();
    await deliver(...events(dispute));
    expect(await t.db.prisma.payment.findUniqueOrThrow({ where: { id: disputed.paymentId } })).toMatchObject({
      status: 'RETURNED',
    });
    expect(await disputesOf(disputed.paymentId)).toMatchObject([{ status: 'LOST' }]);
    expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', amountDue: 3000n });
    expect((await invoiceOf(disputed)).disputedAt).not.toBeNull();
  }
});

test('a debit by which the customer pays a lost dispute and that fails has no consequence for the subscription', async () => {
  await mutate(shop.merchant, 'updateDunningConfig', { terminalAction: 'CANCEL' }, '__typename');
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'fraudulent');
  await deliver(...events(shop.account.changeDispute(dispute, 'lost')).slice(-1));
  await enterMethod(standIn, shop, disputed.customerId, 'pm_sepa_failure');
  await mutate(shop.merchant, 'payInvoice', { invoiceId: disputed.invoiceId }, 'invoice { id }');
  for (let day = 0; day < 7; day++) await pass(DAY);
  expect(await t.db.prisma.payment.findMany({ where: { invoiceId: disputed.invoiceId } })).toMatchObject([
    { status: 'SUCCEEDED' },
    { status: 'FAILED', counted: true },
  ]);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'OPEN', attemptCount: 1, nextAttemptAt: null });
  expect(await statusOf(disputed)).toBe('ACTIVE');
});

test('merchants list disputes with their due date and address, by status, and see none of another company', async () => {
  const disputed = await paid();
  const dispute = shop.account.dispute(disputed.charge, 'needs_response', 'fraudulent');
  await deliver(...events(dispute));
  const list = `query ($statuses: [DisputeStatus!]) { disputes(first: 10, statuses: $statuses) { nodes {
    status reason amount { amount } withdrawnAmount { amount } evidenceDueAt dashboardUrl customer { id }
    payment { dashboardUrl invoice { id disputedAt } disputes { id } } } } }`;
  interface Listed {
    disputes: { nodes: object[] };
  }
  const { disputes } = await shop.merchant.request<Listed>(list, { statuses: ['OPEN', 'UNDER_REVIEW'] });
  const dashboard = `https://dashboard.stripe.com/${shop.account.id}/test`;
  expect(disputes.nodes).toMatchObject([
    {
      ...{ status: 'OPEN', reason: 'fraudulent', amount: { amount: 3000 }, withdrawnAmount: { amount: 3000 } },
      ...{ evidenceDueAt: expect.any(String), dashboardUrl: `${dashboard}/disputes/${dispute.id}` },
      customer: { id: disputed.customerId },
      payment: {
        dashboardUrl: `${dashboard}/payments/${disputed.charge.payment_intent}`,
        invoice: { id: disputed.invoiceId, disputedAt: expect.any(String) },
        disputes: [{ id: expect.stringMatching(/^dp_/) }],
      },
    },
  ]);
  expect((await shop.merchant.request<Listed>(list, { statuses: ['WON'] })).disputes.nodes).toEqual([]);
  const { merchant: other } = await t.company('Other');
  expect((await other.request<Listed>(list, {})).disputes.nodes).toEqual([]);
});

test('a dispute of a payment that is not ours, or of another company’s account, changes nothing', async () => {
  const disputed = await paid();
  const foreign = { ...disputed.charge, id: 'ch_foreign', payment_intent: 'pi_foreign' };
  shop.account.add({
    ...shop.account.get(disputed.charge.payment_intent, 'payment_intent'),
    id: 'pi_foreign',
    metadata: {},
  });
  const dispute = shop.account.dispute(foreign, 'needs_response', 'fraudulent');
  await deliver(...events(dispute));
  expect(await t.db.prisma.dispute.count({ where: { providerRef: dispute.id } })).toBe(0);
  expect(await invoiceOf(disputed)).toMatchObject({ status: 'PAID' });
});

test('at the sandbox a payment by a test card is disputed at once and decided by the time of its company', async () => {
  const sandbox = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  const { openShop, subscribe, expectBooksToBalance } = await import('../support/billing.ts');
  const own = await openShop(sandbox);
  const won = await subscribe(sandbox, own, own.small, { token: 'tok_dispute_won' });
  const lost = await subscribe(sandbox, own, own.small, { token: 'tok_dispute_lost' });
  const statuses = async () =>
    (
      await sandbox.db.prisma.invoice.findMany({
        where: { customerId: { in: [won.customerId, lost.customerId] } },
        orderBy: { id: 'asc' },
      })
    ).map(({ status }) => status);
  await sandbox.app.tick();
  expect(await statuses()).toEqual(['OPEN', 'OPEN']);
  for (let day = 0; day < 15; day++) {
    sandbox.clock.advance(DAY);
    await sandbox.app.tick();
  }
  expect(await statuses()).toEqual(['PAID', 'OPEN']);
  expect((await sandbox.db.prisma.dispute.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status)).toEqual([
    'WON',
    'LOST',
  ]);
  await expectBooksToBalance(sandbox);
  await sandbox.close();
});
