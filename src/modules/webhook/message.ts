/** What a receiver is sent. */
import type { Event } from '../../db/generated/client/client.ts';

/**
 * The body of a delivery, made anew for each attempt from a row that never changes, so that all attempts are the same.
 * `details` is the event's `data` in full, a customer's comment on a cancellation included: it is the merchant's own
 * data, on its way to the merchant alone, and it is never logged.
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
