/** The public facts of a portal before signing in: its company and its appearance. */
import type { Db } from '../../../db/client.ts';
import type { PortalCorners, PortalFont } from '../../../db/generated/client/enums.ts';
import type { Translations } from '../../../i18n/translationMap.ts';
import { hexOf } from '../../../kernel/color.ts';
import { kindOfId } from '../../../kernel/ids.ts';
import { type Theme, themeOf } from '../../../kernel/theme.ts';
import type { PortalTexts } from './portalTexts.ts';

interface Stored {
  companyId: string;
  name: string;
  portalHeader: string | null;
  websiteUrl: string | null;
  supportEmail: string | null;
  logoUrl: string | null;
  darkLogoUrl: string | null;
  faviconUrl: string | null;
  font: PortalFont;
  corners: PortalCorners;
  footerText: string | null;
  accentColor: string | null;
  backgroundColor: string | null;
  termsUrl: string | null;
  privacyUrl: string | null;
  defaultLocale: string;
  returnUrl: string | null;
  testMode: boolean;
  /** Origins whose pages may embed the portal. */
  embedOrigins: string[];
  /** Header and footer by language. */
  translations: Translations<Pick<PortalTexts, 'portalHeader' | 'footerText'>>;
  /** The provider at which the company has an account; null if the sandbox serves it, if anything. */
  provider: string | null;
}

export interface PortalBranding extends Stored {
  theme: Theme;
}

const FIND = `SELECT c.id AS "companyId", c.name, p.portal_header AS "portalHeader", c.website_url AS "websiteUrl",
    COALESCE(p.support_email, c.support_email) AS "supportEmail", p.logo_url AS "logoUrl", p.favicon_url AS "faviconUrl",
    p.dark_logo_url AS "darkLogoUrl", p.font::text, p.corners::text, p.footer_text AS "footerText",
    p.accent_color AS "accentColor", p.background_color AS "backgroundColor", p.terms_url AS "termsUrl",
    p.privacy_url AS "privacyUrl", p.default_locale AS "defaultLocale", p.return_url AS "returnUrl",
    c.test_mode AS "testMode", p.embed_origins AS "embedOrigins", p.translations,
    (SELECT a.provider FROM provider_account a WHERE a.company_id = c.id AND a.status <> 'DISCONNECTED' LIMIT 1) AS provider
  FROM company c JOIN portal_config p ON p.company_id = c.id
  WHERE c.id = $1 AND c.disabled_at IS NULL`;

/** Null for an unknown and for a disabled company; they cannot be distinguished. */
export async function portalBranding({ db }: { db: Db }, companyId: string): Promise<PortalBranding | null> {
  if (kindOfId(companyId) !== 'Company') return null;
  const [branding] = await db.sql<Stored>('portal_branding', FIND, [companyId]);
  if (!branding) return null;
  return {
    ...branding,
    translations: shownAnonymously(branding.translations),
    theme: themeOf(hexOf(branding.accentColor), hexOf(branding.backgroundColor)),
  };
}

/** The images that the page loads from other sites. */
export const NO_IMAGES = { logoUrl: null, darkLogoUrl: null, faviconUrl: null } as const;
type Images = Record<keyof typeof NO_IMAGES, string | null>;

/** The reasons for canceling are for customers. */
const shownAnonymously = (translations: Stored['translations']): Stored['translations'] =>
  Object.fromEntries(
    Object.entries(translations).map(([language, { portalHeader, footerText }]) => [
      language,
      { portalHeader, footerText },
    ]),
  );

/** The origins of images that the page's security policy must allow. */
export function imageOrigins({ logoUrl, darkLogoUrl, faviconUrl }: Images): string[] {
  return [...new Set([logoUrl, darkLogoUrl, faviconUrl].flatMap((url) => (url ? [new URL(url).origin] : [])))];
}
