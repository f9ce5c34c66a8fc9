/** The plans to which customers may switch: add-ons, groups, rules and directions of the portal's configuration. Pure. */
import type { BillingInterval } from '../kernel/calendar.ts';
import { averageDays } from '../kernel/calendar.ts';
import { changeDirection } from '../kernel/changeDirection.ts';
import { Fraction } from '../kernel/money.ts';
import { fittingQuantity, type QuantityRules } from '../kernel/quantity.ts';
import { type PortalSettings, productAllowed } from './portalPolicy.ts';

/** The columns of a price that decide. */
export interface PlanPrice extends QuantityRules {
  readonly id: string;
  readonly productId: string;
  readonly unitAmount: bigint;
  readonly interval: BillingInterval;
  readonly intervalCount: number;
}

export interface PresentPlan {
  readonly price: PlanPrice & { readonly product: { readonly kind: 'PLAN' | 'ADD_ON' } };
  readonly quantity: number;
}

/** `NOT_OFFERED`, or the setting that forbids the switch. */
type PlanRefusal = 'NOT_OFFERED' | 'allowPlanDowngrades' | 'allowFreePlans';

/** The products to which items of one product may change. */
export interface PlanRule {
  from: string;
  to: string[];
}

/** The lists as stored: configFields.ts validates what is written. */
export const planGroupsOf = ({ planGroups }: Pick<PortalSettings, 'planGroups'>) => planGroups as unknown as string[][];
export const planRulesOf = ({ planRules }: Pick<PortalSettings, 'planRules'>) => planRules as unknown as PlanRule[];

/**
 * Why customers may not switch an item from its present price to another one, or null if they may. Prices are compared as the
 * lists state them, without discounts, at the quantity with which the item moves to the new price.
 */
export function planRefusal(
  settings: PortalSettings,
  present: PresentPlan,
  next: PlanPrice & { readonly product: { readonly kind: 'PLAN' | 'ADD_ON' } },
): PlanRefusal | null {
  if (!productAllowed(settings, next.productId) || !leadsTo(settings, present.price, next)) return 'NOT_OFFERED';
  if (!settings.allowFreePlans && next.unitAmount === 0n && present.price.unitAmount > 0n) return 'allowFreePlans';
  return settings.allowPlanDowngrades || !isDowngrade(present, next) ? null : 'allowPlanDowngrades';
}

type Kinded = Parameters<typeof planRefusal>[2];

/** Whether kinds, groups and rules let the product of one price change to that of another. */
function leadsTo(settings: PortalSettings, { productId: from, product }: Kinded, next: Kinded): boolean {
  const to = next.productId;
  if (from === to) return true;
  if (product.kind === 'ADD_ON' || next.product.kind === 'ADD_ON') return false;
  const groups = planGroupsOf(settings);
  const of = (id: string) => groups.filter((group) => group.includes(id));
  const together = of(from).length === 0 ? of(to).length === 0 : of(from).some((group) => group.includes(to));
  const rule = planRulesOf(settings).find((candidate) => candidate.from === from);
  return together && (rule === undefined || rule.to.includes(to));
}

/** A lower price per day. The same product, billed less often, is no downgrade, although it often costs less per day. */
function isDowngrade({ price, quantity }: PresentPlan, next: PlanPrice): boolean {
  const cadence = ({ interval, intervalCount: count }: PlanPrice) => ({ interval, count });
  const value = (of: PlanPrice, units: number) => ({
    net: Fraction.of(of.unitAmount * BigInt(units)),
    cadence: cadence(of),
  });
  const days = (of: PlanPrice) => averageDays(cadence(of));
  if (price.productId === next.productId && Fraction.compare(days(next), days(price)) > 0) return false;
  return changeDirection(value(price, quantity), value(next, fittingQuantity(next, quantity))) === 'DOWNGRADE';
}
