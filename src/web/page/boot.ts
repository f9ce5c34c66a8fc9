/** What the server wrote into the document: whose portal this is. Known before the first request. */

/** Colours of one scheme, corrected by the server until they can be read. */
export type SchemeColours = Record<string, string>;

export interface Branding {
  name: string;
  portalHeader?: string | null;
  websiteUrl?: string | null;
  supportEmail?: string | null;
  logoUrl?: string | null;
  faviconUrl?: string | null;
  termsUrl?: string | null;
  privacyUrl?: string | null;
  returnUrl?: string | null;
  defaultLocale?: string | null;
  theme?: { light: SchemeColours; dark: SchemeColours } | null;
}

export interface Boot {
  companyId: string;
  /** What all paths of the page begin with: `/portal/<companyId>`, or nothing on a domain of the company's own. */
  base: string;
  company: Branding | null;
  /** The language that the server chose; the browser's own when it left that to the page. */
  locale?: string;
  mode?: 'live' | 'test';
}

function read(): Boot {
  const text = document.getElementById('portico')?.textContent ?? '';
  try {
    return JSON.parse(text) as Boot;
  } catch {
    // Without a server in front of it, as when the page is developed: the company stands in the address.
    const companyId = /^\/portal\/(co_[0-9a-z]+)/.exec(location.pathname)?.[1] ?? '';
    return {
      companyId,
      base: `/portal/${companyId}`,
      company: { name: 'Portal' },
      locale: navigator.language,
      mode: 'test',
    };
  }
}

export const boot: Boot = read();

/** The name that customers know. */
export const companyName = boot.company?.name ?? '';
