/** Nothing more is sent to an endpoint. */
import type { WebhookDisabledReason } from '../../db/generated/client/enums.ts';
import type { Op } from '../../op.ts';

/** Switches an endpoint off, unless it is off already; what waits for it is withdrawn. Answers whether it did. */
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

/** After the endpoint's row is held: the same order everywhere, so that nobody waits in a circle. */
export async function withdrawPending(op: Op, endpointId: string, wallNow: Date): Promise<void> {
  await op.tx.webhookDelivery.updateMany({
    where: { companyId: op.principal.companyId, endpointId, state: 'PENDING' },
    data: { state: 'CANCELED', finishedAt: wallNow, nextAttemptAt: null, claimedUntil: null },
  });
}
