/** Webhooks as a merchant and a receiver see them: signed, at least once, on the schedule of Standard Webhooks. */
import type { GraphQLClient } from 'graphql-request';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDb } from '../../src/db/client.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { claimDue } from '../../src/modules/webhook/claim.ts';
import { MAXIMUM_ENDPOINTS } from '../../src/modules/webhook/endpoint.ts';
import { tidyWebhooks } from '../../src/modules/webhook/housekeeping.ts';
import { openTestApp, TEST_SECRET, type TestApp } from '../support/app.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { startServerProcess } from '../support/process.ts';
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { mutate } from '../support/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
let receiver: Receiver;

beforeAll(async () => {
  t = await openTestApp({ webhooks: { privateAddresses: true, plainHttp: true, timeoutMs: 1000 } });
});
afterAll(() => t.close());
beforeEach(async () => {
  ({ merchant, companyId } = await t.company());
  receiver = await startReceiver();
});
afterEach(async () => {
  vi.useRealTimers();
  await receiver.close();
  // What still waits is not to be sent in another test.
  await t.db.prisma.webhookEndpoint.updateMany({ data: { deletedAt: t.clock.now() } });
});

const ENDPOINT = 'webhookEndpoint { id url eventTypes disabledAt disabledReason failingSince deletedAt } secret';

async function endpoint(input: object = {}, from = merchant): Promise<{ id: string; secret: string }> {
  const { webhookEndpoint, secret } = await mutate(
    from,
    'createWebhookEndpoint',
    { url: receiver.url, eventTypes: ['product.created'], ...input },
    ENDPOINT,
  );
  return { id: webhookEndpoint.id, secret };
}

const makeProduct = async (name = 'Plan') =>
  (await mutate(merchant, 'createProduct', { name }, 'product { id }')).product.id as string;

/** As a receiver does, at the moment that the app's clock shows. */
function verified(secret: string, { body, headers }: Received) {
  vi.useFakeTimers({ toFake: ['Date'], now: t.clock.now() });
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}

interface Delivery {
  id: string;
  state: string;
  attemptCount: number;
  nextAttemptAt: string | null;
  finishedAt: string | null;
  endpoint: { id: string };
  event: { id: string; type: string };
  attempts: { statusCode: number | null; error: string | null; createdAt: string; durationMs: number }[];
}
async function deliveries(filter = ''): Promise<Delivery[]> {
  const { webhookDeliveries } = await merchant.request<{ webhookDeliveries: { nodes: Delivery[] } }>(
    `{ webhookDeliveries${filter} { nodes { id state attemptCount nextAttemptAt finishedAt endpoint { id }
       event { id type } attempts { statusCode error createdAt durationMs } } } }`,
  );
  return webhookDeliveries.nodes;
}
async function onlyDelivery(): Promise<Delivery> {
  const [first, ...more] = await deliveries();
  if (!first || more.length > 0) throw new Error(`There are ${more.length + (first ? 1 : 0)} deliveries.`);
  return first;
}
const stateOf = async (id: string) =>
  (
    await merchant.request<{ node: Record<string, unknown> }>(
      `query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { disabledAt disabledReason failingSince deletedAt } } }`,
      { id },
    )
  ).node;

