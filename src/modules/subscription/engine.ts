/** Finds the subscriptions whose period or pause has ended and brings them forward, in order of time. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { transact } from '../../op.ts';
import { dueBy, RENEWING, RESTING } from './lifecycle.ts';
import { renewSubscription } from './renew.ts';

/** How many are looked for at once; memory does not grow with the number that is due. */
const BATCH = 200;

interface Due {
  id: string;
  companyId: string;
}

/**
 * Every step that is due at `now`, and the steps that become due by them: a subscription that is three periods late
 * gets three invoices. Several processes may run it at the same moment; each step is done by one of them. Answers how
 * many steps were done. Companies with a test clock are left alone, unless it is their clock that is advanced.
 */
export async function renewDue(
  parts: { db: Db; queue: Queue; log: { error(fact: object, message: string): void } },
  now: Date,
  testClockOf?: string,
): Promise<number> {
  const { db, queue, log } = parts;
  /** What failed is left for the next run, so that one broken subscription does not keep the others waiting. */
  const failed = new Set<string>();
  let steps = 0;
  for (;;) {
    const due = await db.prisma.subscription.findMany({
      where: {
        ...(testClockOf ? { companyId: testClockOf } : { company: { testClockAt: null } }),
        ...dueBy(now),
        id: { notIn: [...failed] },
      },
      orderBy: [{ currentPeriodEnd: 'asc' }, { id: 'asc' }],
      select: { id: true, companyId: true },
      take: BATCH,
    });
    let done = 0;
    for (const { id, companyId } of due satisfies Due[]) {
      try {
        const outcome = await transact({ db, queue, now, principal: { kind: 'system', companyId } }, (op) =>
          renewSubscription(op, id),
        );
        if (outcome) done++;
      } catch (error) {
        failed.add(id);
        log.error(
          { subscriptionId: id, type: (error as Error).constructor.name },
          'A subscription could not be renewed.',
        );
      }
    }
    steps += done;
    // Nothing done: the rest is in somebody else's hands, or failed.
    if (done === 0) return steps;
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
