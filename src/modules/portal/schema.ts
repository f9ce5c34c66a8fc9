/** Reading and changing the portal's configuration in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { visibleInCompany } from '../../op.ts';
import { updatePortalConfig } from './config.ts';
import type { UpdatePortalConfigInput } from './configFields.ts';
import { CancellationMode, ChangeEffective, ChargeTiming, PaymentMethodKind, ProrationBehavior } from './enums.ts';
import { MEANS, PortalConfig } from './nodes.ts';

builder.queryFields((t) => ({
  portalConfig: t.prismaField({
    type: PortalConfig,
    authScopes: { signedIn: true },
    description: "What the portal of the caller's company offers.",
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.portalConfig.findUniqueOrThrow({ ...query, where: visibleInCompany(principal) }),
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
      logoUrl: t.string({ description: MEANS.logoUrl }),
      faviconUrl: t.string({ description: MEANS.faviconUrl }),
      accentColor: t.string({ description: MEANS.accentColor }),
      backgroundColor: t.string({ description: MEANS.backgroundColor }),
      termsUrl: t.string({ description: MEANS.termsUrl }),
      privacyUrl: t.string({ description: MEANS.privacyUrl }),
      supportEmail: t.string({ description: MEANS.supportEmail }),
      defaultLocale: t.string({ description: MEANS.defaultLocale }),
      cancellationEmailsEnabled: t.boolean({ description: MEANS.cancellationEmailsEnabled }),
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
