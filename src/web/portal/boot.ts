/** The public data of the company, which the server wrote into the document. Known before the first request. */

/** Colors of one scheme, corrected by the server until they can be read. */
export type SchemeColors = Record<string, string>;

interface Branding {
  name: string;
  portalHeader?: string | null;
  websiteUrl?: string | null;
  supportEmail?: string | null;
  logoUrl?: string | null;
  darkLogoUrl?: string | null;
  faviconUrl?: string | null;
  font?: string;
  corners?: string;
  footerText?: string | null;
  termsUrl?: string | null;
  privacyUrl?: string | null;
  returnUrl?: string | null;
  defaultLocale?: string | null;
  /** Header and footer by language. */
  translations?: Record<string, { portalHeader?: string; footerText?: string }>;
  theme?: { light: SchemeColors; dark: SchemeColors } | null;
}

export interface Boot {
  companyId: string;
  /** The prefix of every path: `/portal/<companyId>`; empty on a domain of the company's own. */
  base: string;
  company: Branding | null;
  /** The language that the server chose; absent if it left the choice to the browser. */
  locale?: string;
  mode?: 'live' | 'test';
  /** The address of Stripe's script; only for a company that is charged at Stripe. */
  stripeScript?: string;
  /** Only in a frame of a merchant's page: the origins of such pages, and the path of the portal in a tab of its own. */
  embed?: { origins: string[]; portal: string };
}

export const boot = JSON.parse(document.getElementById('portico')?.textContent ?? '') as Boot;

/** The name that customers know. */
export const companyName = boot.company?.name ?? '';

/** A text of the company in the language, or else as it was written first. */
export const portalText = (name: 'portalHeader' | 'footerText', language: string): string | null =>
  boot.company?.translations?.[language]?.[name] ?? boot.company?.[name] ?? null;
