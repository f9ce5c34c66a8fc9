/** Transactions of sweeps and batches, which write much and which no person waits for. */
import type { Db } from '../db/client.ts';
import { type Op, type OpContext, type SignedIn, transact } from './operation.ts';

const turns = new WeakMap<Db, Promise<void>>();

/**
 * `transact`, one at a time in this process: however much is due, the rest of the processors and of the connections is free
 * for requests. Must not be called inside another turn, which would wait for itself.
 */
export function transactInTurn<T, P extends SignedIn>(ctx: OpContext<P>, fn: (op: Op<P>) => Promise<T>): Promise<T> {
  const run = () => transact(ctx, fn);
  const result = (turns.get(ctx.db) ?? Promise.resolve()).then(run);
  turns.set(
    ctx.db,
    result.then(
      () => {},
      () => {},
    ),
  );
  return result;
}
