/**
 * Scheduled changes: at most one per item, a later one replaces an earlier one. The renewal, or the end of a pause, applies
 * each exactly once and deletes it, even if its price is no longer offered by then. A change that takes effect now and the
 * end of the subscription drop scheduled changes.
 */
import { newId } from '../../../kernel/ids.ts';
import { ACTOR, type Op } from '../../../operation/operation.ts';
import type { LoadedSubscription } from '../record/load.ts';
import type { ChangePlan } from './planChange.ts';

/** Stores the plan as the item's scheduled change; the caller has claimed the subscription's version. */
export async function scheduleChange(op: Op, plan: ChangePlan): Promise<void> {
  const { subscription, item, next, at, direction, terms } = plan;
  const { id: subscriptionId, companyId, customerId } = subscription;
  await dropScheduledChanges(op, subscription, 'replaced', item.id);
  await op.tx.scheduledChange.create({
    data: {
      id: newId('ScheduledChange', op.now),
      companyId,
      subscriptionId,
      itemId: item.id,
      priceId: next.price.id,
      quantity: next.quantity,
      afterRenewal: terms.afterRenewal ?? false,
      actorKind: ACTOR[op.principal.kind],
      createdAt: op.now,
    },
  });
  op.emit('subscription.change_scheduled', {
    objectId: subscriptionId,
    customerId,
    data: {
      itemId: item.id,
      from: { priceId: item.price.id, quantity: item.quantity },
      to: { priceId: next.price.id, quantity: next.quantity },
      direction,
      effectiveAt: at.toISOString(),
    },
  });
}

/** Deletes the scheduled change of one item or of all, with an event for each. */
export async function dropScheduledChanges(
  op: Op,
  subscription: Pick<LoadedSubscription, 'id' | 'customerId' | 'companyId' | 'items'>,
  cause: 'request' | 'replaced' | 'canceled',
  itemId?: string,
): Promise<void> {
  const { id, companyId, customerId } = subscription;
  for (const item of subscription.items) {
    const scheduled = item.scheduledChange;
    if (!scheduled || (itemId && item.id !== itemId)) continue;
    await op.tx.scheduledChange.deleteMany({ where: { companyId, itemId: item.id } });
    op.emit('subscription.change_unscheduled', {
      objectId: id,
      customerId,
      data: { itemId: item.id, to: { priceId: scheduled.priceId, quantity: scheduled.quantity }, cause },
    });
  }
}

/**
 * Applies all scheduled changes at `at`, the start of a period that is billed in full; the caller holds the subscription's
 * row. One that waits for this period's invoice applies to the next period.
 */
export async function applyScheduledChanges(op: Op, subscription: LoadedSubscription, at: Date): Promise<void> {
  const { id, companyId, customerId } = subscription;
  await op.tx.subscriptionItem.updateMany({
    where: { companyId, subscriptionId: id, unbilledUpgrade: true },
    data: { unbilledUpgrade: false },
  });
  for (const item of subscription.items) {
    const scheduled = item.scheduledChange;
    if (!scheduled) continue;
    const { priceId, quantity } = scheduled;
    if (scheduled.afterRenewal) {
      await op.tx.scheduledChange.updateMany({ where: { companyId, itemId: item.id }, data: { afterRenewal: false } });
      continue;
    }
    await op.tx.subscriptionItem.update({ where: { id: item.id }, data: { priceId, quantity, updatedAt: op.now } });
    await op.tx.scheduledChange.deleteMany({ where: { companyId, itemId: item.id } });
    op.emit('subscription.change_applied', {
      objectId: id,
      customerId,
      data: {
        itemId: item.id,
        from: { priceId: item.price.id, quantity: item.quantity },
        to: { priceId, quantity },
        at: at.toISOString(),
      },
    });
  }
}
