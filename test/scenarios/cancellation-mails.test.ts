/** Customers get one mail for a cancellation and one for undoing it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
});
afterAll(() => t.close());

let counter = 0;
async function subscriber(settings: object = {}) {
  const { companyId, merchant } = await t.company();
  await mutate(merchant, 'updatePortalConfig', settings, 'portalConfig { updatedAt }');
  const { priceId } = await makePrice(merchant, { amount: 3000, name: 'Team' });
  const email = `leaving-${++counter}@example.com`;
  const customerId = await makeCustomer(merchant, { email });
  const subscriptionId = (await makeSubscription(merchant, customerId, priceId)).subscription.id;
  const { portal } = await t.signIn(merchant, customerId);
  const act = (name: string, input: object = {}, client = portal) =>
    mutate(client, name, { subscriptionId, ...input }, 'subscription { status }');
  const mails = async () => {
    await t.app.tick();
    return t.mailbox.list().filter(({ to }) => to === email);
  };
  return { companyId, merchant, customerId, subscriptionId, email, act, mails };
}

test('scheduling and undoing a cancellation send one mail each', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription', { idempotencyKey: 'once' });
  await s.act('cancelSubscription', { idempotencyKey: 'once' });
  const [mail, ...others] = await s.mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'Your subscription to Acme ends on May 1, 2026',
    tag: 'subscription-scheduled',
  });
  const link = `${PUBLIC_URL}/portal/${s.companyId}/?destination=SUBSCRIPTIONS&context=${s.subscriptionId}`;
  for (const needed of ['Plan: Team', 'May 1, 2026 at 12:00 AM UTC', 'undo the cancellation', link])
    expect(mail?.text).toContain(needed);
  await s.act('uncancelSubscription');
  const [undone, ...before] = await s.mails();
  expect(undone?.subject).toBe('Your subscription to Acme will continue');
  expect(before).toHaveLength(1);
  // The end of the period sends no third mail.
  t.clock.advanceTo('2026-05-02T00:00:00.000Z');
  expect((await s.mails()).filter(({ tag }) => tag?.startsWith('subscription-'))).toHaveLength(2);
});

test('the mail about a scheduled cancellation names the final invoice of the pending lines', async () => {
  const s = await subscriber();
  const change = { quantity: 2, prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' };
  await s.act('updateQuantity', change, s.merchant);
  await s.act('cancelSubscription');
  const [mail] = await s.mails();
  expect(mail?.text).toContain('Final invoice: €');
  expect(mail?.text).toContain('you’ll get a final invoice for what hasn’t been billed yet');
});

test('the mail about an undone cancellation announces the pause that is still planned instead of a renewal', async () => {
  const s = await subscriber({ pauseEnabled: true });
  await s.act('pauseSubscription');
  await s.act('cancelSubscription');
  await s.mails();
  await s.act('uncancelSubscription');
  const [undone] = await s.mails();
  expect(undone?.tag).toBe('subscription-undone');
  expect(undone?.text).toContain('Pauses on: ');
  expect(undone?.text).not.toContain('Renews');
});

test('the mail about an undone cancellation names the scheduled change and its plan', async () => {
  const s = await subscriber();
  const { priceId } = await makePrice(s.merchant, { amount: 9000, name: 'Large' });
  await s.act('switchPlan', { priceId, effective: 'PERIOD_END' }, s.merchant);
  await s.act('cancelSubscription');
  await s.mails();
  await s.act('uncancelSubscription');
  const [undone] = await s.mails();
  for (const needed of ['Plan: Team', 'Changes on: ', 'New plan: Large']) expect(undone?.text).toContain(needed);
  expect(undone?.text).not.toContain('Renews');
});

test('a cancellation that is undone before its mail was sent sends only the mail about undoing', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  await s.act('uncancelSubscription');
  expect((await s.mails()).map(({ tag }) => tag)).toEqual(['subscription-undone']);
});

test('the mail about an immediate cancellation by the merchant contains the credit', async () => {
  const s = await subscriber({ cancellationMode: 'IMMEDIATELY', cancellationProrationEnabled: true });
  t.clock.advance(60_000);
  await s.act('cancelSubscription', { mode: 'IMMEDIATELY', prorate: true }, s.merchant);
  const { total } = await t.db.prisma.invoice.findFirstOrThrow({
    where: { customerId: s.customerId, total: { lt: 0 } },
  });
  const [mail] = await s.mails();
  expect(mail?.subject).toBe('Your subscription to Acme has ended');
  expect(mail?.text).toContain(`Credited: €${(Number(-total) / 100).toFixed(2)}`);
  expect(mail?.text).not.toContain('undo the cancellation');
});

test('no cancellation mail is sent if the merchant disabled it or the customer is disabled', async () => {
  const off = await subscriber({ cancellationEmailsEnabled: false });
  await off.act('cancelSubscription');
  expect(await off.mails()).toEqual([]);
  const gone = await subscriber();
  await gone.act('cancelSubscription');
  await mutate(gone.merchant, 'updateCustomer', { customerId: gone.customerId, disabled: true }, 'customer { id }');
  expect(await gone.mails()).toEqual([]);
});

test('the pending job of a cancellation mail contains ids and no address', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  const { rows } = await t.db.raw.query("SELECT data FROM pgboss.job WHERE name = 'subscription.cancellation-mail'");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).toContain(s.subscriptionId);
  expect(JSON.stringify(rows)).not.toContain('@');
  await s.mails();
});

test('a refused cancellation sends no mail', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  await expect(s.act('cancelSubscription')).rejects.toThrow('already scheduled');
  expect(await s.mails()).toHaveLength(1);
});
