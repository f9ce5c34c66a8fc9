import { transact } from '../../operation/operation.ts';
import { withdrawPending } from './disable.ts';
import { endpointMissing, ownEndpoint, type WebhookContext } from './endpointInput.ts';

/** Its secrets are deleted immediately. Its row is deleted with its last delivery, by housekeeping. */
export async function deleteWebhookEndpoint(
  ctx: WebhookContext,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { count } = await op.tx.webhookEndpoint.updateMany({
      where: ownEndpoint(op, id),
      data: {
        deletedAt: op.now,
        sealedSecret: '',
        sealedPreviousSecret: null,
        previousSecretUntil: null,
        updatedAt: op.now,
      },
    });
    if (count !== 1) throw endpointMissing();
    await withdrawPending(op, id, ctx.wallNow);
    op.emit('webhook_endpoint.deleted', { objectId: id });
    return { id };
  });
}
