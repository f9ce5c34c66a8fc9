/** Parts that creating and importing a subscription share: its items and its coupon. */
import { z } from 'zod';
import type { Coupon, Price, Product } from '../../../db/generated/client/client.ts';
import { sameCadence } from '../../../kernel/calendar.ts';
import { ConflictError, type FieldIssue, NotFoundError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { firstQuantity, quantityIssue } from '../../../kernel/quantity.ts';
import { quantity } from '../../../kernel/validate.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import type { Op } from '../../../operation/operation.ts';
import { refuseHugeAmounts } from '../forecast/pricing.ts';

export const itemInput = z.object({ priceId: z.string(), quantity: quantity.nullish() });
export const itemList = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, 'Must have at least one item.').max(20, 'Must have at most 20 items.');

export interface NewItem {
  id: string;
  price: Price & { product: Product };
  quantity: number;
}

/**
 * Loads the prices of new items. Throws `ValidationError` unless all have one currency and one interval. With `activeOnly`,
 * they must also be offered and sold at the given quantities; items that are imported are as they are.
 */
export async function loadItems(
  from: Pick<Op, 'tx' | 'principal' | 'now'>,
  given: readonly { priceId: string; quantity?: number | null | undefined }[],
  options: { activeOnly: boolean },
): Promise<[NewItem, ...NewItem[]]> {
  const prices = await from.tx.price.findMany({
    where: { companyId: from.principal.companyId, id: { in: given.map(({ priceId }) => priceId) } },
    include: { product: true },
  });
  const issues: FieldIssue[] = [];
  const first = prices.find(({ id }) => id === given[0]?.priceId);
  const items = given.flatMap(({ priceId, quantity: count }, index) => {
    const price = prices.find(({ id }) => id === priceId);
    const refuse = (field: string, message: string | null) =>
      message && issues.push({ path: ['input', 'items', String(index), field], message });
    refuse('priceId', priceIssue(price, first, options));
    if (!price) return [];
    const units = count ?? (options.activeOnly ? firstQuantity(price) : 1);
    if (options.activeOnly) refuse('quantity', quantityIssue(price, units));
    return [{ id: newId('SubscriptionItem', from.now), price, quantity: units }];
  });
  const [issue, ...more] = issues;
  if (issue) throw new ValidationError([issue, ...more]);
  refuseHugeAmounts(items, ['input', 'items']);
  const [head, ...tail] = items;
  if (!head) throw new NotFoundError('price', ['input', 'items']);
  return [head, ...tail];
}

function priceIssue(
  price: NewItem['price'] | undefined,
  first: NewItem['price'] | undefined,
  options: { activeOnly: boolean },
): string | null {
  if (!price) return 'There is no such price.';
  if (options.activeOnly && !(price.active && price.product.active)) return 'This price is no longer offered.';
  if (first && price.currency !== first.currency) return 'All items must be in one currency.';
  return first && !sameCadence(cadence(price), cadence(first))
    ? 'All items must have the same billing interval.'
    : null;
}

const cadence = ({ interval, intervalCount }: Price) => ({ interval, count: intervalCount });

export async function writeItems(op: Op, subscriptionId: string, items: readonly NewItem[]): Promise<void> {
  await op.tx.subscriptionItem.createMany({
    data: items.map(({ id, price, quantity: count }, position) => ({
      id,
      companyId: op.principal.companyId,
      subscriptionId,
      priceId: price.id,
      quantity: count,
      position,
      createdAt: op.now,
      updatedAt: op.now,
    })),
  });
}

/** Loads an active coupon that fits the currency. Throws `NotFoundError` or `ValidationError`. */
export async function loadCoupon(
  op: Pick<Op, 'tx' | 'principal'>,
  couponId: string,
  currency: string,
): Promise<Coupon> {
  const path = ['input', 'couponId'];
  const coupon = await op.tx.coupon.findFirst({ where: { id: couponId, companyId: op.principal.companyId } });
  if (!coupon) throw new NotFoundError('coupon', path);
  if (!coupon.active) throw ValidationError.at(path, 'This coupon is no longer active.');
  if (coupon.currency && coupon.currency !== currency)
    throw ValidationError.at(path, 'This coupon is in another currency than the subscription.');
  return coupon;
}

/** Turns a violated unique constraint into a `ConflictError` at the field; rethrows other errors. */
export function refuseTakenExternalId(error: unknown): never {
  if (violatedConstraint(error) === 'subscription_company_id_external_id_key')
    throw new ConflictError('EXTERNAL_ID_TAKEN', 'Another subscription has this external id.', ['input', 'externalId']);
  throw error;
}