describe('a delivery', () => {
  test('is signed by Standard Webhooks, tells who did what, and is recorded', async () => {
    const { secret } = await endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const productId = await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    const [received] = receiver.received as [Received];
    const { events } = await merchant.request<{
      events: { nodes: { id: string; createdAt: string; actorId: string }[] };
    }>('{ events(type: "product.created") { nodes { id createdAt actorId webhookDeliveries { id state } } } }');
    const [event] = events.nodes;
    expect(verified(secret, received)).toEqual({
      id: event?.id,
      type: 'product.created',
      timestamp: event?.createdAt,
      data: {
        companyId,
        objectId: productId,
        customerId: null,
        actor: { kind: 'MERCHANT', id: event?.actorId },
        details: {},
      },
    });
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': event?.id,
      'webhook-timestamp': String(t.clock.now().getTime() / 1000),
    });
    expect(events.nodes).toMatchObject([{ webhookDeliveries: [{ state: 'SUCCEEDED' }] }]);
    expect(await onlyDelivery()).toMatchObject({
      state: 'SUCCEEDED',
      attemptCount: 1,
      nextAttemptAt: null,
      finishedAt: t.clock.now().toISOString(),
      attempts: [{ statusCode: 204, error: null, createdAt: t.clock.now().toISOString() }],
    });
  });

  test('a changed body, another secret or an old message is refused by the receiver', async () => {
    const { secret } = await endpoint();
    await makeProduct();
    await t.app.tick();
    const [received] = receiver.received as [Received];
    const other = (await endpoint()).secret;
    expect(() => verified(other, received)).toThrow();
    expect(() => verified(secret, { ...received, body: received.body.replace('MERCHANT', 'CUSTOMER') })).toThrow();
    t.clock.advance(6 * MINUTE);
    expect(() => verified(secret, received)).toThrow(/old/);
  });

  test('goes to the endpoints that asked for the type, and to no other company', async () => {
    const all = await endpoint({ eventTypes: [] });
    await endpoint({ eventTypes: ['price.created'] });
    const stranger = await t.company('Other');
    await endpoint({ eventTypes: [] }, stranger.merchant);
    // Of its own making the endpoint of all types was told before the others were made.
    await t.app.tick();
    receiver.received.length = 0;
    await makeProduct();
    await t.app.tick();
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.companyId)).toEqual([companyId]);
    expect((await deliveries()).filter(({ event }) => event.type === 'product.created')).toMatchObject([
      { endpoint: { id: all.id } },
    ]);
  });

  test('carries what a customer wrote about a cancellation, and no log does', async () => {
    const { secret } = await endpoint({ eventTypes: ['subscription.cancellation_scheduled'] });
    const made = await mutate(merchant, 'createProduct', { name: 'P' }, 'product { id }');
    const price = await mutate(
      merchant,
      'createPrice',
      { productId: made.product.id, unitAmount: { amount: 1000, currency: 'EUR' }, interval: 'MONTH' },
      'price { id }',
    );
    const { customer } = await mutate(merchant, 'createCustomer', { email: 'a@example.com' }, 'customer { id }');
    await mutate(merchant, 'addPaymentMethod', { customerId: customer.id, token: 'tok_visa' }, 'paymentMethod { id }');
    const { subscription } = await mutate(
      merchant,
      'createSubscription',
      { customerId: customer.id, items: [{ priceId: price.price.id }] },
      'subscription { id }',
    );
    // In bytes it is longer than in characters; what is signed is what is sent.
    const comment = 'Mein “canary” 🐤 flog über das Dach.';
    await mutate(
      merchant,
      'cancelSubscription',
      { subscriptionId: subscription.id, mode: 'END_OF_PERIOD', comment },
      'subscription { id }',
    );
    receiver.behave(500);
    await t.app.tick();
    expect(verified(secret, receiver.received[0] as Received)).toMatchObject({
      data: { customerId: customer.id, details: { comment } },
    });
    expect(t.logged.join('')).not.toContain('canary');
  });

  test('of a mutation that fails there is none', async () => {
    await endpoint({ eventTypes: [] });
    await t.app.tick();
    const before = (await deliveries()).length;
    await expect(
      mutate(merchant, 'updateProduct', { productId: 'prod_none', name: 'x' }, 'product { id }'),
    ).rejects.toThrow();
    expect(await deliveries()).toHaveLength(before);
  });

  test('costs a company without an endpoint no row and no statement', async () => {
    const statements = async () => {
      t.db.statements.reset();
      await makeProduct();
      return t.db.statements.count;
    };
    await statements();
    const without = await statements();
    await endpoint({ eventTypes: [] });
    expect(await statements()).toBe(without);
    expect(await t.db.prisma.webhookDelivery.count({ where: { companyId } })).toBe(2);
  });
});

