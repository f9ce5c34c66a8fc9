/** Trying again: when the day has come, and at once when a customer has chosen another payment method. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { transact } from '../../op.ts';
import { companyTime } from '../company/time.ts';
import { COLLECT_JOB } from '../subscription/bill.ts';
import type { CollectJob } from './collect.ts';
import { OLDEST_FIRST, overdue } from './overdue.ts';

/** How many are looked for at once; memory does not grow with the number that is due. */
const BATCH = 200;

export interface SweepParts {
  db: Db;
  queue: Queue;
  log: { error(fact: object, message: string): void };
}

/**
 * Leaves a job for every retry that is due at `now`, and answers how many. The claim and the job commit together, so
 * that of several processes one does it, and none forgets it. Companies with a test clock are left alone, unless it is
 * their clock that is advanced.
 */
export async function retryDue({ db, queue, log }: SweepParts, now: Date, testClockOf?: string): Promise<number> {
  const failed = new Set<string>();
  let claimed = 0;
  for (;;) {
    const due = await db.prisma.invoice.findMany({
      where: {
        ...(testClockOf ? { companyId: testClockOf } : { company: { testClockAt: null } }),
        status: 'OPEN',
        nextAttemptAt: { lte: now },
        id: { notIn: [...failed] },
      },
      orderBy: [{ nextAttemptAt: 'asc' }, { id: 'asc' }],
      select: { id: true, companyId: true, nextAttemptAt: true, attemptCount: true },
      take: BATCH,
    });
    let done = 0;
    for (const { id: invoiceId, companyId, nextAttemptAt, attemptCount: attempt } of due) {
      try {
        done += await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
          const { count } = await op.tx.invoice.updateMany({
            where: { id: invoiceId, companyId, status: 'OPEN', nextAttemptAt, attemptCount: attempt },
            data: { nextAttemptAt: null, updatedAt: op.now },
          });
          if (count === 1) await op.enqueue(COLLECT_JOB, { companyId, invoiceId, attempt } satisfies CollectJob);
          return count;
        });
      } catch (error) {
        // What failed is left for the next run, so that one broken invoice does not keep the others waiting.
        failed.add(invoiceId);
        log.error({ invoiceId, type: (error as Error).constructor.name }, 'A retry could not be begun.');
      }
    }
    claimed += done;
    if (done === 0) return claimed;
  }
}

/** When the next retry of any invoice of a company is due; null when none is. */
export async function nextRetryAt(db: Db, companyId: string): Promise<Date | null> {
  const next = await db.prisma.invoice.findFirst({
    where: { companyId, status: 'OPEN', nextAttemptAt: { not: null } },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  });
  return next?.nextAttemptAt ?? null;
}

/**
 * The job after another payment method became the default: what could not be collected from the old one is tried at
 * once. Invoices that nobody ever tried to collect (a merchant's own, say) are not: their customers decide when to pay.
 */
export async function retryPastDue(
  parts: { db: Db; queue: Queue; clock: Clock },
  { companyId, customerId }: { companyId: string; customerId: string },
): Promise<void> {
  const now = await companyTime(parts, companyId);
  const principal = { kind: 'system', companyId } as const;
  await transact({ db: parts.db, queue: parts.queue, now, principal }, async (op) => {
    const invoices = await op.tx.invoice.findMany({
      where: {
        companyId,
        customerId,
        ...overdue(now),
        OR: [{ firstFailedAt: { not: null } }, { subscription: { status: { in: ['PAST_DUE', 'UNPAID'] } } }],
      },
      orderBy: [...OLDEST_FIRST],
      select: { id: true, attemptCount: true },
    });
    for (const { id: invoiceId, attemptCount: attempt } of invoices)
      await op.enqueue(COLLECT_JOB, { companyId, invoiceId, attempt } satisfies CollectJob);
  });
}
