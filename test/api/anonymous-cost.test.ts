/** The CPU time that a caller without a credential can cost, with the worst document of each kind at the limits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const MAXIMUM_MS = 20;
const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
/** The largest document of a kind that a caller without a credential may send. */
const largest = (build: (count: number) => string, size = 8100) => {
  let count = 1;
  while (build(count + 1).length <= size) count++;
  return build(count);
};

const consume = 'mutation M($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) { __typename } }';

const ATTACKS: Record<string, () => { query: string; variables?: object }> = {
  'equal fields with fields': () => ({
    query: largest(
      (n) => `{ currentCustomer { id name email } ${repeat(n, () => 'currentCustomer { id name email }')} }`,
    ),
  }),
  'equal fields that pass the limit of pairs': () => ({
    query: `{ ${repeat(35, () => 'currentCustomer { id name email }')} }`,
  }),
  'equal fields on many levels': () => ({
    query: largest((n) => `{ currentCustomer { ${repeat(n, () => 'invoices { nodes { lines { id } } }')} } }`),
  }),
  'many fragments that select the same': () => ({
    query: largest(
      (n) =>
        `{ currentCustomer { ${repeat(n, (i) => `...F${i}`)} } } ${repeat(n, (i) => `fragment F${i} on Customer { id name email phone }`)}`,
    ),
  }),
  'fifty fragments that spread each other': () => ({
    query: `{ currentCustomer { ...F0 } } ${repeat(49, (i) => `fragment F${i} on Customer { id ${repeat(3, (k) => (i + k < 48 ? `...F${i + k + 1}` : 'name'))} }`)}`,
  }),
  'fragments that double on each level': () => ({
    query: `{ invoices { nodes { ...F0 } } } ${repeat(10, (i) => `fragment F${i} on Invoice { corrects { ...F${i + 1} } correctedBy: corrects { ...F${i + 1} } }`)} fragment F10 on Invoice { id }`,
  }),
  'unknown fields': () => ({ query: largest((n) => `{ ${repeat(n, (i) => `currentCustomr${i}`)} }`) }),
  'unknown arguments and types': () => ({
    query: largest((n) => `{ ${repeat(n, (i) => `node(idd${i}: 1) { ... on Custmer${i} { id } }`)} }`),
  }),
  'many operations with the same fragment': () => ({
    query: largest(
      (n) =>
        `${repeat(n, (i) => `query Q${i} { ...F }`)} fragment F on Query { ${repeat(20, (i) => `a${i}: __typename`)} }`,
    ),
  }),
  'many variables': () => ({
    query: largest((n) => `query(${repeat(n, (i) => `$v${i}: ID`)}) { node(id: $v0) { id } }`),
  }),
  'a list literal': () => ({ query: largest((n) => `{ nodes(ids: [${repeat(n, () => '"a"')}]) { id } }`) }),
  'nested input': () => ({ query: largest((n) => `{ nodes(ids: ${'['.repeat(n)}${']'.repeat(n)}) { id } }`) }),
  'nested selections': () => ({ query: largest((n) => `${'{ a '.repeat(n)}${'}'.repeat(n)}`) }),
  'a comment': () => ({ query: largest((n) => `{ __typename } #${'x'.repeat(n)}`) }),
  'a token of digits': () => ({ query: consume, variables: { input: { token: '1 '.repeat(3900) } } }),
  'a token of digits over the size': () => ({ query: consume, variables: { input: { token: '1 '.repeat(125_000) } } }),
  'ligatures in a token': () => ({ query: consume, variables: { input: { token: '\ufdfa1'.repeat(3900) } } }),
  'many numbers': () => ({ query: consume, variables: { input: Array(120_000).fill(1) } }),
  'many keys': () => ({
    query: consume,
    variables: { input: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1])) },
  }),
  introspection: () => ({
    query: '{ __schema { types { fields { args { type { ofType { ofType { name } } } } } } } }',
  }),
  'no body': () => ({ query: '' }),
};

/**
 * The least CPU time of up to sixty requests in milliseconds, so that garbage collection, other work of the machine and
 * the first compilation do not count.
 */
async function cost(attack: { query: string; variables?: object }, headers: Record<string, string>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 60 && least > MAXIMUM_MS; round++) {
    // The text differs each time, because parsed documents are cached.
    const body = JSON.stringify({ ...attack, query: `${attack.query}#${round}${Math.random()}` });
    const before = process.cpuUsage();
    await t.post(body, headers);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe.each([
  ['no credential', {}],
  ['a forged API key', { authorization: `Bearer sk_live_${'x'.repeat(43)}` }],
] as [string, Record<string, string>][])('with %s', (_name, headers) => {
  test.each(Object.entries(ATTACKS))('a request with %s costs at most 20 ms of CPU time', async (name, attack) => {
    expect(await cost(attack(), headers), name).toBeLessThanOrEqual(MAXIMUM_MS);
  });
});
