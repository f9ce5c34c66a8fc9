/** The GraphQL-over-HTTP specification, checked with the audits of its reference implementation and a merchant's key. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';

let t: TestApp;
let apiKey: string;
beforeAll(async () => {
  t = await openTestApp();
  ({ apiKey } = await t.company());
});
afterAll(() => t.close());

const audits = serverAudits({
  url: `${PUBLIC_URL}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) =>
    t.app.fetch(new Request(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${apiKey}` } })),
});
const of = (level: string) => audits.filter(({ name }) => name.startsWith(level));

test('the audit suite has the 61 audits that these tests were written for', () => {
  expect([of('MUST').length, of('SHOULD').length, of('MAY').length, audits.length]).toEqual([13, 23, 25, 61]);
});

describe.each(['MUST', 'SHOULD', 'MAY'])('GraphQL over HTTP: %s', (level) => {
  // The optional audits pass as well.
  test.each(of(level).map(({ id, name, fn }) => [id, name, fn] as const))(
    'audit %s passes: %s',
    async (_id, _name, run) => {
      const result = await run();
      expect('reason' in result ? result.reason : result.status).toBe('ok');
    },
  );
});
