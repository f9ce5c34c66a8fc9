import { type Clock, ManualClock, MINUTE, SECOND } from '../kernel/clock.ts';
import type { Db } from './client.ts';

/** How far the two clocks may differ. Clocks that are synchronized differ by milliseconds. */
const TOLERANCE_MS = MINUTE;
/** How long a comparison is trusted. In between, the process's monotonic clock measures how much time has passed. */
const TRUSTED_MS = 30 * SECOND;

/** The clock of this process differs from the database's by more than a minute. */
export class ClocksDisagree extends Error {
  constructor() {
    super('The clock of this process and the clock of the database differ by more than a minute.');
  }
}

export interface ClockGuard {
  /** Throws `ClocksDisagree` if the clocks differ. Costs a statement only if the last comparison is old or looks wrong. */
  verify(): Promise<void>;
  /** Like `verify`, but always compares. */
  compare(): Promise<void>;
}

interface GuardOptions {
  db: Db;
  clock: Clock;
  log: { error(fields: object, message: string): void; info(fields: object, message: string): void };
}

const STEADY: ClockGuard = { verify: async () => {}, compare: async () => {} };

/**
 * Compares the clock by which everything falls due with the clock of the database. A process whose clock is months ahead
 * would bill and charge months at once. The embedded database has the clock of its process, and a clock that tests move
 * by hand is meant to differ.
 */
export function createClockGuard({ db, clock, log }: GuardOptions): ClockGuard {
  if (db.kind === 'pglite' || clock instanceof ManualClock) return STEADY;
  let compared: { databaseTime: number; at: number } | undefined;
  let disagreeing = false;
  let comparing: Promise<void> | undefined;

  /** How far this process's clock is ahead, judged by the last comparison; undefined if that is too old. */
  function estimate(): number | undefined {
    if (!compared) return undefined;
    const passed = performance.now() - compared.at;
    return passed > TRUSTED_MS ? undefined : clock.now().getTime() - (compared.databaseTime + passed);
  }

  function judge(aheadMs: number, databaseTime: number): void {
    const wrong = Math.abs(aheadMs) > TOLERANCE_MS;
    if (wrong !== disagreeing) {
      const facts = {
        processTime: clock.now().toISOString(),
        databaseTime: new Date(databaseTime).toISOString(),
        aheadSeconds: Math.round(aheadMs / SECOND),
      };
      if (wrong)
        log.error(
          facts,
          `The clock of this process is ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of the database. Nothing is billed or served until they agree.`,
        );
      else log.info(facts, 'The clocks of this process and of the database agree again.');
    }
    disagreeing = wrong;
    if (wrong) throw new ClocksDisagree();
  }

  async function compareNow(): Promise<void> {
    const start = performance.now();
    const [row] = await db.sql<{ now: Date }>('database_clock', 'SELECT clock_timestamp() AS now', []);
    const end = performance.now();
    // The database read its clock some time between the two; the difference is judged in favor of the process.
    const databaseTime = (row as { now: Date }).now.getTime();
    compared = { databaseTime, at: end };
    const ahead = clock.now().getTime() - databaseTime;
    judge(ahead > 0 ? Math.max(0, ahead - (end - start)) : ahead, databaseTime);
  }

  function compare(): Promise<void> {
    comparing ??= compareNow().finally(() => {
      comparing = undefined;
    });
    return comparing;
  }

  return {
    compare,
    async verify() {
      const ahead = estimate();
      if (ahead === undefined || Math.abs(ahead) > TOLERANCE_MS || disagreeing) await compare();
    },
  };
}
