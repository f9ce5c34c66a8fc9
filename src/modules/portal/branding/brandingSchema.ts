/** A portal's branding in GraphQL, readable before sign-in. */
import { builder } from '../../../graphql/builder.ts';
import type { Theme, ThemeColors } from '../../../kernel/theme.ts';
import { PortalCorners, PortalFont } from '../enums.ts';
import { MEANS } from '../nodes.ts';
import { type PortalBranding as Branding, portalBranding } from './portalBranding.ts';

const PortalThemeColors = builder.objectRef<ThemeColors>('PortalThemeColors').implement({
  description:
    'The colors of the page, each as `#rrggbb` in lower case. With every choice of the merchant, text has a contrast of at least 4.5:1 and the edge of a control one of at least 3:1 to both `ground` and `surface`. A filled button may have less: it is outlined in `focusRing`.',
  fields: (t) => ({
    ground: t.exposeString('ground', { description: 'The background of the page.' }),
    surface: t.exposeString('surface', { description: 'Cards on the ground.' }),
    ink: t.exposeString('ink', { description: 'Text, on ground and surface.' }),
    softInk: t.exposeString('softInk', { description: 'Less important text, on ground and surface.' }),
    boundary: t.exposeString('boundary', { description: 'The outlines of fields, on ground and surface.' }),
    accent: t.exposeString('accent', {
      description:
        'The background of the primary button: the chosen accent itself, unless it is almost the color behind it.',
    }),
    accentHover: t.exposeString('accentHover', {
      description: 'The background of the primary button under the pointer.',
    }),
    onAccent: t.exposeString('onAccent', { description: 'Text on `accent` and on `accentHover`.' }),
    accentSoft: t.exposeString('accentSoft', {
      description:
        'A tint of the accent behind selected elements; `ink`, `softInk` and `accentText` can be read on it.',
    }),
    accentText: t.exposeString('accentText', { description: 'Links and other text in the hue of the accent.' }),
    focusRing: t.exposeString('focusRing', {
      description:
        'The ring around the focused element, and the outline of the primary button and of selected controls.',
    }),
  }),
});

const PortalTheme = builder.objectRef<Theme>('PortalTheme').implement({
  description: "The page's colors, derived from the merchant's with sufficient contrast.",
  fields: (t) => ({
    light: t.field({
      type: PortalThemeColors,
      description: 'The colors of the light theme.',
      resolve: ({ light }) => light,
    }),
    dark: t.field({
      type: PortalThemeColors,
      description: 'The colors of the dark theme.',
      resolve: ({ dark }) => dark,
    }),
  }),
});

const PortalBranding = builder.objectRef<Branding>('PortalBranding').implement({
  description: 'The public properties of a portal, readable before sign-in.',
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
    darkLogoUrl: t.exposeString('darkLogoUrl', { nullable: true, description: MEANS.darkLogoUrl }),
    faviconUrl: t.exposeString('faviconUrl', { nullable: true, description: MEANS.faviconUrl }),
    accentColor: t.exposeString('accentColor', { nullable: true, description: MEANS.accentColor }),
    backgroundColor: t.exposeString('backgroundColor', { nullable: true, description: MEANS.backgroundColor }),
    theme: t.field({
      type: PortalTheme,
      description: 'The colors to use, which have sufficient contrast, unlike `accentColor` and `backgroundColor`.',
      resolve: ({ theme }) => theme,
    }),
    font: t.expose('font', { type: PortalFont, description: MEANS.font }),
    corners: t.expose('corners', { type: PortalCorners, description: MEANS.corners }),
    footerText: t.exposeString('footerText', { nullable: true, description: MEANS.footerText }),
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
      companyId: t.arg.id({
        description: 'The id of the company; by default the company of the custom domain that received the request.',
      }),
    },
    description:
      "The branding of a company's portal; null if the company is unknown or disabled, or if the request is on the custom domain of another company. Anonymous callers may read it.",
    resolve: (_root, { companyId }, { db, hostCompanyId }) => {
      const asked = companyId ?? hostCompanyId;
      return asked && (hostCompanyId ?? asked) === asked ? portalBranding({ db }, asked) : null;
    },
  }),
);
