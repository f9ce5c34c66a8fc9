/** The sweep that finds the subscriptions whose period or pause has ended and runs their next steps in order of time. */
import { randomInt } from 'node:crypto';
import type { Db } from '../../../db/client.ts';
import { runConcurrently } from '../../../kernel/runConcurrently.ts';
import { safeError } from '../../../kernel/safeError.ts';
import { transact } from '../../../operation/operation.ts';
import { dueAt, dueBy, NOT_RENEWING, RENEWING } from '../record/statusTransitions.ts';
import type { RenewalParts } from './renewalParts.ts';
import { renewInSets } from './renewInSets.ts';
import { renewSubscription } from './renewSubscription.ts';

/**
 * Rows read at once, so that memory does not grow with the number of due subscriptions. Enough sets for a few processes to
 * work in different places of one batch.
 */
const BATCH = 600;
/** Customers whose subscriptions run concurrently, if they run one by one. The embedded database has one connection. */
const CONCURRENCY = { postgres: 4, pglite: 1 } as const;
/** So many subscriptions of a batch that other processes have renewed make the rest of it worth reading again. */
const MISSES = 2 * CONCURRENCY.postgres;

interface Due {
  id: string;
  companyId: string;
  customerId: string;
  currentPeriodEnd: Date;
}

export interface RenewDueOptions {
  /** The company whose test clock advances; by default all companies without a test clock. */
  testClockOf?: string;
  /** Returns true once the sweep must stop although steps are still due. */
  enough?: () => boolean;
}

/**
 * Runs every step due at `now`, including steps that become due as a result (three missed periods → three invoices). Safe
 * to run concurrently: each step runs once. A step that fails is logged, stays due, and does not block the others. Companies
 * with a test clock are skipped unless their clock is the one that advances. Returns the number of steps run.
 */
export async function renewDue(parts: RenewalParts, now: Date, options: RenewDueOptions = {}): Promise<number> {
  let steps = 0;
  let alone = false;
  for (;;) {
    const pass = await runEachOnce(parts, now, options, alone);
    steps += pass.steps;
    if (options.enough?.()) return steps;
    // No step was run: the rest failed, or other processes hold their rows.
    if (pass.steps === 0 && (alone || pass.locked === 0)) return steps;
    // Sets wait for no row. If nothing else is left, the steps whose rows were locked run one by one, and wait.
    alone = pass.steps === 0;
  }
}

/** One pass over everything that is due. */
interface Pass {
  steps: number;
  /** Subscriptions of the batch that another process has renewed, or is renewing, since the batch was read. */
  missed: number;
  /** Subscriptions that sets passed over because their rows are locked. */
  locked: number;
  /** Subscriptions whose step failed in this pass. */
  failed: Set<string>;
}

/**
 * Runs one step of each due subscription, in order of time: of each batch the plain renewals in sets, then the other steps
 * one by one. Processes on one database read the same batches. A set that another process has locked is passed over, so
 * processes take turns with the batches. One by one, each begins at a place of its own, and reads the batch again once it
 * meets the work of another.
 */
async function runEachOnce(
  parts: RenewalParts,
  now: Date,
  { testClockOf, enough = () => false }: RenewDueOptions,
  alone: boolean,
): Promise<Pass> {
  const pass: Pass = { steps: 0, missed: 0, locked: 0, failed: new Set() };
  let last: Due | undefined;
  for (;;) {
    const { due, groups: all } = await readBatch(parts.db, now, last, testClockOf);
    pass.missed = 0;
    const stop = () => pass.missed >= MISSES || enough();
    const ready = all.map((own) => own.filter(({ id }) => !pass.failed.has(id))).filter((own) => own.length > 0);
    const before = pass.steps;
    const groups = alone ? ready : await runSets(parts, now, ready, pass, enough);
    const beginning = testClockOf || parts.db.kind === 'pglite' ? 0 : randomInt(groups.length + 1);
    await runConcurrently(CONCURRENCY[parts.db.kind], rotated(groups, beginning), stop, (own) =>
      runInTurn(parts, now, own, pass, enough),
    );
    if (enough()) return pass;
    // Another process works on this batch. It is read again only after a step of our own: otherwise this process would read
    // it in a loop until the other one is done.
    if (pass.missed >= MISSES && pass.steps > before) continue;
    last = due.at(-1);
    if (due.length < BATCH) return pass;
  }
}

interface Batch {
  /** The next due steps after the last batch, in order of time. */
  due: Due[];
  /** All due steps of their customers, in order of time for each. */
  groups: Due[][];
}

/**
 * The batch after `last`. A customer's steps are in it even if they come later, or earlier because they became due since:
 * credit pays the earliest invoice of all that are due.
 */
