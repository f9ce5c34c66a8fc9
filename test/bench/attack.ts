/**
 * The section about attacks: the time of a customer's requests while four callers without a valid credential send the
 * worst documents they may, compared with when nothing else happens.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { worstDocuments } from '../support/attacks.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { median } from './report.ts';

export interface AttackMeasured {
  /** The median response times of the customer in milliseconds. */
  alone: number;
  attacked: number;
  refused: number;
  served: number;
}

async function demoSession(server: ServerProcess, dataDir: string): Promise<string> {
  const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));
  const post = async (query: string, headers = {}) =>
    Object.values((await server.post({ query }, headers)).body.data)[0] as Record<string, string>;
  const key = { authorization: `Bearer ${demo.apiKey}` };
  const { body } = await server.post({ query: '{ customers(first: 1) { nodes { id } } }' }, key);
  const [{ id }] = body.data.customers.nodes;
  const link = await post(
    `mutation { createPortalLink(input: { customerId: "${id}" }) { ... on CreatePortalLinkSuccess { url } } }`,
    key,
  );
  const token = link.url?.split('#token=')[1];
  const session = await post(
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
    if (status !== 200) throw new Error(`The customer's request returned ${status}.`);
    await pause(80);
  }
  return median(times);
}

export async function measureAttack(): Promise<AttackMeasured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-attack-'));
  const server = await startServerProcess(null, { DATA_DIR: dataDir });
  let ended = false;
  const statuses = new Map<number, number>();
  try {
    const session = await demoSession(server, dataDir);
    await medianOf(server, session, 3);
    const alone = await medianOf(server, session, 5);
    const attacking = worstDocuments.map(async ({ headers, body }, attacker) => {
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
    const refused = statuses.get(429) ?? 0;
    return { alone, attacked, refused, served: [...statuses.values()].reduce((a, b) => a + b, 0) - refused };
  } finally {
    ended = true;
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export function attackTable({ alone, attacked, refused, served }: AttackMeasured): string {
  return [
    '| a customer during an attack | median | of alone |',
    '|---|---|---|',
    `| alone | ${alone.toFixed(1)} ms | **1.00** |`,
    `| beside four attackers (${refused} requests refused, ${served} served) | ${attacked.toFixed(1)} ms | **${(attacked / alone).toFixed(2)}** |`,
    '',
  ].join('\n');
}
