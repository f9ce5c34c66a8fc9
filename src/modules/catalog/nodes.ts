/** Products and their prices as other nouns refer to them. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { amountOf } from '../../graphql/money.ts';
import { type Principal, visibleInCompany } from '../../op.ts';
import type { PortalSettings } from '../portal/policy.ts';
import { BillingInterval } from './enums.ts';

/** Both kinds of lists can be asked for one half only. */
export const WHICH_ACTIVE = 'Only those that are active, or only those that are not; both when left out.';
export const withActive = (active: boolean | null | undefined) =>
  active === null || active === undefined ? {} : { active };

/** Labels are the merchant's own business. */
const METADATA = {
  type: 'JSONObject',
  authScopes: { merchant: true },
  description: 'Labels of the merchant. Merchants only.',
} as const;

/** Customers see what the portal offers them, and what they have or have paid for. */
function visibleProduct(principal: Principal): Prisma.ProductWhereInput {
  if (principal.kind !== 'customer') return visibleInCompany(principal);
  return { companyId: principal.companyId, OR: [offered(principal.portal), { prices: { some: owned(principal) } }] };
}

function visiblePrice(principal: Principal): Prisma.PriceWhereInput {
  if (principal.kind !== 'customer') return visibleInCompany(principal);
  const { companyId, portal } = principal;
  return { companyId, OR: [{ active: true, product: offered(portal) }, owned(principal)] };
}

const offered = ({ subscriptionProductIds: ids }: PortalSettings): Prisma.ProductWhereInput => ({
  active: true,
  ...(ids.length > 0 ? { id: { in: ids } } : {}),
});

const owned = ({ customerId }: { customerId: string }): Prisma.PriceWhereInput => ({
  OR: [
    { items: { some: { subscription: { customerId } } } },
    { awaited: { some: { subscription: { customerId } } } },
    { lines: { some: { customerId } } },
  ],
});

export const Price = builder.prismaNode('Price', {
  id: { field: 'id', description: 'The id of the price.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visiblePrice(principal) }),
  description: 'What a product costs per interval. Amount, currency and interval never change.',
  fields: (t) => ({
    product: t.relation('product', { description: 'What is bought at the price.' }),
    nickname: t.exposeString('nickname', {
      nullable: true,
      description: 'A short name, such as `Yearly`; shown to customers.',
    }),
    unitAmount: t.field(amountOf('unitAmount', 'What one unit costs per interval, before any discount.')),
    interval: t.expose('interval', { type: BillingInterval, description: 'What the price recurs in.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'How many intervals one period lasts.' }),
    active: t.exposeBoolean('active', {
      description: 'Whether one can subscribe or switch to it; who has it keeps it.',
    }),
    metadata: t.expose('metadata', METADATA),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the price was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the price was last changed.' }),
  }),
});

export const Product = builder.prismaNode('Product', {
  id: { field: 'id', description: 'The id of the product.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleProduct(principal) }),
  description: 'What a company sells.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name on invoices and in the portal.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is; shown to customers.' }),
    active: t.exposeBoolean('active', { description: 'Whether it is still sold; who has subscribed keeps it.' }),
    prices: t.relation('prices', {
      args: { active: t.arg.boolean({ description: WHICH_ACTIVE }) },
      description: 'What it costs, newest first. Customers see active prices only.',
      query: ({ active }, { principal }) => ({
        where: { AND: [withActive(active), withActive(principal.kind === 'customer' ? true : null)] },
        orderBy: newestFirst(),
      }),
    }),
    metadata: t.expose('metadata', METADATA),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the product was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the product was last changed.' }),
  }),
});
