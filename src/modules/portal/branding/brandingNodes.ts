/** The settings of the portal's appearance in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import { PortalCorners, PortalFont } from '../enums.ts';
import { MEANS, PortalConfig } from '../nodes.ts';

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
