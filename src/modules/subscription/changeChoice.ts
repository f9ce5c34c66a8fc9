/** Which item is to become what: found, checked, and judged to be an upgrade or a downgrade. */
import type { Price, Product } from '../../db/generated/client/client.ts';
import { type ChangeDirection, changeDirection } from '../../kernel/changeDirection.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import type { OpContext } from '../../op.ts';
import { productAllowed } from '../portal/policy.ts';
import { CHANGEABLE } from './lifecycle.ts';
import type { LoadedItem, LoadedSubscription } from './load.ts';
import { discountFor, pricedAfterChange, pricedItems } from './pricing.ts';
import { cadenceOf } from './renewal.ts';

export interface ChangeTarget {
  itemId?: string | null;
  priceId?: string | null;
  quantity?: number | null;
}

export interface ChosenChange {
  subscription: LoadedSubscription;
  item: LoadedItem;
  next: { price: Price & { product: Product }; quantity: number };
  direction: ChangeDirection;
}

export async function chooseChange(
  ctx: Pick<OpContext, 'db' | 'now' | 'principal'>,
  subscription: LoadedSubscription,
  target: ChangeTarget,
): Promise<ChosenChange> {
  refuseState(subscription, ctx.now);
  const item = chosenItem(subscription, target.itemId);
  const next = {
    price: await chosenPrice(ctx, subscription, item, target.priceId),
    quantity: target.quantity ?? item.quantity,
  };
  if (next.price.id === item.price.id && next.quantity === item.quantity)
    throw ValidationError.at(
      ['input', target.priceId ? 'priceId' : 'quantity'],
      'The subscription has this price and quantity already.',
    );
  return { subscription, item, next, direction: directionOf(subscription, item, next) };
}

/** Judged by what a full period costs under the present discount; in a trial, under that of the first period. */
function directionOf(subscription: LoadedSubscription, item: LoadedItem, next: ChosenChange['next']): ChangeDirection {
  const { status, currentPeriodStart, currentPeriodEnd, items } = subscription;
  const terms = discountFor(subscription, status === 'TRIALING' ? currentPeriodEnd : currentPeriodStart);
  const index = items.indexOf(item);
  const old = pricedItems(items, terms)[index];
  if (!old) throw new RangeError('There is no such item.');
  return changeDirection(
    { net: old.net, cadence: cadenceOf(item.price) },
    { net: pricedAfterChange(items, index, next, terms).net, cadence: cadenceOf(next.price) },
  );
}

function refuseState(subscription: LoadedSubscription, now: Date): void {
  if (!CHANGEABLE.includes(subscription.status))
    throw new ConflictError(`A subscription that is ${subscription.status} cannot be changed.`);
  if (now >= subscription.currentPeriodEnd)
    throw new ConflictError('The subscription is being renewed. Try again in a moment.');
}

function chosenItem(subscription: LoadedSubscription, itemId: string | null | undefined): LoadedItem {
  const item = itemId
    ? subscription.items.find(({ id }) => id === itemId)
    : subscription.items.length === 1 && subscription.items[0];
  if (item) return item;
  if (itemId) throw new NotFoundError('subscription item', ['input', 'itemId']);
  throw ValidationError.at(['input', 'itemId'], 'The subscription has several items: name one.');
}

async function chosenPrice(
  { db, principal }: Pick<OpContext, 'db' | 'principal'>,
  subscription: LoadedSubscription,
  item: LoadedItem,
  priceId: string | null | undefined,
) {
  if (!priceId || priceId === item.price.id) return item.price;
  const path = ['input', 'priceId'];
  const price = await db.prisma.price.findFirst({
    where: { id: priceId, companyId: subscription.companyId },
    include: { product: true },
  });
  // A price that the portal does not offer looks to its customers like one that does not exist.
  if (!price || (principal.kind === 'customer' && !productAllowed(principal.portal, price.productId)))
    throw new NotFoundError('price', path);
  if (!price.active || !price.product.active) throw ValidationError.at(path, 'This price is no longer offered.');
  if (price.currency !== subscription.currency)
    throw ValidationError.at(path, 'This price is in another currency than the subscription.');
  return price;
}
