import type { PGlite, Transaction as PGliteTransaction } from '@electric-sql/pglite';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * pglite-prisma-adapter with other transactions. The adapter's own ignore a COMMIT that failed, so Prisma would report
 * data as saved that is not; they also set the isolation level outside the transaction.
 */
export function embeddedAdapter(pglite: PGlite): SqlDriverAdapterFactory {
  const factory = new PrismaPGlite(pglite);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      return Object.assign(adapter, {
        startTransaction: (isolationLevel?: string) => startTransaction(pglite, isolationLevel),
      }) as SqlDriverAdapter;
    },
  };
}

async function startTransaction(pglite: PGlite, isolationLevel?: string): Promise<Transaction> {
  const started = Promise.withResolvers<PGliteTransaction>();
  const finish = Promise.withResolvers<void>();
  const done = pglite.transaction(async (tx) => {
    started.resolve(tx);
    await finish.promise;
  });
  // A failed BEGIN is reported here; later errors are reported by `commit` and `rollback`, which await `done`.
  done.catch(started.reject);
  const tx = await started.promise;
  if (isolationLevel) await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`);

  // A PGlite transaction has the same query function as a PGlite, which is all that the adapter uses.
  const queryable = await new PrismaPGlite(tx as unknown as PGlite).connect();
  return {
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => queryable.queryRaw(query),
    executeRaw: (query) => queryable.executeRaw(query),
    async commit() {
      finish.resolve();
      await done;
    },
    async rollback() {
      await tx.rollback();
      finish.resolve();
      await done;
    },
  };
}
