/** Finds the subscriptions whose period or pause has ended and brings them forward, in order of time. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { transact } from '../../op.ts';
import { dueAt, dueBy, RENEWING, RESTING } from './lifecycle.ts';
import { renewSubscription } from './renew.ts';

/** How many are looked for at once; memory does not grow with the number that is due. */
const BATCH = 200;
/** How many are brought forward side by side. The embedded database has one connection. */
const LANES = { postgres: 4, pglite: 1 } as const;

interface Due {
  id: string;
  companyId: string;
  customerId: string;
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
      select: { id: true, companyId: true, customerId: true, currentPeriodEnd: true },
      take: BATCH,
    });
    last = due.at(-1);
    steps += await sideBySide(LANES[parts.db.kind], byCustomer(due), enough, (own) => inTurn(parts, now, own, enough));
    if (due.length < BATCH || enough?.()) return steps;
  }
}

/** What comes after another in the order of time. */
const behind = ({ currentPeriodEnd, id }: Due) => ({
  OR: [{ currentPeriodEnd: { gt: currentPeriodEnd } }, { currentPeriodEnd, id: { gt: id } }],
});

/** What shares a credit balance: which invoice the credit pays is no matter of chance. */
function byCustomer(due: readonly Due[]): Due[][] {
  const groups = new Map<string, Due[]>();
  for (const one of due) groups.set(one.customerId, [...(groups.get(one.customerId) ?? []), one]);
  return [...groups.values()];
}

/** So many groups at the same time, begun in order; answers how many steps were done. */
async function sideBySide<Group>(
  lanes: number,
  groups: readonly Group[],
  enough: (() => boolean) | undefined,
  run: (group: Group) => Promise<number>,
): Promise<number> {
  let begun = 0;
  let steps = 0;
  const lane = async () => {
    for (let group = groups[begun++]; group && !enough?.(); group = groups[begun++]) {
      const done = await run(group);
      // Not in one expression with the waiting: what the other lanes did meanwhile would be forgotten.
      steps += done;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return steps;
}

/**
 * What is due of one customer: one step where it is one subscription. Of several, all that is due, in order of time from
 * one subscription to the other, as it would have come about if nobody had been late.
 */
async function inTurn(parts: EngineParts, now: Date, own: readonly Due[], enough?: () => boolean): Promise<number> {
  const [first, second] = own;
  if (!first || !second) return first && (await renewOne(parts, now, first)) ? 1 : 0;
  const failed = new Set<string>();
  for (let steps = 0; ; ) {
    const due = await parts.db.prisma.subscription.findMany({
      where: { id: { in: own.map(({ id }) => id).filter((id) => !failed.has(id)) }, ...dueBy(now) },
      select: { id: true, status: true, currentPeriodEnd: true, cancelAtPeriodEnd: true, resumesAt: true },
    });
    due.sort((one, other) => +dueAt(one) - +dueAt(other) || (one.id < other.id ? -1 : 1));
    const [next] = due;
    if (!next || enough?.()) return steps;
    if (await renewOne(parts, now, { id: next.id, companyId: first.companyId })) steps++;
    else failed.add(next.id);
  }
}

async function renewOne(
  { db, queue, log }: EngineParts,
  now: Date,
  { id, companyId }: Pick<Due, 'id' | 'companyId'>,
): Promise<boolean> {
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
