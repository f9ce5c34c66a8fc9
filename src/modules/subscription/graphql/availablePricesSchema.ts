/** `availablePrices`: the prices that the portal offers for a switch. */
import DataLoader from 'dataloader';
import type { Price as PriceRow, Prisma, Product } from '../../../db/generated/client/client.ts';
import { builder } from '../../../graphql/builder.ts';
import type { SignedInContext } from '../../../graphql/context.ts';
import { type Cadence, sameCadence } from '../../../kernel/calendar.ts';
import { type PresentPlan, planRefusal } from '../../../operation/planPolicy.ts';
import { type PortalSettings, settingsOf } from '../../../operation/portalPolicy.ts';
import { Price } from '../../catalog/nodes.ts';
import { cadenceOf } from '../forecast/nextPeriod.ts';
import { Subscription, SubscriptionItem } from './nodes.ts';

type Selection = Pick<Prisma.PriceFindManyArgs, 'select' | 'include'>;
export type Candidate = PriceRow & { product: Pick<Product, 'kind'> };

const loaders = new WeakMap<object, Map<string, DataLoader<string, PriceRow[]>>>();

/**
 * The active prices of active products of the caller's company, cheapest first. Many subscriptions of one request need
 * one statement for each selection of fields.
 */
export function activePrices(ctx: SignedInContext, currency: string, selection: Selection): Promise<PriceRow[]> {
  const bySelection = loaders.get(ctx) ?? new Map<string, DataLoader<string, PriceRow[]>>();
  loaders.set(ctx, bySelection);
  const key = JSON.stringify(selection);
  const loader = bySelection.get(key) ?? new DataLoader((currencies) => readPrices(ctx, currencies, selection));
  bySelection.set(key, loader);
  return loader.load(currency);
}

async function readPrices(
  { db, principal }: SignedInContext,
  currencies: readonly string[],
  selection: Selection,
): Promise<PriceRow[][]> {
  const prices = await db.prisma.price.findMany({
    ...selection,
    where: {
      companyId: principal.companyId,
      currency: { in: [...currencies] },
      active: true,
      product: { active: true },
    },
    orderBy: [{ unitAmount: 'asc' }, { id: 'asc' }],
  });
  return currencies.map((currency) => prices.filter((price) => price.currency === currency));
}

/** The facts that decide whether a price is offered, whatever else is selected. */
export const WITH_KIND = { include: { product: { select: { kind: true } } } } as const;

interface Owner {
  currency: string;
  interval: Cadence['interval'];
  intervalCount: number;
  items: readonly unknown[];
}

/** The ids of the prices to which one of the items may be switched. */
async function offered(
  ctx: SignedInContext,
  settings: PortalSettings,
  owner: Owner,
  items: readonly (PresentPlan & { id: string })[],
): Promise<Set<string>> {
  const prices = (await activePrices(ctx, owner.currency, WITH_KIND)) as Candidate[];
  const alone = owner.items.length === 1;
  const fits = (item: PresentPlan) => (price: Candidate) =>
    price.id !== item.price.id &&
    // All items are billed in one interval, so another one is offered only where there is one item.
    (alone || sameCadence(cadenceOf(price), cadenceOf(owner))) &&
    planRefusal(settings, item, price) === null;
  return new Set(items.flatMap((item) => prices.filter(fits(item)).map(({ id }) => id)));
}

export const PRESENT = {
  id: true,
  quantity: true,
  price: {
    select: {
      id: true,
      productId: true,
      unitAmount: true,
      interval: true,
      intervalCount: true,
      quantityAdjustable: true,
      quantityMinimum: true,
      quantityMaximum: true,
      quantityStep: true,
      product: { select: { kind: true } },
    },
  },
} as const;
const OWNER = { currency: true, interval: true, intervalCount: true } as const;
/** A portal session brings its configuration along. */
export const withConfig = ({ principal }: { principal: { kind: string } }) =>
  principal.kind === 'customer' ? {} : { company: { select: { portalConfig: true } } };
export type WithConfig = { company?: { portalConfig: PortalSettings | null } };

const OFFERED =
  'active, of its currency, of its interval if the subscription has several items, and allowed by the products, groups, rules and directions of the configuration; add-ons only of the same product. Null, with an error, for customers whose portal does not allow switches.';

builder.prismaObjectField(Subscription, 'availablePrices', (t) =>
  t.prismaField({
    type: [Price],
    // A portal without plan switches may still allow other changes: the rest of the query must not fail.
    nullable: true,
    authScopes: { portalFeature: 'allowPlanSwitch' },
    select: (_args, context) => ({ ...OWNER, items: { select: PRESENT }, ...withConfig(context) }),
    description: `The prices to which one of its items can be switched in the portal, cheapest first: ${OFFERED}`,
    resolve: async (query, row, _args, context) => {
      const ctx = context as SignedInContext;
      const ids = await offered(ctx, settingsOf(ctx.principal, row as WithConfig), row, row.items);
      return (await activePrices(ctx, row.currency, query)).filter(({ id }) => ids.has(id));
    },
  }),
);

builder.prismaObjectField(SubscriptionItem, 'availablePrices', (t) =>
  t.prismaField({
    type: [Price],
    nullable: true,
    authScopes: { portalFeature: 'allowPlanSwitch' },
    select: (_args, context) => ({
      ...PRESENT,
      subscription: { select: { ...OWNER, items: { select: { id: true } }, ...withConfig(context) } },
    }),
    description: `The prices to which it can be switched in the portal, cheapest first: ${OFFERED}`,
    resolve: async (query, row, _args, context) => {
      const ctx = context as SignedInContext;
      const { subscription } = row;
      const ids = await offered(ctx, settingsOf(ctx.principal, subscription as WithConfig), subscription, [row]);
      return (await activePrices(ctx, subscription.currency, query)).filter(({ id }) => ids.has(id));
    },
  }),
);
