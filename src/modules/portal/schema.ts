/** Reading and changing the portal's configuration in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { LANGUAGE_LIST } from '../../i18n/locale.ts';
import { visibleInCompany } from '../../operation/operation.ts';
import type { UpdatePortalConfigInput } from './config/configFields.ts';
import { type ConfigWarning, changeWarnings } from './config/configRules.ts';
import { updatePortalConfig } from './config/updatePortalConfig.ts';
import {
  CancellationMode,
  CancellationOfferKind,
  ChangeEffective,
  ChargeTiming,
  DebitChanges,
  FreshCodeAction,
  PaymentMethodKind,
  PortalCorners,
  PortalFont,
  PromotionCodeUse,
  ProrationBehavior,
} from './enums.ts';
import { MEANS, PortalConfig } from './nodes.ts';

builder.queryFields((t) => ({
  portalConfig: t.prismaField({
    type: PortalConfig,
    authScopes: { signedIn: true },
    description: "The configuration of the portal of the caller's company.",
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.portalConfig.findUniqueOrThrow({ ...query, where: visibleInCompany(principal) }),
  }),
}));

const PortalConfigWarning = builder.objectRef<ConfigWarning>('PortalConfigWarning').implement({
  description: 'A combination of settings that is allowed and probably not intended.',
  fields: (t) => ({
    setting: t.exposeString('setting', { description: 'The name of the setting to look at.' }),
    message: t.exposeString('message', { description: 'The consequence, in English.' }),
  }),
});

const CancellationOfferInput = builder.inputType('CancellationOfferInput', {
  description: 'An offer to customers who start to cancel.',
  fields: (t) => ({
    reason: t.string({
      description: 'One of `cancellationReasons`, for which it is made; null: every one, also if none is given.',
    }),
    type: t.field({ type: CancellationOfferKind, required: true, description: 'The kind of offer to make.' }),
    couponId: t.id({ description: 'The id of the coupon; required for the type `COUPON`, and only for it.' }),
  }),
});

const PlanGroupInput = builder.inputType('PlanGroupInput', {
  description: 'Plans between which customers may switch.',
  fields: (t) => ({
    productIds: t.idList({ required: true, description: 'The ids of the plans, 1 to 100; add-ons are no plans.' }),
  }),
});

const PlanRuleInput = builder.inputType('PlanRuleInput', {
  description: 'The only plans to which one plan may change.',
  fields: (t) => ({
    fromProductId: t.id({ required: true, description: 'The id of the present plan.' }),
    toProductIds: t.idList({
      required: true,
      description: 'The ids of the plans to which it may change, at most 100; empty: none.',
    }),
  }),
});

const CancellationReasonTextInput = builder.inputType('CancellationReasonTextInput', {
  description: 'A reason for canceling with its text in one language.',
  fields: (t) => ({
    reason: t.string({ required: true, description: 'The reason as in `cancellationReasons`; others are ignored.' }),
    text: t.string({ required: true, description: 'The text that customers read, at most 100 characters.' }),
  }),
});

const PortalTranslationInput = builder.inputType('PortalTranslationInput', {
  description: 'The texts of the portal in another language; omitted ones are shown as in the configuration itself.',
  fields: (t) => ({
    locale: t.string({ required: true, description: `The language: ${LANGUAGE_LIST}.` }),
    portalHeader: t.string({ description: 'The header in this language, at most 120 characters.' }),
    footerText: t.string({ description: 'The footer line in this language, at most 300 characters.' }),
    cancellationReasons: t.field({
      type: [CancellationReasonTextInput],
      description: 'The reasons for canceling in this language, at most 20.',
    }),
  }),
});

mutation('updatePortalConfig', {
  caller: 'merchant',
  description:
    'Changes the configuration of the portal. Omitted fields stay unchanged; null clears a nullable field. If a value is invalid, nothing changes and all problems are reported. Merchants only.',
  input: builder.inputType('UpdatePortalConfigInput', {
    description: 'Input of `updatePortalConfig`.',
    fields: (t) => ({
      paymentMethodsEnabled: t.boolean({ description: MEANS.paymentMethodsEnabled }),
      acceptedPaymentMethods: t.field({ type: [PaymentMethodKind], description: MEANS.acceptedPaymentMethods }),
      subscriptionsEnabled: t.boolean({ description: MEANS.subscriptionsEnabled }),
      allowPlanSwitch: t.boolean({ description: MEANS.allowPlanSwitch }),
      allowQuantityUpdates: t.boolean({ description: MEANS.allowQuantityUpdates }),
      subscriptionProductIds: t.idList({ description: MEANS.subscriptionProductIds }),
      planGroups: t.field({ type: [PlanGroupInput], description: MEANS.planGroups }),
      planRules: t.field({ type: [PlanRuleInput], description: MEANS.planRules }),
      allowPlanDowngrades: t.boolean({ description: MEANS.allowPlanDowngrades }),
      allowFreePlans: t.boolean({ description: MEANS.allowFreePlans }),
      cancellationsEnabled: t.boolean({ description: MEANS.cancellationsEnabled }),
      cancellationMode: t.field({ type: CancellationMode, description: MEANS.cancellationMode }),
      cancellationProrationEnabled: t.boolean({ description: MEANS.cancellationProrationEnabled }),
      cancellationReasonsEnabled: t.boolean({ description: MEANS.cancellationReasonsEnabled }),
      cancellationReasons: t.stringList({ description: MEANS.cancellationReasons }),
      retentionCouponId: t.id({ description: MEANS.retentionCouponId }),
      cancellationOffers: t.field({ type: [CancellationOfferInput], description: MEANS.cancellationOffers }),
      retentionOffersPerYear: t.int({ description: MEANS.retentionOffersPerYear }),
      subscriptionProrationBehavior: t.field({
        type: ProrationBehavior,
        description: MEANS.subscriptionProrationBehavior,
      }),
      subscriptionChargeTiming: t.field({ type: ChargeTiming, description: MEANS.subscriptionChargeTiming }),
      debitChanges: t.field({ type: DebitChanges, description: MEANS.debitChanges }),
      upgradeProrationBehavior: t.field({ type: ProrationBehavior, description: MEANS.upgradeProrationBehavior }),
      upgradeChargeTiming: t.field({ type: ChargeTiming, description: MEANS.upgradeChargeTiming }),
      upgradeEffective: t.field({ type: ChangeEffective, description: MEANS.upgradeEffective }),
      downgradeProrationBehavior: t.field({ type: ProrationBehavior, description: MEANS.downgradeProrationBehavior }),
      downgradeChargeTiming: t.field({ type: ChargeTiming, description: MEANS.downgradeChargeTiming }),
      downgradeEffective: t.field({ type: ChangeEffective, description: MEANS.downgradeEffective }),
      promotionCodes: t.field({ type: [PromotionCodeUse], description: MEANS.promotionCodes }),
      resubscribeEnabled: t.boolean({ description: MEANS.resubscribeEnabled }),
      subscriptionCreateEnabled: t.boolean({ description: MEANS.subscriptionCreateEnabled }),
      pauseEnabled: t.boolean({ description: MEANS.pauseEnabled }),
      freshCodeActions: t.field({ type: [FreshCodeAction], description: MEANS.freshCodeActions }),
      maximumQuantity: t.int({ description: MEANS.maximumQuantity }),
      pauseMaximumDays: t.int({ description: MEANS.pauseMaximumDays }),
      invoiceHistoryEnabled: t.boolean({ description: MEANS.invoiceHistoryEnabled }),
      returnUrl: t.string({ description: MEANS.returnUrl }),
      translations: t.field({ type: [PortalTranslationInput], description: MEANS.translations }),
      embedOrigins: t.stringList({ description: MEANS.embedOrigins }),
      portalHeader: t.string({ description: MEANS.portalHeader }),
      logoUrl: t.string({ description: MEANS.logoUrl }),
      darkLogoUrl: t.string({ description: MEANS.darkLogoUrl }),
      faviconUrl: t.string({ description: MEANS.faviconUrl }),
      accentColor: t.string({ description: MEANS.accentColor }),
      backgroundColor: t.string({ description: MEANS.backgroundColor }),
      font: t.field({ type: PortalFont, description: MEANS.font }),
      corners: t.field({ type: PortalCorners, description: MEANS.corners }),
      footerText: t.string({ description: MEANS.footerText }),
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
      warnings: t.field({
        type: [PortalConfigWarning],
        description: 'Combinations of the settings that are allowed and probably not intended, at most three.',
        resolve: async ({ companyId }, _args, { db }) =>
          changeWarnings(await db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId } })),
      }),
    }),
  }),
  errors: [],
  run: (ctx, input) => updatePortalConfig(ctx, input as UpdatePortalConfigInput),
});