async function readBatch(db: Db, now: Date, last: Due | undefined, testClockOf: string | undefined): Promise<Batch> {
  const select = { id: true, companyId: true, customerId: true, currentPeriodEnd: true } as const;
  const orderBy = [{ currentPeriodEnd: 'asc' }, { id: 'asc' }] as const satisfies object[];
  const due = await db.prisma.subscription.findMany({
    where: {
      ...(testClockOf ? { companyId: testClockOf } : { company: { testClockAt: null } }),
      AND: [dueBy(now), ...(last ? [laterThan(last)] : [])],
    },
    orderBy: [...orderBy],
    select,
    take: BATCH,
  });
  const ids = new Set(due.map(({ id }) => id));
  const others = await db.prisma.subscription.findMany({
    where: {
      companyId: { in: [...new Set(due.map(({ companyId }) => companyId))] },
      customerId: { in: [...new Set(due.map(({ customerId }) => customerId))] },
      ...dueBy(now),
    },
    orderBy: [...orderBy],
    select,
  });
  const late = others.filter(({ id }) => !ids.has(id));
  const byTime = (one: Due, other: Due) =>
    +one.currentPeriodEnd - +other.currentPeriodEnd || (one.id < other.id ? -1 : 1);
  return { due, groups: groupByCustomer([...due, ...late]).map((own) => own.sort(byTime)) };
}

/** Runs the plain renewals and returns the steps that must run one by one. */
async function runSets(
  parts: RenewalParts,
  now: Date,
  ready: readonly Due[][],
  pass: Pass,
  enough: () => boolean,
): Promise<Due[][]> {
  const { steps, locked, missed, left } = await renewInSets(parts, now, ready, enough);
  pass.steps += steps;
  pass.locked += locked;
  pass.missed += missed;
  return left;
}

const rotated = <T>(all: readonly T[], by: number): T[] => [...all.slice(by), ...all.slice(0, by)];

/** The condition for rows after `one` in the order of time. */
const laterThan = ({ currentPeriodEnd, id }: Due) => ({
  OR: [{ currentPeriodEnd: { gt: currentPeriodEnd } }, { currentPeriodEnd, id: { gt: id } }],
});

/** Groups by customer: subscriptions that share a credit balance run in turn, so that it pays the earliest invoice. */
function groupByCustomer(due: readonly Due[]): Due[][] {
  const groups = new Map<string, Due[]>();
  for (const one of due) groups.set(one.customerId, [...(groups.get(one.customerId) ?? []), one]);
  return [...groups.values()];
}

/**
 * Runs one step if the customer has one due subscription. With several, runs all that is due, always the earliest step of
 * any of them first, as if no step had been late.
 */
async function runInTurn(
  parts: RenewalParts,
  now: Date,
  own: readonly Due[],
  pass: Pass,
  enough: () => boolean,
): Promise<void> {
  const [first, second] = own;
  if (!first) return;
  if (!second) {
    await runStep(parts, now, first, pass);
    return;
  }
  const left = new Set(own.map(({ id }) => id));
  for (;;) {
    const due = await parts.db.prisma.subscription.findMany({
      where: { id: { in: [...left] }, ...dueBy(now) },
      select: { id: true, status: true, currentPeriodEnd: true, cancelAtPeriodEnd: true, resumesAt: true },
    });
    due.sort((one, other) => +dueAt(one) - +dueAt(other) || (one.id < other.id ? -1 : 1));
    const [next] = due;
    if (!next || enough()) return;
    if (!(await runStep(parts, now, { id: next.id, companyId: first.companyId }, pass))) left.delete(next.id);
  }
}

/** The consequence of a failure, for the log. */
const STAYS_DUE =
  'The step stays due. The next sweep retries it, within seconds; with a test clock, its next advance does.';

/** Runs the step of one subscription and counts it. Returns false if it failed, or if another process has taken it. */
async function runStep(
  { db, queue, log }: RenewalParts,
  now: Date,
  { id, companyId }: Pick<Due, 'id' | 'companyId'>,
  pass: Pass,
): Promise<boolean> {
  try {
    const principal = { kind: 'system', companyId } as const;
    const step = await transact({ db, queue, now, principal }, (op) => renewSubscription(op, id));
    if (step) pass.steps++;
    else pass.missed++;
    return step !== null;
  } catch (error) {
    pass.failed.add(id);
    log.error(
      { subscriptionId: id, companyId, err: safeError(error), next: STAYS_DUE },
      'A renewal failed and was rolled back.',
    );
    return false;
  }
}

/** The instant at which the next period or pause of any of the company's subscriptions ends; null if none will. */
export async function nextRenewalAt(db: Db, companyId: string): Promise<Date | null> {
  const period = await db.prisma.subscription.findFirst({
    where: {
      companyId,
      OR: [{ status: { in: [...RENEWING] } }, { status: { in: [...NOT_RENEWING] }, cancelAtPeriodEnd: true }],
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
