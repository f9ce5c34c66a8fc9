/** Whoever cancels, or takes it back, gets one receipt of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalogue.ts';
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

test('a scheduled cancellation, and taking it back, are told once each', async () => {
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
  for (const needed of ['Plan: Team', 'May 1, 2026 at 12:00 AM UTC', 'take the cancellation back', link])
    expect(mail?.text).toContain(needed);
  await s.act('uncancelSubscription');
  const [undone, ...before] = await s.mails();
  expect(undone?.subject).toBe('Your subscription to Acme goes on');
  expect(before).toHaveLength(1);
  // The end of the period brings no third.
  t.clock.advanceTo('2026-05-02T00:00:00.000Z');
  expect((await s.mails()).filter(({ tag }) => tag?.startsWith('subscription-'))).toHaveLength(2);
});

test('cancelled and taken back before the first mail was sent, only the second is', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  await s.act('uncancelSubscription');
  expect((await s.mails()).map(({ tag }) => tag)).toEqual(['subscription-undone']);
});

test('an immediate cancellation tells the credit, also where the merchant cancels', async () => {
  const s = await subscriber({ cancellationMode: 'IMMEDIATELY', cancellationProrationEnabled: true });
  t.clock.advance(60_000);
  await s.act('cancelSubscription', { mode: 'IMMEDIATELY', prorate: true }, s.merchant);
  const { total } = await t.db.prisma.invoice.findFirstOrThrow({
    where: { customerId: s.customerId, total: { lt: 0 } },
  });
  const [mail] = await s.mails();
  expect(mail?.subject).toBe('Your subscription to Acme has ended');
  expect(mail?.text).toContain(`Credited: €${(Number(-total) / 100).toFixed(2)}`);
  expect(mail?.text).not.toContain('take the cancellation back');
});

test('no mail where the merchant has switched them off, or the customer is gone', async () => {
  const off = await subscriber({ cancellationEmailsEnabled: false });
  await off.act('cancelSubscription');
  expect(await off.mails()).toEqual([]);
  const gone = await subscriber();
  await gone.act('cancelSubscription');
  await mutate(gone.merchant, 'updateCustomer', { customerId: gone.customerId, disabled: true }, 'customer { id }');
  expect(await gone.mails()).toEqual([]);
});

test('the job that waits holds ids, and no address', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  const { rows } = await t.db.raw.query("SELECT data FROM pgboss.job WHERE name = 'subscription.cancellation-mail'");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).toContain(s.subscriptionId);
  expect(JSON.stringify(rows)).not.toContain('@');
  await s.mails();
});

test('a cancellation that is rolled back is told to nobody', async () => {
  const s = await subscriber();
  await s.act('cancelSubscription');
  await expect(s.act('cancelSubscription')).rejects.toThrow('cancelled already');
  expect(await s.mails()).toHaveLength(1);
});
