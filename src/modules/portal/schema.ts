/** The portal's configuration and branding in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { visibleInCompany } from '../../op.ts';
import { Product } from '../catalog/nodes.ts';
import { CustomDomain } from '../company/schema.ts';
import { Coupon } from '../coupon/schema.ts';
import { type PortalBranding as Branding, portalBranding } from './branding.ts';
import { updatePortalConfig } from './config.ts';
import type { UpdatePortalConfigInput } from './configFields.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, PaymentMethodKind, ProrationBehavior } from './enums.ts';

/** What each setting means, for reading and for changing. */
const MEANS = {
  paymentMethodsEnabled: 'Whether customers see, add, choose and remove payment methods.',
  acceptedPaymentMethods: 'The kinds of payment methods that customers may add.',
  subscriptionsEnabled: 'Whether customers see their subscriptions; off, it forbids switching and cancelling as well.',
  allowPlanSwitch: 'Whether customers may switch to another plan.',
  allowQuantityUpdates: 'Whether customers may change quantities.',
  subscriptionProductIds: 'The products that customers may switch to; empty: every active product.',
  cancellationsEnabled: 'Whether customers may cancel.',
  cancellationMode: 'When a subscription ends that a customer cancels.',
  cancellationProrationEnabled: 'Whether what was not used is credited when a customer cancels immediately.',
  cancellationReasonsEnabled: 'Whether customers must give a reason when they cancel.',
  cancellationReasons: 'The reasons to choose from, in this order: at most 20, of at most 100 characters each.',
  retentionCouponId: 'The coupon that is offered to customers who are about to cancel; null: none.',
  subscriptionProrationBehavior: 'What a change of plan or quantity costs or gives back.',
  subscriptionChargeTiming: 'When the lines of a change are settled.',
  upgradeProrationBehavior:
    'What an upgrade costs: a change that raises the value per time; null: as `subscriptionProrationBehavior` says.',
  upgradeChargeTiming: 'When the lines of an upgrade are settled; null: as `subscriptionChargeTiming` says.',
  upgradeEffective: 'When an upgrade takes effect; null: immediately.',
  downgradeProrationBehavior:
    'What a downgrade gives back: a change that lowers the value per time; null: as `subscriptionProrationBehavior` says.',
  downgradeChargeTiming: 'When the lines of a downgrade are settled; null: as `subscriptionChargeTiming` says.',
  downgradeEffective: 'When a downgrade takes effect; null: immediately.',
  pauseEnabled: 'Whether customers may pause a subscription with the end of its period, and resume it.',
  pauseMaximumDays:
    'How many days customers may pause at most, 1 to 1095; a date for resuming must then be given. Null: as long as they like.',
  invoiceHistoryEnabled: 'Whether customers see and download their invoices.',
  returnUrl: 'Where the way back leads: an https address, in normalised form; null: the portal shows no way back.',
  portalHeader: 'The line at the top of the portal, at most 120 characters; null: the name of the company.',
  customDomainId: 'The verified domain under which the portal is reached; null: the address of this server.',
};

export const PortalConfig = builder.prismaObject('PortalConfig', {
  description:
    "What a company's portal offers its customers. A switch that is off hides the section and refuses the operation.",
  fields: (t) => ({
    paymentMethodsEnabled: t.exposeBoolean('paymentMethodsEnabled', { description: MEANS.paymentMethodsEnabled }),
    acceptedPaymentMethods: t.expose('acceptedPaymentMethods', {
      type: [PaymentMethodKind],
      description: MEANS.acceptedPaymentMethods,
    }),
    subscriptionsEnabled: t.exposeBoolean('subscriptionsEnabled', { description: MEANS.subscriptionsEnabled }),
    allowPlanSwitch: t.exposeBoolean('allowPlanSwitch', { description: MEANS.allowPlanSwitch }),
    allowQuantityUpdates: t.exposeBoolean('allowQuantityUpdates', { description: MEANS.allowQuantityUpdates }),
    subscriptionProductIds: t.exposeIDList('subscriptionProductIds', {
      authScopes: { merchant: true },
      description: `${MEANS.subscriptionProductIds} Merchants only.`,
    }),
    subscriptionProducts: t.prismaField({
      type: [Product],
      select: { companyId: true, subscriptionProductIds: true },
      authScopes: { merchant: true },
      description: 'The products of `subscriptionProductIds`, in the same order. Merchants only.',
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
    retentionCouponId: t.exposeID('retentionCouponId', {
      nullable: true,
      authScopes: { merchant: true },
      description: `${MEANS.retentionCouponId} Merchants only.`,
    }),
    retentionCoupon: t.relation('retentionCoupon', {
      type: Coupon,
      nullable: true,
      authScopes: { merchant: true },
      description: 'The coupon of `retentionCouponId`. Merchants only.',
    }),
    subscriptionProrationBehavior: t.expose('subscriptionProrationBehavior', {
      type: ProrationBehavior,
      description: MEANS.subscriptionProrationBehavior,
    }),
    subscriptionChargeTiming: t.expose('subscriptionChargeTiming', {
      type: ChargeTiming,
      description: MEANS.subscriptionChargeTiming,
    }),
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
    pauseEnabled: t.exposeBoolean('pauseEnabled', { description: MEANS.pauseEnabled }),
    pauseMaximumDays: t.exposeInt('pauseMaximumDays', { nullable: true, description: MEANS.pauseMaximumDays }),
    invoiceHistoryEnabled: t.exposeBoolean('invoiceHistoryEnabled', { description: MEANS.invoiceHistoryEnabled }),
    returnUrl: t.exposeString('returnUrl', { nullable: true, description: MEANS.returnUrl }),
    portalHeader: t.exposeString('portalHeader', { nullable: true, description: MEANS.portalHeader }),
    customDomainId: t.exposeID('customDomainId', {
      nullable: true,
      authScopes: { merchant: true },
      description: `${MEANS.customDomainId} Merchants only.`,
    }),
    customDomain: t.relation('customDomain', {
      type: CustomDomain,
      nullable: true,
      authScopes: { merchant: true },
      description: 'The domain of `customDomainId`. Merchants only.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      authScopes: { merchant: true },
      description: 'When the configuration was last changed. Merchants only.',
    }),
  }),
});

const PortalBranding = builder.objectRef<Branding>('PortalBranding').implement({
  description: 'What anybody may know of a portal before signing in.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the company.' }),
    portalHeader: t.exposeString('portalHeader', { nullable: true, description: MEANS.portalHeader }),
    websiteUrl: t.exposeString('websiteUrl', { nullable: true, description: "The company's own website." }),
    supportEmail: t.exposeString('supportEmail', { nullable: true, description: 'Where customers ask for help.' }),
  }),
});

