/** Sessions on connected accounts. */
import type { Db } from '../../../db/client.ts';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { ProviderInvalid, ProviderRefusedUs, type ProviderSession } from '../port.ts';
import type { Adapter, Adapters } from './createAdapters.ts';
import { openCredential } from './credentials.ts';

export interface OpenAccount {
  row: AccountRow;
  adapter: Adapter;
  session: ProviderSession;
}

export interface AccountSessions {
  /** The company's account; null if none is connected. */
  ofCompany(companyId: string): Promise<OpenAccount | null>;
  /** A session for a row that was read. */
  open(row: AccountRow): OpenAccount;
}

interface SessionsOptions {
  db: Db;
  keys: Keys;
  adapters: Adapters;
  /** Called when the provider refuses the credentials of a connected account. */
  onRefused(row: AccountRow): Promise<void>;
}

/** One session per account, because the provider's limit of requests is that of the account. */
export function createAccountSessions({ db, keys, adapters, onRefused }: SessionsOptions): AccountSessions {
  const sessions = new Map<string, { sealed: string; session: ProviderSession }>();

  function sessionOf(row: AccountRow, adapter: Adapter): ProviderSession {
    const known = sessions.get(row.id);
    // The key was not rotated since.
    if (known?.sealed === row.sealedCredentials) return known.session;
    const { id, companyId, live, publishableKey, connectedRef, sealedCredentials: sealed } = row;
    const secretKey = openCredential(keys, id, sealed);
    const opened = adapter.provider.open({ id, companyId, live, publishableKey, connectedRef, secretKey });
    const session = guarded(opened, live, () => onRefused(row));
    sessions.set(id, { sealed, session });
    return session;
  }

  function open(row: AccountRow): OpenAccount {
    const adapter = adapters.get(row.provider);
    if (!adapter || row.status === 'DISCONNECTED') throw new Error('There is no adapter for this account.');
    return { row, adapter, session: sessionOf(row, adapter) };
  }

  return {
    open,
    async ofCompany(companyId) {
      const row = await db.prisma.providerAccount.findFirst({
        where: { companyId, status: { not: 'DISCONNECTED' } },
      });
      return row && open(row);
    },
  };
}

/** Watches the results of all calls: refused credentials, and objects of the other mode. */
function guarded(session: ProviderSession, live: boolean, onRefused: () => Promise<void>): ProviderSession {
  async function watch(result: Promise<unknown>): Promise<unknown> {
    try {
      const value = await result;
      if (typeof value === 'object' && value !== null && 'live' in value && value.live !== live)
        throw new ProviderInvalid('The provider has responded with an object of the other mode.');
      return value;
    } catch (error) {
      return await failed(error);
    }
  }
  async function failed(error: unknown): Promise<never> {
    if (error instanceof ProviderRefusedUs) await onRefused();
    throw error;
  }
  async function* watchAll(results: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    try {
      yield* results;
    } catch (error) {
      await failed(error);
    }
  }
  return new Proxy(session, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(member, target, given);
        if (result instanceof Promise) return watch(result);
        return isAsyncIterable(result) ? watchAll(result) : result;
      };
    },
  });
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
