/** Statements of the runner on the tables of pg-boss, for which pg-boss has no function. */

/** One statement for all queues, instead of one statement per queue every second. */
export const dueJobs = (schema: string) => `SELECT queue.name FROM unnest($1::text[]) AS queue(name) WHERE EXISTS (
  SELECT FROM ${schema}.job AS job WHERE job.name = queue.name AND job.state < 'active' AND NOT job.blocked
  AND job.start_after <= ${schema}.job_now())`;

/** Makes active jobs of a queue due again as if they had not been taken. */
export const giveBack = (schema: string) => `UPDATE ${schema}.job SET state = 'created', started_on = NULL
  WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'active'`;
