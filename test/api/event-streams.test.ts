/** `subscription { events }` over real HTTP: live, resumable without a gap, and restricted to the company. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { GraphQLClient } from 'graphql-request';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DOCUMENT_LIMITS } from '../../src/api/documentLimits.ts';
import { newId } from '../../src/kernel/ids.ts';
import { beginningAfter, beginningNow, eventsAfter, keepPositionsGrowing } from '../../src/modules/event/positions.ts';
import { STREAMS_PER_COMPANY } from '../../src/modules/event/streams.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { startServerProcess } from '../support/process.ts';
import { openSse, type Sse } from '../support/sse.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let server: Server;
let url: string;
let merchant: GraphQLClient;
let companyId: string;
let apiKey: string;
const opened: Sse[] = [];

beforeAll(async () => {
  // Shorter than the streams here, to show that it does not end them.
  t = await openTestApp({ operationTimeoutMs: 1500 });
  server = createServer(t.app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await t.close();
});
beforeEach(async () => {
  ({ merchant, companyId, apiKey } = await t.company());
});
afterEach(async () => {
  for (const sse of opened.splice(0)) await sse.hangUp();
});

const EVENTS = 'subscription { events { id type objectId actorKind data } }';

async function listen(query = EVENTS, credential: string | undefined = apiKey, headers = {}): Promise<Sse> {
  const sse = await openSse(url, credential, query, headers);
  opened.push(sse);
  return sse;
}
/** Opens another stream and returns false if the limit refused it. */
async function hasRoom(): Promise<boolean> {
  const sse = await listen();
  // An open stream sends heartbeats; a refused one has ended.
  await expect.poll(() => sse.heartbeats > 1 || sse.ended !== undefined).toBe(true);
  return sse.ended === undefined;
}
const product = async (name: string, by = merchant): Promise<string> =>
  (await mutate(by, 'createProduct', { name }, 'product { id }')).product.id;
const objects = (messages: { data: { events: { objectId: string } } }[]) =>
  messages.map(({ data }) => data.events.objectId);
const ids = (messages: { data: { events: { id: string } } }[]) => messages.map(({ data }) => data.events.id);
const since = (id: string | undefined) => `subscription { events(after: "${id}") { id objectId } }`;

