/**
 * Over a real connection the listener has a shortcut that the matrix, which uses `app.fetch`, does not run. Both return
 * the same bytes for every call of the matrix, so its guarantees hold for both.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindOfId } from '../../src/kernel/ids.ts';
import { type Caller, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { CALLS, valueAt } from './calls.ts';
import { digest } from './digest.ts';
import { documentFor, type FieldName, withIdAt } from './fields.ts';

let world: World;
let address: string;
let closeServer: () => Promise<void>;
beforeAll(async () => {
  world = await openWorld();
  const server = createServer(world.t.app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  closeServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}, WORLD_TAKES);
afterAll(async () => {
  await closeServer();
  await world.close();
});

async function askOverTheWire(caller: Caller, query: string, variables: object) {
  const credential = world.credentials[caller];
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(credential ? { authorization: `Bearer ${credential}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, text: await response.text() };
}

const CALLERS = [
  'nobody',
  'customer A2',
  'merchant B',
  'customer B1',
  'expired session of A1',
  'revoked key of A',
] as const;

test.each(CALLERS)(
  '%s gets the same response to foreign ids over HTTP as from app.fetch, and no row changes',
  async (caller) => {
    const own = caller === 'customer A2' ? world.A2 : caller.includes('B') ? world.B1 : world.A1;
    const before = await digest(world.t.db);
    let asked = 0;
    for (const [name, row] of Object.entries(CALLS) as [FieldName, (typeof CALLS)[FieldName]][]) {
      if (name === 'Mutation.requestPortalLink') continue;
      for (const [path, records] of Object.entries(row.ids)) {
        if (!Array.isArray(records)) continue;
        const record = records.find((candidate) => world.A1.records[candidate] !== own.records[candidate]);
        const id = world.A1.records[record ?? 'customer'];
        // Records that A1 and A2 share are skipped.
        if (kindOfId(id) === null || (records.length > 0 && !record && own !== world.A1)) continue;
        const variables = withIdAt(row.variables(own.records), path, valueAt(path, id));
        const document = documentFor(name, variables, row.select);
        expect(await askOverTheWire(caller, document, variables), `${name} ${path}`).toEqual(
          await world.ask(caller, document, variables),
        );
        asked++;
      }
    }
    expect(asked).toBeGreaterThanOrEqual(40);
    expect(await digest(world.t.db)).toEqual(before);
  },
  120_000,
);

test('the owner gets the same data over a real connection', async () => {
  for (const [name, row] of Object.entries(CALLS) as [FieldName, (typeof CALLS)[FieldName]][]) {
    if (!name.startsWith('Query.') || name.includes('.preview')) continue;
    const variables = row.variables(world.A1.records);
    const document = documentFor(name, variables, row.select);
    for (const caller of ['merchant A', 'customer A1'] as const)
      expect(await askOverTheWire(caller, document, variables), `${name} ${caller}`).toEqual(
        await world.ask(caller, document, variables),
      );
  }
});
