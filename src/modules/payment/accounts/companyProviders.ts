/** The payment provider of each company: its connected account, and otherwise the sandbox. */
import { ProviderRefusedUs, type ProviderSession } from '../port.ts';
import type { ProviderOf } from '../providerOf.ts';
import type { AccountSessions } from './openAccount.ts';

/** Companies without an account are served by `otherwise`. */
export function companyProviders(sessions: AccountSessions, otherwise: ProviderOf): ProviderOf {
  return async (companyId) => {
    const account = await sessions.ofCompany(companyId);
    if (!account) return otherwise(companyId);
    const { row, adapter, session } = account;
    const usable = row.status === 'BROKEN' ? refusing(session) : session;
    return { provider: adapter.provider, session: usable, accountId: row.id };
  };
}

/** While an account is broken nothing is sent, until the sweep of readSignals.ts finds that its key is accepted again. */
function refusing(session: ProviderSession): ProviderSession {
  return new Proxy(session, {
    get: (target, name, receiver) =>
      typeof Reflect.get(target, name, receiver) === 'function'
        ? () => Promise.reject(new ProviderRefusedUs('The account is broken.'))
        : undefined,
  });
}