builder.queryFields((t) => ({
  portalConfig: t.prismaField({
    type: PortalConfig,
    authScopes: { signedIn: true },
    description: "What the portal of the caller's company offers.",
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.portalConfig.findUniqueOrThrow({ ...query, where: visibleInCompany(principal) }),
  }),
  portalBranding: t.field({
    type: PortalBranding,
    nullable: true,
    args: { companyId: t.arg.id({ required: true, description: 'The company.' }) },
    description: 'Whose portal it is; null for a company that is unknown or disabled. Anyone may ask.',
    resolve: (_root, { companyId }, { db }) => portalBranding({ db }, companyId),
  }),
}));

mutation('updatePortalConfig', {
  caller: 'merchant',
  description:
    'Changes what the portal offers: what is left out stays as it is, null clears what may be empty. Nothing is changed when anything is wrong, and all that is wrong is told at once. Merchants only.',
  input: builder.inputType('UpdatePortalConfigInput', {
    description: 'What changes.',
    fields: (t) => ({
      paymentMethodsEnabled: t.boolean({ description: MEANS.paymentMethodsEnabled }),
      acceptedPaymentMethods: t.field({ type: [PaymentMethodKind], description: MEANS.acceptedPaymentMethods }),
      subscriptionsEnabled: t.boolean({ description: MEANS.subscriptionsEnabled }),
      allowPlanSwitch: t.boolean({ description: MEANS.allowPlanSwitch }),
      allowQuantityUpdates: t.boolean({ description: MEANS.allowQuantityUpdates }),
      subscriptionProductIds: t.idList({ description: MEANS.subscriptionProductIds }),
      cancellationsEnabled: t.boolean({ description: MEANS.cancellationsEnabled }),
      cancellationMode: t.field({ type: CancellationMode, description: MEANS.cancellationMode }),
      cancellationProrationEnabled: t.boolean({ description: MEANS.cancellationProrationEnabled }),
      cancellationReasonsEnabled: t.boolean({ description: MEANS.cancellationReasonsEnabled }),
      cancellationReasons: t.stringList({ description: MEANS.cancellationReasons }),
      retentionCouponId: t.id({ description: MEANS.retentionCouponId }),
      subscriptionProrationBehavior: t.field({
        type: ProrationBehavior,
        description: MEANS.subscriptionProrationBehavior,
      }),
      subscriptionChargeTiming: t.field({ type: ChargeTiming, description: MEANS.subscriptionChargeTiming }),
      upgradeProrationBehavior: t.field({ type: ProrationBehavior, description: MEANS.upgradeProrationBehavior }),
      upgradeChargeTiming: t.field({ type: ChargeTiming, description: MEANS.upgradeChargeTiming }),
      upgradeEffective: t.field({ type: ChangeEffective, description: MEANS.upgradeEffective }),
      downgradeProrationBehavior: t.field({ type: ProrationBehavior, description: MEANS.downgradeProrationBehavior }),
      downgradeChargeTiming: t.field({ type: ChargeTiming, description: MEANS.downgradeChargeTiming }),
      downgradeEffective: t.field({ type: ChangeEffective, description: MEANS.downgradeEffective }),
      pauseEnabled: t.boolean({ description: MEANS.pauseEnabled }),
      pauseMaximumDays: t.int({ description: MEANS.pauseMaximumDays }),
      invoiceHistoryEnabled: t.boolean({ description: MEANS.invoiceHistoryEnabled }),
      returnUrl: t.string({ description: MEANS.returnUrl }),
      portalHeader: t.string({ description: MEANS.portalHeader }),
      customDomainId: t.id({ description: MEANS.customDomainId }),
    }),
  }),
  success: builder.objectRef<{ companyId: string }>('UpdatePortalConfigSuccess').implement({
    description: 'The configuration was changed.',
    fields: (t) => ({
      portalConfig: t.prismaField({
        type: PortalConfig,
        description: 'The configuration as it is now.',
        resolve: (query, { companyId }, _args, { db }) =>
          db.prisma.portalConfig.findUniqueOrThrow({ ...query, where: { companyId } }),
      }),
    }),
  }),
  run: (ctx, input) => updatePortalConfig(ctx, input as UpdatePortalConfigInput),
});
