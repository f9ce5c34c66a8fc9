/** What is told of pauses that do not happen. */
import type { Op } from '../../op.ts';

/** A pause that was planned will not begin: taken back, or overtaken by something else. */
export function emitUnplanned(
  op: Op,
  { id, customerId }: { id: string; customerId: string },
  cause: 'request' | 'replaced' | 'payment_failed',
): void {
  op.emit('subscription.pause_unscheduled', { objectId: id, customerId, data: { cause } });
}
