/** The quantities at which a price is sold, and its saving, in GraphQL. */
import DataLoader from 'dataloader';
import type { Price as PriceRow } from '../../db/generated/client/client.ts';
import { builder } from '../../graphql/builder.ts';
import type { SignedInContext } from '../../graphql/context.ts';
import { Money } from '../../graphql/moneyType.ts';
import type { QuantityRules } from '../../kernel/quantity.ts';
import { type Saving, savingOf } from '../../kernel/saving.ts';
import { Price, visiblePrice } from './nodes.ts';

const AdjustableQuantity = builder.objectRef<QuantityRules>('AdjustableQuantity').implement({
  description: 'The quantities at which a price is sold.',
  fields: (t) => ({
    enabled: t.exposeBoolean('quantityAdjustable', {
      description: 'Whether it is sold by units. If not, its quantity is 1.',
    }),
    minimum: t.exposeInt('quantityMinimum', { description: 'The smallest quantity; 1 unless a larger one is set.' }),
    maximum: t.exposeInt('quantityMaximum', {
      nullable: true,
      description: 'The largest quantity; null: 1,000,000. The portal can have a lower maximum for customers.',
    }),
    step: t.exposeInt('quantityStep', { description: 'Quantities are the minimum plus a multiple of it.' }),
  }),
});

type Compared = PriceRow & { cadence: { interval: PriceRow['interval']; count: number } };
type PriceSaved = Saving<Compared> & { currency: string };

const PriceSaving = builder.objectRef<PriceSaved>('PriceSaving').implement({
  description: 'The saving of a price that is billed less often, compared with the same product billed more often.',
  fields: (t) => ({
    comparedWith: t.field({
      type: Price,
      description:
        'The price that it is compared with: the cheapest active one of the same product, currency and tax behavior whose periods fit into its own a whole number of times.',
      resolve: ({ comparedWith }) => comparedWith,
    }),
    amount: t.field({
      type: Money,
      description: 'The amount that one unit saves in one period of the price.',
      resolve: ({ amount, currency }) => ({ amount, currency }),
    }),
    basisPoints: t.exposeInt('basisPoints', {
      description:
        '`amount` as a share of what `comparedWith` costs over the same time, in basis points, rounded down: 1666 is 16.66 %.',
    }),
    freePeriods: t.exposeInt('freePeriods', {
      nullable: true,
      description:
        'The number of periods of `comparedWith` that the saving is worth, if it is a whole number: 2 if a year costs ten months. Null otherwise.',
    }),
  }),
});

const loaders = new WeakMap<object, DataLoader<string, Compared[]>>();

/** The active prices of a product that the caller can see. The products of one request need one statement. */
function activeSiblings(ctx: SignedInContext, productId: string): Promise<Compared[]> {
  const loader =
    loaders.get(ctx) ??
    new DataLoader<string, Compared[]>(async (productIds) => {
      const rows = await ctx.db.prisma.price.findMany({
        where: { productId: { in: [...productIds] }, active: true, AND: visiblePrice(ctx.principal) },
        orderBy: { id: 'asc' },
      });
      const compared = rows.map((row) => ({ ...row, cadence: { interval: row.interval, count: row.intervalCount } }));
      return productIds.map((id) => compared.filter((row) => row.productId === id));
    });
  loaders.set(ctx, loader);
  return loader.load(productId);
}

builder.prismaObjectFields(Price, (t) => ({
  adjustableQuantity: t.field({
    type: AdjustableQuantity,
    select: { quantityAdjustable: true, quantityMinimum: true, quantityMaximum: true, quantityStep: true },
    description: 'The quantities at which it is sold to new subscriptions and changes. Existing items retain theirs.',
    resolve: (price) => price,
  }),
  saving: t.field({
    type: PriceSaving,
    nullable: true,
    select: {
      id: true,
      productId: true,
      currency: true,
      unitAmount: true,
      interval: true,
      intervalCount: true,
      taxBehavior: true,
    },
    description:
      'The saving of a customer who is billed less often, such as by the year instead of monthly. Null if nothing is saved, or if no other price can be compared.',
    resolve: async (price, _args, context) => {
      const siblings = await activeSiblings(context as SignedInContext, price.productId);
      const { currency, unitAmount, interval, intervalCount: count } = price;
      const saving = savingOf(
        { unitAmount, cadence: { interval, count } },
        siblings.filter((other) => other.currency === currency && other.taxBehavior === price.taxBehavior),
      );
      return saving && { ...saving, currency };
    },
  }),
}));
