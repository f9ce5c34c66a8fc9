/** A portal's branding in GraphQL, for whoever stands before its door. */
import { builder } from '../../graphql/builder.ts';
import type { Theme, ThemeColors } from '../../kernel/theme.ts';
import { type PortalBranding as Branding, portalBranding } from './branding.ts';
import { MEANS } from './nodes.ts';

const PortalThemeColors = builder.objectRef<ThemeColors>('PortalThemeColors').implement({
  description:
    'The colours of the page, each as `#rrggbb` in small letters. Whatever the merchant has chosen, text has a contrast of at least 4.5:1 and the edge of a control one of at least 3:1 to both `ground` and `surface`.',
  fields: (t) => ({
    ground: t.exposeString('ground', { description: 'Behind everything.' }),
    surface: t.exposeString('surface', { description: 'Cards on the ground.' }),
    ink: t.exposeString('ink', { description: 'Text, on ground and surface.' }),
    softInk: t.exposeString('softInk', { description: 'Less important text, on ground and surface.' }),
    boundary: t.exposeString('boundary', { description: 'The outlines of fields, on ground and surface.' }),
    accent: t.exposeString('accent', { description: 'What fills the most important button.' }),
    accentHover: t.exposeString('accentHover', { description: 'The same under the pointer.' }),
    onAccent: t.exposeString('onAccent', { description: 'Text on `accent` and on `accentHover`.' }),
    accentSoft: t.exposeString('accentSoft', {
      description: 'A hint of the accent behind what is chosen; `ink`, `softInk` and `accentText` can be read on it.',
    }),
    accentText: t.exposeString('accentText', { description: 'Links and other text in the hue of the accent.' }),
    focusRing: t.exposeString('focusRing', { description: 'The ring around what has the focus.' }),
  }),
});

const PortalTheme = builder.objectRef<Theme>('PortalTheme').implement({
  description: "The page's colours, made of the merchant's so that everybody can read what is drawn with them.",
  fields: (t) => ({
    light: t.field({ type: PortalThemeColors, description: 'By day.', resolve: ({ light }) => light }),
    dark: t.field({ type: PortalThemeColors, description: 'For who prefers it dark.', resolve: ({ dark }) => dark }),
  }),
});

const PortalBranding = builder.objectRef<Branding>('PortalBranding').implement({
  description: 'What anybody may know of a portal before signing in.',
  fields: (t) => ({
    companyId: t.exposeID('companyId', { description: 'The company whose portal it is.' }),
    name: t.exposeString('name', { description: 'The name of the company.' }),
    portalHeader: t.exposeString('portalHeader', { nullable: true, description: MEANS.portalHeader }),
    websiteUrl: t.exposeString('websiteUrl', { nullable: true, description: "The company's own website." }),
    supportEmail: t.exposeString('supportEmail', {
      nullable: true,
      description: "Where customers ask for help: the portal's address, or else the company's.",
    }),
    logoUrl: t.exposeString('logoUrl', { nullable: true, description: MEANS.logoUrl }),
    faviconUrl: t.exposeString('faviconUrl', { nullable: true, description: MEANS.faviconUrl }),
    accentColor: t.exposeString('accentColor', { nullable: true, description: MEANS.accentColor }),
    backgroundColor: t.exposeString('backgroundColor', { nullable: true, description: MEANS.backgroundColor }),
    theme: t.field({
      type: PortalTheme,
      description: 'The colours to draw with; they can always be read, unlike `accentColor` and `backgroundColor`.',
      resolve: ({ theme }) => theme,
    }),
    termsUrl: t.exposeString('termsUrl', { nullable: true, description: MEANS.termsUrl }),
    privacyUrl: t.exposeString('privacyUrl', { nullable: true, description: MEANS.privacyUrl }),
    defaultLocale: t.exposeString('defaultLocale', { description: MEANS.defaultLocale }),
    returnUrl: t.exposeString('returnUrl', { nullable: true, description: MEANS.returnUrl }),
  }),
});

builder.queryField('portalBranding', (t) =>
  t.field({
    type: PortalBranding,
    nullable: true,
    args: {
      companyId: t.arg.id({ description: "The company; on a company's own domain it may be left out." }),
    },
    description:
      "Whose portal it is; null for a company that is unknown or disabled, and on a company's own domain for every other one. Anyone may ask.",
    resolve: (_root, { companyId }, { db, hostCompanyId }) => {
      const asked = companyId ?? hostCompanyId;
      return asked && (hostCompanyId ?? asked) === asked ? portalBranding({ db }, asked) : null;
    },
  }),
);