describe('a receiver that fails', () => {
  test('is tried again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, and then no more', async () => {
    await endpoint();
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    for (const pause of [
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      DAY,
    ]) {
      const attempts = receiver.received.length;
      const { nextAttemptAt, state } = await onlyDelivery();
      expect([state, nextAttemptAt]).toEqual(['PENDING', new Date(t.clock.now().getTime() + pause).toISOString()]);
      t.clock.advance(pause - 1);
      await t.app.tick();
      expect(receiver.received).toHaveLength(attempts);
      t.clock.advance(1);
      await t.app.tick();
      expect(receiver.received).toHaveLength(attempts + 1);
    }
    expect(receiver.received).toHaveLength(10);
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ state: 'FAILED', attemptCount: 10, nextAttemptAt: null });
    expect(delivery.attempts[0]).toMatchObject({ statusCode: 500, error: 'Answered 500.' });
    // The same message each time, signed anew.
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
    t.clock.advance(30 * DAY);
    await t.app.tick();
    expect(receiver.received).toHaveLength(10);
  });

  test('and then succeeds is told no more, and its endpoint counts as sound', async () => {
    const { id } = await endpoint();
    receiver.behave(503);
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ failingSince: t.clock.now().toISOString() });
    receiver.behave(200);
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2 });
    expect(await stateOf(id)).toMatchObject({ failingSince: null, disabledAt: null });
  });

  test('is sound when one attempt succeeds, though another that began with it has failed meanwhile', async () => {
    const { id } = await endpoint();
    const slow = Promise.withResolvers<void>();
    receiver.behave(async (response) => {
      const first = receiver.received.length === 1;
      if (first) await slow.promise;
      response.writeHead(first ? 200 : 500).end();
    });
    await makeProduct('One');
    await makeProduct('Two');
    const ticking = t.app.tick();
    await vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ failingSince: expect.any(String) }), 3000);
    slow.resolve();
    await ticking;
    expect(await stateOf(id)).toMatchObject({ failingSince: null });
  });

  test('for days, at another address, is no reason to give up the one that took its place', async () => {
    const { id } = await endpoint();
    const update = (url: string) =>
      mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, url }, 'webhookEndpoint { failingSince }');
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    t.clock.advance(4 * DAY);
    // Said again it is the same address, which has failed for as long.
    expect((await update(receiver.url)).webhookEndpoint.failingSince).not.toBeNull();
    expect((await update(`${receiver.url}/new`)).webhookEndpoint.failingSince).toBeNull();
    t.clock.advance(2 * DAY);
    await t.app.tick();
    expect(receiver.received.at(-1)?.path).toBe('/hook/new');
    expect(await stateOf(id)).toMatchObject({ disabledAt: null, failingSince: t.clock.now().toISOString() });
  });

  test.each<[string, Parameters<Receiver['behave']>[0], object]>([
    [
      'redirects',
      (r) => r.writeHead(307, { location: receiver.url }).end(),
      { statusCode: 307, error: expect.stringContaining('redirect') },
    ],
    ['never answers', () => {}, { statusCode: null, error: 'No answer within 1 s.' }],
    [
      'hangs up',
      (r) => r.destroy(),
      { statusCode: null, error: 'The connection was closed before there was an answer.' },
    ],
    [
      'does not speak HTTP',
      (r) => r.socket?.end('canary canary\r\n\r\n'),
      { statusCode: null, error: 'The answer is not HTTP.' },
    ],
    ['answers with a secret', (r) => r.writeHead(400).end('canary'), { statusCode: 400, error: 'Answered 400.' }],
  ])('that %s has failed, and is not asked twice in one attempt', async (_what, behaviour, attempt) => {
    await endpoint();
    receiver.behave(behaviour);
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ state: 'PENDING', attempts: [attempt] });
    expect(JSON.stringify(delivery)).not.toContain('canary');
  });

  test('that accepts and then talks without end has succeeded, and is not listened to', async () => {
    await endpoint();
    receiver.behave((response) => {
      response.writeHead(200);
      const more = () => void (response.destroyed || response.write('x'.repeat(50_000), () => setImmediate(more)));
      more();
    });
    await makeProduct();
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('holds up neither the mutation nor another receiver', async () => {
    await endpoint();
    const sound = await startReceiver();
    await endpoint({ url: sound.url });
    receiver.behave(() => {});
    await makeProduct();
    const ticking = t.app.tick();
    await vi.waitFor(() => expect(sound.received).toHaveLength(1));
    await ticking;
    await sound.close();
  });

  test('with 410 Gone is disabled at once, and what waited for it is canceled', async () => {
    const { id } = await endpoint({ eventTypes: ['product.created', 'webhook_endpoint.disabled'] });
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    receiver.behave(410);
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledReason: 'GONE', disabledAt: t.clock.now().toISOString() });
    expect((await deliveries()).map(({ state }) => state).sort()).toEqual(['CANCELED', 'FAILED']);
    const { events } = await merchant.request<{ events: { nodes: object[] } }>(
      '{ events(type: "webhook_endpoint.disabled") { nodes { objectId actorKind data } } }',
    );
    expect(events.nodes).toEqual([{ objectId: id, actorKind: 'SYSTEM', data: { reason: 'GONE' } }]);
    await makeProduct();
    await t.app.tick();
    expect(await deliveries()).toHaveLength(2);
  });

  test('for five days is disabled, and not a second before', async () => {
    const { id } = await endpoint();
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    t.clock.advance(5 * DAY - 1);
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledAt: null });
    await makeProduct();
    t.clock.advance(1);
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledReason: 'FAILING' });
    // Enabled again, it is judged anew.
    await mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, enabled: true }, 'webhookEndpoint { id }');
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledAt: null, failingSince: t.clock.now().toISOString() });
  });
});

