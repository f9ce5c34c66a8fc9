/** `npm run verify-provider` against the stand-in: it passes where the adapter is right, and names each step that fails. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StripeStandIn, startStripe } from '../../support/stripe/server.ts';
import { type Step, verifyProvider } from './verifyProvider.ts';

let standIn: StripeStandIn;
beforeAll(async () => {
  standIn = await startStripe();
});
afterAll(() => standIn.close());

const walk = (secretKey: string) =>
  verifyProvider({ secretKey, apiBase: standIn.url, report: () => undefined, patience: 0 });
const failed = (steps: readonly Step[]) => steps.filter(({ problem }) => problem !== null);

test('every step passes at an account that behaves as Stripe’s document and test cards say', async () => {
  const { key, account } = standIn.account();
  const steps = await walk(key);
  expect(failed(steps)).toEqual([]);
  expect(steps.length).toBeGreaterThanOrEqual(9);
  const statuses = new Set(account.all('payment_intent').map(({ status }) => status));
  expect(statuses).toEqual(new Set(['succeeded', 'canceled', 'requires_payment_method']));
});

test('a step that finds other facts is named with them, and the steps after it still run', async () => {
  const { key } = standIn.account({ missing: ['write /v1/refunds', 'read /v1/disputes'] });
  const steps = failed(await walk(key));
  expect(steps.map(({ problem }) => problem)).toEqual([
    'missing should be  and is Refunds: write, Disputes: read',
    expect.stringMatching(/^ProviderRefusedUs|^an error/),
    expect.stringMatching(/Permission|ProviderRefusedUs/),
  ]);
});

test('a live key is refused before any request, and no key is printed', async () => {
  const { key } = standIn.account({ live: true });
  const before = standIn.requests.length;
  await expect(walk(key)).rejects.toThrow('Only keys of test mode');
  expect(standIn.requests.length).toBe(before);
  const script = new URL('verifyProvider.ts', import.meta.url).pathname;
  const ran = spawnSync(process.execPath, [script], { env: { STRIPE_TEST_KEY: key }, encoding: 'utf8' });
  expect([ran.status, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toContain('Live keys are refused');
  expect(ran.stderr).not.toContain(key);
});
