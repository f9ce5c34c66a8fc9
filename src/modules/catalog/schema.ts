/** The catalog in GraphQL: its lists, and the changes that merchants may make. */
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { LANGUAGE_LIST } from '../../i18n/locale.ts';
import { IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { visibleInCompany } from '../../operation/operation.ts';
import { TaxBehavior } from '../tax/schema.ts';
import { type CreatePriceInput, createPrice } from './createPrice.ts';
import { type CreateProductInput, createProduct } from './createProduct.ts';
import { BillingInterval, ProductKind } from './enums.ts';
import { MoneyInput } from './moneyInput.ts';
import { Price, Product, TAX_CATEGORY, WHICH_ACTIVE, withActive } from './nodes.ts';
import { type UpdatePriceInput, updatePrice } from './updatePrice.ts';
import { type UpdateProductInput, updateProduct } from './updateProduct.ts';

builder.queryFields((t) => ({
  product: t.prismaField({
    type: Product,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the product.' }) },
    description: 'The product with the id, or null if the company has none with it. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.product.findFirst({ ...query, where: { id, AND: visibleInCompany(principal) } }),
  }),
  products: t.prismaConnection(
    {
      type: Product,
      cursor: 'id',
      authScopes: { merchant: true },
      args: { active: t.arg.boolean({ description: WHICH_ACTIVE }) },
      description: "The company's products, newest first. Merchants only.",
      resolve: (query, _root, { active, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const where = { ...visibleInCompany(principal), ...withActive(active) };
        const from = startingAt(page, visibleInCompany(principal));
        return readMany(db, 'Product', { ...query, ...from, where, orderBy: newestFirst() });
      },
    },
    { name: 'ProductConnection', description: 'A page of products.' },
    { name: 'ProductEdge', description: 'A product in a page.' },
  ),
  price: t.prismaField({
    type: Price,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the price.' }) },
    description: 'The price with the id, or null if the company has none with it. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.price.findFirst({ ...query, where: { id, AND: visibleInCompany(principal) } }),
  }),
  prices: t.prismaConnection(
    {
      type: Price,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        active: t.arg.boolean({ description: WHICH_ACTIVE }),
        productId: t.arg.id({ description: 'Only those of this product.' }),
      },
      description: "The company's prices, newest first. Merchants only.",
      resolve: (query, _root, { active, productId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const where = { ...visibleInCompany(principal), ...withActive(active), productId: productId ?? undefined };
        const from = startingAt(page, visibleInCompany(principal));
        return readMany(db, 'Price', { ...query, ...from, where, orderBy: newestFirst() });
      },
    },
    { name: 'PriceConnection', description: 'A page of prices.' },
    { name: 'PriceEdge', description: 'A price in a page.' },
  ),
}));

const productPayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      product: t.prismaField({
        type: Product,
        description: 'The product as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.product.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

const pricePayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      price: t.prismaField({
        type: Price,
        description: 'The price as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.price.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

const EXEMPT_BY = 'The provision that exempts the product, as printed on invoices; only for `EXEMPT`, which needs it.';

const KIND = 'Whether it is a plan, which customers choose in the portal, or an add-on beside one.';

const AdjustableQuantityInput = builder.inputType('AdjustableQuantityInput', {
  description:
    'The quantities at which a price is sold. It replaces earlier limits as a whole: each one that is omitted or null gets its default.',
  fields: (t) => ({
    enabled: t.boolean({ required: true, description: 'Whether it is sold by units. If not, its quantity is 1.' }),
    minimum: t.int({ description: 'The smallest quantity, 1 to 1,000,000; 1 by default.' }),
    maximum: t.int({ description: 'The largest quantity, at least the minimum; null or omitted: 1,000,000.' }),
    step: t.int({ description: 'Quantities are the minimum plus a multiple of it; 1 by default.' }),
  }),
});
const ADJUSTABLE_QUANTITY =
  'The quantities at which it is sold, which subscriptions and changes of merchants and customers observe.';

const MARKETING_FEATURES =
  'The features that customers get, one line each: up to 20 different lines of up to 120 characters. The portal shows them with the plan, and what a change gains and loses.';

const ProductTranslationInput = builder.inputType('ProductTranslationInput', {
  description: 'The texts of a product in another language; omitted ones are shown as in the product itself.',
  fields: (t) => ({
    locale: t.string({ required: true, description: `The language: ${LANGUAGE_LIST}.` }),
    name: t.string({ description: 'The name in this language, at most 200 characters.' }),
    description: t.string({ description: 'The description in this language, at most 2000 characters.' }),
    marketingFeatures: t.stringList({ description: 'The features in this language, with the limits of the original.' }),
  }),
});
const TRANSLATIONS =
  'The texts in other languages, each language at most once. Customers see them on the page, in mails and on invoices.';

mutation('createProduct', {
  caller: 'merchant',
  description: 'Creates a product without prices; add them with `createPrice`. Merchants only.',
  input: builder.inputType('CreateProductInput', {
    description: 'Input of `createProduct`.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'The name on invoices and in the portal.' }),
      description: t.string({ description: 'A description for customers.' }),
      marketingFeatures: t.stringList({ description: MARKETING_FEATURES }),
      translations: t.field({ type: [ProductTranslationInput], description: TRANSLATIONS }),
      kind: t.field({ type: ProductKind, description: `${KIND} \`PLAN\` by default.` }),
      taxCategory: t.string({ description: TAX_CATEGORY }),
      taxExemptBy: t.string({ description: EXEMPT_BY }),
      active: t.boolean({ description: 'Whether it is sold; true by default.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: productPayload('CreateProductSuccess', 'The product was created.'),
  errors: [IdempotencyKeyReusedError],
  run: (ctx, { idempotencyKey, ...input }) => createProduct(ctx, input as CreateProductInput, idempotencyKey),
});

mutation('updateProduct', {
  caller: 'merchant',
  description: 'Changes a product. Omitted fields stay unchanged; null clears a nullable field. Merchants only.',
  input: builder.inputType('UpdateProductInput', {
    description: 'Input of `updateProduct`.',
    fields: (t) => ({
      productId: t.id({ required: true, description: 'The id of the product.' }),
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      description: t.string({ description: 'A description for customers.' }),
      marketingFeatures: t.stringList({ description: `${MARKETING_FEATURES} They replace all existing lines.` }),
      translations: t.field({
        type: [ProductTranslationInput],
        description: `${TRANSLATIONS} They replace all existing ones; invoices keep the names that they have.`,
      }),
      kind: t.field({ type: ProductKind, description: `${KIND} Existing subscriptions are unaffected.` }),
      taxCategory: t.string({ description: `${TAX_CATEGORY} Applies to later lines only.` }),
      taxExemptBy: t.string({ description: EXEMPT_BY }),
      active: t.boolean({ description: 'Whether it is sold. Existing subscriptions are unaffected.' }),
      metadata: t.field({
        type: 'JSONObject',
        description: 'Labels: up to 50 keys with string values. They replace all existing labels.',
      }),
    }),
  }),
  success: productPayload('UpdateProductSuccess', 'The product was changed.'),
  errors: [NotFoundError],
  run: (ctx, { productId, ...input }) => updateProduct(ctx, productId, input as UpdateProductInput),
});

mutation('createPrice', {
  caller: 'merchant',
  description: 'Creates a price of a product. Merchants only.',
  input: builder.inputType('CreatePriceInput', {
    description: 'Input of `createPrice`.',
    fields: (t) => ({
      productId: t.id({ required: true, description: 'The id of the product that is sold at the price.' }),
      nickname: t.string({ description: 'A short name, such as `Yearly`; shown to customers. None by default.' }),
      unitAmount: t.field({
        type: MoneyInput,
        required: true,
        description: 'The amount of one unit per interval, before any discount; zero is free.',
      }),
      interval: t.field({ type: BillingInterval, required: true, description: 'The unit of the billing interval.' }),
      intervalCount: t.int({
        description: 'The number of intervals in one period; 1 by default. A period lasts at most three years.',
      }),
      taxBehavior: t.field({
        type: TaxBehavior,
        description: "Whether the amount contains its tax; by default the company's setting. Never changes.",
      }),
      adjustableQuantity: t.field({
        type: AdjustableQuantityInput,
        description: `${ADJUSTABLE_QUANTITY} By default by units, from 1 to 1,000,000.`,
      }),
      active: t.boolean({ description: 'Whether new subscriptions and switches may use it; true by default.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: pricePayload('CreatePriceSuccess', 'The price was created.'),
  errors: [NotFoundError, IdempotencyKeyReusedError],
  run: (ctx, { idempotencyKey, ...input }) => createPrice(ctx, input as CreatePriceInput, idempotencyKey),
});

mutation('updatePrice', {
  caller: 'merchant',
  description:
    'Changes a price. Omitted fields stay unchanged; null clears a nullable field. Amount, currency and interval never change: create another price instead. Merchants only.',
  input: builder.inputType('UpdatePriceInput', {
    description: 'Input of `updatePrice`.',
    fields: (t) => ({
      priceId: t.id({ required: true, description: 'The id of the price.' }),
      nickname: t.string({ description: 'A short name, such as `Yearly`; shown to customers; null clears it.' }),
      adjustableQuantity: t.field({
        type: AdjustableQuantityInput,
        description: `${ADJUSTABLE_QUANTITY} Replaced as a whole; null: by units, from 1 to 1,000,000. Existing items retain their quantities.`,
      }),
      active: t.boolean({
        description: 'Whether new subscriptions and switches may use it. Existing subscriptions are unaffected.',
      }),
      metadata: t.field({
        type: 'JSONObject',
        description: 'Labels: up to 50 keys with string values. They replace all existing labels.',
      }),
    }),
  }),
  success: pricePayload('UpdatePriceSuccess', 'The price was changed.'),
  errors: [NotFoundError],
  run: (ctx, { priceId, ...input }) => updatePrice(ctx, priceId, input as UpdatePriceInput),
});
