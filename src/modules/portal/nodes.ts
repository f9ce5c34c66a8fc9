/** The portal's configuration in GraphQL: the meaning of each setting, and how it is read. */
import type { Db } from '../../db/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type PlanRule, planGroupsOf, planRulesOf } from '../../operation/planPolicy.ts';
import { type ConfiguredOffer as Configured, offersOf } from '../../operation/portalPolicy.ts';
import { Product } from '../catalog/nodes.ts';
import { CustomDomain } from '../company/schema.ts';
import { Coupon } from '../coupon/schema.ts';
import { BRANDING_MEANS } from './branding/brandingMeans.ts';
import {
  CancellationMode,
  CancellationOfferKind,
  ChangeEffective,
  ChargeTiming,
  DebitChanges,
  FreshCodeAction,
  PaymentMethodKind,
  PromotionCodeUse,
  ProrationBehavior,
} from './enums.ts';

/** The meaning of each setting, for reading and for changing. */
export const MEANS = {
  paymentMethodsEnabled: 'Whether customers see, add, choose and remove payment methods.',
  acceptedPaymentMethods: 'The kinds of payment methods that customers may add.',
  subscriptionsEnabled:
    'Whether customers see their subscriptions; if off, changes and cancellations are disabled too.',
  allowPlanSwitch: 'Whether customers may switch to another plan.',
  allowQuantityUpdates: 'Whether customers may change quantities.',
  subscriptionProductIds: 'The products that customers may switch or subscribe to; empty: every active product.',
  planGroups:
    'Groups of plans: customers switch only to plans that share a group with theirs. Plans of no group form another one. Empty by default: no restriction. At most 50 groups.',
  planRules:
    'For each named plan, the only plans to which it may change, within its groups; with an empty list, to none. Plans without a rule may change to every plan of their groups. At most 50 rules, one per plan.',
  allowPlanDowngrades:
    'Whether customers may switch to a plan with a lower price per day, by list prices; true by default. The same product, billed less often, is no downgrade. If off, such a switch fails with `PortalFeatureDisabledError`.',
  allowFreePlans:
    'Whether customers may switch from a paid plan to a free one; true by default. If off, such a switch fails with `PortalFeatureDisabledError`.',
  cancellationsEnabled: 'Whether customers may cancel.',
  cancellationMode: 'The end of a subscription that a customer cancels.',
  cancellationProrationEnabled: 'Whether unused time is credited when a customer cancels immediately.',
  cancellationReasonsEnabled: 'Whether customers must give a reason when they cancel.',
  cancellationReasons: 'The reasons to choose from, in this order: at most 20, of at most 100 characters each.',
  retentionCouponId:
    'The coupon that is offered before a cancellation if none of `cancellationOffers` applies; null: none.',
  cancellationOffers:
    'The offers to customers who start to cancel, at most 50. The first that fits the reason and applies is made; if none does, the coupon of `retentionCouponId` is offered. An offer without a reason fits every reason. Offers are made for active subscriptions that will renew, and one of them can be accepted per subscription.',
  retentionOffersPerYear:
    'The number of offers that a customer may accept within 365 days for all subscriptions together, 1 to 100; offers of the type `CONTACT` do not count. Null: no limit but the one offer per subscription.',
  subscriptionProrationBehavior: 'The calculation of a change of plan or quantity during a period.',
  subscriptionChargeTiming: 'The time at which the lines of a change are billed.',
  debitChanges:
    'Whether a change of plan or quantity, or a new subscription, may be paid by a debit of a bank account. The change is made at once, and the debit settles days later.',
  upgradeProrationBehavior:
    'The calculation of an upgrade, which raises the price per day; null: `subscriptionProrationBehavior` applies.',
  upgradeChargeTiming:
    'The time at which the lines of an upgrade are billed; null: `subscriptionChargeTiming` applies.',
  upgradeEffective: 'The time at which an upgrade takes effect; null: immediately.',
  downgradeProrationBehavior:
    'The calculation of a downgrade, which lowers the price per day; null: `subscriptionProrationBehavior` applies.',
  downgradeChargeTiming:
    'The time at which the lines of a downgrade are billed; null: `subscriptionChargeTiming` applies.',
  downgradeEffective: 'The time at which a downgrade takes effect; null: immediately.',
  freshCodeActions:
    'The actions of customers that require a session opened by a mailed link or code within the last ten minutes: `FreshCodeRequiredError` otherwise. Empty by default.',
  maximumQuantity:
    'The largest quantity of an item that customers may choose, 1 to 1,000,000. An item that has more already may keep it. Null: 1,000,000.',
  promotionCodes:
    'Where customers may redeem promotion codes: `SUBSCRIBE` by default. A plan change gets the discount from the next period on.',
  resubscribeEnabled:
    'Whether customers whose subscription has ended may subscribe again with `subscribe`; true by default. To the same price or, with `allowPlanSwitch`, to one that they could have switched to.',
  subscriptionCreateEnabled:
    'Whether customers may start another subscription with `subscribe`, to one of the plans in `subscriptionProductIds`; false by default.',
  pauseEnabled: 'Whether customers may pause a subscription at the end of its period, and resume it.',
  pauseMaximumDays:
    'The maximum length of a pause by a customer in days, 1 to 1095; customers must then give a date for resuming. Null: no maximum.',
  invoiceHistoryEnabled: 'Whether customers see and download their invoices.',
  returnUrl:
    'The address of the link back to the merchant: an https address in normalized form; null: no link. When a flow that a destination started ends, the page redirects there with `portico_flow=<destination in lower snake case>` and `portico_outcome=completed` or `portico_outcome=canceled` added to the query; see `PortalDestination`.',
  ...BRANDING_MEANS,
  cancellationEmailsEnabled:
    'Whether customers get a confirmation by e-mail when a subscription is canceled or a cancellation is undone; true by default.',
  customDomainId: 'The verified domain of the portal; null: the address of this server.',
};

