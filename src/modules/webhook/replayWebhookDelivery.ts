/** Sends a delivery again on request. */
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

/** Makes a delivery due immediately with a full schedule of retries, whatever its state. */
export async function replayWebhookDelivery(
  ctx: OpContext<MerchantPrincipal>,
  { webhookDeliveryId: id }: { webhookDeliveryId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    const delivery = await op.tx.webhookDelivery.findFirst({
      where: { id, companyId },
      select: { endpoint: { select: { disabledAt: true, deletedAt: true } } },
    });
    if (!delivery) throw new NotFoundError('webhook delivery', ['input', 'webhookDeliveryId']);
    const { disabledAt, deletedAt } = delivery.endpoint;
    if (deletedAt) throw new ConflictError('WEBHOOK_ENDPOINT_DELETED', 'The endpoint was deleted.');
    if (disabledAt) throw new ConflictError('WEBHOOK_ENDPOINT_DISABLED', 'The endpoint is disabled. Enable it first.');
    // A running attempt retains its claim; its outcome determines what follows.
    await op.tx.webhookDelivery.updateMany({
      where: { id, companyId },
      data: { state: 'PENDING', finishedAt: null, tries: 0, nextAttemptAt: null },
    });
    return { id };
  });
}
