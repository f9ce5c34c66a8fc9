/** Retries of failed payments: by the dunning schedule, and at once after a change of the default payment method. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import type { Clock } from '../../kernel/clock.ts';
import { safeError } from '../../kernel/safeError.ts';
import { jobProgress, recordJobProgress } from '../../operation/jobRecord.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { companyTime } from '../company/time.ts';
import { COLLECT_JOB } from '../subscription/record/issueAndCollect.ts';
import type { CollectJob } from './collectInvoice.ts';
import { OLDEST_FIRST, overdue } from './overdue.ts';

/** Rows read at once, so that memory does not grow with the number of due retries. */
const BATCH = 200;

/** The consequence of a failure, for the log. */
const STAYS_DUE = 'The retry stays due. The next sweep tries it again, within seconds.';

/**
 * Enqueues a collection for every retry that is due at `now` and returns their number. The claim and the job commit
 * together, so exactly one of several processes enqueues it. A retry that fails is logged and stays due. Companies with a
 * test clock are skipped unless their clock is the one that advances.
 */
export async function retryDue(
  { db, queue, log, enough }: SweepParts,
  now: Date,
  testClockOf?: string,
): Promise<number> {
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
      select: { id: true, companyId: true, subscriptionId: true, attemptCount: true },
      take: BATCH,
    });
    let done = 0;
    for (const own of Map.groupBy(due, ({ companyId }) => companyId).values()) {
      if (enough?.()) break;
      done += await claimOrSplit({ db, queue, log }, now, own, failed);
    }
    claimed += done;
    if (done === 0 || enough?.()) return claimed;
  }
}

interface DueRetry {
  id: string;
  companyId: string;
  subscriptionId: string | null;
  attemptCount: number;
}

/**
 * Claims retries of one company and enqueues their jobs. If that fails, its halves are tried. An invoice that fails alone is
 * skipped until the next sweep, so that it does not block the others.
 */
async function claimOrSplit(
  parts: Pick<SweepParts, 'db' | 'queue' | 'log'>,
  now: Date,
  due: readonly DueRetry[],
  failed: Set<string>,
): Promise<number> {
  const [first] = due;
  if (!first) return 0;
  const { companyId } = first;
  try {
    return await transact({ ...parts, now, principal: { kind: 'system', companyId } }, (op) =>
      claim(
        op,
        due.map(({ id }) => id),
      ),
    );
  } catch (error) {
    if (due.length > 1) {
      const middle = due.length >> 1;
      const one = await claimOrSplit(parts, now, due.slice(0, middle), failed);
      return one + (await claimOrSplit(parts, now, due.slice(middle), failed));
    }
    const { id: invoiceId, subscriptionId, attemptCount: attempt } = first;
    failed.add(invoiceId);
    const facts = { invoiceId, subscriptionId, companyId, attempt, err: safeError(error), next: STAYS_DUE };
    parts.log.error(facts, 'A payment retry was not enqueued.');
    return 0;
  }
}

/** Invoices whose rows another transaction has locked are left to the next look: one of several processes claims each. */
async function claim(op: Op, invoiceIds: readonly string[]): Promise<number> {
  const { companyId } = op.principal;
  const claimed = await op.tx.$queryRaw<{ id: string; attempt: number }[]>`
    UPDATE invoice SET next_attempt_at = NULL, updated_at = ${op.now}
    FROM (SELECT id FROM invoice WHERE company_id = ${companyId} AND id = ANY(${[...invoiceIds]}) AND status = 'OPEN'
      AND next_attempt_at <= ${op.now} ORDER BY id FOR NO KEY UPDATE SKIP LOCKED) due
    WHERE invoice.company_id = ${companyId} AND invoice.id = due.id
    RETURNING invoice.id, invoice.attempt_count AS attempt`;
  const jobs = claimed.map(({ id: invoiceId, attempt }) => ({ companyId, invoiceId, attempt }) satisfies CollectJob);
  await op.enqueueAll(COLLECT_JOB, jobs);
  return claimed.length;
}

/** The instant of the next retry of any of the company's invoices; null if none is scheduled. */
export async function nextRetryAt(db: Db, companyId: string): Promise<Date | null> {
  const next = await db.prisma.invoice.findFirst({
    where: { companyId, status: 'OPEN', nextAttemptAt: { not: null } },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  });
  return next?.nextAttemptAt ?? null;
}

/**
 * Retries a customer's overdue invoices at once, after another payment method became the default; the handler of
 * `DEFAULT_CHANGED_JOB`. Invoices that were never charged automatically, such as a merchant's own and those that are sent, are not, and disputed ones are not. A repetition of
 * the job does nothing: after a decline it would charge once more.
 */
export async function retryPastDue(
  parts: { db: Db; queue: Queue; clock: Clock; jobId: string },
  { companyId, customerId }: { companyId: string; customerId: string },
): Promise<void> {
  const { jobId } = parts;
  if (await jobProgress(parts.db, companyId, jobId)) return;
  const now = await companyTime(parts, companyId);
  const principal = { kind: 'system', companyId } as const;
  await transact({ db: parts.db, queue: parts.queue, now, principal }, async (op) => {
    const invoices = await op.tx.invoice.findMany({
      where: {
        companyId,
        customerId,
        ...overdue(now),
        ...{ collectionMethod: 'CHARGE_AUTOMATICALLY', disputedAt: null },
        OR: [{ firstFailedAt: { not: null } }, { subscription: { status: { in: ['PAST_DUE', 'UNPAID'] } } }],
      },
      orderBy: [...OLDEST_FIRST],
      select: { id: true, attemptCount: true },
    });
    for (const { id: invoiceId, attemptCount: attempt } of invoices)
      await op.enqueue(COLLECT_JOB, { companyId, invoiceId, attempt } satisfies CollectJob);
    await recordJobProgress(op.tx, { companyId, jobId, now }, { done: true });
  });
}
