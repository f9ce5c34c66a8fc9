/** The time of a customer's requests while four callers without a valid credential send the worst documents they may. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { describeUnless } from '../support/requirement.ts';

const consume = 'mutation M($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) { __typename } }';
const equalFields = (count: number) => `{ ${'currentCustomer { id name email } '.repeat(count)} }`;
const FORGED = { authorization: `Bearer sk_live_${'x'.repeat(43)}` };
const ATTACKS: { headers?: Record<string, string>; body(index: number): object }[] = [
  { body: (index) => ({ query: `${equalFields(230)}#${index}` }) },
  { body: (index) => ({ query: consume, variables: { input: { token: '1 '.repeat(3900) + index } } }) },
  { body: (index) => ({ query: `{ ${Array.from({ length: 450 }, (_, i) => `custmr${i}`).join(' ')} }#${index}` }) },
  { headers: FORGED, body: (index) => ({ query: `${equalFields(330)}#${index}` }) },
];

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

async function sessionOf(server: ServerProcess, dataDir: string): Promise<string> {
  const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));
  const mutate = async (query: string, headers = {}) =>
    Object.values((await server.post({ query }, headers)).body.data)[0] as Record<string, string>;
  const key = { authorization: `Bearer ${demo.apiKey}` };
  const { body } = await server.post({ query: '{ customers(first: 1) { nodes { id } } }' }, key);
  const [{ id }] = body.data.customers.nodes;
  const link = await mutate(
    `mutation { createPortalLink(input: { customerId: "${id}" }) { ... on CreatePortalLinkSuccess { url } } }`,
    key,
  );
  const token = link.url?.split('#token=')[1];
  const session = await mutate(
    `mutation { consumePortalLink(input: { token: "${token}" }) { ... on ConsumePortalLinkSuccess { sessionToken } } }`,
  );
  return String(session.sessionToken);
}

/** The median time of a customer's requests in milliseconds, which are sent for some seconds with pauses between them. */
async function medianOf(server: ServerProcess, session: string, seconds: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const started = performance.now();
    const { status } = await server.post(
      { query: '{ currentCustomer { id name email invoices(first: 10) { nodes { id number } } } }' },
      { authorization: `Bearer ${session}`, 'x-forwarded-for': '198.51.100.1' },
    );
    times.push(performance.now() - started);
    expect(status).toBe(200);
    await pause(80);
  }
  return median(times);
}

describeUnless(process.env.TEST_LONG === 'true' ? undefined : 'measures time: set TEST_LONG=true')(
  'the response time of a customer during an attack',
  () => {
    test('attackers over their rate limit at most double the median response time of a customer', async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'portico-attackers-'));
      const server = await startServerProcess(null, { DATA_DIR: dataDir });
      let ended = false;
      const statuses = new Map<number, number>();
      try {
        const session = await sessionOf(server, dataDir);
        await medianOf(server, session, 3);
        const alone = await medianOf(server, session, 5);
        const attacking = ATTACKS.map(async ({ headers, body }, attacker) => {
          for (let index = 0; !ended; index++) {
            const { status } = await server.post(body(index), { ...headers, 'x-forwarded-for': `192.0.2.${attacker}` });
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
          }
        });
        // Until the attackers have used up their rate limit, each of their requests is served.
        await medianOf(server, session, 3);
        const attacked = await medianOf(server, session, 5);
        ended = true;
        await Promise.all(attacking);
        expect(statuses.get(429)).toBeGreaterThan(100);
        expect(attacked).toBeLessThanOrEqual(2 * alone);
      } finally {
        ended = true;
        await server.stop();
        await rm(dataDir, { recursive: true, force: true });
      }
    });
  },
);
