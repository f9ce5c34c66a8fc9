/**
 * Test clocks: a test company's own time, set once and then only moved forward. Advancing it brings about everything
 * that falls due on the way, in order of time, so that months of a subscription's life can be rehearsed in seconds.
 */
import { z } from 'zod';
import type { Event } from '../../db/generated/client/client.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';
import { nextWarningAt, warnExpiring } from '../dunning/expiring.ts';
import { nextRetryAt, retryDue } from '../dunning/retry.ts';
import { nextRenewalAt, renewDue } from '../subscription/engine.ts';

type Ctx = OpContext<MerchantPrincipal> & {
  log: { error(fact: object, message: string): void };
  operationTimeoutMs: number;
};

/** One call advances at most so far; what falls due on the way is bounded by it. */
const FURTHEST = 2 * 366 * DAY;
/** The share of the time that an operation has; what cannot be done in it is for the next call. */
const OWN_SHARE = 0.5;
/** Events that one answer tells of; the rest is in `events`. */
const TOLD = 500;

const createInput = z.object({ frozenTime: z.date() });
const advanceInput = z.object({ frozenTime: z.date() });

/** Gives a test company a clock. It cannot be taken away again: time would run backwards. */
export async function createTestClock(
  ctx: OpContext<MerchantPrincipal>,
  input: { frozenTime: Date },
): Promise<{ id: string }> {
  const { frozenTime } = validate(createInput, input);
  const { companyId: id } = ctx.principal;
  return transact(ctx, async (op) => {
    const { count } = await op.tx.company.updateMany({
      where: { id, testMode: true, testClockAt: null },
      data: { testClockAt: frozenTime, updatedAt: op.now },
    });
    if (count !== 1) throw new ConflictError('Only a company in test mode that has no clock yet can be given one.');
    op.emit('test_clock.created', { objectId: id, data: { frozenTime: frozenTime.toISOString() } });
    return { id };
  });
}

export interface Advanced {
  id: string;
  /** What the clock says now. */
  frozenTime: Date;
  /** Whether it has come to where it was to go; otherwise the same call goes on from here. */
  reached: boolean;
  happened: Event[];
}

/**
 * Moves the clock, stopping wherever something falls due. If it is interrupted, or there is more to do than one call
 * has time for, the clock stands where it had come to, and calling again goes on from there.
 */
export async function advanceTestClock(ctx: Ctx, input: { frozenTime: Date }): Promise<Advanced> {
  const { frozenTime: target } = validate(advanceInput, input);
  const { db, principal } = ctx;
  const { companyId } = principal;
  const path = ['input', 'frozenTime'];
  const company = await db.prisma.company.findUniqueOrThrow({ where: { id: companyId } });
  const start = company.testClockAt;
  if (!start) throw new ConflictError('The company has no test clock.');
  if (target < start) throw ValidationError.at(path, 'Must not lie before the present time of the clock.');
  if (target > after(start, FURTHEST))
    throw ValidationError.at(path, 'Must lie within two years of the present time of the clock.');

  const unfinished = await isUnfinished(db, companyId, start);
  const { now, reached } = await travel(ctx, start, target);
  const happened = await db.prisma.event.findMany({
    where: { companyId, createdAt: { ...(unfinished ? { gte: start } : { gt: start }), lte: now } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: TOLD,
  });
  return { id: companyId, frozenTime: now, reached, happened };
}

/** From stop to stop, for as long as one call may take. */
async function travel(ctx: Ctx, start: Date, target: Date): Promise<{ now: Date; reached: boolean }> {
  const { db, queue, log, principal } = ctx;
  const { companyId: testClockOf } = principal;
  const begun = performance.now();
  const left = () => OWN_SHARE * ctx.operationTimeoutMs - (performance.now() - begun);
  const enough = () => left() <= 0;
  const parts = { db, queue, log };
  let now = start;
  for (;;) {
    let steps = await renewDue(parts, now, { testClockOf, enough });
    if (!enough()) steps += await retryDue(parts, now, testClockOf);
    if (!enough()) await warnExpiring(parts, now, testClockOf);
    // Charges and what follows from them belong to this instant: the clock does not move before they are made.
    if (enough() || !(await queue.settle(left()))) return { now, reached: false };

    const next = await nextDueAt(db, testClockOf, now);
    const unfinished = next !== null && next <= now;
    if (unfinished && steps > 0) continue;
    if (now.getTime() === target.getTime()) return { now, reached: true };
    if (unfinished) throw new ConflictError('The clock was advanced by somebody else at the same moment.');
    const stop = next && next < target ? next : target;
    await moveTo(ctx, now, stop);
    now = stop;
  }
}

/** Something that was due by now has not been done: an earlier call had no time left for it. */
async function isUnfinished(db: Ctx['db'], companyId: string, now: Date): Promise<boolean> {
  const next = await nextDueAt(db, companyId, now);
  return next !== null && next <= now;
}

/**
 * When the next step of a subscription, the next retry of a failed payment or the next warning of a card falls due; null
 * when none will. Warnings are looked for after `now`: one that could not be given keeps no clock from going on.
 */
async function nextDueAt(db: Ctx['db'], companyId: string, now: Date): Promise<Date | null> {
  const all = await Promise.all([
    nextRenewalAt(db, companyId),
    nextRetryAt(db, companyId),
    nextWarningAt(db, companyId, now),
  ]);
  const instants = all.flatMap((at) => (at ? [at.getTime()] : []));
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}

async function moveTo(ctx: Ctx, from: Date, to: Date): Promise<void> {
  const { count } = await ctx.db.prisma.company.updateMany({
    where: { id: ctx.principal.companyId, testClockAt: from },
    data: { testClockAt: to },
  });
  if (count !== 1) throw new ConflictError('The clock was advanced by somebody else at the same moment.');
}
