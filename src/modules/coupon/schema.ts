/** Coupons in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { Money } from '../../graphql/moneyType.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Product, WHICH_ACTIVE, withActive } from '../catalog/nodes.ts';
import { type CreateCouponInput, createCoupon } from './createCoupon.ts';
import { type UpdateCouponInput, updateCoupon } from './updateCoupon.ts';
import { visibleCoupon } from './visibleCoupon.ts';

const CouponDuration = builder.enumType('CouponDuration', {
  description: 'The duration of a discount.',
  values: {
    ONCE: { description: 'A single full period.' },
    REPEATING: { description: 'The number of months in `durationMonths`.' },
    FOREVER: { description: 'The whole lifetime of the subscription.' },
  } satisfies Record<stored.CouponDuration, { description: string }>,
});

export const Coupon = builder.prismaNode('Coupon', {
  id: { field: 'id', description: 'The id of the coupon.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleCoupon(principal) }),
  description: 'A discount on the prices of a subscription, either by a percentage or by a fixed amount.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name on invoices and in the portal.' }),
    basisPointsOff: t.exposeInt('basisPointsOff', {
      nullable: true,
      description: 'The percentage off each line, in basis points: 2500 is 25 %. Null for a coupon with `amountOff`.',
    }),
    amountOff: t.field({
      type: Money,
      nullable: true,
      select: { amountOff: true, currency: true },
      description: 'The amount off each period, divided among the lines. Null for a coupon with a percentage.',
      resolve: ({ amountOff, currency }) =>
        amountOff !== null && currency !== null ? { amount: amountOff, currency } : null,
    }),
    duration: t.expose('duration', {
      type: CouponDuration,
      description: 'The duration of the discount, from the first period that it reduces.',
    }),
    durationMonths: t.exposeInt('durationMonths', {
      nullable: true,
      description: 'The number of months of a `REPEATING` duration; null otherwise.',
    }),
    products: t.prismaField({
      type: [Product],
      select: { companyId: true, productIds: true },
      authScopes: { merchant: true },
      description: 'The products that it applies to; empty if it applies to every product. Merchants only.',
      resolve: (query, { companyId, productIds }, _args, { db }) =>
        db.prisma.product.findMany({ ...query, where: { companyId, id: { in: productIds } }, orderBy: newestFirst() }),
    }),
    active: t.exposeBoolean('active', {
      authScopes: { merchant: true },
      description: 'Whether it can be attached to subscriptions. Existing discounts are unaffected. Merchants only.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSONObject',
      authScopes: { merchant: true },
      description: 'Labels of the merchant. Merchants only.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      authScopes: { merchant: true },
      description: 'When the coupon was created. Merchants only.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      authScopes: { merchant: true },
      description: 'When the coupon was last changed. Merchants only.',
    }),
  }),
});

builder.queryFields((t) => ({
  coupon: t.prismaField({
    type: Coupon,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the coupon.' }) },
    description: 'The coupon with the id, or null if the company has none with it. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.coupon.findFirst({ ...query, where: { id, AND: visibleCoupon(principal) } }),
  }),
  coupons: t.prismaConnection(
    {
      type: Coupon,
      cursor: 'id',
      authScopes: { merchant: true },
      args: { active: t.arg.boolean({ description: WHICH_ACTIVE }) },
      description: "The company's coupons, newest first. Merchants only.",
      resolve: (query, _root, { active, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const where = { AND: [visibleCoupon(principal), withActive(active)] };
        const from = startingAt(page, visibleCoupon(principal));
        return readMany(db, 'Coupon', { ...query, ...from, where, orderBy: newestFirst() });
      },
    },
    { name: 'CouponConnection', description: 'A page of coupons.' },
    { name: 'CouponEdge', description: 'A coupon in a page.' },
  ),
}));

const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      coupon: t.prismaField({
        type: Coupon,
        description: 'The coupon as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.coupon.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

mutation('createCoupon', {
  caller: 'merchant',
  description: 'Creates a coupon, either with a percentage or with a fixed amount. Merchants only.',
  input: builder.inputType('CreateCouponInput', {
    description: 'Input of `createCoupon`. Exactly one of `basisPointsOff` and `amountOff` must be given.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'The name on invoices and in the portal.' }),
      basisPointsOff: t.int({
        description: 'The percentage off each line, 1 to 10000 basis points: 2500 is 25 %.',
      }),
      amountOff: t.field({ type: MoneyInput, description: 'The amount off each period, divided among the lines.' }),
      duration: t.field({
        type: CouponDuration,
        required: true,
        description: 'The duration of the discount, from the first period that it reduces.',
      }),
      durationMonths: t.int({
        description: 'The number of months, 1 to 36; required for `REPEATING` and refused otherwise.',
      }),
      productIds: t.idList({
        description: 'The products that it applies to; every product by default or if empty.',
      }),
      active: t.boolean({ description: 'Whether it can be attached to subscriptions; true by default.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('CreateCouponSuccess', 'The coupon was created.'),
  errors: [IdempotencyKeyReusedError],
  run: (ctx, { idempotencyKey, ...input }) => createCoupon(ctx, input as CreateCouponInput, idempotencyKey),
});

mutation('updateCoupon', {
  caller: 'merchant',
  description:
    'Changes the name, availability or labels of a coupon. Omitted fields stay unchanged. An inactive coupon cannot be attached anymore; existing discounts are unaffected. Merchants only.',
  input: builder.inputType('UpdateCouponInput', {
    description: 'Input of `updateCoupon`.',
    fields: (t) => ({
      couponId: t.id({ required: true, description: 'The id of the coupon.' }),
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      active: t.boolean({
        description: 'Whether it can be attached to subscriptions. Existing discounts are unaffected.',
      }),
      metadata: t.field({
        type: 'JSONObject',
        description: 'Labels: up to 50 keys with string values. They replace all existing labels; null removes them.',
      }),
    }),
  }),
  success: payload('UpdateCouponSuccess', 'The coupon was changed.'),
  errors: [NotFoundError],
  run: (ctx, { couponId, ...input }) => updateCoupon(ctx, couponId, input as UpdateCouponInput),
});
