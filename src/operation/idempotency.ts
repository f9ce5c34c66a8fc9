/**
 * Idempotency keys as Stripe defines them: a later call with the same key and input returns the first response, and other
 * input is refused. The claim is a unique row in the effect's own transaction, so that of concurrent calls one takes
 * effect and the others return its response.
 */
import type { Db } from '../db/client.ts';
import { deleteInBatches } from '../db/deleteInBatches.ts';
import type { Prisma } from '../db/generated/client/client.ts';
import { HOUR } from '../kernel/clock.ts';
import {
  IdempotencyKeyReusedError,
  PaymentAuthenticationRequiredError,
  PaymentDeclinedError,
  UserError,
} from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { hashToken } from '../kernel/secrets.ts';
import { idempotencyKey, validate } from '../kernel/validate.ts';
import { violatedConstraint } from '../kernel/violatedConstraint.ts';
import { type Op, type OpContext, type SignedIn, transact } from './operation.ts';

/** The stored part of a response: ids, from which the response is read again. */
export type StoredAnswer = Record<string, string | number | boolean | null>;

/** A request as its caller repeats it. */
export interface RequestIdentity {
  caller: string;
  operation: string;
  /** Null without an idempotency key. */
  key: string | null;
  requestHash: string;
}

/** Claims the key and stores the response. Call it inside the effect's transaction, at any point of it. */
export type Claim<Answer extends StoredAnswer> = ((op: Op, answer: Answer) => Promise<void>) & {
  readonly request: RequestIdentity;
};

/** Another call has claimed the key in the meantime. */
class ClaimTaken extends Error {}

interface Request {
  operation: string;
  key: string | null | undefined;
  /** The complete input that determines the effect. */
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

export async function idempotent<Answer extends StoredAnswer>(
  ctx: OpContext,
  { operation, key, input }: Request,
  run: (claim: Claim<Answer>) => Promise<Answer>,
): Promise<Answer> {
  validate(idempotencyKey, key, ['input', 'idempotencyKey']);
  const caller = callerOf(ctx.principal);
  const { companyId } = ctx.principal;
  const requestHash = hashToken(canonical(input));
  const request = { caller, operation, key: key ?? null, requestHash };
  if (!key) return run(Object.assign(async () => {}, { request }));

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
    return await run(Object.assign(claim, { request }));
  } catch (error) {
    if (!(error instanceof ClaimTaken || error instanceof UserError)) throw error;
    // The loser of a race may have failed because of the winner's changes: the winner's response is returned.
    const winner = await replay();
    if (winner) return winner;
    if (isFinalRefusal(error)) await storeRefusal(ctx, claim, error);
    throw error;
  }
}

/** A payment that the customer can confirm is not final: the same request continues it. */
const isFinalRefusal = (error: unknown): error is PaymentDeclinedError | PaymentAuthenticationRequiredError =>
  error instanceof PaymentDeclinedError ||
  (error instanceof PaymentAuthenticationRequiredError && error.confirmation === null);

/**
 * Stores the response of a request whose effect is finished by the server itself, because the process of the request died
 * or the result came later. Does nothing if one is stored.
 */
export async function storeAnswer(
  op: Pick<Op, 'tx' | 'now' | 'principal'>,
  { caller, operation, key, requestHash }: RequestIdentity,
  answer: StoredAnswer,
): Promise<void> {
  if (key === null) return;
  const { companyId } = op.principal;
  const id = newId('IdempotencyRecord', op.now);
  await op.tx.idempotencyRecord.createMany({
    data: [{ id, companyId, caller, operation, key, requestHash, answer, createdAt: op.now }],
    skipDuplicates: true,
  });
}

/** Stores a refusal by the provider, so that a repetition under the same key does not reach the bank again. */
async function storeRefusal(
  ctx: OpContext,
  claim: (op: Op, answer: object) => Promise<void>,
  error: PaymentDeclinedError | PaymentAuthenticationRequiredError,
): Promise<void> {
  const declineCode = error instanceof PaymentDeclinedError ? { declineCode: error.declineCode } : {};
  await transact(ctx, (op) => claim(op, { error: error.code, ...declineCode })).catch((taken: unknown) => {
    if (!(taken instanceof ClaimTaken)) throw taken;
  });
}

const RETENTION_MS = 48 * HOUR;

/**
 * Deletes responses older than 48 hours (24 are promised); run hourly. Their age is measured in their company's time,
 * because a test clock may be years before or after the real one. Returns the number of deleted responses.
 */
export function deleteOldAnswers(db: Db, now: Date): Promise<number> {
  return deleteInBatches(
    db,
    'idempotency_record',
    `JOIN company c ON c.id = t.company_id
     WHERE t.created_at < coalesce(c.test_clock_at, $1::timestamptz) - interval '${RETENTION_MS / HOUR} hours'`,
    [now],
  );
}
