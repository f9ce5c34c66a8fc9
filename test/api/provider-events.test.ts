/** The inbox of Stripe's webhooks, and the list of events that fills it too. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR, after as later, MINUTE } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { connectStripe, type StripeMerchant } from '../support/stripe/merchant.ts';
import type { StripeObject } from '../support/stripe/objects.ts';
import { type StripeStandIn, startStripe } from '../support/stripe/server.ts';
import { mutate } from '../support/world.ts';

let standIn: StripeStandIn;
let t: TestApp;
let one: StripeMerchant;
beforeAll(async () => {
  standIn = await startStripe({ clock: { now: () => t.clock.now() } });
  t = await openTestApp({ stripeApiBase: standIn.url });
  one = await connectStripe(t, standIn);
});
afterAll(async () => {
  await t.close();
  await standIn.close();
});

const signals = (accountId = one.providerAccountId) =>
  t.db.prisma.providerSignal.findMany({ where: { accountId }, orderBy: { id: 'asc' } });

function mandateEvent({ account }: StripeMerchant, id: string): StripeObject {
  account.emit('mandate.updated', { id, object: 'mandate' });
  return account.events.at(-1) as StripeObject;
}

describe('a webhook', () => {
  test('a signed webhook is acknowledged without content, stored once, and handled by a job', async () => {
    const event = mandateEvent(one, 'mandate_a');
    const response = await one.post(standIn.delivery(one.account, event));
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(await one.deliver(event)).toBe(204);
    expect(await one.deliver(event)).toBe(204);
    const stored = (await signals()).filter(({ ref }) => ref === 'mandate_a');
    expect(stored).toMatchObject([{ about: 'MANDATE', externalId: event.id, handledAt: null, tries: 0 }]);
    await t.app.tick();
    const [handled] = (await signals()).filter(({ ref }) => ref === 'mandate_a');
    expect(handled?.handledAt).toEqual(t.clock.now());
    expect(await one.deliver(event)).toBe(204);
    await t.app.tick();
    expect((await signals()).filter(({ ref }) => ref === 'mandate_a')).toEqual([handled]);
  });

  test('a webhook leaves no content of its event in the database', async () => {
    one.account.emit('mandate.updated', { id: 'mandate_b', object: 'mandate', email: 'ada@example.com' });
    await one.deliver(one.account.events.at(-1) as StripeObject);
    const rows = await t.db.raw.query('SELECT * FROM provider_signal');
    const jobs = await t.db.raw.query('SELECT data FROM pgboss.job');
    expect(JSON.stringify([rows.rows, jobs.rows])).not.toContain('ada@example.com');
  });

  test('a webhook is refused in one and the same way, whatever is wrong with it, and stores nothing', async () => {
    const other = await connectStripe(t, standIn, 'Other');
    const gone = await connectStripe(t, standIn, 'Gone');
    await mutate(
      gone.merchant,
      'disconnectPaymentProvider',
      { providerAccountId: gone.providerAccountId },
      '__typename',
    );
    const event = mandateEvent(one, 'mandate_forged');
    const signed = standIn.delivery(one.account, event);
    const path = (id: string) => `/provider-events/${id}`;
    const now = t.clock.now();
    const attempts: [string, () => Promise<Response>][] = [
      ['a wrong secret', () => one.post(standIn.delivery(one.account, event, { secret: 'whsec_wrong' }))],
      ['an empty secret', () => one.post(standIn.delivery(one.account, event, { secret: '' }))],
      ['an old signature', () => one.post(standIn.delivery(one.account, event, { at: later(now, -6 * MINUTE) }))],
      ['a replay after a day', () => one.post(standIn.delivery(one.account, event, { at: later(now, -DAY) }))],
      ['another body', () => one.post({ ...signed, body: signed.body.replace('mandate_forged', 'mandate_forgot') })],
      ['no signature', () => one.post({ headers: {}, body: signed.body })],
      ['no body', () => one.post({ ...signed, body: '' })],
      ['a body of 2 MiB', () => one.post({ ...signed, body: 'x'.repeat(2 * 1024 * 1024) })],
      ['the other mode', () => one.post(standIn.delivery(one.account, { ...event, livemode: true }))],
      ['another account’s address', () => one.post(signed, path(other.providerAccountId))],
      ['an unknown account', () => one.post(signed, path('pacc_00000000000000000000000000'))],
      ['an address that names no account', () => one.post(signed, '/provider-events/nothing')],
      ['a disconnected account', () => gone.post(standIn.delivery(gone.account, mandateEvent(gone, 'mandate_gone')))],
    ];
    const bodies = new Set<string>();
    for (const [name, attempt] of attempts) {
      const response = await attempt();
      expect(response.status, name).toBe(400);
      bodies.add(
        `${await response.text()} ${JSON.stringify([...response.headers].filter(([key]) => key !== 'x-request-id'))}`,
      );
    }
    expect(bodies.size).toBe(1);
    const stored = await t.db.prisma.providerSignal.findMany();
    expect(stored.filter(({ ref }) => /forg|gone/.test(ref))).toEqual([]);
    const lines = t.logged.filter((line) => line.includes('provider_events'));
    expect(lines.join()).not.toContain('pacc_');
  });

  test('a webhook of another type is acknowledged and stores nothing', async () => {
    const before = (await signals()).length;
    one.account.emit('customer.updated', { id: 'cus_1', object: 'customer' });
    expect(await one.deliver(one.account.events.at(-1) as StripeObject)).toBe(204);
    expect(await signals()).toHaveLength(before);
  });

  test('a webhook is verified by the previous secret for a day after a rotation, and not after it', async () => {
    const rotating = await connectStripe(t, standIn, 'Rotating');
    const { providerAccountId } = rotating;
    const webhookSecret = 'whsec_replacement';
    await mutate(rotating.merchant, 'rotatePaymentProviderKeys', { providerAccountId, webhookSecret }, '__typename');
    const event = () => mandateEvent(rotating, 'mandate_rotation');
    expect(await rotating.deliver(event(), { secret: webhookSecret })).toBe(204);
    expect(await rotating.deliver(event())).toBe(204);
    t.clock.advance(25 * HOUR);
    expect(await rotating.deliver(event(), { secret: webhookSecret })).toBe(204);
    expect(await rotating.deliver(event())).toBe(400);
  });

  test('webhooks are served on the server’s own address only, by POST', async () => {
    const url = `http://portal.test/provider-events/${one.providerAccountId}`;
    expect((await t.app.fetch(new Request(url))).status).toBe(405);
    const elsewhere = url.replace('portal.test', 'elsewhere.test');
    expect((await t.app.fetch(new Request(elsewhere, { method: 'POST', body: 'x' }))).status).toBe(421);
  });
});

describe('the list of events', () => {
  test('the provider’s list brings events that no webhook has brought, once, oldest first, from its cursor on', async () => {
    const quiet = await connectStripe(t, standIn, 'Quiet');
    for (const name of ['a', 'b', 'c']) mandateEvent(quiet, `mandate_list_${name}`);
    await t.app.tick();
    const read = async () => (await signals(quiet.providerAccountId)).map(({ ref }) => ref);
    expect(await read()).toEqual(['mandate_list_a', 'mandate_list_b', 'mandate_list_c']);
    mandateEvent(quiet, 'mandate_list_d');
    t.clock.advance(9 * MINUTE);
    await t.app.tick();
    expect(await read()).toHaveLength(3);
    t.clock.advance(MINUTE);
    const before = standIn.requests.length;
    await t.app.tick();
    expect(await read()).toEqual(['mandate_list_a', 'mandate_list_b', 'mandate_list_c', 'mandate_list_d']);
    const asked = standIn.requests.slice(before).filter(({ path }) => path === '/v1/events');
    expect(asked.map(({ parameters }) => parameters)).toContainEqual(
      expect.objectContaining({ ending_before: expect.stringMatching(/^evt_/) }),
    );
  });

  test('the list is read again over 30 days when the cursor is lost, and nothing is stored twice', async () => {
    const lost = await connectStripe(t, standIn, 'Lost');
    mandateEvent(lost, 'mandate_lost_a');
    await t.app.tick();
    const before = await signals(lost.providerAccountId);
    expect(before).toHaveLength(1);
    await t.db.prisma.providerAccount.update({
      where: { id: lost.providerAccountId },
      data: { cursor: 'evt_forgotten' },
    });
    mandateEvent(lost, 'mandate_lost_b');
    t.clock.advance(10 * MINUTE);
    await t.app.tick();
    const now = await signals(lost.providerAccountId);
    expect(now.map(({ ref }) => ref).sort()).toEqual(['mandate_lost_a', 'mandate_lost_b']);
    expect(now.filter(({ id }) => id === before[0]?.id)).toEqual(before);
  });

  test('the list of an account with a history is read from the instant at which it was connected', async () => {
    const { account, key } = standIn.account();
    account.emit('mandate.updated', { id: 'mandate_history', object: 'mandate' });
    t.clock.advance(HOUR);
    const { merchant } = await t.company('History');
    const input = { provider: 'stripe', secretKey: key, publishableKey: 'pk_test_standin0000000000' };
    const { paymentProvider } = await mutate(merchant, 'connectPaymentProvider', input, 'paymentProvider { id }');
    await t.app.tick();
    expect(await signals(paymentProvider.id)).toEqual([]);
  });

  test('missing webhooks are reported once, until a webhook arrives again', async () => {
    const silent = await connectStripe(t, standIn, 'Silent');
    const { companyId } = silent;
    const health = async () => {
      const answer = await silent.merchant.request<{ paymentProviders: { webhookHealth: string }[] }>(
        '{ paymentProviders { webhookHealth } }',
      );
      return answer.paymentProviders[0]?.webhookHealth;
    };
    const reports = () => t.db.prisma.event.count({ where: { companyId, type: 'payment_provider.webhook_silent' } });
    mandateEvent(silent, 'mandate_silent_a');
    t.clock.advance(HOUR);
    await t.app.tick();
    expect(await health()).toBe('OK');
    for (const name of ['b', 'c']) {
      t.clock.advance(DAY);
      mandateEvent(silent, `mandate_silent_${name}`);
      await t.app.tick();
    }
    expect(await health()).toBe('SILENT');
    expect(await reports()).toBe(1);
    expect(await silent.deliver(silent.account.events.at(-1) as StripeObject)).toBe(204);
    expect(await health()).toBe('OK');
  });

  test('a signal is deleted from the inbox after 30 days', async () => {
    const old = await connectStripe(t, standIn, 'Old');
    mandateEvent(old, 'mandate_old');
    await t.app.tick();
    expect(await signals(old.providerAccountId)).toHaveLength(1);
    t.clock.advance(31 * DAY);
    await t.app.queue.enqueueNow('housekeeping', {});
    await t.app.tick();
    expect(await signals(old.providerAccountId)).toEqual([]);
  });
});
