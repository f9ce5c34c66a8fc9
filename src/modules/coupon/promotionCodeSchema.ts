/** Promotion codes in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { Money } from '../../graphql/moneyType.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { WHICH_ACTIVE, withActive } from '../catalog/nodes.ts';
import { Customer } from '../customer/schema.ts';
import { type CreatePromotionCodeInput, codeKey, createPromotionCode } from './createPromotionCode.ts';
import { Coupon } from './schema.ts';
import { type UpdatePromotionCodeInput, updatePromotionCode } from './updatePromotionCode.ts';

/** The meaning of each property, for reading and for creating. */
const MEANS = {
  code: 'The code that customers enter, in any case: 3 to 40 letters, digits, dots, underscores and hyphens; unique in the company.',
  active: 'Whether it can be redeemed. Existing discounts are unaffected.',
  expiresAt: 'When it can no longer be redeemed; null: never.',
  maxRedemptions:
    'How often it can be redeemed in all, 1 to 1,000,000; null: without limit. A customer redeems it once.',
  firstTimeTransaction: 'Whether only customers without an earlier invoice can redeem it.',
  minimumAmount:
    'The least amount of the purchase for one period before the discount, in the currency of the purchase; null: any amount.',
};

const PromotionCode = builder.prismaNode('PromotionCode', {
  id: { field: 'id', description: 'The id of the promotion code.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'A code with which customers attach a coupon themselves. Merchants only.',
  fields: (t) => ({
    code: t.exposeString('code', { description: MEANS.code }),
    coupon: t.relation('coupon', {
      type: Coupon,
      description: 'The coupon that it attaches. A coupon for certain products can be redeemed only with one of them.',
    }),
    active: t.exposeBoolean('active', { description: MEANS.active }),
    customer: t.relation('customer', {
      type: Customer,
      nullable: true,
      description: 'The only customer who can redeem it; null: every customer.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: MEANS.expiresAt }),
    maxRedemptions: t.exposeInt('maxRedemptions', { nullable: true, description: MEANS.maxRedemptions }),
    timesRedeemed: t.exposeInt('timesRedeemed', { description: 'How often it was redeemed.' }),
    firstTimeTransaction: t.exposeBoolean('firstTimeTransaction', { description: MEANS.firstTimeTransaction }),
    minimumAmount: t.field({
      type: Money,
      nullable: true,
      select: { minimumAmount: true, minimumAmountCurrency: true },
      description: MEANS.minimumAmount,
      resolve: ({ minimumAmount: amount, minimumAmountCurrency: currency }) =>
        amount !== null && currency !== null ? { amount, currency } : null,
    }),
    metadata: t.expose('metadata', { type: 'JSONObject', description: 'Labels of the merchant.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed or redeemed.' }),
  }),
});

builder.queryFields((t) => ({
  promotionCode: t.prismaField({
    type: PromotionCode,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the promotion code.' }) },
    description: 'The promotion code with the id, or null if the company has none with it. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.promotionCode.findFirst({ ...query, where: { id, AND: visibleToMerchant(principal) } }),
  }),
  promotionCodes: t.prismaConnection(
    {
      type: PromotionCode,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        active: t.arg.boolean({ description: WHICH_ACTIVE }),
        code: t.arg.string({ description: 'Only the one with this code, in any case.' }),
        couponId: t.arg.id({ description: 'Only codes of this coupon.' }),
      },
      description: "The company's promotion codes, newest first. Merchants only.",
      resolve: (query, _root, { active, code, couponId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return db.prisma.promotionCode.findMany({
          ...query,
          ...startingAt(page, visibleToMerchant(principal)),
          where: {
            ...visibleToMerchant(principal),
            ...withActive(active),
            ...(code === null || code === undefined ? {} : { codeKey: codeKey(code) }),
            ...(couponId ? { couponId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'PromotionCodeConnection', description: 'A page of promotion codes.' },
    { name: 'PromotionCodeEdge', description: 'A promotion code in a page.' },
  ),
}));

const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      promotionCode: t.prismaField({
        type: PromotionCode,
        description: 'The promotion code as it is now.',
        resolve: (query, { id }, _args, { db }) =>
          db.prisma.promotionCode.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

const LABELS = 'Labels: up to 50 keys with string values.';

mutation('createPromotionCode', {
  caller: 'merchant',
  description:
    'Creates a promotion code for a coupon. Customers enter it where `PortalConfig.promotionCodes` allows it. Fails with `ConflictError` (`PROMOTION_CODE_TAKEN`) if the company has the code. Merchants only.',
  input: builder.inputType('CreatePromotionCodeInput', {
    description: 'Input of `createPromotionCode`.',
    fields: (t) => ({
      couponId: t.id({ required: true, description: 'The coupon that it attaches, which must be active.' }),
      code: t.string({ description: `${MEANS.code} By default one that cannot be guessed.` }),
      active: t.boolean({ description: `${MEANS.active} True by default.` }),
      customerId: t.id({ description: 'The only customer who can redeem it; every customer by default.' }),
      expiresAt: t.field({ type: 'DateTime', description: MEANS.expiresAt }),
      maxRedemptions: t.int({ description: MEANS.maxRedemptions }),
      firstTimeTransaction: t.boolean({ description: `${MEANS.firstTimeTransaction} False by default.` }),
      minimumAmount: t.field({ type: MoneyInput, description: MEANS.minimumAmount }),
      metadata: t.field({ type: 'JSONObject', description: LABELS }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('CreatePromotionCodeSuccess', 'The promotion code was created.'),
  errors: [NotFoundError, IdempotencyKeyReusedError],
  run: (ctx, { idempotencyKey, ...input }) =>
    createPromotionCode(ctx, input as CreatePromotionCodeInput, idempotencyKey),
});

mutation('updatePromotionCode', {
  caller: 'merchant',
  description:
    'Switches a promotion code on or off, or changes its labels. Its other properties never change. Omitted fields stay unchanged. Merchants only.',
  input: builder.inputType('UpdatePromotionCodeInput', {
    description: 'Input of `updatePromotionCode`.',
    fields: (t) => ({
      promotionCodeId: t.id({ required: true, description: 'The id of the promotion code.' }),
      active: t.boolean({ description: MEANS.active }),
      metadata: t.field({
        type: 'JSONObject',
        description: `${LABELS} They replace all existing labels; null removes them.`,
      }),
    }),
  }),
  success: payload('UpdatePromotionCodeSuccess', 'The promotion code was changed.'),
  errors: [NotFoundError],
  run: (ctx, { promotionCodeId, ...input }) =>
    updatePromotionCode(ctx, promotionCodeId, input as UpdatePromotionCodeInput),
});