describe('event stream', () => {
  test('a stream sends events in order as they happen, beyond the time limit of operations', async () => {
    const sse = await listen();
    expect(sse.status).toBe(200);
    const first = await product('One');
    await sse.until(1);
    await new Promise((resolve) => setTimeout(resolve, 1700));
    const more = [await product('Two'), await product('Three')];
    expect(objects(await sse.until(3))).toEqual([first, ...more]);
    expect(sse.messages[0]).toEqual({
      data: {
        events: {
          id: expect.stringMatching(/^evt_/),
          type: 'product.created',
          objectId: first,
          actorKind: 'MERCHANT',
          data: {},
        },
      },
    });
    expect(sse.ended).toBeUndefined();
    expect(sse.heartbeats).toBeGreaterThan(2);
  });

  test('a stream response disables caching and proxy buffering and has the security headers', async () => {
    const { headers } = await listen();
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a stream that resumes after an event sends exactly the missed events and then live ones', async () => {
    const before = await listen();
    const seen = [await product('One'), await product('Two')];
    const [, last] = ids(await before.until(2));
    await before.hangUp();
    const missed = [await product('Three'), await product('Four')];
    const after = await listen(since(last));
    expect(objects(await after.until(2))).toEqual(missed);
    const live = await product('Five');
    expect(objects(await after.until(3))).toEqual([...missed, live]);
    expect(seen).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(after.messages).toHaveLength(3);
  });

  test('a stream that resumes after 1,234 missed events sends each once, in order', async () => {
    const first = await product('First');
    const { id } = await t.db.prisma.event.findFirstOrThrow({ where: { companyId, objectId: first } });
    const now = t.clock.now();
    const data = Array.from({ length: 1234 }, (_, number) => ({
      id: newId('Event', now),
      companyId,
      type: 'product.updated',
      actorKind: 'SYSTEM' as const,
      objectId: `prod_${number}`,
      data: {},
      createdAt: now,
    }));
    for (let from = 0; from < data.length; from += 300)
      await t.db.prisma.event.createMany({ data: data.slice(from, from + 300) });
    const sse = await listen(since(id));
    expect(objects(await sse.until(1234, 20_000))).toEqual(data.map(({ objectId }) => objectId));
  });

  test('a stream sends only the requested event types', async () => {
    const sse = await listen('subscription { events(types: ["price.created"]) { type data } }');
    const productId = await product('One');
    await mutate(
      merchant,
      'createPrice',
      { productId, unitAmount: { amount: 100, currency: 'EUR' }, interval: 'MONTH' },
      'price { id }',
    );
    expect(await sse.until(1)).toEqual([{ data: { events: { type: 'price.created', data: { productId } } } }]);
  });

  test('a stream with an empty list of types sends all events', async () => {
    const sse = await listen('subscription { events(types: []) { objectId } }');
    const objectId = await product('One');
    expect(objects(await sse.until(1))).toEqual([objectId]);
  });

  test('a slow reader limits the buffer of its stream and still receives all events in order', async () => {
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const reader = connect(Number(new URL(url).port), '127.0.0.1').pause();
    const body = JSON.stringify({ query: 'subscription { events { objectId data } }' });
    reader.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nAuthorization: Bearer ${apiKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const socket = await accepted;
    await expect.poll(() => socket.bytesWritten).toBeGreaterThan(0);
    const now = t.clock.now();
    const data = { big: 'x'.repeat(64_000) };
    const written = Array.from({ length: 250 }, (_, number) => `prod_${number}`);
    for (let from = 0; from < written.length; from += 50)
      await t.db.prisma.event.createMany({
        data: written.slice(from, from + 50).map((objectId) => ({
          ...{ id: newId('Event', now), companyId, type: 'product.updated', objectId },
          ...{ actorKind: 'SYSTEM' as const, data, createdAt: now },
        })),
      });
    await expect.poll(() => socket.writableNeedDrain, { timeout: 8000 }).toBe(true);
    // Once the connection is full, the server reads at most one more event.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(socket.writableLength).toBeLessThan(300_000);
    let text = '';
    reader.on('data', (chunk) => {
      text += chunk;
    });
    reader.resume();
    const told = () => [...text.matchAll(/"objectId":"(\w+)"/g)].map(([, objectId]) => objectId);
    await expect.poll(() => told().length, { timeout: 15_000 }).toBe(written.length);
    expect(told()).toEqual(written);
    reader.destroy();
  });

  test('a stream neither sends events of another company nor resumes after one of them', async () => {
    const other = await t.company('Other');
    const [mine, theirs] = [await listen(), await listen(EVENTS, other.apiKey)];
    const [own, foreign] = [await product('Own'), await product('Foreign', other.merchant)];
    expect(objects(await mine.until(1))).toEqual([own]);
    expect(objects(await theirs.until(1))).toEqual([foreign]);
    const [foreignId] = ids(theirs.messages);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect([mine.messages.length, theirs.messages.length]).toEqual([1, 1]);
    const missing = newId('Event', t.clock.now());
    const [stolen, nothing] = [await listen(since(foreignId)), await listen(since(missing))];
    await Promise.all([stolen.untilEnded(), nothing.untilEnded()]);
    expect(stolen.text).toBe(nothing.text);
    expect(stolen.text).toContain('There is no such event.');
  });

  test('a stream ends within seconds after its API key is revoked or its company disabled', async () => {
    const { secret, apiKey: made } = await mutate(merchant, 'createApiKey', { name: 'Spare' }, 'secret apiKey { id }');
    const [revoked, going] = [await listen(EVENTS, secret), await listen()];
    await mutate(merchant, 'revokeApiKey', { apiKeyId: made.id }, 'apiKey { id }');
    expect(await revoked.untilEnded(5000)).toBe('complete');
    expect(going.ended).toBeUndefined();
    await product('After');
    await going.until(2);
    expect(JSON.stringify(revoked.messages)).not.toContain('product.created');
    await t.db.prisma.company.update({ where: { id: companyId }, data: { disabledAt: t.clock.now() } });
    expect(await going.untilEnded(5000)).toBe('complete');
  });

  test('a stream resolves related fields of the event', async () => {
    const sse = await listen('subscription { events { __typename objectId webhookDeliveries { status } } }');
    const objectId = await product('One');
    expect(await sse.until(1)).toEqual([
      { data: { events: { __typename: 'Event', objectId, webhookDeliveries: [] } } },
    ]);
  });
});

const aliases = (count: number) => Array.from({ length: count }, (_, number) => `a${number}: id`).join(' ');

describe('refused event streams', () => {
  const refusal = async (query: string, credential?: string, headers = {}) => {
    const sse = await openSse(url, credential, query, headers);
    await sse.untilEnded();
    return { ...sse, code: /"code":"(\w+)"/.exec(sse.text)?.[1], text: sse.text };
  };

  test('customers and callers without a valid credential cannot open a stream', async () => {
    const { token } = await t.signIn(merchant, await makeCustomer(merchant));
    expect((await refusal(EVENTS)).code).toBe('UNAUTHENTICATED');
    expect((await refusal(EVENTS, 'sk_test_nonsense')).code).toBe('UNAUTHENTICATED');
    expect((await refusal(EVENTS, token)).code).toBe('FORBIDDEN');
  });

  test.each([
    ['an unknown event type', 'subscription { events(types: ["no.such"]) { id } }'],
    [
      'a document that is too deep',
      `subscription { events ${'{ webhookDeliveries { event '.repeat(8)}{ id }${' } }'.repeat(8)} }`,
    ],
    ['too many aliases', `subscription { events { ${aliases(DOCUMENT_LIMITS.aliases + 1)} } }`],
    ['two streams in one document', 'subscription { a: events { id } b: events { id } }'],
    ['a skipped stream', 'subscription { events @skip(if: true) { id } }'],
    ['fields of the type Subscription', 'subscription { id status customer { email } }'],
  ])('a subscription with %s is refused', async (_what, query) => {
    expect((await refusal(query, apiKey)).text).toMatch(/"errors":\[/);
  });

  test.each(['application/json', '*/*', 'application/graphql-response+json'])(
    'a subscription with Accept: %s is refused with 406',
    async (accept) => {
      const { status, text } = await refusal(EVENTS, apiKey, { accept });
      expect([status, JSON.parse(text).errors[0].message]).toEqual([
        406,
        'A subscription is sent as text/event-stream. Set the Accept header to it.',
      ]);
    },
  );

  test('a company cannot exceed its maximum of streams until one of them is closed', async () => {
    for (let count = 0; count < STREAMS_PER_COMPANY; count++) await listen();
    expect((await refusal(EVENTS, apiKey)).code).toBe('RATE_LIMITED');
    // Closing the connection of an idle stream frees its slot.
    await opened[0]?.hangUp();
    const again = await listen();
    const objectId = await product('One');
    expect(objects(await again.until(1))).toEqual([objectId]);
  });

  test('streams by GET and unread streams free their slots when the client disconnects', async () => {
    const query = 'subscription { events { id data } }';
    const body = JSON.stringify({ query });
    const head = `Host: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${apiKey}\r\n`;
    const requests = [
      `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\n${head}\r\n`,
      `POST /graphql HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ];
    const readers = await Promise.all(
      Array.from({ length: STREAMS_PER_COMPANY }, async (_, number) => {
        const reader = connect(Number(new URL(url).port), '127.0.0.1');
        reader.write(requests[number % 2] ?? '');
        // The stream is open, and the client stops reading.
        await once(reader, 'data');
        return reader.pause();
      }),
    );
    expect((await refusal(EVENTS, apiKey)).code).toBe('RATE_LIMITED');
    for (const reader of readers) reader.destroy();
    await expect.poll(hasRoom, { timeout: 10_000 }).toBe(true);
  });
});

test('a stream whose client left or timed out while it was being opened frees its slot', async () => {
  const { sql } = t.db;
  let opening = 0;
  const opened = Promise.withResolvers<void>();
  t.db.sql = (async (...[name, ...rest]: Parameters<typeof sql>) => {
    if (name !== 'event_place') return sql(name, ...rest);
    opening++;
    await opened.promise;
    return sql(name, ...rest);
  }) as typeof sql;
  try {
    // One half disconnects meanwhile, the other half gets a timeout.
    const half = STREAMS_PER_COMPANY / 2;
    const body = JSON.stringify({ query: EVENTS });
    const gone = Array.from({ length: half }, () => {
      const reader = connect(Number(new URL(url).port), '127.0.0.1');
      reader.write(
        `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nAuthorization: Bearer ${apiKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      return reader;
    });
    const late = Promise.all(Array.from({ length: half }, () => listen()));
    await expect.poll(() => opening, { timeout: 1400 }).toBe(STREAMS_PER_COMPANY);
    for (const reader of gone) reader.destroy();
    expect((await late).map(({ status }) => status)).toEqual(Array(half).fill(503));
  } finally {
    opened.resolve();
    t.db.sql = sql;
  }
  await expect.poll(hasRoom, { timeout: 5000 }).toBe(true);
  expect(await Promise.all(Array.from({ length: STREAMS_PER_COMPANY - 1 }, hasRoom))).not.toContain(false);
});

test('closing the app ends its streams with the complete event of the protocol', async () => {
  const one = await openTestApp();
  const { apiKey: key } = await one.company();
  const listening = createServer(one.app.listener);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const sse = await openSse(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/graphql`, key, EVENTS);
  await one.close();
  expect(await sse.untilEnded()).toBe('complete');
  listening.close();
});

describe('event positions', () => {
  test('event positions increase even after a restore into a database with smaller transaction ids', async () => {
    await product('Old');
    const far = 1_000_000_000_000n;
    await t.db.raw.query('UPDATE event_position_shift SET shift = shift + 1000000000000');
    await product('From the other server');
    await t.db.raw.query('UPDATE event_position_shift SET shift = shift - 1000000000000');
    const place = async () => (await beginningNow(t.db, companyId)).place.position;
    expect(await place()).toBeLessThan(far);
    await keepPositionsGrowing(t.db);
    const last = await t.db.prisma.event.findFirstOrThrow({ where: { companyId }, orderBy: { position: 'desc' } });
    expect(last.position).toBeGreaterThan(far);
    const shift = async () => (await t.db.prisma.eventPositionShift.findUniqueOrThrow({ where: { id: 1 } })).shift;
    const shifted = await shift();
    const next = await product('New');
    const { events } = await eventsAfter(t.db, companyId, { position: last.position, id: last.id });
    expect(events.map(({ objectId }) => objectId)).toEqual([next]);
    // A second start changes nothing.
    await keepPositionsGrowing(t.db);
    expect(await shift()).toBe(shifted);
  });
});

postgresOnly('event streams on PostgreSQL', () => {
  test('an event with an earlier id that commits late is delivered once, and in order of position', async () => {
    const { db } = await openPostgresTestDb();
    const one = await openTestApp({ db });
    const { companyId: company } = await one.company();
    const now = one.clock.now();
    const { place: start } = await beginningNow(db, company);
    const write = (tx: Pick<typeof db.prisma, 'event'>, objectId: string) =>
      tx.event.create({
        data: {
          ...{ id: newId('Event', now), companyId: company, type: 'product.created', objectId },
          ...{ actorKind: 'SYSTEM', data: {}, createdAt: now },
        },
      });
    const written = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const slow = db.prisma.$transaction(async (tx) => {
      await write(tx, 'slow');
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    const quick = await write(db.prisma, 'quick');
    const none = await eventsAfter(db, company, start);
    expect(none.events).toEqual([]);
    // A stream that resumes at the unsettled event gets the events around it.
    const around = await beginningAfter(db, company, quick.id);
    // A stream that starts now gets the uncommitted event, but not the committed one.
    const fromNow = await beginningNow(db, company);
    commit.resolve();
    await slow;
    for (const place of [start, none.reached, around?.place ?? start]) {
      const { events } = await eventsAfter(db, company, place);
      expect(events.map(({ objectId }) => objectId)).toEqual(['slow', 'quick']);
    }
    const { events } = await eventsAfter(db, company, fromNow.place);
    expect(events.filter(({ position }) => !fromNow.isPast(position)).map(({ objectId }) => objectId)).toEqual([
      'slow',
    ]);
    const after = await eventsAfter(db, company, { position: quick.position, id: quick.id });
    expect(after.events).toEqual([]);
    await one.close();
  });

  test('a long transaction in another database of the server does not delay the stream', async () => {
    const [{ db }, { db: other }] = [await openPostgresTestDb(), await openPostgresTestDb()];
    const one = await openTestApp({ db });
    const { companyId: company, merchant: by } = await one.company();
    const { place } = await beginningNow(db, company);
    const written = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const long = other.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE event_position_shift SET shift = shift`;
      written.resolve();
      await end.promise;
    });
    await written.promise;
    const id = await product('One', by);
    const { events } = await eventsAfter(db, company, place);
    expect(events.map(({ objectId }) => objectId)).toEqual([id]);
    end.resolve();
    await long;
    await other.close();
    await one.close();
  });

  test('a stream delivers every event of 200 concurrent writers exactly once', async () => {
    const { db } = await openPostgresTestDb();
    const one = await openTestApp({ db });
    const { companyId: company, merchant: by } = await one.company();
    const { place: start } = await beginningNow(db, company);
    let writing = true;
    const told: string[] = [];
    const follow = async () => {
      let place = start;
      for (;;) {
        const last = !writing;
        const { events, reached } = await eventsAfter(db, company, place);
        told.push(...events.map(({ id }) => id));
        place = reached;
        if (last && events.length === 0) return;
      }
    };
    const following = follow();
    await Promise.all(Array.from({ length: 200 }, (_, number) => product(`P ${number}`, by)));
    writing = false;
    await following;
    const all = await db.prisma.event.findMany({ where: { companyId: company, type: 'product.created' } });
    expect(all).toHaveLength(200);
    expect([...told].sort()).toEqual(all.map(({ id }) => id).sort());
    await one.close();
  });

  test('a process streams events of another process, and a third resumes after a kill', async () => {
    const { db, url: database } = await openPostgresTestDb();
    const one = await openTestApp({ db });
    const { apiKey: key } = await one.company();
    const [writer, streaming, next] = await Promise.all([
      startServerProcess(database),
      startServerProcess(database),
      startServerProcess(database),
    ]);
    try {
      const create = async (name: string) => {
        const query = `mutation { createProduct(input: { name: "${name}" }) { ... on CreateProductSuccess { product { id } } } }`;
        const { body } = await writer.post({ query }, { authorization: `Bearer ${key}` });
        return body.data.createProduct.product.id as string;
      };
      const sse = await openSse(`${streaming.url}/graphql`, key, EVENTS);
      const first = await create('One');
      expect(objects(await sse.until(1))).toEqual([first]);
      await streaming.kill();
      expect(await sse.untilEnded()).toBe('broken');
      const second = await create('Two');
      const again = await openSse(`${next.url}/graphql`, key, since(ids(sse.messages)[0]));
      expect(objects(await again.until(1))).toEqual([second]);
      // Stopping the process does not wait for the stream.
      expect(await next.stop()).toBe(0);
      expect(await again.untilEnded()).toBe('complete');
    } finally {
      await Promise.all([writer.kill(), streaming.kill(), next.kill()]);
      await one.close();
    }
  });
});
