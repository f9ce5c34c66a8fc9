import { safeError } from '../kernel/safeError.ts';
import type { SweepParts } from './sweepParts.ts';

/** The rows of a sweep, which are handled one at a time. */
interface Due<Row> {
  /** Reads the next rows that are due, without those whose ids are given: they have failed in this sweep. */
  read(failed: readonly string[]): Promise<Row[]>;
  /** Handles a row in a transaction of its own. Returns false if another process was first. */
  handle(row: Row): Promise<boolean>;
  /** The facts of a row for the log. */
  facts(row: Row): object;
  /** The failure, and its consequence, for the log. */
  failure: { message: string; next: string };
}

/**
 * Handles every row that is due, until none is left or the process stops. A row that fails is logged and left to the next
 * sweep. Returns the number of rows that were handled.
 */
export async function sweepDue<Row extends { id: string }>(
  { log, enough }: Pick<SweepParts, 'log' | 'enough'>,
  { read, handle, facts, failure: { message, next } }: Due<Row>,
): Promise<number> {
  const failed = new Set<string>();
  let handled = 0;
  for (;;) {
    let done = 0;
    for (const row of await read([...failed])) {
      if (enough?.()) break;
      try {
        if (await handle(row)) done++;
      } catch (error) {
        failed.add(row.id);
        log.error({ ...facts(row), err: safeError(error), next }, message);
      }
    }
    handled += done;
    if (done === 0 || enough?.()) return handled;
  }
}
