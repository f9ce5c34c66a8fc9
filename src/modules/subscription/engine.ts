/** Finds the subscriptions whose period or pause has ended and brings them forward, in order of time. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { transact } from '../../op.ts';
import { dueBy, RENEWING, RESTING } from './lifecycle.ts';
import { renewSubscription } from './renew.ts';

/** How many are looked for at once; memory does not grow with the number that is due. */
const BATCH = 200;
/** How many are brought forward side by side. The embedded database has one connection. */
const LANES = { postgres: 4, pglite: 1 } as const;

interface Due {
  id: string;
  companyId: string;
  currentPeriodEnd: Date;
}

export interface EngineParts {
  db: Db;
  queue: Queue;
  log: { error(fact: object, message: string): void };
}

export interface EngineOptions {
  /** The company whose test clock is advanced; without it, all that have none. */
  testClockOf?: string;
  /** Says when to stop, although there is more to do. */
  enough?: () => boolean;
}

/**
 * Every step that is due at `now`, and the steps that become due by them: a subscription that is three periods late
 * gets three invoices. Several processes may run it at the same moment; each step is done by one of them. Answers how
 * many steps were done. Companies with a test clock are left alone, unless it is their clock that is advanced.
 */
export async function renewDue(parts: EngineParts, now: Date, options: EngineOptions = {}): Promise<number> {
  let steps = 0;
  for (;;) {
    const done = await renewOnce(parts, now, options);
    steps += done;
    // Nothing done: the rest is in somebody else's hands, or failed.
    if (done === 0 || options.enough?.()) return steps;
  }
}

/** One step for each that is due, in order of time, from the first to the last. One that fails keeps no other waiting. */
async function renewOnce(parts: EngineParts, now: Date, { testClockOf, enough }: EngineOptions): Promise<number> {
  let steps = 0;
  let last: Due | undefined;
  for (;;) {
    const due: Due[] = await parts.db.prisma.subscription.findMany({
      where: {
        ...(testClockOf ? { companyId: testClockOf } : { company: { testClockAt: null } }),
        AND: [dueBy(now), ...(last ? [behind(last)] : [])],
      },
      orderBy: [{ currentPeriodEnd: 'asc' }, { id: 'asc' }],
      select: { id: true, companyId: true, currentPeriodEnd: true },
      take: BATCH,
    });
    last = due.at(-1);
    steps += await sideBySide(LANES[parts.db.kind], due, enough, (one) => renewOne(parts, now, one));
    if (due.length < BATCH || enough?.()) return steps;
  }
}

/** What comes after another in the order of time. */
const behind = ({ currentPeriodEnd, id }: Due) => ({
  OR: [{ currentPeriodEnd: { gt: currentPeriodEnd } }, { currentPeriodEnd, id: { gt: id } }],
});

/** So many at the same time, begun in order; answers how many were done. */
async function sideBySide<One>(
  lanes: number,
  all: readonly One[],
  enough: (() => boolean) | undefined,
  run: (one: One) => Promise<boolean>,
): Promise<number> {
  let begun = 0;
  let done = 0;
  const lane = async () => {
    for (let one = all[begun++]; one !== undefined && !enough?.(); one = all[begun++]) if (await run(one)) done++;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

async function renewOne({ db, queue, log }: EngineParts, now: Date, { id, companyId }: Due): Promise<boolean> {
  try {
    const principal = { kind: 'system', companyId } as const;
    return (await transact({ db, queue, now, principal }, (op) => renewSubscription(op, id))) !== null;
  } catch (error) {
    log.error({ subscriptionId: id, type: (error as Error).constructor.name }, 'A subscription could not be renewed.');
    return false;
  }
}

/** When the next step of any subscription of a company is due: a period or a pause ends. Null when none will. */
export async function nextRenewalAt(db: Db, companyId: string): Promise<Date | null> {
  const period = await db.prisma.subscription.findFirst({
    where: {
      companyId,
      OR: [{ status: { in: [...RENEWING] } }, { status: { in: [...RESTING] }, cancelAtPeriodEnd: true }],
    },
    orderBy: { currentPeriodEnd: 'asc' },
    select: { currentPeriodEnd: true },
  });
  const pause = await db.prisma.subscription.findFirst({
    where: { companyId, status: 'PAUSED', resumesAt: { not: null } },
    orderBy: { resumesAt: 'asc' },
    select: { resumesAt: true },
  });
  const instants = [period?.currentPeriodEnd, pause?.resumesAt].filter((at) => at instanceof Date);
  return instants.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
}