describe('secrets', () => {
  test('for 24 hours after a rotation both sign, and then the new one alone', async () => {
    const { id, secret: old } = await endpoint();
    const { secret } = await mutate(
      merchant,
      'rotateWebhookSecret',
      { webhookEndpointId: id },
      'secret webhookEndpoint { previousSecretUntil }',
    );
    expect(secret).not.toBe(old);
    t.clock.advance(DAY - 1);
    await makeProduct();
    await t.app.tick();
    const [both] = receiver.received as [Received];
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(old, both)).toEqual(verified(secret, both));
    t.clock.advance(1);
    await makeProduct();
    await t.app.tick();
    const alone = receiver.received[1] as Received;
    expect(verified(secret, alone)).toBeTruthy();
    expect(() => verified(old, alone)).toThrow(/signature/);
  });

  test('stand nowhere in the database, and are told once', async () => {
    const { secret } = await endpoint();
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64').toString('latin1');
    const rows = await t.db.prisma.webhookEndpoint.findMany({ where: { companyId } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect(Buffer.from(rows[0]?.sealedSecret ?? '', 'base64url').toString('latin1')).not.toContain(bytes);
  });

  test("outlive a rotation of the server's own secret, which housekeeping completes", async () => {
    const { id, secret } = await endpoint();
    const next = 'another secret for tests that is long enough to be one';
    await tidyWebhooks({ db: t.db, keys: createKeys(next, TEST_SECRET) }, t.clock.now());
    const sealed = await t.db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    // From now on the old one is not needed: back again, with the new one as the previous.
    await tidyWebhooks({ db: t.db, keys: createKeys(TEST_SECRET, next) }, t.clock.now());
    expect((await t.db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).sealedUnder).not.toBe(
      sealed.sealedUnder,
    );
    await makeProduct();
    await t.app.tick();
    expect(verified(secret, receiver.received[0] as Received)).toBeTruthy();
  });

  test('sealed for one endpoint are of no use in the row of another, which says what to do', async () => {
    const [one, two] = [await endpoint(), await endpoint({ eventTypes: ['coupon.created'] })];
    const { sealedSecret } = await t.db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: two.id } });
    await t.db.prisma.webhookEndpoint.update({ where: { id: one.id }, data: { sealedSecret } });
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toEqual([]);
    expect((await onlyDelivery()).attempts[0]?.error).toContain('Rotate it');
    const rotated = await mutate(merchant, 'rotateWebhookSecret', { webhookEndpointId: one.id }, 'secret');
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(verified(rotated.secret, receiver.received[0] as Received)).toBeTruthy();
  });
});

