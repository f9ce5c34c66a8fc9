/**
 * The plans with which customers may come back after a subscription has ended, or start another one: the rules of a switch,
 * applied to the plan that they had.
 */
import type { Tx } from '../../../db/client.ts';
import { type FieldIssue, PortalFeatureDisabledError, ValidationError } from '../../../kernel/errors.ts';
import { fittingQuantity } from '../../../kernel/quantity.ts';
import type { CustomerPrincipal } from '../../../operation/operation.ts';
import { type PlanPrice, type PresentPlan, planRefusal } from '../../../operation/planPolicy.ts';
import { type PortalSettings, productAllowed } from '../../../operation/portalPolicy.ts';

type Kinded = PresentPlan['price'];
/** An item that customers ask for. */
export interface Wanted {
  priceId: string;
  quantity?: number | null | undefined;
}

/** Why customers may not come back from an item to a price, or null if they may. The same price needs no switch. */
export function returnRefusal(settings: PortalSettings, ended: PresentPlan, next: Kinded) {
  if (next.id === ended.price.id) return productAllowed(settings, next.productId) ? null : 'NOT_OFFERED';
  return settings.allowPlanSwitch ? planRefusal(settings, ended, next) : 'NOT_OFFERED';
}

/** Why customers may not start another subscription at a price, or null if they may. */
export function startRefusal(settings: PortalSettings, { product, productId, unitAmount }: Kinded) {
  if (product.kind === 'ADD_ON' || !productAllowed(settings, productId)) return 'NOT_OFFERED';
  return !settings.allowFreePlans && unitAmount === 0n ? 'allowFreePlans' : null;
}

/** The currency in which a customer buys: that of the newest subscription, or the company's default. */
export async function buyingCurrency(
  tx: Pick<Tx, 'subscription' | 'company'>,
  { companyId, customerId }: { companyId: string; customerId: string },
): Promise<string> {
  const newest = await tx.subscription.findFirst({
    where: { companyId, customerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { currency: true },
  });
  if (newest) return newest.currency;
  return (await tx.company.findUniqueOrThrow({ where: { id: companyId }, select: { defaultCurrency: true } }))
    .defaultCurrency;
}

/**
 * Pairs each wanted item with the ended one that it replaces: first by product, then plan by plan. Null for an item that
 * replaces none.
 */
export function pairItems<Ended extends PresentPlan>(
  wanted: readonly { price: Kinded }[],
  ended: readonly Ended[],
): (Ended | null)[] {
  const left = [...ended];
  const take = (fits: (item: Ended) => boolean): Ended | null => {
    const index = left.findIndex(fits);
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null);
  };
  const byProduct = wanted.map(({ price }) => take((item) => item.price.productId === price.productId));
  return byProduct.map(
    (pair, index) =>
      pair ??
      (wanted[index]?.price.product.kind === 'PLAN' ? take(({ price }) => price.product.kind === 'PLAN') : null),
  );
}

interface Priced {
  price: PlanPrice & Kinded & { currency: string };
  quantity: number;
}

const NO_SUCH_PRICE = { field: 'priceId', message: 'There is no such price.' } as const;

/** The fault of an item, or null; `pair` is the ended one that it replaces. */
function itemIssue(portal: PortalSettings, { price, quantity }: Priced, pair: PresentPlan | null, returns: boolean) {
  const ofPair = pair ? returnRefusal(portal, pair, price) : ('NOT_OFFERED' as const);
  const refusal = returns ? ofPair : startRefusal(portal, price);
  if (refusal === 'NOT_OFFERED') return NO_SUCH_PRICE;
  if (refusal) throw new PortalFeatureDisabledError(refusal);
  const present = pair?.quantity ?? 0;
  if (pair && !portal.allowQuantityUpdates && quantity !== fittingQuantity(price, present))
    throw new PortalFeatureDisabledError('allowQuantityUpdates');
  const maximum = portal.maximumQuantity;
  const tooMany = maximum !== null && quantity > present && quantity > maximum;
  return tooMany ? { field: 'quantity', message: `Must be at most ${maximum}.` } : null;
}

/**
 * Throws `ValidationError` for items that the portal does not offer as if they did not exist, and for quantities beyond its
 * limits; `PortalFeatureDisabledError` for what a switch of the portal forbids. `ended` is null for another subscription.
 */
export function requireOffered(
  { portal }: CustomerPrincipal,
  items: readonly Priced[],
  ended: readonly PresentPlan[] | null,
  currency: string,
): void {
  const pairs = ended && pairItems(items, ended);
  const issues = items.flatMap((item, index): FieldIssue[] => {
    const pair = pairs?.[index] ?? null;
    const issue = item.price.currency === currency ? itemIssue(portal, item, pair, pairs !== null) : NO_SUCH_PRICE;
    return issue ? [{ path: ['input', 'items', String(index), issue.field], message: issue.message }] : [];
  });
  if (!pairs && items.length > 1) issues.push({ path: ['input', 'items'], message: 'Must have one plan.' });
  const [first, ...more] = issues;
  if (first) throw new ValidationError([first, ...more]);
}
