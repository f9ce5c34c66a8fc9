/** Whether this process can serve (GET /ready), and what is degraded although it can. */
import { statfs } from 'node:fs/promises';
import type { Db } from '../db/client.ts';
import { type ClockGuard, ClocksDisagree } from '../db/clockGuard.ts';
import type { Queue } from '../jobs/queue.ts';
import { after, type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import { sqlState } from '../kernel/violatedConstraint.ts';
import { dueBy } from '../modules/subscription/record/statusTransitions.ts';

/** The reasons why requests should be sent to another process. */
type Unready = 'stopping' | 'database' | 'clock' | 'disk';
/** States that need a person while requests are still served: sending them elsewhere would not help. */
type Degradation = 'queue' | 'renewals' | 'migration';

interface ReadinessState {
  unready: Unready | null;
  degraded: Degradation[];
}

export interface Readiness {
  /** From now on the process is not ready, because it stops. */
  stop(): void;
  /** Looks at an error for a sign of a full disk. */
  note(error: unknown): void;
  check(): Promise<ReadinessState>;
}

interface ReadinessOptions {
  db: Db;
  clock: Clock;
  clockGuard: ClockGuard;
  queue: Pick<Queue, 'isLagging'>;
  /** The folder of the embedded database. */
  dataDir?: string | undefined;
  onUnexpected(error: unknown): void;
}

/** The time for which one refused write makes the process not ready. */
const DISK_FULL_MS = MINUTE;
const DISK_FULL = new Set(['53100', 'ENOSPC', 'EDQUOT']);
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
/** Jobs are due within seconds, renewals within a sweep; later than this something is stuck or overloaded. */
const LAG_MS = 10 * MINUTE;
/** Degradation changes slowly, and load balancers query it often. */
const REMEMBERED_MS = 10 * SECOND;

export function createReadiness(options: ReadinessOptions): Readiness {
  const { db, clockGuard, dataDir, onUnexpected } = options;
  let stopping = false;
  let diskFullUntil = 0;
  let remembered: { at: number; degraded: Degradation[] } | undefined;

  async function unready(): Promise<Unready | null> {
    if (stopping) return 'stopping';
    try {
      const [row] = await db.sql<{ readOnly: boolean }>(
        'ready',
        `SELECT current_setting('transaction_read_only')::boolean AS "readOnly"`,
        [],
      );
      if (row?.readOnly) return 'database';
      await clockGuard.compare();
    } catch (error) {
      onUnexpected(error);
      return error instanceof ClocksDisagree ? 'clock' : 'database';
    }
    const full = performance.now() < diskFullUntil || (dataDir !== undefined && (await isFull(dataDir)));
    return full ? 'disk' : null;
  }

  async function degraded(): Promise<Degradation[]> {
    if (remembered && performance.now() - remembered.at < REMEMBERED_MS) return remembered.degraded;
    const found = await degradations(options);
    remembered = { at: performance.now(), degraded: found };
    return found;
  }

  return {
    stop() {
      stopping = true;
    },
    note(error) {
      const { code } = error as { code?: unknown };
      if (DISK_FULL.has(sqlState(error) ?? String(code))) diskFullUntil = performance.now() + DISK_FULL_MS;
    },
    async check() {
      const reason = await unready();
      return { unready: reason, degraded: reason === null ? await degraded() : [] };
    },
  };
}

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < LEAST_FREE_BYTES;
}

async function degradations({ db, clock, queue }: ReadinessOptions): Promise<Degradation[]> {
  const long = after(clock.now(), -LAG_MS);
  const [lagging, overdue, failed] = await Promise.all([
    queue.isLagging(LAG_MS),
    db.prisma.subscription.findFirst({
      where: { company: { testClockAt: null, disabledAt: null }, ...dueBy(long) },
      select: { id: true },
    }),
    db.sql<{ failed: boolean }>('failed_migration', FAILED_MIGRATION, [LAG_MS / SECOND]),
  ]);
  return [
    ...(lagging ? ['queue' as const] : []),
    ...(overdue ? ['renewals' as const] : []),
    ...(failed[0]?.failed ? ['migration' as const] : []),
  ];
}

/** A migration that failed and was not applied since, or one that began long ago and has not ended. */
const FAILED_MIGRATION = `SELECT EXISTS (
  SELECT FROM _prisma_migrations AS one
  WHERE finished_at IS NULL AND (rolled_back_at IS NOT NULL OR started_at < now() - $1::float8 * interval '1 second')
    AND NOT EXISTS (
      SELECT FROM _prisma_migrations AS later
      WHERE later.migration_name = one.migration_name AND later.finished_at IS NOT NULL AND later.rolled_back_at IS NULL
    )
) AS failed`;
