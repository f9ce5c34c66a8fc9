/** One attempt at a delivery: sign, send, and record the outcome. */
import type { Db } from '../../db/client.ts';
import type { WebhookEndpoint } from '../../db/generated/client/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { after, type Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/keys.ts';
import { type Op, transact } from '../../operation/operation.ts';
import type { Claimed } from './claim.ts';
import { disableEndpoint } from './disable.ts';
import { messageOf } from './message.ts';
import { DISABLE_AFTER_MS, nextAttempt } from './retryDelays.ts';
import { type Outcome, send } from './send.ts';
import { signedHeaders } from './signature.ts';
import type { WebhookPolicy } from './target.ts';

export interface AttemptParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  keys: Keys;
  policy: WebhookPolicy;
  /** The time limit for a receiver's response. */
  timeoutMs?: number | undefined;
  /** Called after each attempt, for the log and metrics. */
  onAttempt?: ((attempt: AttemptFacts) => void) | undefined;
}

interface AttemptFacts {
  companyId: string;
  endpointId: string;
  deliveryId: string;
  delivered: boolean;
  statusCode: number | null;
  milliseconds: number;
}

const GONE = 410;
const USER_AGENT = 'Portico-Webhooks/1';

/** Attempts a delivery once. Throws `SendAborted` if the signal aborts it; nothing is recorded then. */
export async function attemptDelivery(parts: AttemptParts, claimed: Claimed, signal: AbortSignal): Promise<void> {
  const { db, clock } = parts;
  const found = await db.prisma.webhookDelivery.findFirst({
    where: { id: claimed.id, companyId: claimed.companyId, state: 'PENDING', claimedUntil: claimed.claimedUntil },
    include: { endpoint: true, event: true },
  });
  // The delivery was withdrawn since it was claimed.
  if (!found || found.endpoint.disabledAt || found.endpoint.deletedAt) return;
  const startedAt = clock.now();
  const began = performance.now();
  const outcome = await trySending(parts, found, startedAt, signal);
  const durationMs = Math.round(performance.now() - began);
  parts.onAttempt?.({
    companyId: claimed.companyId,
    endpointId: found.endpoint.id,
    deliveryId: claimed.id,
    delivered: outcome.error === null,
    statusCode: outcome.statusCode,
    milliseconds: durationMs,
  });
  const now = clock.now();
  const principal = { kind: 'system', companyId: claimed.companyId } as const;
  await transact({ db, queue: parts.queue, now, principal }, (op) =>
    record(op, claimed, found.endpoint, { ...outcome, durationMs, startedAt }),
  );
}

async function trySending(
  { keys, policy, timeoutMs }: AttemptParts,
  { endpoint, event }: { endpoint: WebhookEndpoint; event: Parameters<typeof messageOf>[0] },
  now: Date,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = messageOf(event);
  let signed: Record<string, string>;
  try {
    signed = signedHeaders(keys, endpoint, { messageId: event.id, body, now });
  } catch {
    return { statusCode: null, error: 'Not sent: the signing secret cannot be read any longer. Rotate it.' };
  }
  const headers = { ...signed, 'content-type': 'application/json', accept: '*/*', 'user-agent': USER_AGENT };
  return send({ url: endpoint.url, headers, body }, policy, { timeoutMs, signal });
}

interface Attempt extends Outcome {
  startedAt: Date;
  durationMs: number;
}

/** Locks the endpoint's row before the delivery's, as all transactions do. */
async function record(op: Op, claimed: Claimed, endpoint: WebhookEndpoint, attempt: Attempt): Promise<void> {
  const { id, companyId, claimedUntil } = claimed;
  const succeeded = attempt.error === null;
  const doomed = succeeded ? await noteSuccess(op, endpoint) : await noteFailure(op, endpoint, attempt);
  await op.tx.webhookAttempt.create({
    data: {
      id: newId('WebhookAttempt', attempt.startedAt),
      companyId,
      deliveryId: id,
      statusCode: attempt.statusCode,
      error: attempt.error,
      durationMs: attempt.durationMs,
      createdAt: attempt.startedAt,
    },
  });
  const mine = { id, companyId, claimedUntil, state: 'PENDING' } as const;
  const { tries } = await op.tx.webhookDelivery.update({
    where: { id, companyId },
    data: { attemptCount: { increment: 1 }, tries: { increment: 1 } },
    select: { tries: true },
  });
  const next = succeeded || doomed ? null : nextAttempt(tries, op.now);
  // If the claim has expired or the delivery was withdrawn, another process decides.
  await op.tx.webhookDelivery.updateMany({
    where: mine,
    data: next
      ? { nextAttemptAt: next, claimedUntil: null }
      : { state: succeeded ? 'SUCCEEDED' : 'FAILED', finishedAt: op.now, nextAttemptAt: null, claimedUntil: null },
  });
  if (doomed) await disableEndpoint(op, endpoint.id, doomed, op.now);
}

/** Reads the endpoint again: another attempt may have failed while this one was under way. */
async function noteSuccess(op: Op, { id, companyId, url }: WebhookEndpoint): Promise<null> {
  await op.tx.webhookEndpoint.updateMany({
    where: { id, companyId, url, failingSince: { not: null } },
    data: { failingSince: null },
  });
  return null;
}

/** The reason to disable the endpoint; null if it stays enabled. */
async function noteFailure(
  op: Op,
  { id, companyId, url }: WebhookEndpoint,
  { statusCode, startedAt }: Attempt,
): Promise<'GONE' | 'FAILING' | null> {
  const first = await op.tx.webhookEndpoint.updateMany({
    where: { id, companyId, url, failingSince: null },
    data: { failingSince: startedAt },
  });
  if (first.count === 1 && statusCode !== GONE) return null;
  // Read again under the lock: the merchant may have changed the URL in the meantime.
  await op.tx.$queryRaw`SELECT FROM "webhook_endpoint" WHERE "id" = ${id} FOR NO KEY UPDATE`;
  const now = await op.tx.webhookEndpoint.findFirst({ where: { id, companyId } });
  if (!now || now.url !== url) return null;
  if (statusCode === GONE) return 'GONE';
  return now.failingSince && after(now.failingSince, DISABLE_AFTER_MS) <= op.now ? 'FAILING' : null;
}
