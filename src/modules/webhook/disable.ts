/** Disables webhook endpoints. */
import type { WebhookDisabledReason } from '../../db/generated/client/enums.ts';
import type { Op } from '../../operation/operation.ts';

/** Disables an endpoint and withdraws its pending deliveries. Returns false if it was disabled already. */
export async function disableEndpoint(
  op: Op,
  endpointId: string,
  reason: WebhookDisabledReason,
  wallNow: Date,
): Promise<boolean> {
  const { companyId } = op.principal;
  const { count } = await op.tx.webhookEndpoint.updateMany({
    where: { id: endpointId, companyId, disabledAt: null, deletedAt: null },
    data: { disabledAt: op.now, disabledReason: reason, updatedAt: op.now },
  });
  if (count === 0) return false;
  await withdrawPending(op, endpointId, wallNow);
  op.emit('webhook_endpoint.disabled', { objectId: endpointId, data: { reason } });
  return true;
}

/** Locked after the endpoint's row: one lock order everywhere prevents deadlocks. */
export async function withdrawPending(op: Op, endpointId: string, wallNow: Date): Promise<void> {
  await op.tx.webhookDelivery.updateMany({
    where: { companyId: op.principal.companyId, endpointId, state: 'PENDING' },
    data: { state: 'CANCELED', finishedAt: wallNow, nextAttemptAt: null, claimedUntil: null },
  });
}
