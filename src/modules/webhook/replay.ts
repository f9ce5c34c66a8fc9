/** Sending a delivery again. */
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';

/** Makes a delivery due at once, with the whole schedule of retries before it, whatever became of it. */
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
    if (deletedAt) throw new ConflictError('The endpoint was deleted.');
    if (disabledAt) throw new ConflictError('The endpoint is disabled. Enable it first.');
    // An attempt that is under way keeps its claim; what it brings decides afterwards.
    await op.tx.webhookDelivery.updateMany({
      where: { id, companyId },
      data: { state: 'PENDING', finishedAt: null, tries: 0, nextAttemptAt: null },
    });
    return { id };
  });
}
