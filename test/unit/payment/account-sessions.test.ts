import { expect, test, vi } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import type { ProviderAccount } from '../../../src/db/generated/client/client.ts';
import { createKeys } from '../../../src/kernel/keys.ts';
import type { Adapter } from '../../../src/modules/payment/accounts/createAdapters.ts';
import { sealCredential } from '../../../src/modules/payment/accounts/credentials.ts';
import { createAccountSessions } from '../../../src/modules/payment/accounts/openAccount.ts';
import { ProviderInvalid, ProviderRefusedUs, type ProviderSession } from '../../../src/modules/payment/port.ts';

const keys = createKeys('a secret for tests that is long enough to be one');

const account = (more: Partial<ProviderAccount> = {}) =>
  ({
    ...{ id: 'pacc_1', companyId: 'co_1', provider: 'stripe', live: false, status: 'CONNECTED' },
    ...{ publishableKey: 'pk_test_1', connectedRef: null },
    sealedCredentials: sealCredential(keys, 'pacc_1', 'rk_test_1'),
    ...more,
  }) as ProviderAccount;

/** Sessions on an adapter whose calls are those of `session`. */
function sessionsOn(session: Partial<ProviderSession>) {
  const open = vi.fn(() => session as ProviderSession);
  const onRefused = vi.fn(async () => {});
  const adapter = { provider: { name: 'stripe', open } } as unknown as Adapter;
  const sessions = createAccountSessions({
    ...{ db: {} as Db, keys, onRefused },
    adapters: new Map([['stripe', adapter]]),
  });
  return { sessions, open, onRefused };
}

test('an object of the other mode (test or live) is refused by every call', async () => {
  const { sessions } = sessionsOn({ read: async () => ({ live: true }) as never });
  await expect(sessions.open(account()).session.read('pi_1')).rejects.toBeInstanceOf(ProviderInvalid);
  await expect(sessions.open(account({ id: 'pacc_1', live: false })).session.read('pi_1')).rejects.toThrow(
    /other mode/,
  );
});

test('an account has one session until its key is replaced', () => {
  const { sessions, open } = sessionsOn({});
  const row = account();
  sessions.open(row);
  sessions.open(row);
  expect(open).toHaveBeenCalledTimes(1);
  expect(open).toHaveBeenCalledWith(expect.objectContaining({ secretKey: 'rk_test_1', live: false }));
  sessions.open(account({ sealedCredentials: sealCredential(keys, 'pacc_1', 'rk_test_2') }));
  expect(open).toHaveBeenLastCalledWith(expect.objectContaining({ secretKey: 'rk_test_2' }));
});

test('refused credentials are reported by calls and by lists, and other failures are not', async () => {
  const refuse = new ProviderRefusedUs('No.');
  const { sessions, onRefused } = sessionsOn({
    read: async () => {
      throw refuse;
    },
    detach: async () => {
      throw new ProviderInvalid('No.');
    },
    // biome-ignore lint/correctness/useYield: it fails before its first signal.
    async *signals() {
      throw refuse;
    },
  });
  const { session } = sessions.open(account());
  await expect(session.detach('pm_1')).rejects.toThrow();
  expect(onRefused).not.toHaveBeenCalled();
  await expect(session.read('pi_1')).rejects.toBe(refuse);
  await expect(session.signals(null)[Symbol.asyncIterator]().next()).rejects.toBe(refuse);
  expect(onRefused).toHaveBeenCalledTimes(2);
});

test('credentials that were sealed for another account are not opened', () => {
  const { sessions } = sessionsOn({});
  expect(() => sessions.open(account({ id: 'pacc_2' }))).toThrow(/another account/);
});