const productsOf = async (db: Db, companyId: string, ids: readonly string[]) => {
  const products = await db.prisma.product.findMany({ where: { companyId, id: { in: [...ids] } } });
  return products.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
};

const PlanGroup = builder.objectRef<{ companyId: string; ids: string[] }>('PlanGroup').implement({
  description: 'Plans between which customers may switch.',
  fields: (t) => ({
    products: t.field({
      type: [Product],
      description: 'The plans, at most 100, in the order in which they were given.',
      resolve: ({ companyId, ids }, _args, { db }) => productsOf(db, companyId, ids),
    }),
  }),
});

const PlanRuleType = builder.objectRef<PlanRule & { companyId: string }>('PlanRule').implement({
  description: 'The only plans to which one plan may change.',
  fields: (t) => ({
    fromProduct: t.field({
      type: Product,
      description: 'The plan that customers have now.',
      resolve: ({ companyId, from }, _args, { db }) =>
        db.prisma.product.findFirstOrThrow({ where: { companyId, id: from } }),
    }),
    toProducts: t.field({
      type: [Product],
      description: 'The plans to which it may change, at most 100; empty: none.',
      resolve: ({ companyId, to }, _args, { db }) => productsOf(db, companyId, to),
    }),
  }),
});

export const PortalConfig = builder.prismaObject('PortalConfig', {
  description:
    "The configuration of a company's portal. A switch that is off hides its section and refuses its operations for customers.",
  fields: (t) => ({
    paymentMethodsEnabled: t.exposeBoolean('paymentMethodsEnabled', { description: MEANS.paymentMethodsEnabled }),
    acceptedPaymentMethods: t.expose('acceptedPaymentMethods', {
      type: [PaymentMethodKind],
      description: MEANS.acceptedPaymentMethods,
    }),
    subscriptionsEnabled: t.exposeBoolean('subscriptionsEnabled', { description: MEANS.subscriptionsEnabled }),
    allowPlanSwitch: t.exposeBoolean('allowPlanSwitch', { description: MEANS.allowPlanSwitch }),
    allowQuantityUpdates: t.exposeBoolean('allowQuantityUpdates', { description: MEANS.allowQuantityUpdates }),
    subscriptionProducts: t.prismaField({
      type: [Product],
      select: { companyId: true, subscriptionProductIds: true },
      authScopes: { merchant: true },
      description: `${MEANS.subscriptionProductIds} In the order in which they were given. Merchants only.`,
      resolve: async (query, { companyId, subscriptionProductIds: ids }, _args, { db }) => {
        const products = await db.prisma.product.findMany({ ...query, where: { companyId, id: { in: ids } } });
        return products.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
      },
    }),
    cancellationsEnabled: t.exposeBoolean('cancellationsEnabled', { description: MEANS.cancellationsEnabled }),
    cancellationMode: t.expose('cancellationMode', { type: CancellationMode, description: MEANS.cancellationMode }),
    cancellationProrationEnabled: t.exposeBoolean('cancellationProrationEnabled', {
      description: MEANS.cancellationProrationEnabled,
    }),
    cancellationReasonsEnabled: t.exposeBoolean('cancellationReasonsEnabled', {
      description: MEANS.cancellationReasonsEnabled,
    }),
    cancellationReasons: t.exposeStringList('cancellationReasons', { description: MEANS.cancellationReasons }),
    retentionCoupon: t.relation('retentionCoupon', {
      type: Coupon,
      nullable: true,
      authScopes: { merchant: true },
      description: `${MEANS.retentionCouponId} Merchants only.`,
    }),
  }),
});