describe('an endpoint', () => {
  test('that is disabled is told nothing, what waited is canceled, and enabling brings back what happens from then on', async () => {
    const { id } = await endpoint();
    await makeProduct();
    const update = (input: object) =>
      mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, ...input }, ENDPOINT.replace(' secret', ''));
    const { webhookEndpoint } = await update({ enabled: false });
    expect(webhookEndpoint).toMatchObject({ disabledReason: 'MERCHANT' });
    await makeProduct();
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ state: 'CANCELED', attemptCount: 0 });
    expect((await update({ enabled: true })).webhookEndpoint).toMatchObject({ disabledAt: null, disabledReason: null });
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
  });

  test('that is deleted leaves its deliveries, and no secret', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.app.tick();
    await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
    const { webhookEndpoints } = await merchant.request<{ webhookEndpoints: { nodes: object[] } }>(
      '{ webhookEndpoints { nodes { id } } }',
    );
    expect(webhookEndpoints.nodes).toEqual([]);
    expect(await onlyDelivery()).toMatchObject({ endpoint: { id } });
    // Under its id it is found no longer; its deliveries still tell where they went.
    expect(await stateOf(id)).toBeNull();
    expect(await t.db.prisma.webhookEndpoint.findUnique({ where: { id } })).toMatchObject({
      sealedSecret: '',
      deletedAt: t.clock.now(),
    });
    for (const name of ['updateWebhookEndpoint', 'rotateWebhookSecret', 'sendTestWebhook', 'deleteWebhookEndpoint'])
      await expect(mutate(merchant, name, { webhookEndpointId: id }, '__typename')).rejects.toThrow(/no such/);
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
  });

  test('asks for types that there are, and names what is wrong with its URL', async () => {
    const refused = (input: object) => expect(endpoint(input)).rejects;
    await refused({ eventTypes: ['product.created', 'no.such.type'] }).toThrow(/"eventTypes","1"/);
    for (const url of [
      '',
      'nonsense',
      'ftp://127.0.0.1/',
      'http://user:pw@127.0.0.1/',
      'http://127.0.0.1:22/',
      '/hook',
    ])
      await refused({ url }).toThrow(/"input","url"/);
  });

  test('is one of a bounded number', async () => {
    const made = await Promise.allSettled(Array.from({ length: MAXIMUM_ENDPOINTS + 3 }, () => endpoint()));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAXIMUM_ENDPOINTS);
  });

  test('can be tested by itself', async () => {
    const { id, secret } = await endpoint();
    await endpoint({ eventTypes: [] });
    await t.app.tick();
    receiver.received.length = 0;
    await mutate(merchant, 'sendTestWebhook', { webhookEndpointId: id }, 'webhookEndpoint { id }');
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    expect(verified(secret, receiver.received[0] as Received)).toMatchObject({
      type: 'webhook_endpoint.test',
      data: { objectId: id },
    });
  });
});

describe('while an attempt is under way', () => {
  /** The delivery is on its way, and is answered when it is told to be. */
  async function onItsWay(status: number) {
    const { id } = await endpoint();
    const answer = Promise.withResolvers<void>();
    receiver.behave(async (response) => {
      await answer.promise;
      response.writeHead(status).end();
    });
    await makeProduct();
    const ticking = t.app.tick();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 3000);
    return {
      id,
      async arrives() {
        answer.resolve();
        await ticking;
      },
    };
  }

  test.each([204, 500, 410])(
    'its endpoint may be deleted: the attempt is listed, nothing follows it (answered %i)',
    async (status) => {
      const { id, arrives } = await onItsWay(status);
      await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
      await arrives();
      expect(await onlyDelivery()).toMatchObject({
        state: 'CANCELED',
        attemptCount: 1,
        nextAttemptAt: null,
        attempts: [{ statusCode: status }],
      });
      t.clock.advance(DAY);
      await t.app.tick();
      expect(receiver.received).toHaveLength(1);
    },
  );

  test('its endpoint may be given another address, which a 410 of the old one says nothing about', async () => {
    const { id, arrives } = await onItsWay(410);
    const url = `${receiver.url}/new`;
    await mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, url }, 'webhookEndpoint { id }');
    await arrives();
    expect(await stateOf(id)).toMatchObject({ disabledAt: null, failingSince: null });
    receiver.behave(200);
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook/new']);
    expect(await onlyDelivery()).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2 });
  });

  test('it may be replayed: it is sent once more only if it fails, by the whole schedule', async () => {
    const { arrives } = await onItsWay(500);
    const { id } = await onlyDelivery();
    await mutate(merchant, 'replayWebhookDelivery', { webhookDeliveryId: id }, 'webhookDelivery { id }');
    await arrives();
    expect(await onlyDelivery()).toMatchObject({
      state: 'PENDING',
      attemptCount: 1,
      nextAttemptAt: new Date(t.clock.now().getTime() + 5 * SECOND).toISOString(),
    });
  });
});

