/**
 * The CPU time that a caller without a credential can cost, with the worst document of each kind at the limits. It is
 * compared with a fixed piece of work, because machines differ.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { FORGED_KEY } from '../support/attacks.ts';
import { cpuTime, referenceTime } from '../support/cpuTime.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

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
 * The least CPU times of up to sixty requests and references, in turn, so that garbage collection, other work of the
 * machine and the first compilation do not count.
 */
async function leastTimes(attack: { query: string; variables?: object }, headers: Record<string, string>) {
  const least = { request: Number.POSITIVE_INFINITY, reference: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 60 && (round < 2 || least.request > least.reference); round++) {
    // The text differs each time, because parsed documents are cached.
    const body = JSON.stringify({ ...attack, query: `${attack.query}#${round}${Math.random()}` });
    const request = await cpuTime(async () => (await t.post(body, headers)).body !== undefined, true);
    least.request = Math.min(least.request, request);
    least.reference = Math.min(least.reference, await referenceTime());
  }
  return least;
}

describe.each([
  ['no credential', {}],
  ['a forged API key', FORGED_KEY],
] as [string, Record<string, string>][])('with %s', (_name, headers) => {
  test.each(Object.entries(ATTACKS))(
    'a request with %s costs at most the CPU time of the reference',
    async (name, attack) => {
      const { request, reference } = await leastTimes(attack(), headers);
      expect(request, name).toBeLessThanOrEqual(reference);
    },
  );
});
