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
import { warnExpiring } from '../dunning/expiring.ts';
import { nextRetryAt, retryDue } from '../dunning/retry.ts';
import { nextRenewalAt, renewDue } from '../subscription/engine.ts';

type Ctx = OpContext<MerchantPrincipal> & { log: { error(fact: object, message: string): void } };

/** One call advances at most so far; what falls due on the way is bounded by it. */
const FURTHEST = 2 * 366 * DAY;
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
  frozenTime: Date;
  happened: Event[];
}

/** Moves the clock, stopping wherever something falls due. If it is interrupted, the clock stands where it had come to. */
export async function advanceTestClock(ctx: Ctx, input: { frozenTime: Date }): Promise<Advanced> {
  const { frozenTime: target } = validate(advanceInput, input);
  const { db, queue, principal, log } = ctx;
  const { companyId } = principal;
  const path = ['input', 'frozenTime'];
  const company = await db.prisma.company.findUniqueOrThrow({ where: { id: companyId } });
  const start = company.testClockAt;
  if (!start) throw new ConflictError('The company has no test clock.');
  if (target <= start) throw ValidationError.at(path, 'Must lie after the present time of the clock.');
  if (target > after(start, FURTHEST))
    throw ValidationError.at(path, 'Must lie within two years of the present time of the clock.');

  let now = start;
  while (now < target) {
    const next = await nextDueAt(db, companyId);
    const stop = next && next < target ? (next > now ? next : now) : target;
    await moveTo(ctx, now, stop);
    now = stop;
    const parts = { db, queue, log };
    const steps = (await renewDue(parts, now, { testClockOf: companyId })) + (await retryDue(parts, now, companyId));
    await warnExpiring(parts, now, companyId);
    // Charges and what follows from them belong to this instant.
    await queue.tick();
    if (steps === 0 && stop !== target)
      throw new ConflictError('The clock was advanced by somebody else at the same moment.');
  }
  const happened = await db.prisma.event.findMany({
    where: { companyId, createdAt: { gt: start, lte: target } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: TOLD,
  });
  return { id: companyId, frozenTime: target, happened };
}

/** When the next renewal or the next retry of a failed payment falls due; null when none will. */
async function nextDueAt(db: Ctx['db'], companyId: string): Promise<Date | null> {
  const [renewal, retry] = await Promise.all([nextRenewalAt(db, companyId), nextRetryAt(db, companyId)]);
  return renewal && retry ? (renewal < retry ? renewal : retry) : (renewal ?? retry);
}

async function moveTo(ctx: Ctx, from: Date, to: Date): Promise<void> {
  if (from.getTime() === to.getTime()) return;
  const { count } = await ctx.db.prisma.company.updateMany({
    where: { id: ctx.principal.companyId, testClockAt: from },
    data: { testClockAt: to },
  });
  if (count !== 1) throw new ConflictError('The clock was advanced by somebody else at the same moment.');
}