describe('a replay', () => {
  test('sends a delivery again that had succeeded, with the same id', async () => {
    await endpoint();
    await makeProduct();
    await t.app.tick();
    const { id } = await onlyDelivery();
    const { webhookDelivery } = await mutate(
      merchant,
      'replayWebhookDelivery',
      { webhookDeliveryId: id },
      'webhookDelivery { state nextAttemptAt finishedAt }',
    );
    expect(webhookDelivery).toEqual({ state: 'PENDING', nextAttemptAt: null, finishedAt: null });
    await t.app.tick();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(receiver.received[0]?.headers['webhook-id']),
    );
    expect(await onlyDelivery()).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2 });
  });

  test('does not wait for the pause of a retry, and begins the schedule anew', async () => {
    await endpoint();
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    const { id } = await onlyDelivery();
    await mutate(merchant, 'replayWebhookDelivery', { webhookDeliveryId: id }, 'webhookDelivery { id }');
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({
      attemptCount: 3,
      nextAttemptAt: new Date(t.clock.now().getTime() + 5 * SECOND).toISOString(),
    });
  });

  test('to an endpoint that is disabled is refused', async () => {
    const { id: webhookEndpointId } = await endpoint();
    await makeProduct();
    await t.app.tick();
    const { id } = await onlyDelivery();
    await mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId, enabled: false }, 'webhookEndpoint { id }');
    await expect(
      mutate(merchant, 'replayWebhookDelivery', { webhookDeliveryId: id }, 'webhookDelivery { id }'),
    ).rejects.toThrow(/disabled/);
  });
});

describe('time', () => {
  test('real time decides when a delivery is sent, not the test clock of its company', async () => {
    await endpoint();
    const ahead = new Date(t.clock.now().getTime() + 300 * DAY).toISOString();
    await mutate(merchant, 'createTestClock', { frozenTime: ahead }, '__typename');
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    expect((await onlyDelivery()).nextAttemptAt).toBe(new Date(t.clock.now().getTime() + 5 * SECOND).toISOString());
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(receiver.received).toHaveLength(2);
  });

  test('an attempt whose process died is made again a minute later', async () => {
    await endpoint();
    await makeProduct();
    const { id } = await onlyDelivery();
    const claimedUntil = new Date(t.clock.now().getTime() + MINUTE);
    await t.db.prisma.webhookDelivery.update({ where: { id }, data: { claimedUntil } });
    await t.app.tick();
    expect(receiver.received).toHaveLength(0);
    t.clock.advance(MINUTE);
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
  });

  test('housekeeping forgets what was finished 30 days ago, and an endpoint that was deleted then', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.app.tick();
    await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
    const tidy = () => tidyWebhooks({ db: t.db, keys: createKeys(TEST_SECRET) }, t.clock.now());
    t.clock.advance(30 * DAY);
    await tidy();
    expect(await deliveries()).toHaveLength(1);
    t.clock.advance(1);
    await tidy();
    expect(await deliveries()).toEqual([]);
    const left = { where: { companyId } };
    expect(await t.db.prisma.webhookAttempt.count(left)).toBe(0);
    expect(await t.db.prisma.webhookEndpoint.count(left)).toBe(0);
  });

  test('what was planned at the moment in which its endpoint was disabled does not wait for ever', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.db.prisma.webhookEndpoint.update({
      where: { id },
      data: { disabledAt: t.clock.now(), disabledReason: 'MERCHANT' },
    });
    await t.app.tick();
    expect(receiver.received).toEqual([]);
    await tidyWebhooks({ db: t.db, keys: createKeys(TEST_SECRET) }, t.clock.now());
    expect(await onlyDelivery()).toMatchObject({ state: 'CANCELED' });
  });
});

