/**
 * The handler of a batch of `COLLECT_JOB`: charges plain invoices in sets of one company, with a number of statements that
 * does not grow with them. The rest is left to `collectInvoice`, whose functions also record each unusual result.
 */
import { runConcurrently } from '../../../kernel/runConcurrently.ts';
import { safeError } from '../../../kernel/safeError.ts';
import { companyTime } from '../../company/time.ts';
import { CHARGED_OPEN, type CollectJob, type CollectParts, postpone } from '../collectInvoice.ts';
import { type Charge, planSet } from './planSet.ts';
import { recordAlone, recordPaid } from './recordSet.ts';
import { type Answer, sendSet } from './sendSet.ts';

export const LARGEST_SET = 100;
/** Companies of a batch, and unusual results, that are worked on at the same time. */
const CONCURRENCY = { postgres: 2, pglite: 1 } as const;

export type SetParts = CollectParts & { log: { error(fact: object, message: string): void } };

interface Job {
  id: string;
  data: CollectJob;
}

/** The outcomes of the jobs: null, or the error with which a job failed. Jobs without an outcome must run one by one. */
export type Outcomes = Map<string, unknown>;

export async function collectInSets(parts: SetParts, jobs: readonly Job[], signal: AbortSignal): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const sets = [...Map.groupBy(jobs, ({ data }) => data.companyId)];
  const stop = () => signal.aborted;
  await runConcurrently(CONCURRENCY[parts.db.kind], sets, stop, async ([companyId, own]) => {
    if (own.length === 1) return;
    await collectSet(parts, companyId, own, { outcomes, signal }).catch((error: unknown) => {
      const facts = { companyId, invoices: own.length, err: safeError(error) };
      parts.log.error({ ...facts, next: 'They are charged one by one.' }, 'A set of invoices could not be charged.');
    });
  });
  return outcomes;
}

/** Throws only before the payments are planned. */
async function collectSet(
  parts: SetParts,
  companyId: string,
  jobs: readonly Job[],
  { outcomes, signal }: { outcomes: Outcomes; signal: AbortSignal },
): Promise<void> {
  const now = await companyTime(parts, companyId);
  const ctx = { ...parts, now, wallNow: parts.clock.now(), principal: { kind: 'system', companyId } as const };
  const provider = await parts.providerOf(companyId);
  const attempts = new Map(jobs.map(({ id, data }) => [data.invoiceId, { jobId: id, attempt: data.attempt ?? 0 }]));
  const charges = await planSet(ctx, attempts);
  // A payment that is not sent now is sent by the sweep of payments, as after the death of this process.
  for (const { jobId } of charges) outcomes.set(jobId, null);
  const answers = await sendSet(ctx, provider, charges, signal);
  const recorded = await recordPaid(ctx, answers);
  const left = answers.filter(({ charge }) => !recorded.has(charge));
  const never = () => false;
  await runConcurrently(CONCURRENCY[parts.db.kind], left, never, async (answer: Answer) => {
    outcomes.set(answer.charge.jobId, await outcomeOf(() => recordAlone(ctx, answer), postponing(answer.charge)));
  });

  function postponing({ payment: { invoiceId: id }, attempt: attemptCount }: Charge) {
    return (error: unknown) => postpone(ctx, { id, companyId, ...CHARGED_OPEN, attemptCount }, error);
  }
}

/** The error of the cure, or null. */
async function outcomeOf(work: () => Promise<void>, cure: (error: unknown) => Promise<void>): Promise<unknown> {
  try {
    await work().catch(cure);
    return null;
  } catch (error) {
    return error;
  }
}
