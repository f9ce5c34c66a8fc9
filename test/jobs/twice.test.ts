/** The queue delivers at least once: a job that runs a second time has no second effect. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROVIDER_SIGNAL_JOB } from '../../src/modules/payment/accounts/receiveSignals.ts';
import { PORTAL_HOSTS_JOB } from '../../src/modules/portal/domains/verifyCustomDomain.ts';
import { HOUSEKEEPING_JOB, jobHandlers } from '../../src/schedule.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  cancel,
  charges,
  configure,
  expectBooksToBalance,
  openShop,
  payWith,
  subscribe,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { makeJobsDue, openTestDb } from '../support/database.ts';
import { mutate } from '../support/world.ts';

/** Every job that is finished for the first time, and therefore deleted, is put back to be run once more. */
const RUN_AGAIN = [
  'CREATE TABLE run_again (id uuid PRIMARY KEY, name text NOT NULL)',
  `CREATE FUNCTION run_again() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO run_again VALUES (OLD.id, OLD.name) ON CONFLICT DO NOTHING;
     IF FOUND THEN
       OLD.state := 'retry';
       INSERT INTO pgboss.job VALUES (OLD.*);
     END IF;
     RETURN NULL;
   END;
   $$`,
  'CREATE TRIGGER run_again AFTER DELETE ON pgboss.job FOR EACH ROW EXECUTE FUNCTION run_again()',
];

let t: TestApp;
beforeAll(async () => {
  // A database of its own, because the trigger would stay in one that is shared.
  t = await openTestApp({ now: APRIL, db: await openTestDb({ onStatement() {} }) });
  for (const statement of RUN_AGAIN) await t.db.raw.query(statement);
});
afterAll(() => t.close());

async function runDue(): Promise<void> {
  await makeJobsDue(t.db);
  await t.app.tick();
}

const mails = (email: string) =>
  t.mailbox
    .list()
    .filter(({ to }) => to === email)
    .map(({ tag }) => tag)
    .sort();

test('every job that runs twice sends one mail, charges once and emits its events once', async () => {
  const shop = await openShop(t);
  const { merchant, companyId } = shop;
  await mutate(merchant, 'updateEmailConfig', { enabled: ['INVOICE', 'RECEIPT'] }, '__typename');
  await configure(merchant, { cancellationEmailsEnabled: true });

  const signingIn = await makeCustomer(merchant, { email: 'ada@example.com', token: null });
  await t
    .client()
    .request('mutation ($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) { __typename } }', {
      input: { companyId, email: 'ada@example.com' },
    });
  await runDue();
  expect(mails('ada@example.com')).toEqual(['portal-link']);
  expect(await t.db.prisma.portalLink.count({ where: { customerId: signingIn } })).toBe(1);

  const { customerId, subscriptionId } = await subscribe(t, shop, shop.small, { token: 'tok_visa' });
  const { email } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
  const expiring = { expiryYear: 2026, expiryMonth: 4 };
  await t.db.prisma.paymentMethod.updateMany({ where: { customerId }, data: expiring });
  await runDue();
  expect(mails(email)).toEqual(['card-expiring', 'invoice', 'receipt']);

  // A renewal that fails, is then paid by another method, and ends with its subscription.
  const declining = await payWith(merchant, customerId, 'tok_charge_declined');
  t.clock.advance(32 * 86_400_000);
  await runDue();
  expect(mails(email)).toEqual(['card-expiring', 'invoice', 'invoice', 'payment-failed', 'receipt']);
  await payWith(merchant, customerId, 'tok_mastercard');
  await runDue();
  await mutate(merchant, 'removePaymentMethod', { paymentMethodId: declining }, '__typename');
  await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  await runDue();
  const documents = ['invoice', 'invoice', 'receipt', 'receipt'];
  expect(mails(email)).toEqual(['card-expiring', ...documents, 'payment-failed', 'subscription-ended'].sort());
  await mutate(merchant, 'updateDunningConfig', { disputeAction: 'PAUSE' }, '__typename');
  const disputing = await subscribe(t, shop, shop.small, { token: 'tok_dispute_lost' });
  await runDue();
  const { subscription } = await t.db.prisma.invoice.findFirstOrThrow({
    where: { subscriptionId: disputing.subscriptionId },
    include: { subscription: true },
  });
  expect(subscription?.status).toBe('PAUSED');
  await t.app.queue.enqueueNow(HOUSEKEEPING_JOB, {});
  await runDue();

  await expectBooksToBalance(t);
  expect(charges(t, customerId).map(([state]) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(charges(t, disputing.customerId).map(([state]) => state)).toEqual(['SUCCEEDED']);
  const { rows } = await t.db.raw.query(
    `SELECT type, object_id FROM event WHERE type IN ('invoice.paid', 'invoice.payment_failed', 'payment.succeeded',
       'payment_method.expiring', 'portal_link.created', 'subscription.past_due', 'subscription.recovered',
       'subscription.paused', 'dispute.created')
     GROUP BY 1, 2 HAVING count(*) > 1`,
  );
  expect(rows).toEqual([]);
  const again = await t.db.raw.query('SELECT DISTINCT name FROM run_again ORDER BY name');
  const names = Object.keys(jobHandlers({} as Parameters<typeof jobHandlers>[0], () => t.app.queue));
  // These jobs need a connected account; test/api/provider-events.test.ts and test/scenarios/stripe.test.ts run them
  // twice.
  const here = names.filter((name) => name !== PROVIDER_SIGNAL_JOB && name !== PORTAL_HOSTS_JOB);
  expect(again.rows.map(({ name }) => name)).toEqual(here.sort());
}, 60_000);