describe('many at once', () => {
  test('a company whose receivers hang keeps no other company waiting', async () => {
    const sound = await startReceiver();
    const other = await t.company('Other');
    receiver.behave(() => {});
    for (let count = 0; count < 8; count++) await endpoint();
    await endpoint({ url: sound.url }, other.merchant);
    for (let count = 0; count < 6; count++) await makeProduct();
    await mutate(other.merchant, 'createProduct', { name: 'Plan' }, 'product { id }');
    const ticking = t.app.tick();
    await vi.waitFor(() => expect(sound.received).toHaveLength(1), 5000);
    // Of 48 that wait, no more are under way than one company may have.
    const { rows } = await t.db.raw.query(
      `SELECT count(*)::int AS count FROM webhook_delivery WHERE company_id = $1 AND claimed_until > $2`,
      [companyId, t.clock.now()],
    );
    expect((rows[0] as { count: number }).count).toBeLessThanOrEqual(29);
    await ticking;
    await sound.close();
    expect(await t.db.prisma.webhookAttempt.count({ where: { companyId } })).toBe(48);
  });
});

test('however many endpoints a company has, another one is not drawn after all of them', async () => {
  const other = await t.company('Other');
  for (let count = 0; count < 12; count++) await endpoint();
  await endpoint({}, other.merchant);
  await makeProduct();
  await mutate(other.merchant, 'createProduct', { name: 'Plan' }, 'product { id }');
  const claimed = await claimDue(t.db, t.clock.now(), 2, []);
  expect(claimed.map((one) => one.companyId).sort()).toEqual([companyId, other.companyId].sort());
});

postgresOnly('on PostgreSQL', () => {
  test('two processes that look at the same moment send each delivery once', async () => {
    const { db, url } = await openPostgresTestDb();
    const webhooks = { privateAddresses: true, plainHttp: true };
    const [one, two] = [
      await openTestApp({ db, webhooks }),
      await openTestApp({ db: await openDb({ url }), webhooks }),
    ];
    const made = await one.company();
    await endpoint({}, made.merchant);
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        mutate(made.merchant, 'createProduct', { name: `P ${n}` }, 'product { id }'),
      ),
    );
    await Promise.all([one.app.tick(), two.app.tick()]);
    expect(receiver.received).toHaveLength(60);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(60);
    await two.close();
    await one.close();
  });

  test('what a killed process had not delivered, another one delivers', async () => {
    const { db, url } = await openPostgresTestDb();
    const webhooks = { privateAddresses: true, plainHttp: true };
    const now = systemClock.now().toISOString();
    const one = await openTestApp({ db, webhooks, now });
    const made = await one.company();
    const { secret } = await endpoint({}, made.merchant);
    const doomed = await startServerProcess(url);
    receiver.behave(() => {});
    const query = 'mutation { createProduct(input: { name: "Plan" }) { __typename } }';
    const { body } = await doomed.post({ query }, { authorization: `Bearer ${made.apiKey}` });
    expect(body.data.createProduct.__typename).toBe('CreateProductSuccess');
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 5000);
    await doomed.kill();
    receiver.behave(200);
    one.clock.advance(2 * MINUTE);
    await one.app.tick();
    const [first, second] = receiver.received as [Received, Received];
    expect(second.body).toBe(first.body);
    expect(new Webhook(secret).verify(second.body, second.headers as Record<string, string>)).toBeTruthy();
    expect(await db.prisma.webhookDelivery.findMany()).toMatchObject([{ state: 'SUCCEEDED', attemptCount: 1 }]);
    await one.close();
  });
});
