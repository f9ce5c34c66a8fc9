/** The catalogue in GraphQL: its lists, and what merchants may change of it. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { visibleInCompany } from '../../op.ts';
import { BillingInterval } from './enums.ts';
import { MoneyInput } from './moneyInput.ts';
import { Price, Product, WHICH_ACTIVE, withActive } from './nodes.ts';
import { type CreatePriceInput, createPrice, type UpdatePriceInput, updatePrice } from './price.ts';
import { type CreateProductInput, createProduct, type UpdateProductInput, updateProduct } from './product.ts';

builder.queryFields((t) => ({
  product: t.prismaField({
    type: Product,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the product.' }) },
    description: 'One product, or null when there is none of that id. Merchants only.',
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
        return db.prisma.product.findMany({ ...query, ...from, where, orderBy: newestFirst() });
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
    description: 'One price, or null when there is none of that id. Merchants only.',
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
        return db.prisma.price.findMany({ ...query, ...from, where, orderBy: newestFirst() });
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

mutation('createProduct', {
  caller: 'merchant',
  description: 'Creates a product; prices are created for it afterwards. Merchants only.',
  input: builder.inputType('CreateProductInput', {
    description: 'The new product.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'The name on invoices and in the portal.' }),
      description: t.string({ description: 'What it is; shown to customers.' }),
      active: t.boolean({ description: 'Whether it is sold; true when left out.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  errors: IDEMPOTENT,
  success: productPayload('CreateProductSuccess', 'The product was created.'),
  run: (ctx, { idempotencyKey, ...input }) => createProduct(ctx, input as CreateProductInput, idempotencyKey),
});

mutation('updateProduct', {
  caller: 'merchant',
  description: 'Changes a product: what is left out stays as it is, null clears what may be empty. Merchants only.',
  input: builder.inputType('UpdateProductInput', {
    description: 'What changes.',
    fields: (t) => ({
      productId: t.id({ required: true, description: 'The product.' }),
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      description: t.string({ description: 'What it is; shown to customers.' }),
      active: t.boolean({ description: 'Whether it is still sold; who has subscribed keeps it.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels; replaces all of them.' }),
    }),
  }),
  success: productPayload('UpdateProductSuccess', 'The product was changed.'),
  run: (ctx, { productId, ...input }) => updateProduct(ctx, productId, input as UpdateProductInput),
});

mutation('createPrice', {
  caller: 'merchant',
  description: 'Creates a price of a product. Merchants only.',
  input: builder.inputType('CreatePriceInput', {
    description: 'The new price.',
    fields: (t) => ({
      productId: t.id({ required: true, description: 'What is bought at the price.' }),
      nickname: t.string({ description: 'A short name, such as `Yearly`; shown to customers.' }),
      unitAmount: t.field({
        type: MoneyInput,
        required: true,
        description: 'What one unit costs per interval; zero is free.',
      }),
      interval: t.field({ type: BillingInterval, required: true, description: 'What the price recurs in.' }),
      intervalCount: t.int({
        description: 'How many intervals one period lasts: 1 when left out, three years in all at most.',
      }),
      active: t.boolean({ description: 'Whether one can subscribe or switch to it; true when left out.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  errors: IDEMPOTENT,
  success: pricePayload('CreatePriceSuccess', 'The price was created.'),
  run: (ctx, { idempotencyKey, ...input }) => createPrice(ctx, input as CreatePriceInput, idempotencyKey),
});

mutation('updatePrice', {
  caller: 'merchant',
  description: 'Changes a price: what is left out stays as it is, null clears what may be empty. Merchants only.',
  input: builder.inputType('UpdatePriceInput', {
    description: 'What changes. To charge another amount, create another price.',
    fields: (t) => ({
      priceId: t.id({ required: true, description: 'The price.' }),
      nickname: t.string({ description: 'A short name, such as `Yearly`; shown to customers.' }),
      active: t.boolean({ description: 'Whether one can subscribe or switch to it.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels; replaces all of them.' }),
    }),
  }),
  success: pricePayload('UpdatePriceSuccess', 'The price was changed.'),
  run: (ctx, { priceId, ...input }) => updatePrice(ctx, priceId, input as UpdatePriceInput),
});
