/** Finds the item and the price that a change names, checks that the change is allowed, and judges its direction. */
import type { Price, Product } from '../../../db/generated/client/client.ts';
import { readManyIn } from '../../../db/read/read.ts';
import { type ChangeDirection, changeDirection } from '../../../kernel/changeDirection.ts';
import { NotFoundError, PortalFeatureDisabledError, ValidationError } from '../../../kernel/errors.ts';
import { fittingQuantity, quantityIssue } from '../../../kernel/quantity.ts';
import type { OpContext } from '../../../operation/operation.ts';
import { planRefusal } from '../../../operation/planPolicy.ts';
import type { Promotion } from '../../coupon/redeemPromotion.ts';
import { cadenceOf } from '../forecast/nextPeriod.ts';
import { type BilledShares, discountFor, pricedInPeriod } from '../forecast/pricing.ts';
import { actionRefusal, actionState, requireAction, throwRefusal } from '../record/allowedActions.ts';
import { billedShares, type LoadedItem, type LoadedSubscription } from '../record/load.ts';

export interface ChangeTarget {
  itemId?: string | null;
  priceId?: string | null;
  quantity?: number | null;
}

export interface ResolvedChange {
  subscription: LoadedSubscription;
  item: LoadedItem;
  next: { price: Price & { product: Product }; quantity: number };
  direction: ChangeDirection;
  /** The shares of a fixed discount with which the current period was billed. */
  shares: BilledShares;
  /** The promotion whose discount the subscription gets with the change. */
  promotion: Promotion | null;
}

/**
 * Throws what `actionRefusal` returns for a switch of plan, a change of quantity, or both, whichever the change is;
 * `NotFoundError` for an unknown item or price; `PortalFeatureDisabledError` for a downgrade or a free plan that the
 * portal forbids; `ValidationError` for a price that cannot be chosen, a quantity at which it is not sold, or if
 * nothing changes.
 */
export async function resolveChange(
  ctx: Pick<OpContext, 'db' | 'now' | 'principal'>,
  subscription: LoadedSubscription,
  target: ChangeTarget,
): Promise<ResolvedChange> {
  const state = actionState(subscription);
  // The state is checked before the target: it is the same for both actions, and the portal's settings come later.
  throwRefusal(actionRefusal(state, 'switchPlan', null, ctx.now));
  const item = resolveItem(subscription, target.itemId);
  const price = await resolvePrice(ctx, subscription, item, target.priceId);
  const switches = price.id !== item.price.id;
  // The new price may not be sold at the present quantity; another one is a change of quantity.
  const unchanged = switches ? fittingQuantity(price, item.quantity) : item.quantity;
  const next = { price, quantity: target.quantity ?? unchanged };
  const resizes = next.quantity !== unchanged;
  if (switches) requireAction(ctx, state, 'switchPlan');
  if (resizes) requireAction(ctx, state, 'updateQuantity');
  if (!switches && !resizes)
    throw ValidationError.at(
      ['input', target.priceId ? 'priceId' : 'quantity'],
      'The subscription already has this price and quantity.',
    );
  const issue = quantityIssue(next.price, next.quantity);
  if (issue) throw ValidationError.at(['input', 'quantity'], issue);
  refuseTooMany(ctx.principal, item.quantity, next.quantity);
  const shares = await billedShares(ctx.db.prisma, subscription);
  const direction = directionOf({ subscription, item, next, shares });
  return { subscription, item, next, shares, direction, promotion: null };
}

/** Customers may not raise a quantity beyond the portal's maximum. A quantity that is already larger may stay or fall. */
function refuseTooMany(principal: OpContext['principal'], present: number, wanted: number): void {
  const maximum = principal.kind === 'customer' ? principal.portal.maximumQuantity : null;
  if (maximum !== null && wanted > present && wanted > maximum)
    throw ValidationError.at(['input', 'quantity'], `Must be at most ${maximum}.`);
}

/** Compares full periods under the current discount or, in a trial, under the discount of the first paid period. */
function directionOf({
  subscription,
  item,
  next,
  shares,
}: Omit<ResolvedChange, 'direction' | 'promotion'>): ChangeDirection {
  const { status, currentPeriodStart, currentPeriodEnd, items } = subscription;
  const terms = discountFor(subscription, status === 'TRIALING' ? currentPeriodEnd : currentPeriodStart);
  const index = items.indexOf(item);
  const periodValue = (state: ResolvedChange['next']) => ({
    net: pricedInPeriod(items, index, state, terms, shares).net,
    cadence: cadenceOf(state.price),
  });
  return changeDirection(periodValue(item), periodValue(next));
}

function resolveItem(subscription: LoadedSubscription, itemId: string | null | undefined): LoadedItem {
  const item = itemId
    ? subscription.items.find(({ id }) => id === itemId)
    : subscription.items.length === 1 && subscription.items[0];
  if (item) return item;
  if (itemId) throw new NotFoundError('subscription item', ['input', 'itemId']);
  throw ValidationError.at(['input', 'itemId'], 'Must be given, because the subscription has several items.');
}

async function resolvePrice(
  { db, principal }: Pick<OpContext, 'db' | 'principal'>,
  subscription: LoadedSubscription,
  item: LoadedItem,
  priceId: string | null | undefined,
) {
  if (!priceId || priceId === item.price.id) return item.price;
  const path = ['input', 'priceId'];
  const [price] = await readManyIn<'Price', LoadedItem['price']>(db.prisma, 'Price', {
    where: { id: priceId, companyId: subscription.companyId },
    include: { product: true },
  });
  const refusal = price && principal.kind === 'customer' ? planRefusal(principal.portal, item, price) : null;
  // A price that the portal does not offer looks to its customers like one that does not exist.
  if (!price || refusal === 'NOT_OFFERED') throw new NotFoundError('price', path);
  if (!price.active || !price.product.active) throw ValidationError.at(path, 'This price is no longer offered.');
  if (price.currency !== subscription.currency)
    throw ValidationError.at(path, 'This price is in another currency than the subscription.');
  if (refusal) throw new PortalFeatureDisabledError(refusal);
  return price;
}
