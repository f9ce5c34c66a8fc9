/**
 * Records of jobs whose effect a repetition would not notice, such as a mail. The queue delivers at least once: a job whose
 * process dies or whose time is up runs again under the same id. Stored beside idempotency keys, for 48 hours, which is
 * longer than any job is retried.
 */
import type { Db, Tx } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';

/** The progress of the job. */
export interface JobProgress {
  /** Its effect is complete, so a repetition does nothing. */
  done: boolean;
  /** The link that an interrupted run has created. */
  linkId?: string;
}

const SELECT = `SELECT answer FROM idempotency_record
  WHERE company_id = $1 AND caller = 'job' AND operation = 'job' AND key = $2`;

/** The progress that an earlier run has recorded; null if none has. */
export async function jobProgress(db: Db, companyId: string, jobId: string): Promise<JobProgress | null> {
  const [row] = await db.sql<{ answer: JobProgress }>('job_progress', SELECT, [companyId, jobId]);
  return row?.answer ?? null;
}

/**
 * Records the progress, in the transaction of the effect if it has one. The age of the record is measured in the company's
 * own time, as that of every idempotency key.
 */
export async function recordJobProgress(
  tx: Pick<Tx, '$executeRaw'>,
  { companyId, jobId, now }: { companyId: string; jobId: string; now: Date },
  progress: JobProgress,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO idempotency_record (id, company_id, caller, operation, key, request_hash, answer, created_at)
    SELECT ${newId('IdempotencyRecord', now)}, id, 'job', 'job', ${jobId}, '', ${JSON.stringify(progress)}::jsonb,
      coalesce(test_clock_at, ${now})
    FROM company WHERE id = ${companyId}
    ON CONFLICT (company_id, caller, operation, key) DO UPDATE SET answer = excluded.answer`;
}
