/** The sandbox as a provider in trouble, as the file CHAOS_PROVIDER_FILE demands it at each call. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { GatewayUnavailable } from '../../src/modules/payment/gateway.ts';
import { createSandbox as createRealSandbox, type SandboxGateway } from '../../src/modules/payment/sandbox.ts';

/** `lying`: the provider carries a request out and reports that it could not. */
export type ProviderTrouble = 'none' | 'dead' | 'slow' | 'lying';

const SLOW_MS = 1500;
const CALLS: readonly string[] = [
  'createCustomer',
  'attachMethod',
  'detachMethod',
  'authorize',
  'capture',
  'authorizationState',
  'cancelAuthorization',
];

function troubled<Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const trouble = readFileSync(process.env.CHAOS_PROVIDER_FILE ?? '', 'utf8') as ProviderTrouble;
    if (trouble === 'dead') throw new GatewayUnavailable('The provider is dead.');
    if (trouble === 'slow') await pause(SLOW_MS);
    const result = await call(...args);
    if (trouble === 'lying') throw new GatewayUnavailable('The provider is lying.');
    return result;
  };
}

export function createSandbox(...args: Parameters<typeof createRealSandbox>): SandboxGateway {
  const real = createRealSandbox(...args);
  return new Proxy(real, {
    get(target, name) {
      const value = Reflect.get(target, name);
      return CALLS.includes(String(name)) ? troubled(value.bind(target)) : value;
    },
  });
}
