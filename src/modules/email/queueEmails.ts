/** Turns planned e-mails, which a trigger has written with their events, into jobs. */
import { TRANSACTION_LIMITS } from '../../db/client.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';

/** Sends one planned e-mail; see sendEmail.ts. */
export const CUSTOMER_EMAIL_JOB = 'customer.email';

export interface CustomerEmailJob {
  companyId: string;
  emailId: string;
}

const BATCH = 100;

/**
 * Enqueues every planned e-mail. The job commits with the claim of its row, so that each is enqueued once, also by several
 * processes. Returns the number of jobs.
 */
export async function queueEmails({ db, queue, enough }: Omit<SweepParts, 'log'>): Promise<number> {
  let queued = 0;
  for (;;) {
    const claimed = await db.prisma.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<CustomerEmailJob[]>`
        UPDATE customer_email SET status = 'QUEUED' WHERE id IN (
          SELECT id FROM customer_email WHERE status = 'PLANNED' ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING id AS "emailId", company_id AS "companyId"`;
      for (const job of rows) await queue.enqueue(tx, CUSTOMER_EMAIL_JOB, job);
      return rows.length;
    }, TRANSACTION_LIMITS);
    if (claimed > 0) queue.wake();
    queued += claimed;
    if (claimed < BATCH || enough?.()) return queued;
  }
}
