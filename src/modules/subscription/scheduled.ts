/**
 * Changes that wait for the next period: at most one an item, a later one in place of an earlier one. The renewal, or the
 * end of a pause, applies each exactly once and takes it away; whatever was promised holds, also when the price is no
 * longer offered by then. A change that takes effect now, and the end of the subscription, drop what waited.
 */
import { ConflictError, NotFoundError, PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { ACTOR, type Op, type OpContext, type SignedIn, transact } from '../../op.ts';
import { type PortalSettings, type PortalSwitch, requireFeature, switchedOff } from '../portal/policy.ts';
import type { ChangePlan } from './changePlan.ts';
import { type LoadedSubscription, lockSubscription } from './load.ts';
import { nextPeriodStart } from './renewal.ts';

/** Writes the change down; the version of the subscription is claimed by the caller. */
export async function writeScheduled(op: Op, plan: ChangePlan): Promise<void> {
  const { subscription, item, next, at, direction } = plan;
  const { id: subscriptionId, companyId, customerId } = subscription;
  await dropScheduled(op, subscription, 'replaced', item.id);
  await op.tx.scheduledChange.create({
    data: {
      id: newId('ScheduledChange', op.now),
      companyId,
      subscriptionId,
      itemId: item.id,
      priceId: next.price.id,
      quantity: next.quantity,
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

/** Drops what waits, of one item or of all. */
export async function dropScheduled(
  op: Op,
  subscription: Pick<LoadedSubscription, 'id' | 'customerId' | 'companyId' | 'items'>,
  cause: 'request' | 'replaced' | 'canceled',
  itemId?: string,
): Promise<void> {
  const { id, companyId, customerId } = subscription;
  for (const item of subscription.items) {
    const waiting = item.scheduledChange;
    if (!waiting || (itemId && item.id !== itemId)) continue;
    await op.tx.scheduledChange.deleteMany({ where: { companyId, itemId: item.id } });
    op.emit('subscription.change_unscheduled', {
      objectId: id,
      customerId,
      data: { itemId: item.id, to: { priceId: waiting.priceId, quantity: waiting.quantity }, cause },
    });
  }
}

/** The items become what was scheduled; the row of the subscription is held by the caller. */
export async function applyScheduled(op: Op, subscription: LoadedSubscription, at: Date): Promise<void> {
  const { id, companyId, customerId } = subscription;
  for (const item of subscription.items) {
    const waiting = item.scheduledChange;
    if (!waiting) continue;
    const { priceId, quantity } = waiting;
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

interface WaitingChange {
  priceId: string;
  quantity: number;
  item: { priceId: string; quantity: number };
}

/** The first switch of the portal that keeps its customers from taking these changes back, or null. */
export function keptBy(settings: PortalSettings, changes: readonly WaitingChange[]): PortalSwitch | null {
  const needed = changes.flatMap(({ priceId, quantity, item }): PortalSwitch[] => [
    ...(priceId === item.priceId ? [] : (['allowPlanSwitch'] as const)),
    ...(quantity === item.quantity ? [] : (['allowQuantityUpdates'] as const)),
  ]);
  for (const feature of needed) {
    const setting = switchedOff(settings, feature);
    if (setting) return setting;
  }
  return null;
}

/** Takes scheduled changes back, of one item or of all, until they take effect. */
export async function cancelScheduledChange(
  ctx: OpContext<SignedIn>,
  { subscriptionId, itemId }: { subscriptionId: string; itemId?: string | null },
): Promise<{ subscriptionId: string }> {
  requireFeature(ctx.principal, 'subscriptionsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    const named = subscription.items.filter(({ id }) => !itemId || id === itemId);
    if (named.length === 0) throw new NotFoundError('subscription item', ['input', 'itemId']);
    const waiting = named.flatMap((item) => (item.scheduledChange ? [{ ...item.scheduledChange, item }] : []));
    if (ctx.principal.kind === 'customer') {
      const setting = keptBy(ctx.principal.portal, waiting);
      if (setting) throw new PortalFeatureDisabledError(setting);
    }
    if (waiting.length === 0) throw new ConflictError('There is no scheduled change to take back.');
    const start = nextPeriodStart(subscription);
    if (start && op.now >= start) throw new ConflictError('The subscription is being renewed. Try again in a moment.');
    await dropScheduled(op, subscription, 'request', itemId ?? undefined);
    await op.tx.subscription.update({
      where: { id: subscriptionId },
      data: { version: { increment: 1 }, updatedAt: op.now },
    });
    return { subscriptionId };
  });
}
