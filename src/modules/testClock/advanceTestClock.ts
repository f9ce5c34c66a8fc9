/**
 * Advances a test company's own time. Everything that falls due on the way runs in order of time, so that months of a
 * subscription take seconds.
 */
import { z } from 'zod';
import type { Event } from '../../db/generated/client/client.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { validate } from '../../kernel/validate.ts';
import type { MerchantPrincipal, OpContext } from '../../operation/operation.ts';
import { chaseSentInvoices, nextSentInvoiceAt } from '../collection/chaseSentInvoices.ts';
import { nextRetryAt, retryDue } from '../collection/retry.ts';
import { nextWarningAt, warnExpiringCards } from '../dunning/cardExpiry.ts';
import { queueEmails } from '../email/queueEmails.ts';
import { nextReminderAt, remindOfRenewals } from '../email/reminders.ts';
import { nextInvoiceReminderAt, remindOfInvoices } from '../email/remindOfInvoices.ts';
import { nextRenewalAt, renewDue } from '../subscription/renewal/renewDue.ts';

type Ctx = OpContext<MerchantPrincipal> & {
  log: { error(fact: object, message: string): void };
  operationTimeoutMs: number;
  wallNow: Date;
};

/** The longest advance per call, which bounds the work of one call. */
const FURTHEST = 2 * 366 * DAY;

/** The share of the operation's time limit that one call uses; the rest of the work is left to the next call. */
const OWN_SHARE = 0.5;

/** The number of events in one response; `events` lists all of them. */
const TOLD = 500;

const advanceInput = z.object({ frozenTime: z.date() });

export interface Advanced {
  id: string;
  /** The time of the clock. */
  frozenTime: Date;
  /** True if the clock has reached the requested time; otherwise the same call continues. */
  completed: boolean;
  events: Event[];
}

/**
 * Moves the clock, stopping at each instant at which something falls due. If the call is interrupted or runs out of
 * time, the clock stays at the instant that it reached, and the next call continues from there.
 */
export async function advanceTestClock(ctx: Ctx, input: { frozenTime: Date }): Promise<Advanced> {
  const { frozenTime: target } = validate(advanceInput, input);
  const { db, principal } = ctx;
  const { companyId } = principal;
  const path = ['input', 'frozenTime'];
  const company = await db.prisma.company.findUniqueOrThrow({ where: { id: companyId } });
  const start = company.testClockAt;
  if (!start) throw new ConflictError('TEST_CLOCK_MISSING', 'The company has no test clock.');
  if (target < start) throw ValidationError.at(path, 'Must not lie before the present time of the clock.');
  if (target > after(start, FURTHEST))
    throw ValidationError.at(path, 'Must lie within two years of the present time of the clock.');

  const unfinished = await isUnfinished(db, companyId, start);
  const { now, completed } = await travel(ctx, start, target);
  // The sandbox lives by this clock: the sweep reads within seconds which debits have settled and which disputes are decided.
  const lookNow = { lookAt: ctx.wallNow };
  const later = { companyId, lookAt: { gt: ctx.wallNow } };
  await db.prisma.payment.updateMany({ where: { ...later, status: 'PROCESSING' }, data: lookNow });
  await db.prisma.dispute.updateMany({ where: later, data: lookNow });
  const events = await db.prisma.event.findMany({
    where: { companyId, createdAt: { ...(unfinished ? { gte: start } : { gt: start }), lte: now } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: TOLD,
  });
  return { id: companyId, frozenTime: now, completed, events };
}

/** Moves from one due instant to the next until the target or the end of the call's time. */
async function travel(ctx: Ctx, start: Date, target: Date): Promise<{ now: Date; completed: boolean }> {
  const { db, queue, log, principal } = ctx;
  const { companyId: testClockOf } = principal;
  const begun = performance.now();
  const left = () => OWN_SHARE * ctx.operationTimeoutMs - (performance.now() - begun);
  const enough = () => left() <= 0;
  const runDue = async (at: Date): Promise<number> => {
    const parts = { db, queue, log };
    let steps = await renewDue(parts, at, { testClockOf, enough });
    if (!enough()) steps += await retryDue(parts, at, testClockOf);
    if (!enough()) await warnExpiringCards(parts, at, testClockOf);
    if (!enough()) await remindOfRenewals(parts, at, testClockOf);
    if (!enough()) await remindOfInvoices(parts, at, testClockOf);
    if (!enough()) await chaseSentInvoices(parts, at, testClockOf);
    await queueEmails(parts);
    return steps;
  };
  let now = start;
  for (;;) {
    const steps = await runDue(now);
    // Charges and their consequences belong to this instant, so they run before the clock moves.
    if (enough() || !(await queue.settle(left()))) return { now, completed: false };

    const next = await nextDueAt(db, testClockOf, now);
    const unfinished = next !== null && next <= now;
    if (unfinished && steps > 0) continue;
    if (now.getTime() === target.getTime()) return { now, completed: true };
    if (unfinished) throw new ConflictError('CHANGED_CONCURRENTLY', 'Another request advanced the clock. Try again.');
    const stop = next && next < target ? next : target;
    await moveTo(ctx, now, stop);
    now = stop;
  }
}

/** True if an earlier call ran out of time and left due work. */
async function isUnfinished(db: Ctx['db'], companyId: string, now: Date): Promise<boolean> {
  const next = await nextDueAt(db, companyId, now);
  return next !== null && next <= now;
}

/**
 * The next instant at which a renewal, a retry, a card warning, a reminder or an overdue invoice falls due; null if there is
 * none. All but the first two are searched after `now`, because one that fails must not stop the clock.
 */
async function nextDueAt(db: Ctx['db'], companyId: string, now: Date): Promise<Date | null> {
  const all = await Promise.all([
    nextRenewalAt(db, companyId),
    nextRetryAt(db, companyId),
    nextWarningAt(db, companyId, now),
    nextReminderAt(db, companyId, now),
    nextInvoiceReminderAt(db, companyId, now),
    nextSentInvoiceAt(db, companyId, now),
  ]);
  const instants = all.flatMap((at) => (at ? [at.getTime()] : []));
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}

async function moveTo(ctx: Ctx, from: Date, to: Date): Promise<void> {
  const { count } = await ctx.db.prisma.company.updateMany({
    where: { id: ctx.principal.companyId, testClockAt: from },
    data: { testClockAt: to },
  });
  if (count !== 1) throw new ConflictError('CHANGED_CONCURRENTLY', 'Another request advanced the clock. Try again.');
}
