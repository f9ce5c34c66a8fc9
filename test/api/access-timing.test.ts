/** Response times do not reveal whether an e-mail address is known. */
import { setImmediate as otherWork } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshClient } from '../support/access.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';

const EACH = 250;
const REQUEST = 'mutation ($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) { __typename } }';
const CONSUME = 'mutation ($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) { __typename } }';

let t: TestApp;
let companyId: string;
beforeAll(async () => {
  const many = { points: 100_000, seconds: 3600 };
  t = await openTestApp({
    trustedProxyHops: 1,
    limits: {
      linkPerAddress: many,
      unknownPerCompany: many,
      unknownGlobal: many,
      mailPerCompany: many,
      mailGlobal: many,
      consumePerAddress: many,
    },
  });
  const made = await t.company();
  companyId = made.companyId;
  for (let n = 0; n < EACH; n++) await makeCustomer(made.merchant, { email: `known-${n}@example.com`, token: null });
}, 60_000);
afterAll(() => t.close());

function shuffled<T>(list: T[]): T[] {
  return list
    .map((entry) => ({ entry, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

/**
 * The probability that a request for a known address took longer than one for an unknown address: 0.5 if they cannot be
 * distinguished (Mann-Whitney U). Ranks are robust against noise that affects both kinds alike.
 */
function advantage(known: number[], unknown: number[]): number {
  let wins = 0;
  for (const a of known) for (const b of unknown) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (known.length * unknown.length);
}

/** Without a difference the standard deviation for 250 of each is 0.026; five of them fail once in a million runs. */
const BOUND = 0.13;

const interleaved = (each: number) =>
  shuffled(['known', 'unknown'].flatMap((kind) => Array.from({ length: each }, (_, n) => ({ kind, n }))));
const address = (kind: string, n: number) => ({ companyId, email: `${kind}-${n}@example.com` });

async function ask(kind: string, n: number): Promise<number> {
  const start = performance.now();
  await t.post({ query: REQUEST, variables: { input: address(kind, n) } }, freshClient());
  return performance.now() - start;
}

test('requestPortalLink runs the same SQL statements for known and unknown addresses', async () => {
  const statements = async (kind: string, n: number) => {
    t.db.statements.log = [];
    await ask(kind, n);
    const log = t.db.statements.log;
    t.db.statements.log = undefined;
    return log.map((text) => text.replace(/\s+/g, ' '));
  };
  const known = await statements('known', 0);
  // All counters in one, and the job.
  expect(known).toHaveLength(2);
  expect(known.join(';')).not.toMatch(/\bcustomer\b/);
  for (let n = 0; n < 10; n++)
    for (const kind of ['unknown', 'known']) expect(await statements(kind, n)).toEqual(known);
});

test('checking a wrong code takes as long for an address with a link as for an unknown address', async () => {
  const tries = 40;
  for (let n = 0; n < tries; n++) await ask('known', n);
  await t.app.tick();
  const guess = async (kind: string, n: number) => {
    const start = performance.now();
    const input = { ...address(kind, n), code: 'AAAAAA' };
    await t.post({ query: CONSUME, variables: { input } }, freshClient());
    return performance.now() - start;
  };
  await guess('known', 0);
  const times: Record<string, number[]> = { known: [], unknown: [] };
  for (const { kind, n } of interleaved(tries)) times[kind]?.push(await guess(kind, n));
  const { _sum } = await t.db.prisma.portalLink.aggregate({ _sum: { codeGuesses: true } });
  expect(_sum.codeGuesses).toBe(tries + 1); // each guess at a known address was counted
  // For 40 of each the standard deviation is 0.065; the bound is five of them.
  expect(Math.abs(advantage(times.known ?? [], times.unknown ?? []) - 0.5)).toBeLessThan(0.33);
}, 60_000);

test('500 interleaved requests for known and unknown addresses take equally long while their jobs run', async () => {
  for (let n = 0; n < 30; n++) await ask(n % 2 ? 'known' : 'unknown', n); // warm up
  await t.app.tick();
  t.mailbox.clear();
  t.app.start();
  const times: Record<string, number[]> = { known: [], unknown: [] };
  for (const { kind, n } of interleaved(EACH)) {
    times[kind]?.push(await ask(kind, n));
    t.app.queue.wake();
    await otherWork(); // lets the jobs run: the embedded database does not yield by itself
  }
  expect(t.mailbox.list().length).toBeGreaterThan(0); // jobs did run meanwhile
  expect(Math.abs(advantage(times.known ?? [], times.unknown ?? []) - 0.5)).toBeLessThan(BOUND);
}, 120_000);
