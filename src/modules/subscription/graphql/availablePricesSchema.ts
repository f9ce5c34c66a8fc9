/** `Subscription.availablePrices`: the plans that the portal offers for a switch. */
import DataLoader from 'dataloader';
import type { Price as PriceRow, Prisma } from '../../../db/generated/client/client.ts';
import { builder } from '../../../graphql/builder.ts';
import type { SignedInContext } from '../../../graphql/context.ts';
import { sameCadence } from '../../../kernel/calendar.ts';
import { type PortalSettings, productAllowed, settingsOf } from '../../../operation/portalPolicy.ts';
import { Price } from '../../catalog/nodes.ts';
import { cadenceOf } from '../forecast/nextPeriod.ts';
import { Subscription } from './nodes.ts';

type Selection = Pick<Prisma.PriceFindManyArgs, 'select' | 'include'>;

const loaders = new WeakMap<object, Map<string, DataLoader<string, PriceRow[]>>>();

/**
 * The active prices of active products of the caller's company, cheapest first. Many subscriptions of one request need
 * one statement for each selection of fields.
 */
function activePrices(ctx: SignedInContext, currency: string, selection: Selection): Promise<PriceRow[]> {
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

builder.prismaObjectField(Subscription, 'availablePrices', (t) =>
  t.prismaField({
    type: [Price],
    // A portal without plan switches may still allow other changes: the rest of the query must not fail.
    nullable: true,
    authScopes: { portalFeature: 'allowPlanSwitch' },
    select: (_args, { principal }) => ({
      currency: true,
      interval: true,
      intervalCount: true,
      items: { select: { priceId: true } },
      // A portal session brings its configuration along.
      ...(principal.kind === 'customer' ? {} : { company: { select: { portalConfig: true } } }),
    }),
    description:
      'The prices that it can be switched to in the portal, cheapest first: active, of its currency, of its interval if it has several items, and of the products that the configuration allows; null, with an error, for customers whose portal does not allow switches.',
    resolve: async (query, row, _args, context) => {
      const ctx = context as SignedInContext;
      const loaded = row as typeof row & { company?: { portalConfig: PortalSettings | null } };
      const settings = settingsOf(ctx.principal, loaded);
      const [first, ...others] = row.items;
      const alone = others.length === 0;
      const prices = await activePrices(ctx, row.currency, query);
      // All items are billed in one interval, so another one is offered only where there is one item.
      return prices.filter(
        (price) =>
          productAllowed(settings, price.productId) &&
          (alone ? price.id !== first?.priceId : sameCadence(cadenceOf(price), cadenceOf(row))),
      );
    },
  }),
);
