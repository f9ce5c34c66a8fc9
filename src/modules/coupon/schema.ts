/** Coupons in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { Money } from '../../graphql/money.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Product, WHICH_ACTIVE, withActive } from '../catalog/nodes.ts';
import { type CreateCouponInput, createCoupon, type UpdateCouponInput, updateCoupon, visibleCoupon } from './coupon.ts';

export const CouponDuration = builder.enumType('CouponDuration', {
  description: 'For how long a coupon reduces what is billed.',
  values: {
    ONCE: { description: 'For one period.' },
    REPEATING: { description: 'For a number of months.' },
    FOREVER: { description: 'For as long as the subscription lasts.' },
  } satisfies Record<stored.CouponDuration, { description: string }>,
});

export const Coupon = builder.prismaNode('Coupon', {
  id: { field: 'id', description: 'The id of the coupon.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleCoupon(principal) }),
  description: 'What reduces the prices of a subscription: either by a share or by an amount.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name on invoices and in the portal.' }),
    percentOffBasisPoints: t.exposeInt('percentOffBasisPoints', {
      nullable: true,
      description: 'The share taken off each line, in basis points: 2500 is 25 %. Null when an amount is taken off.',
    }),
    amountOff: t.field({
      type: Money,
      nullable: true,
      select: { amountOff: true, currency: true },
      description: 'The amount taken off each period, shared over the lines. Null when a share is taken off.',
      resolve: ({ amountOff, currency }) =>
        amountOff !== null && currency !== null ? { amount: amountOff, currency } : null,
    }),
    duration: t.expose('duration', { type: CouponDuration, description: 'For how long it reduces what is billed.' }),
    durationMonths: t.exposeInt('durationMonths', {
      nullable: true,
      description: 'For how many months; null unless the duration is `REPEATING`.',
    }),
    products: t.prismaField({
      type: [Product],
      select: { companyId: true, productIds: true },
      authScopes: { merchant: true },
      description: 'The products whose prices it reduces; empty when it reduces every one. Merchants only.',
      resolve: (query, { companyId, productIds }, _args, { db }) =>
        db.prisma.product.findMany({ ...query, where: { companyId, id: { in: productIds } }, orderBy: newestFirst() }),
    }),
    active: t.exposeBoolean('active', {
      authScopes: { merchant: true },
      description: 'Whether it can be given to a subscription; who has it keeps it. Merchants only.',
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
    description: 'One coupon, or null when there is none of that id. Merchants only.',
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
        return db.prisma.coupon.findMany({ ...query, ...from, where, orderBy: newestFirst() });
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
  description: 'Creates a coupon that takes off either a share or an amount. Merchants only.',
  input: builder.inputType('CreateCouponInput', {
    description: 'The new coupon. Exactly one of `percentOffBasisPoints` and `amountOff` must be given.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'The name on invoices and in the portal.' }),
      percentOffBasisPoints: t.int({
        description: 'The share taken off each line, 1 to 10000 basis points: 2500 is 25 %.',
      }),
      amountOff: t.field({ type: MoneyInput, description: 'The amount taken off each period, shared over the lines.' }),
      duration: t.field({
        type: CouponDuration,
        required: true,
        description: 'For how long it reduces what is billed.',
      }),
      durationMonths: t.int({
        description: 'For how many months, 1 to 36; required for `REPEATING` and refused otherwise.',
      }),
      productIds: t.idList({
        description: 'The products whose prices it reduces; every product when empty or left out.',
      }),
      active: t.boolean({ description: 'Whether it can be given to a subscription; true when left out.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  errors: IDEMPOTENT,
  success: payload('CreateCouponSuccess', 'The coupon was created.'),
  run: (ctx, { idempotencyKey, ...input }) => createCoupon(ctx, input as CreateCouponInput, idempotencyKey),
});

mutation('updateCoupon', {
  caller: 'merchant',
  description:
    'Changes the name, state or labels of a coupon: what is left out stays as it is. An inactive coupon is not given to anybody any longer; who has it keeps it. Merchants only.',
  input: builder.inputType('UpdateCouponInput', {
    description: 'What changes.',
    fields: (t) => ({
      couponId: t.id({ required: true, description: 'The coupon.' }),
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      active: t.boolean({ description: 'Whether it can be given to a subscription.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels; replaces all of them, and null clears them.' }),
    }),
  }),
  success: payload('UpdateCouponSuccess', 'The coupon was changed.'),
  run: (ctx, { couponId, ...input }) => updateCoupon(ctx, couponId, input as UpdateCouponInput),
});