builder.prismaObjectFields(PortalConfig, (t) => ({
  subscriptionProrationBehavior: t.expose('subscriptionProrationBehavior', {
    type: ProrationBehavior,
    description: MEANS.subscriptionProrationBehavior,
  }),
  subscriptionChargeTiming: t.expose('subscriptionChargeTiming', {
    type: ChargeTiming,
    description: MEANS.subscriptionChargeTiming,
  }),
  debitChanges: t.expose('debitChanges', { type: DebitChanges, description: MEANS.debitChanges }),
  upgradeProrationBehavior: t.expose('upgradeProrationBehavior', {
    type: ProrationBehavior,
    nullable: true,
    description: MEANS.upgradeProrationBehavior,
  }),
  upgradeChargeTiming: t.expose('upgradeChargeTiming', {
    type: ChargeTiming,
    nullable: true,
    description: MEANS.upgradeChargeTiming,
  }),
  upgradeEffective: t.expose('upgradeEffective', {
    type: ChangeEffective,
    nullable: true,
    description: MEANS.upgradeEffective,
  }),
  downgradeProrationBehavior: t.expose('downgradeProrationBehavior', {
    type: ProrationBehavior,
    nullable: true,
    description: MEANS.downgradeProrationBehavior,
  }),
  downgradeChargeTiming: t.expose('downgradeChargeTiming', {
    type: ChargeTiming,
    nullable: true,
    description: MEANS.downgradeChargeTiming,
  }),
  downgradeEffective: t.expose('downgradeEffective', {
    type: ChangeEffective,
    nullable: true,
    description: MEANS.downgradeEffective,
  }),
  freshCodeActions: t.expose('freshCodeActions', { type: [FreshCodeAction], description: MEANS.freshCodeActions }),
  maximumQuantity: t.exposeInt('maximumQuantity', { nullable: true, description: MEANS.maximumQuantity }),
  promotionCodes: t.expose('promotionCodes', { type: [PromotionCodeUse], description: MEANS.promotionCodes }),
  resubscribeEnabled: t.exposeBoolean('resubscribeEnabled', { description: MEANS.resubscribeEnabled }),
  subscriptionCreateEnabled: t.exposeBoolean('subscriptionCreateEnabled', {
    description: MEANS.subscriptionCreateEnabled,
  }),
  pauseEnabled: t.exposeBoolean('pauseEnabled', { description: MEANS.pauseEnabled }),
  pauseMaximumDays: t.exposeInt('pauseMaximumDays', { nullable: true, description: MEANS.pauseMaximumDays }),
}));

builder.prismaObjectFields(PortalConfig, (t) => ({
  invoiceHistoryEnabled: t.exposeBoolean('invoiceHistoryEnabled', { description: MEANS.invoiceHistoryEnabled }),
  returnUrl: t.exposeString('returnUrl', { nullable: true, description: MEANS.returnUrl }),
  cancellationEmailsEnabled: t.exposeBoolean('cancellationEmailsEnabled', {
    description: MEANS.cancellationEmailsEnabled,
  }),
  customDomain: t.relation('customDomain', {
    type: CustomDomain,
    nullable: true,
    authScopes: { merchant: true },
    description: `${MEANS.customDomainId} Merchants only.`,
  }),
  updatedAt: t.expose('updatedAt', {
    type: 'DateTime',
    authScopes: { merchant: true },
    description: 'When the configuration was last changed. Merchants only.',
  }),
}));

const ConfiguredOffer = builder.objectRef<Configured & { companyId: string }>('ConfiguredCancellationOffer').implement({
  description: 'An entry of `PortalConfig.cancellationOffers`.',
  fields: (t) => ({
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason for which it is made; null: every one, also if none is given.',
    }),
    type: t.expose('type', { type: CancellationOfferKind, description: 'The kind of the configured offer.' }),
    coupon: t.prismaField({
      type: Coupon,
      nullable: true,
      description: 'The coupon of the type `COUPON`; null otherwise.',
      resolve: (query, { companyId, couponId }, _args, { db }) =>
        db.prisma.coupon.findFirst({ ...query, where: { companyId, id: couponId ?? '' } }),
    }),
  }),
});

builder.prismaObjectFields(PortalConfig, (t) => ({
  cancellationOffers: t.field({
    type: [ConfiguredOffer],
    select: { companyId: true, cancellationOffers: true },
    authScopes: { merchant: true },
    description: `${MEANS.cancellationOffers} Merchants only.`,
    resolve: ({ companyId, cancellationOffers }) =>
      offersOf({ cancellationOffers }).map((offer) => ({ ...offer, companyId })),
  }),
  retentionOffersPerYear: t.exposeInt('retentionOffersPerYear', {
    nullable: true,
    authScopes: { merchant: true },
    description: `${MEANS.retentionOffersPerYear} Merchants only.`,
  }),
  planGroups: t.field({
    type: [PlanGroup],
    select: { companyId: true, planGroups: true },
    authScopes: { merchant: true },
    description: `${MEANS.planGroups} Merchants only.`,
    resolve: (config) => planGroupsOf(config).map((ids) => ({ companyId: config.companyId, ids })),
  }),
  planRules: t.field({
    type: [PlanRuleType],
    select: { companyId: true, planRules: true },
    authScopes: { merchant: true },
    description: `${MEANS.planRules} Merchants only.`,
    resolve: (config) => planRulesOf(config).map((rule) => ({ ...rule, companyId: config.companyId })),
  }),
  allowPlanDowngrades: t.exposeBoolean('allowPlanDowngrades', { description: MEANS.allowPlanDowngrades }),
  allowFreePlans: t.exposeBoolean('allowFreePlans', { description: MEANS.allowFreePlans }),
}));
