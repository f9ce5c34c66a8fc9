/** The safety net under the captures: money that was reserved long ago and of which nobody knows whether it was taken. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { transact } from '../../op.ts';
import { CAPTURE_JOB } from '../payment/reserve.ts';
import type { CaptureJob } from './capture.ts';

/** How many are looked for at once; memory does not grow with an outage. */
const BATCH = 200;

/** Longer than the queue itself goes on trying. A company with a test clock waits for that clock. */
const LEFT_ALONE = `SELECT p.id, p.company_id AS "companyId", p.updated_at AS "updatedAt", COALESCE(c.test_clock_at, $1) AS now
  FROM payment p JOIN company c ON c.id = p.company_id
  WHERE p.status = 'AUTHORIZED' AND p.updated_at <= COALESCE(c.test_clock_at, $1) - interval '1 hour'
  ORDER BY p.updated_at, p.id LIMIT ${BATCH}`;

/**
 * Leaves a job for every payment whose capture has been given up, and answers how many: it asks the provider how the
 * reservation stands, takes the money, or records that it is lost. Each is asked about once an hour, for as long as the
 * provider does not answer. The claim and the job commit together, so that of several processes one does it.
 */
export async function recaptureDue({ db, queue }: { db: Db; queue: Queue }, now: Date): Promise<number> {
  let claimed = 0;
  for (;;) {
    const due = await db.sql<{ id: string; companyId: string; updatedAt: Date; now: Date }>(
      'payments_left_alone',
      LEFT_ALONE,
      [now],
    );
    for (const { id: paymentId, companyId, updatedAt, now: companyNow } of due) {
      const principal = { kind: 'system', companyId } as const;
      claimed += await transact({ db, queue, now: companyNow, principal }, async (op) => {
        const { count } = await op.tx.payment.updateMany({
          where: { id: paymentId, companyId, status: 'AUTHORIZED', updatedAt },
          data: { updatedAt: op.now },
        });
        if (count === 1) await op.enqueue(CAPTURE_JOB, { companyId, paymentId, again: true } satisfies CaptureJob);
        return count;
      });
    }
    if (due.length < BATCH) return claimed;
  }
}
