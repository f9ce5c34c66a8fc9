/** The portal's configuration in GraphQL: what each setting means, and how it is read. */
import { builder } from '../../graphql/builder.ts';
import { Product } from '../catalog/nodes.ts';
import { CustomDomain } from '../company/schema.ts';
import { Coupon } from '../coupon/schema.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, PaymentMethodKind, ProrationBehavior } from './enums.ts';

/** What each setting means, for reading and for changing. */
export const MEANS = {
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
  returnUrl:
    'Where the way back leads: an https address, in normalised form; null: the portal shows no way back. When a flow that a destination began is over, the page goes there by itself with `portico_flow=<destination in lower snake case>` and `portico_outcome=completed` or `portico_outcome=canceled` added to the query; see `PortalDestination`.',
  portalHeader: 'The line at the top of the portal, at most 120 characters; null: the name of the company.',
  logoUrl: 'The logo at the top of the portal: an https address, in normalised form; null: none.',
  faviconUrl: 'The small picture of the browser tab: an https address, in normalised form; null: none.',
  accentColor:
    'The colour of buttons and links, on the page and in mails, as `#rrggbb`; null: a blue. Where it could not be read, `theme` holds a lighter or darker one.',
  backgroundColor:
    'The colour behind everything as `#rrggbb`; null: a light or a dark grey. It becomes lighter in the light theme, and darker in the dark one, until text on it can be read.',
  termsUrl: "The merchant's terms: an https address, in normalised form; null: no link.",
  privacyUrl: "The merchant's privacy notice: an https address, in normalised form; null: no link.",
  supportEmail: "Where the portal's customers ask for help, also in mails; null: the company's `supportEmail`.",
  defaultLocale:
    'The language where neither the customer nor the browser says one: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja` or `ar`.',
  cancellationEmailsEnabled:
    'Whether customers are sent a receipt when a subscription is cancelled or a cancellation is taken back.',
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
    logoUrl: t.exposeString('logoUrl', { nullable: true, description: MEANS.logoUrl }),
    faviconUrl: t.exposeString('faviconUrl', { nullable: true, description: MEANS.faviconUrl }),
    accentColor: t.exposeString('accentColor', { nullable: true, description: MEANS.accentColor }),
    backgroundColor: t.exposeString('backgroundColor', { nullable: true, description: MEANS.backgroundColor }),
    termsUrl: t.exposeString('termsUrl', { nullable: true, description: MEANS.termsUrl }),
    privacyUrl: t.exposeString('privacyUrl', { nullable: true, description: MEANS.privacyUrl }),
    supportEmail: t.exposeString('supportEmail', { nullable: true, description: MEANS.supportEmail }),
    defaultLocale: t.exposeString('defaultLocale', { description: MEANS.defaultLocale }),
    cancellationEmailsEnabled: t.exposeBoolean('cancellationEmailsEnabled', {
      description: MEANS.cancellationEmailsEnabled,
    }),
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
