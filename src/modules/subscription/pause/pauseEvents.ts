import type { Op } from '../../../operation/operation.ts';

/** Emits that a scheduled pause will not begin: taken back on request, replaced by another change, or overtaken by a failed or disputed payment. */
export function emitPauseUnscheduled(
  op: Op,
  { id, customerId }: { id: string; customerId: string },
  cause: 'request' | 'replaced' | 'payment_failed' | 'payment_disputed',
): void {
  op.emit('subscription.pause_unscheduled', { objectId: id, customerId, data: { cause } });
}
