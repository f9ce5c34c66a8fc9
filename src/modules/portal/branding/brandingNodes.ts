/** The settings of the portal's appearance in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import { readerLanguage } from '../../../graphql/readerLanguage.ts';
import { LANGUAGE_LIST } from '../../../i18n/locale.ts';
import { PortalCorners, PortalFont } from '../enums.ts';
import { MEANS, PortalConfig } from '../nodes.ts';
import { type PortalTexts, portalTranslations, reasonTexts } from './portalTexts.ts';

const CancellationReasonText = builder.objectRef<{ reason: string; text: string }>('CancellationReasonText').implement({
  description: 'A reason for canceling with its text in one language.',
  fields: (t) => ({
    reason: t.exposeString('reason', {
      description:
        'The reason as the merchant wrote it in `cancellationReasons`, and as `cancelSubscription` takes it.',
    }),
    text: t.exposeString('text', { description: 'The text that customers read.' }),
  }),
});

const PortalTranslation = builder.objectRef<{ locale: string } & Partial<PortalTexts>>('PortalTranslation').implement({
  description:
    'The texts of a portal in another language. A text that is null is shown as the merchant wrote it first.',
  fields: (t) => ({
    locale: t.exposeString('locale', { description: `The language: ${LANGUAGE_LIST}.` }),
    portalHeader: t.exposeString('portalHeader', { nullable: true, description: 'The header in this language.' }),
    footerText: t.exposeString('footerText', { nullable: true, description: 'The footer line in this language.' }),
    cancellationReasons: t.field({
      type: [CancellationReasonText],
      nullable: true,
      description: 'The reasons for canceling in this language, at most 20.',
      resolve: ({ cancellationReasons }) => cancellationReasons ?? null,
    }),
  }),
});

builder.prismaObjectFields(PortalConfig, (t) => ({
  cancellationReasonTexts: t.field({
    type: [CancellationReasonText],
    select: { cancellationReasons: true, translations: true },
    description:
      'The `cancellationReasons` in their order, at most 20, with the texts that customers read: in the language that `Accept-Language` prefers, if they are translated.',
    resolve: (config, _args, ctx) => reasonTexts(config, readerLanguage(ctx)),
  }),
  translations: t.field({
    type: [PortalTranslation],
    select: { translations: true },
    authScopes: { merchant: true },
    description: `${MEANS.translations} Merchants only.`,
    resolve: ({ translations }) =>
      Object.entries(portalTranslations(translations)).map(([locale, texts]) => ({ locale, ...texts })),
  }),
}));

builder.prismaObjectFields(PortalConfig, (t) => ({
  embedOrigins: t.exposeStringList('embedOrigins', {
    authScopes: { merchant: true },
    description: `${MEANS.embedOrigins} Merchants only.`,
  }),
  portalHeader: t.exposeString('portalHeader', { nullable: true, description: MEANS.portalHeader }),
  logoUrl: t.exposeString('logoUrl', { nullable: true, description: MEANS.logoUrl }),
  darkLogoUrl: t.exposeString('darkLogoUrl', { nullable: true, description: MEANS.darkLogoUrl }),
  faviconUrl: t.exposeString('faviconUrl', { nullable: true, description: MEANS.faviconUrl }),
  accentColor: t.exposeString('accentColor', { nullable: true, description: MEANS.accentColor }),
  backgroundColor: t.exposeString('backgroundColor', { nullable: true, description: MEANS.backgroundColor }),
  font: t.expose('font', { type: PortalFont, description: MEANS.font }),
  corners: t.expose('corners', { type: PortalCorners, description: MEANS.corners }),
  footerText: t.exposeString('footerText', { nullable: true, description: MEANS.footerText }),
  termsUrl: t.exposeString('termsUrl', { nullable: true, description: MEANS.termsUrl }),
  privacyUrl: t.exposeString('privacyUrl', { nullable: true, description: MEANS.privacyUrl }),
  supportEmail: t.exposeString('supportEmail', { nullable: true, description: MEANS.supportEmail }),
  defaultLocale: t.exposeString('defaultLocale', { description: MEANS.defaultLocale }),
}));
