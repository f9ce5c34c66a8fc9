import { ConflictError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { endpointMissing, ownEndpoint } from './endpointInput.ts';

/** Emits an event for this endpoint only, whatever types it subscribes to. */
export async function sendTestWebhook(
  ctx: OpContext<MerchantPrincipal>,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const endpoint = await op.tx.webhookEndpoint.findFirst({
      where: ownEndpoint(op, id),
      select: { disabledAt: true },
    });
    if (!endpoint) throw endpointMissing();
    if (endpoint.disabledAt)
      throw new ConflictError('WEBHOOK_ENDPOINT_DISABLED', 'The endpoint is disabled. Enable it first.');
    op.emit('webhook_endpoint.test', { objectId: id });
    return { id };
  });
}
