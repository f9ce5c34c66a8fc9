/** Products and prices, to which the types of other modules refer. */

import type { Prisma } from '../../db/generated/client/client.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { amountOf } from '../../graphql/moneyType.ts';
import { MAXIMUM_PAGE_SIZE } from '../../graphql/pageSize.ts';
import { readerLanguage } from '../../graphql/readerLanguage.ts';
import { LANGUAGE_LIST } from '../../i18n/locale.ts';
import { inLanguage, translationsOf } from '../../i18n/translationMap.ts';
import { type Principal, visibleInCompany } from '../../operation/operation.ts';
import type { PortalSettings } from '../../operation/portalPolicy.ts';
import { TaxBehavior } from '../tax/schema.ts';
import { BillingInterval, ProductKind } from './enums.ts';
import { type ProductTexts, productName } from './productTexts.ts';

/** Both kinds of lists can be filtered by `active`. */
export const WHICH_ACTIVE = 'True: only active ones. False: only inactive ones. Both by default.';
export const withActive = (active: boolean | null | undefined) =>
  active === null || active === undefined ? {} : { active };

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

export function visiblePrice(principal: Principal): Prisma.PriceWhereInput {
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

/** The meaning of a product's category, for reading and for changing. */
export const TAX_CATEGORY =
  'The kind of product, by which its tax rate is chosen: `ELECTRONIC_SERVICE` (the default, the standard rate), `EBOOK`, `EXEMPT`, or a code of up to 40 capital letters, digits and underscores, which has the standard rate unless `addTaxRate` gave it another.';

export const Price = builder.prismaNode('Price', {
  id: { field: 'id', description: 'The id of the price.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visiblePrice(principal) }),
  description: 'The recurring price of a product. Amount, currency and interval never change.',
  fields: (t) => ({
    product: t.relation('product', { description: 'The product that is sold at this price.' }),
    nickname: t.exposeString('nickname', {
      nullable: true,
      description: 'A short name, such as `Yearly`; shown to customers. Null if there is none.',
    }),
    unitAmount: t.field(amountOf('unitAmount', 'The amount of one unit per interval, before any discount.')),
    interval: t.expose('interval', { type: BillingInterval, description: 'The unit of the billing interval.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'The number of intervals in one period.' }),
    taxBehavior: t.expose('taxBehavior', {
      type: TaxBehavior,
      description:
        'Whether the amount contains its tax. Never changes; without meaning while the company charges no tax.',
    }),
    active: t.exposeBoolean('active', {
      description: 'Whether new subscriptions and switches may use it. Existing subscriptions are unaffected.',
    }),
    metadata: t.expose('metadata', METADATA),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the price was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the price was last changed.' }),
  }),
});

const IN_LANGUAGE =
  'Customers get it in the language that `Accept-Language` prefers, if it is translated, and else as the merchant wrote it.';

const ProductTranslation = builder
  .objectRef<{ locale: string } & Partial<ProductTexts>>('ProductTranslation')
  .implement({
    description:
      'The texts of a product in another language. A text that is null is shown as the merchant wrote it first.',
    fields: (t) => ({
      locale: t.exposeString('locale', { description: `The language: ${LANGUAGE_LIST}.` }),
      name: t.exposeString('name', { nullable: true, description: 'The name in this language.' }),
      description: t.exposeString('description', { nullable: true, description: 'The description in this language.' }),
      marketingFeatures: t.exposeStringList('marketingFeatures', {
        nullable: true,
        description: 'The features in this language.',
      }),
    }),
  });

export const Product = builder.prismaNode('Product', {
  id: { field: 'id', description: 'The id of the product.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleProduct(principal) }),
  description: 'A product that a company sells.',
  fields: (t) => ({
    name: t.string({
      select: { name: true, translations: true },
      description: `The name on invoices and in the portal. ${IN_LANGUAGE}`,
      resolve: (product, _args, ctx) => productName(product, readerLanguage(ctx)),
    }),
    description: t.string({
      nullable: true,
      select: { description: true, translations: true },
      description: `A description for customers; null if there is none. ${IN_LANGUAGE}`,
      resolve: (product, _args, ctx) =>
        inLanguage(product.translations, readerLanguage(ctx), 'description', product.description),
    }),
    marketingFeatures: t.stringList({
      select: { marketingFeatures: true, translations: true },
      description: `The features that customers get, in the order of the merchant, at most 20 lines. The portal compares plans by them. ${IN_LANGUAGE}`,
      resolve: (product, _args, ctx) =>
        inLanguage(product.translations, readerLanguage(ctx), 'marketingFeatures', product.marketingFeatures),
    }),
    translations: t.field({
      type: [ProductTranslation],
      select: { translations: true },
      authScopes: { merchant: true },
      description: 'The translations, one for each language at most. Merchants only.',
      resolve: ({ translations }) =>
        Object.entries(translationsOf<ProductTexts>(translations)).map(([locale, texts]) => ({ locale, ...texts })),
    }),
    kind: t.expose('kind', {
      type: ProductKind,
      description: 'Whether it is a plan, which customers choose, or an add-on beside one.',
    }),
    active: t.exposeBoolean('active', {
      description: 'Whether it is still sold. Existing subscriptions are unaffected.',
    }),
    taxCategory: t.exposeString('taxCategory', {
      authScopes: { merchant: true },
      description: `${TAX_CATEGORY} Merchants only.`,
    }),
    taxExemptBy: t.exposeString('taxExemptBy', {
      nullable: true,
      authScopes: { merchant: true },
      description:
        'The provision that exempts a product of the category `EXEMPT`; null for all others. Merchants only.',
    }),
    prices: t.relation('prices', {
      args: { active: t.arg.boolean({ description: WHICH_ACTIVE }) },
      description: `The newest ${MAXIMUM_PAGE_SIZE} prices, newest first; merchants page through more of them with \`Query.prices(productId:)\`. Customers see active prices only.`,
      query: ({ active }, { principal }) => ({
        where: { AND: [withActive(active), withActive(principal.kind === 'customer' ? true : null)] },
        orderBy: newestFirst(),
        take: MAXIMUM_PAGE_SIZE,
      }),
    }),
    metadata: t.expose('metadata', METADATA),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the product was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the product was last changed.' }),
  }),
});
