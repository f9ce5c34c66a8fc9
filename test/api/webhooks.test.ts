/** Webhooks from the view of merchant and receiver: signed, delivered at least once, retried on a schedule. */
import type { GraphQLClient } from 'graphql-request';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDb } from '../../src/db/open.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { claimDue } from '../../src/modules/webhook/claim.ts';
import { MAXIMUM_ENDPOINTS } from '../../src/modules/webhook/createWebhookEndpoint.ts';
import { deleteOldDeliveries } from '../../src/modules/webhook/deleteOldDeliveries.ts';
import { resealSecrets } from '../../src/modules/webhook/resealSecrets.ts';
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
  // Pending deliveries must not be sent in another test.
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

/** Verifies the signature like a receiver, at the time of the app's clock. */
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
  status: string;
  attemptCount: number;
  nextAttemptAt: string | null;
  finishedAt: string | null;
  endpoint: { id: string };
  event: { id: string; type: string };
  attempts: { statusCode: number | null; error: string | null; createdAt: string; durationMs: number }[];
}
async function deliveries(filter = ''): Promise<Delivery[]> {
  const { webhookDeliveries } = await merchant.request<{ webhookDeliveries: { nodes: Delivery[] } }>(
    `{ webhookDeliveries${filter} { nodes { id status attemptCount nextAttemptAt finishedAt endpoint { id }
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

describe('webhook delivery', () => {
  test('a delivery is signed by Standard Webhooks, contains the event with its actor, and is recorded', async () => {
    const { secret } = await endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const productId = await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    const [received] = receiver.received as [Received];
    const { events } = await merchant.request<{
      events: { nodes: { id: string; createdAt: string; actorId: string }[] };
    }>('{ events(types: ["product.created"]) { nodes { id createdAt actorId webhookDeliveries { id status } } } }');
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
    expect(events.nodes).toMatchObject([{ webhookDeliveries: [{ status: 'SUCCEEDED' }] }]);
    expect(await onlyDelivery()).toMatchObject({
      status: 'SUCCEEDED',
      attemptCount: 1,
      nextAttemptAt: null,
      finishedAt: t.clock.now().toISOString(),
      attempts: [{ statusCode: 204, error: null, createdAt: t.clock.now().toISOString() }],
    });
  });

  test('a receiver’s verification fails for a changed body, another secret or an old message', async () => {
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

  test('a delivery is sent only to the company’s endpoints that subscribe to the type', async () => {
    const all = await endpoint({ eventTypes: [] });
    await endpoint({ eventTypes: ['price.created'] });
    const stranger = await t.company('Other');
    await endpoint({ eventTypes: [] }, stranger.merchant);
    // The endpoint for all types receives the events of the set-up first.
    await t.app.tick();
    receiver.received.length = 0;
    await makeProduct();
    await t.app.tick();
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.companyId)).toEqual([companyId]);
    expect((await deliveries()).filter(({ event }) => event.type === 'product.created')).toMatchObject([
      { endpoint: { id: all.id } },
    ]);
  });

  test('a delivery contains the comment of a cancellation, and the log does not', async () => {
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
    // Longer in bytes than in characters: the signature covers the sent bytes.
    const comment = 'Mein “canary” 🐤 flog über das Dach.';
    await mutate(
      merchant,
      'cancelSubscription',
      { subscriptionId: subscription.id, mode: 'PERIOD_END', comment },
      'subscription { id }',
    );
    receiver.behave(500);
    await t.app.tick();
    expect(verified(secret, receiver.received[0] as Received)).toMatchObject({
      data: { customerId: customer.id, details: { comment } },
    });
    expect(t.logged.join('')).not.toContain('canary');
  });

  test('a failed mutation creates no delivery', async () => {
    await endpoint({ eventTypes: [] });
    await t.app.tick();
    const before = (await deliveries()).length;
    await expect(
      mutate(merchant, 'updateProduct', { productId: 'prod_none', name: 'x' }, 'product { id }'),
    ).rejects.toThrow();
    expect(await deliveries()).toHaveLength(before);
  });

  test('a mutation runs no additional statement for webhooks', async () => {
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

describe('failing webhook receiver', () => {
  test('a failed delivery is retried after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, and then fails for good', async () => {
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
      const { nextAttemptAt, status } = await onlyDelivery();
      expect([status, nextAttemptAt]).toEqual(['PENDING', new Date(t.clock.now().getTime() + pause).toISOString()]);
      t.clock.advance(pause - 1);
      await t.app.tick();
      expect(receiver.received).toHaveLength(attempts);
      t.clock.advance(1);
      await t.app.tick();
      expect(receiver.received).toHaveLength(attempts + 1);
    }
    expect(receiver.received).toHaveLength(10);
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ status: 'FAILED', attemptCount: 10, nextAttemptAt: null });
    expect(delivery.attempts[0]).toMatchObject({ statusCode: 500, error: 'Responded with 500.' });
    // The same message each time, with a new signature.
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
    t.clock.advance(30 * DAY);
    await t.app.tick();
    expect(receiver.received).toHaveLength(10);
  });

  test('a successful retry completes the delivery and clears failingSince of the endpoint', async () => {
    const { id } = await endpoint();
    receiver.behave(503);
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ failingSince: t.clock.now().toISOString() });
    receiver.behave(200);
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2 });
    expect(await stateOf(id)).toMatchObject({ failingSince: null, disabledAt: null });
  });

  test('a success clears failingSince although a concurrent attempt has failed', async () => {
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

  test('a new URL resets failingSince, so the failures of the old URL do not disable the endpoint', async () => {
    const { id } = await endpoint();
    const update = (url: string) =>
      mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, url }, 'webhookEndpoint { failingSince }');
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    t.clock.advance(4 * DAY);
    // The same URL again does not reset failingSince.
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
    ['never responds', () => {}, { statusCode: null, error: 'No response within 1 s.' }],
    [
      'closes the connection',
      (r) => r.destroy(),
      { statusCode: null, error: 'The connection was closed before there was an answer.' },
    ],
    [
      'does not speak HTTP',
      (r) => r.socket?.end('canary canary\r\n\r\n'),
      { statusCode: null, error: 'The answer is not HTTP.' },
    ],
    [
      'responds with 400 and a secret',
      (r) => r.writeHead(400).end('canary'),
      { statusCode: 400, error: 'Responded with 400.' },
    ],
  ])('a receiver that %s fails the attempt after one request', async (_what, behaviour, attempt) => {
    await endpoint();
    receiver.behave(behaviour);
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ status: 'PENDING', attempts: [attempt] });
    expect(JSON.stringify(delivery)).not.toContain('canary');
  });

  test('a receiver that responds 200 with an endless body succeeds', async () => {
    await endpoint();
    receiver.behave((response) => {
      response.writeHead(200);
      const more = () => void (response.destroyed || response.write('x'.repeat(50_000), () => setImmediate(more)));
      more();
    });
    await makeProduct();
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a receiver that never responds delays neither the mutation nor another receiver', async () => {
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

  test('a response of 410 Gone disables the endpoint and cancels its pending deliveries', async () => {
    const { id } = await endpoint({ eventTypes: ['product.created', 'webhook_endpoint.disabled'] });
    receiver.behave(500);
    await makeProduct();
    await t.app.tick();
    receiver.behave(410);
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledReason: 'GONE', disabledAt: t.clock.now().toISOString() });
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual(['CANCELED', 'FAILED']);
    const { events } = await merchant.request<{ events: { nodes: object[] } }>(
      '{ events(types: ["webhook_endpoint.disabled"]) { nodes { objectId actorKind data } } }',
    );
    expect(events.nodes).toEqual([{ objectId: id, actorKind: 'SYSTEM', data: { reason: 'GONE' } }]);
    await makeProduct();
    await t.app.tick();
    expect(await deliveries()).toHaveLength(2);
  });

  test('an endpoint that fails for five days is disabled, and not earlier', async () => {
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
    // After it is enabled again, the five days start anew.
    await mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, enabled: true }, 'webhookEndpoint { id }');
    await makeProduct();
    await t.app.tick();
    expect(await stateOf(id)).toMatchObject({ disabledAt: null, failingSince: t.clock.now().toISOString() });
  });
});

describe('webhook secrets', () => {
  test('both secrets sign for 24 hours after a rotation, and then only the new one', async () => {
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

  test('a webhook secret is not stored in plain text', async () => {
    const { secret } = await endpoint();
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64').toString('latin1');
    const rows = await t.db.prisma.webhookEndpoint.findMany({ where: { companyId } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect(Buffer.from(rows[0]?.sealedSecret ?? '', 'base64url').toString('latin1')).not.toContain(bytes);
  });

  test('webhook secrets survive a rotation of the server secret, after which housekeeping seals them again', async () => {
    const { id, secret } = await endpoint();
    const next = 'another secret for tests that is long enough to be one';
    await resealSecrets(t.db, createKeys(next, TEST_SECRET));
    const sealed = await t.db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    // Rotates back, with the new secret as the previous one.
    await resealSecrets(t.db, createKeys(TEST_SECRET, next));
    expect((await t.db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })).sealedUnder).not.toBe(
      sealed.sealedUnder,
    );
    await makeProduct();
    await t.app.tick();
    expect(verified(secret, receiver.received[0] as Received)).toBeTruthy();
  });

  test('a sealed secret does not work in the row of another endpoint, whose error suggests a rotation', async () => {
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

describe('webhook endpoint', () => {
  test('disabling an endpoint cancels its pending deliveries, and enabling it delivers later events only', async () => {
    const { id } = await endpoint();
    await makeProduct();
    const update = (input: object) =>
      mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, ...input }, ENDPOINT.replace(' secret', ''));
    const { webhookEndpoint } = await update({ enabled: false });
    expect(webhookEndpoint).toMatchObject({ disabledReason: 'MERCHANT' });
    await makeProduct();
    await t.app.tick();
    expect(await onlyDelivery()).toMatchObject({ status: 'CANCELED', attemptCount: 0 });
    expect((await update({ enabled: true })).webhookEndpoint).toMatchObject({ disabledAt: null, disabledReason: null });
    await makeProduct();
    await t.app.tick();
    expect(receiver.received).toHaveLength(1);
  });

  test('deleting an endpoint erases its secret and preserves its deliveries', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.app.tick();
    await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
    const { webhookEndpoints } = await merchant.request<{ webhookEndpoints: { nodes: object[] } }>(
      '{ webhookEndpoints { nodes { id } } }',
    );
    expect(webhookEndpoints.nodes).toEqual([]);
    expect(await onlyDelivery()).toMatchObject({ endpoint: { id } });
    // It is not found by its id any longer; its deliveries still refer to it.
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

  test('an endpoint with an unknown event type or an invalid URL is refused with its path', async () => {
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

  test('a company cannot create more than the maximum of endpoints', async () => {
    const made = await Promise.allSettled(Array.from({ length: MAXIMUM_ENDPOINTS + 3 }, () => endpoint()));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAXIMUM_ENDPOINTS);
  });

  test('sendTestWebhook sends a test event to that endpoint only', async () => {
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

describe('webhook changes during an attempt', () => {
  /** Starts an attempt whose response is sent when `arrives` is called. */
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
    'deleting the endpoint during an attempt records the response %i and cancels the delivery',
    async (status) => {
      const { id, arrives } = await onItsWay(status);
      await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
      await arrives();
      expect(await onlyDelivery()).toMatchObject({
        status: 'CANCELED',
        attemptCount: 1,
        nextAttemptAt: null,
        attempts: [{ statusCode: status }],
      });
      t.clock.advance(DAY);
      await t.app.tick();
      expect(receiver.received).toHaveLength(1);
    },
  );

  test('a 410 of the old URL does not disable an endpoint that got a new URL during the attempt', async () => {
    const { id, arrives } = await onItsWay(410);
    const url = `${receiver.url}/new`;
    await mutate(merchant, 'updateWebhookEndpoint', { webhookEndpointId: id, url }, 'webhookEndpoint { id }');
    await arrives();
    expect(await stateOf(id)).toMatchObject({ disabledAt: null, failingSince: null });
    receiver.behave(200);
    t.clock.advance(5 * SECOND);
    await t.app.tick();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook/new']);
    expect(await onlyDelivery()).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2 });
  });

  test('replaying during a failing attempt starts the retry schedule from the beginning', async () => {
    const { arrives } = await onItsWay(500);
    const { id } = await onlyDelivery();
    await mutate(merchant, 'replayWebhookDelivery', { webhookDeliveryId: id }, 'webhookDelivery { id }');
    await arrives();
    expect(await onlyDelivery()).toMatchObject({
      status: 'PENDING',
      attemptCount: 1,
      nextAttemptAt: new Date(t.clock.now().getTime() + 5 * SECOND).toISOString(),
    });
  });
});

describe('replayWebhookDelivery', () => {
  test('replaying a successful delivery sends it again with the same id', async () => {
    await endpoint();
    await makeProduct();
    await t.app.tick();
    const { id } = await onlyDelivery();
    const { webhookDelivery } = await mutate(
      merchant,
      'replayWebhookDelivery',
      { webhookDeliveryId: id },
      'webhookDelivery { status nextAttemptAt finishedAt }',
    );
    expect(webhookDelivery).toEqual({ status: 'PENDING', nextAttemptAt: null, finishedAt: null });
    await t.app.tick();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(receiver.received[0]?.headers['webhook-id']),
    );
    expect(await onlyDelivery()).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2 });
  });

  test('replaying sends at once and restarts the retry schedule', async () => {
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

  test('replaying to a disabled endpoint is refused', async () => {
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

describe('webhook schedule and retention', () => {
  test('deliveries are scheduled by real time, not by the company’s test clock', async () => {
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

  test('an attempt whose process died is repeated after one minute', async () => {
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

  test('housekeeping removes deliveries and deleted endpoints after 30 days', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.app.tick();
    await mutate(merchant, 'deleteWebhookEndpoint', { webhookEndpointId: id }, 'deletedWebhookEndpointId');
    const tidy = () => deleteOldDeliveries(t.db, t.clock.now());
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

  test('housekeeping cancels a delivery that was created while its endpoint was being disabled', async () => {
    const { id } = await endpoint();
    await makeProduct();
    await t.db.prisma.webhookEndpoint.update({
      where: { id },
      data: { disabledAt: t.clock.now(), disabledReason: 'MERCHANT' },
    });
    await t.app.tick();
    expect(receiver.received).toEqual([]);
    await deleteOldDeliveries(t.db, t.clock.now());
    expect(await onlyDelivery()).toMatchObject({ status: 'CANCELED' });
  });
});

describe('fairness of webhook deliveries', () => {
  test('hanging receivers of one company do not delay deliveries of another company', async () => {
    const sound = await startReceiver();
    const other = await t.company('Other');
    receiver.behave(() => {});
    for (let count = 0; count < 8; count++) await endpoint();
    await endpoint({ url: sound.url }, other.merchant);
    for (let count = 0; count < 6; count++) await makeProduct();
    await mutate(other.merchant, 'createProduct', { name: 'Plan' }, 'product { id }');
    const ticking = t.app.tick();
    await vi.waitFor(() => expect(sound.received).toHaveLength(1), 5000);
    // Of the 48 deliveries, at most the maximum per company are in progress.
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

test('a company with many endpoints does not delay the claims of another company', async () => {
  const other = await t.company('Other');
  for (let count = 0; count < 12; count++) await endpoint();
  await endpoint({}, other.merchant);
  await makeProduct();
  await mutate(other.merchant, 'createProduct', { name: 'Plan' }, 'product { id }');
  const claimed = await claimDue(t.db, t.clock.now(), 2, []);
  expect(claimed.map((one) => one.companyId).sort()).toEqual([companyId, other.companyId].sort());
});

postgresOnly('webhooks on PostgreSQL', () => {
  test('two processes that claim at the same moment send each delivery once', async () => {
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

  test('a delivery that a killed process left unfinished is sent by another process', async () => {
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
