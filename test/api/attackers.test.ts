/** The CPU time of requests that are refused because their network sent too many. Benchmarks measure response times. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_CLIENT_LIMITS } from '../../src/api/clientLimits.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { worstDocuments } from '../support/attacks.ts';
import { makeCustomer } from '../support/catalog.ts';
import { cpuTime } from '../support/cpuTime.ts';

let t: TestApp;
beforeAll(async () => {
  // No points are regained during the test.
  const perSecond = 1 / 1000;
  const { client, site, organization, session } = DEFAULT_CLIENT_LIMITS;
  t = await openTestApp({
    clientLimits: {
      client: { ...client, perSecond },
      site: { ...site, perSecond },
      organization: { ...organization, perSecond },
      session: { ...session, perSecond },
    },
    trustedProxyHops: 1,
  });
});
afterAll(() => t.close());

const HOME = { query: '{ currentCustomer { id name email invoices(first: 10) { nodes { id number } } } }' };

test.each(worstDocuments.map((attack, index) => [index + 1, attack] as const))(
  "attack %i over the rate limit costs at most as much CPU time as a customer's request",
  async (index, { headers = {}, body }) => {
    const { merchant } = await t.company();
    const { token } = await t.signIn(merchant, await makeCustomer(merchant));
    const customer = { authorization: `Bearer ${token}`, 'x-forwarded-for': '198.51.100.1' };
    const attacker = { ...headers, 'x-forwarded-for': `192.0.2.${index}` };
    let sent = 0;
    while ((await t.post(body(sent++), attacker)).status !== 429) expect(sent).toBeLessThan(400);
    const leasts = { served: Number.POSITIVE_INFINITY, refused: Number.POSITIVE_INFINITY };
    for (let round = 0; round < 20; round++) {
      leasts.served = Math.min(leasts.served, await cpuTime(async () => (await t.post(HOME, customer)).status, 200));
      leasts.refused = Math.min(
        leasts.refused,
        await cpuTime(async () => (await t.post(body(sent++), attacker)).status, 429),
      );
    }
    expect(leasts.refused).toBeLessThanOrEqual(leasts.served);
  },
);
