import { after } from '../../kernel/clock.ts';
import { ConflictError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { transact } from '../../operation/operation.ts';
import { endpointMissing, ownEndpoint, type WebhookContext } from './endpointInput.ts';
import { newSecret, OVERLAP, openSecret, sealedUnder, sealSecret } from './secret.ts';

/**
 * Replaces the secret. The previous one signs too for a day; a second rotation within that day drops the first secret.
 */
export async function rotateWebhookSecret(
  ctx: WebhookContext,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string; secret: string }> {
  return transact(ctx, async (op) => {
    const before = await op.tx.webhookEndpoint.findFirst({
      where: ownEndpoint(op, id),
      select: { sealedSecret: true },
    });
    if (!before) throw endpointMissing();
    const secret = newSecret();
    const until = after(ctx.wallNow, OVERLAP);
    const { count } = await op.tx.webhookEndpoint.updateMany({
      // Conditional on the secret that was read: of two concurrent rotations one gets a conflict.
      where: { ...ownEndpoint(op, id), sealedSecret: before.sealedSecret },
      data: {
        sealedSecret: sealSecret(ctx.keys, id, secret),
        ...overlap(ctx.keys, id, before.sealedSecret, until),
        sealedUnder: sealedUnder(ctx.keys),
        updatedAt: op.now,
      },
    });
    if (count !== 1)
      throw new ConflictError('CHANGED_CONCURRENTLY', 'The secret was rotated by another request. Try again.');
    op.emit('webhook_endpoint.secret_rotated', {
      objectId: id,
      data: { previousSecretUntil: until.toISOString() },
    });
    return { id, secret };
  });
}

/**
 * A secret that can no longer be opened, because the server's secret was lost, is dropped. Rotating recovers from that.
 */
function overlap(keys: Keys, id: string, sealed: string, until: Date) {
  try {
    return { sealedPreviousSecret: sealSecret(keys, id, openSecret(keys, id, sealed)), previousSecretUntil: until };
  } catch {
    return { sealedPreviousSecret: null, previousSecretUntil: null };
  }
}
