/** The body of a delivery. */
import type { Event } from '../../db/generated/client/client.ts';

/**
 * Built for each attempt from an event row that never changes, so all attempts are identical. `details` is the event's
 * `data` in full, including a customer's comment on a cancellation: it is the merchant's own data, sent to the merchant
 * only, and never logged.
 */
export function messageOf(event: Event): string {
  return JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    data: {
      companyId: event.companyId,
      objectId: event.objectId,
      customerId: event.customerId,
      actor: { kind: event.actorKind, id: event.actorId },
      details: event.data,
    },
  });
}
