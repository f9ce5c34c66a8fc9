/** The sandbox as a provider in trouble, as the file CHAOS_PROVIDER_FILE demands it at each call. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProviderAccount, ProviderDown, type ProviderSession } from '../../src/modules/payment/port.ts';
import {
  createSandbox as createRealSandbox,
  type Sandbox,
} from '../../src/modules/payment/providers/sandbox/sandbox.ts';

/** `lying`: the provider carries a request out and reports that it could not. */
export type ProviderTrouble = 'none' | 'dead' | 'slow' | 'lying';

const SLOW_MS = 1500;
const CALLS: readonly string[] = ['ensureCustomer', 'readSetup', 'detach', 'pay', 'find', 'read', 'capture', 'cancel'];

function troubled<Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const trouble = readFileSync(process.env.CHAOS_PROVIDER_FILE ?? '', 'utf8') as ProviderTrouble;
    if (trouble === 'dead') throw new ProviderDown('NO');
    if (trouble === 'slow') await pause(SLOW_MS);
    const result = await call(...args);
    if (trouble === 'lying') throw new ProviderDown('MAYBE');
    return result;
  };
}

function inTrouble(session: ProviderSession): ProviderSession {
  return new Proxy(session, {
    get(target, name) {
      const value = Reflect.get(target, name);
      return CALLS.includes(String(name)) ? troubled(value.bind(target)) : value;
    },
  });
}

export function createSandbox(...args: Parameters<typeof createRealSandbox>): Sandbox {
  const real = createRealSandbox(...args);
  return Object.assign(Object.create(real), { open: (account: ProviderAccount) => inTrouble(real.open(account)) });
}
