/**
 * Idempotency keys as Stripe defines them: the first answer given under a key is given again to every later call with
 * the same input, and another input is refused. The claim is a unique row in the effect's own transaction, so that
 * of calls at the same moment one takes effect and the others are given its answer.
 */
import type { Db } from './db/client.ts';
import type { Prisma } from './db/generated/client/client.ts';
import { violatedConstraint } from './db/violation.ts';
import { after, HOUR } from './kernel/clock.ts';
import {
  IdempotencyKeyReusedError,
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  UserError,
} from './kernel/errors.ts';
import { newId } from './kernel/ids.ts';
import { hashToken } from './kernel/secrets.ts';
import { idempotencyKey, validate } from './kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact } from './op.ts';

/** What a mutation answers with, as far as it is kept: ids, from which the answer is read again. */
export type KeptAnswer = Record<string, string | number | boolean | null>;

/** Claims the key; to be called first in the effect's transaction. */
export type Claim<Answer extends KeptAnswer> = (op: Op, answer: Answer) => Promise<void>;

/** Somebody else has claimed the key in the meantime. */
class ClaimTaken extends Error {}

interface Request {
  operation: string;
  key: string | null | undefined;
  /** Everything that decides what happens. */
  input: object;
}

const callerOf = (principal: SignedIn) => (principal.kind === 'customer' ? principal.customerId : principal.kind);

/** The same text for the same input, whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry === 'bigint') return entry.toString();
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry;
    return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export async function idempotent<Answer extends KeptAnswer>(
  ctx: OpContext,
  { operation, key, input }: Request,
  run: (claim: Claim<Answer>) => Promise<Answer>,
): Promise<Answer> {
  validate(idempotencyKey, key, ['input', 'idempotencyKey']);
  const caller = callerOf(ctx.principal);
  const { companyId } = ctx.principal;
  if (!key) return run(async () => {});

  const requestHash = hashToken(canonical(input));
  const id = { companyId, caller, operation, key };
  const replay = async (): Promise<Answer | null> => {
    const record = await ctx.db.prisma.idempotencyRecord.findUnique({
      where: { companyId_caller_operation_key: id },
    });
    if (!record) return null;
    if (record.requestHash !== requestHash) throw new IdempotencyKeyReusedError();
    const { error, ...answer } = record.answer as Answer & { error?: string; declineCode?: string };
    if (error === 'PAYMENT_DECLINED') throw new PaymentDeclinedError(answer.declineCode ?? 'card_declined');
    if (error === 'PAYMENT_AUTHENTICATION_REQUIRED') throw new PaymentAuthenticationRequiredError();
    return answer as unknown as Answer;
  };
  const claim = async (op: Pick<Op, 'tx' | 'now'>, answer: object) => {
    const data = {
      ...id,
      id: newId('IdempotencyRecord', op.now),
      requestHash,
      answer: answer as Prisma.InputJsonObject,
    };
    await op.tx.idempotencyRecord.create({ data: { ...data, createdAt: op.now } }).catch((error: unknown) => {
      throw violatedConstraint(error)?.startsWith('idempotency_record') ? new ClaimTaken() : error;
    });
  };

  const first = await replay();
  if (first) return first;
  try {
    return await run(claim);
  } catch (error) {
    if (!(error instanceof ClaimTaken || error instanceof UserError)) throw error;
    // Whoever lost a race may have read what the winner had already changed: its answer is the winner's.
    const winner = await replay();
    if (winner) return winner;
    if (error instanceof PaymentDeclinedError || error instanceof PaymentAuthenticationRequiredError)
      await keepRefusal(ctx, claim, error);
    throw error;
  }
}

/** A refusal by the provider is an answer too: asking again under the same key asks the bank nothing. */
async function keepRefusal(
  ctx: OpContext,
  claim: (op: Op, answer: object) => Promise<void>,
  error: PaymentDeclinedError | PaymentAuthenticationRequiredError,
): Promise<void> {
  const declineCode = error instanceof PaymentDeclinedError ? { declineCode: error.declineCode } : {};
  await transact(ctx, (op) => claim(op, { error: error.code, ...declineCode })).catch((taken: unknown) => {
    if (!(taken instanceof ClaimTaken)) throw taken;
  });
}

const KEPT_FOR = 48 * HOUR;

/**
 * Forgets answers that were kept for longer than promised (24 hours at least); for a job, about once an hour. Answers were
 * given in their company's time, and are forgotten in it: a test clock may stand years before or after the real one.
 */
export async function forgetOldAnswers(db: Db, now: Date): Promise<number> {
  const { count } = await db.prisma.idempotencyRecord.deleteMany({
    where: { createdAt: { lt: after(now, -KEPT_FOR) }, company: { testClockAt: null } },
  });
  const rehearsed = await db.prisma.$executeRaw`
    DELETE FROM idempotency_record r USING company c
    WHERE c.id = r.company_id AND r.created_at < c.test_clock_at - ${KEPT_FOR / HOUR} * interval '1 hour'`;
  return count + rehearsed;
}
