/** The sweep for reservations whose capture jobs gave up, so that it is unknown whether the money was captured. */
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { transact } from '../../operation/operation.ts';
import { CAPTURE_JOB } from '../payment/withReservation.ts';
import type { CaptureJob } from './capture.ts';

/** Rows read at once, so that memory does not grow with an outage. */
const BATCH = 200;

/** An hour is longer than the queue retries a capture. A company with a test clock is measured by that clock. */
const STALE_AUTHORIZATIONS = `SELECT p.id, p.company_id AS "companyId", p.updated_at AS "updatedAt", COALESCE(c.test_clock_at, $1) AS now
  FROM payment p JOIN company c ON c.id = p.company_id
  WHERE p.status = 'AUTHORIZED' AND p.updated_at <= COALESCE(c.test_clock_at, $1) - interval '1 hour'
  ORDER BY p.updated_at, p.id LIMIT ${BATCH}`;

/**
 * Enqueues a capture for every payment whose capture jobs gave up and returns their number. That capture first reads the
 * state of the reservation, then captures it or records that it failed. Each payment is claimed once an hour; the
 * claim and the job commit together, so only one of several processes enqueues it.
 */
export async function recaptureDue({ db, queue, enough }: Omit<SweepParts, 'log'>, now: Date): Promise<number> {
  let claimed = 0;
  for (;;) {
    const due = await db.sql<{ id: string; companyId: string; updatedAt: Date; now: Date }>(
      'stale_authorizations',
      STALE_AUTHORIZATIONS,
      [now],
    );
    for (const { id: paymentId, companyId, updatedAt, now: companyNow } of due) {
      if (enough?.()) break;
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
    if (due.length < BATCH || enough?.()) return claimed;
  }
}
