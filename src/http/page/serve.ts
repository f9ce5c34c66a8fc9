/**
 * Serves the hosted page: one template for every place in it, and files that never change under their names. The
 * template gets the public facts of the portal, so that the page needs no request before it can be seen. No value
 * becomes markup, style or script: text is escaped, data is JSON that no parser of HTML can leave, and the policy
 * (securityPolicy.ts) allows no inline script or style anyway.
 */
import Negotiator from 'negotiator';
import type { Db } from '../../db/client.ts';
import { acceptedLocale, localeOf } from '../../i18n/locale.ts';
import { html } from '../../mail/html.ts';
import { imageOrigins, NO_IMAGES, portalBranding } from '../../modules/portal/branding/portalBranding.ts';
import { blockedFrame } from './blockedFrame.ts';
import type { BuiltFile, BuiltPage } from './built.ts';
import { framingOf } from './framing.ts';
import { PERMISSIONS, pageHeaders, sandboxFieldsPolicy } from './securityPolicy.ts';

export interface PageOptions {
  db: Db;
  page: BuiltPage;
  /** On a company's own domain that company; null on the server's own address. */
  companyId: string | null;
  /** Whether the payment fields of this company, if it is known, are the sandbox's own. */
  sandboxFor(companyId: string | null): Promise<boolean>;
  /** The address of Stripe's script, for companies with an account there. */
  stripeScript: string;
  /** Origins that may show the page in a frame; none when empty. */
  frameAncestors: readonly string[];
}

/** The embedded page is the portal's page one level down. */
const EMBEDDED = /^\/embed(?:\/|$)/;
const PAGE = /^\/portal\/(co_[0-9a-z]{26})(?:\/|$)/;
const ASSETS = '/portal/assets/';
const SANDBOX_FIELDS = '/portal/sandbox-fields.html';
/** The page of a payment link. Its visitors know nothing of the portal, and no other site learns of the visit. */
const PAY_LINK = /^\/+pay\/*$/i;
const NO_OTHER_SITES = { ...NO_IMAGES, returnUrl: null } as const;
const FOREVER = 'public, max-age=31536000, immutable';

/** Responds at the page's addresses; null for all others. */
export async function servePage(options: PageOptions, request: Request, url: URL): Promise<Response | null> {
  const { pathname } = url;
  if (options.companyId === null && !pathname.startsWith('/portal/')) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  if (pathname.startsWith(ASSETS)) {
    const file = options.page.assets.get(pathname.slice(ASSETS.length));
    return file ? asset(file, request.headers.get('accept-encoding') ?? '') : null;
  }
  if (pathname === SANDBOX_FIELDS) return sandboxFields(options, url);
  const companyId = options.companyId ?? PAGE.exec(pathname)?.[1];
  if (!companyId || (options.companyId !== null && pathname.startsWith('/portal/'))) return null;
  const portal = options.companyId === null ? `/portal/${companyId}` : '';
  const embedded = EMBEDDED.test(pathname.slice(portal.length));
  const base = embedded ? `${portal}/embed` : portal;
  return portalPage(options, { request, url, companyId, portal, base, embedded });
}

/** Links to the files that a visit to this place loads first. Their names come from the build, so they need no escaping. */
function preloads({ languages, screens }: BuiltPage['preloads'], language: string, place: string): string {
  const files = [...(languages[language] ?? []), ...(screens[place.replace(/\/+$/, '') || '/'] ?? [])];
  return files.map((file) => `<link rel="modulepreload" crossorigin href="/portal/${file}">`).join('');
}

interface PortalPlace {
  request: Request;
  url: URL;
  companyId: string;
  /** The path of the portal in a tab of its own; empty on a domain of the company's. */
  portal: string;
  /** The prefix of every path of this page. */
  base: string;
  embedded: boolean;
}

/** The facts of the company; at a payment link without addresses of other sites. */
const withoutOthers = <Facts extends object>(facts: Facts, atPayLink: boolean) =>
  atPayLink ? { ...facts, ...NO_OTHER_SITES } : facts;

/** The page finds its screens by the decoded path, in any case of letters. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Search engines do not list the page of a payment link. */
const robots = (atPayLink: boolean): Record<string, string> =>
  atPayLink ? { 'x-robots-tag': 'noindex, nofollow' } : {};

/** The page of a company's portal. */
async function portalPage(options: PageOptions, place: PortalPlace): Promise<Response> {
  const { db, page, frameAncestors } = options;
  const { request, url, companyId, portal, base, embedded } = place;
  const found = await portalBranding({ db }, companyId);
  // The page gets no other fact about the provider than the address of the script.
  const { provider = null, embedOrigins = [], ...facts } = found ?? {};
  const path = url.pathname.slice(base.length);
  const atPayLink = PAY_LINK.test(decoded(path));
  const company = 'name' in facts ? withoutOthers(facts, atPayLink) : null;
  const stripeScript = provider === 'stripe' ? options.stripeScript : null;
  // Until the page knows who is signed in, it speaks the browser's language, or else the company's.
  const locale = acceptedLocale(request.headers.get('accept-language')) ?? localeOf(company?.defaultLocale);
  const framing = framingOf({
    ...{ request, url, company: found },
    ...(atPayLink ? { embedded: false, frameAncestors: [] } : { embedded, frameAncestors }),
  });
  if (framing.refusal !== null)
    return blockedFrame({ locale, reason: framing.refusal, address: `${url.origin}${portal}/` });
  const data = {
    ...{ companyId, base, company, locale: locale.tag, mode: company?.testMode ? 'test' : 'live' },
    ...(stripeScript ? { stripeScript } : {}),
    ...(embedded ? { embed: { origins: embedOrigins, portal } } : {}),
  };
  const template = (await page.transform?.('index.html')) ?? page.index;
  const body = template.replace(/%PORTICO_(\w+)%/g, (placeholder, name: string) => {
    if (name === 'DATA') return inertJson(data);
    if (name === 'LANG') return html`${locale.tag}`.source;
    if (name === 'DIR') return locale.direction;
    if (name === 'TITLE') return html`${company?.name ?? 'Portico'}`.source;
    if (name === 'FAVICON') return html`${company?.faviconUrl ?? 'data:,'}`.source;
    return placeholder;
  });
  const soon = company ? preloads(page.preloads, locale.tag.split('-')[0] ?? '', path) : '';
  return document(
    body.replace('</head>', () => `${soon}</head>`),
    company ? 200 : 404,
    {
      ...pageHeaders(page, {
        imageOrigins: company ? imageOrigins(company) : [],
        frameAncestors: framing.ancestors,
        stripeScript,
      }),
      ...robots(atPayLink),
    },
  );
}

async function sandboxFields(options: PageOptions, url: URL): Promise<Response | null> {
  const { db, page, sandboxFor, frameAncestors } = options;
  const companyId = options.companyId ?? url.searchParams.get('company');
  if (!(await sandboxFor(companyId))) return null;
  const company = companyId === null ? null : await portalBranding({ db }, companyId);
  const body = (await page.transform?.('sandbox-fields.html')) ?? page.sandboxFields;
  return document(body, 200, {
    'content-security-policy': sandboxFieldsPolicy(page, [...frameAncestors, ...(company?.embedOrigins ?? [])]),
  });
}

function document(body: string, status: number, headers: Record<string, string>): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Accept-Language, Sec-Fetch-Dest',
      'permissions-policy': PERMISSIONS,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      ...headers,
    },
  });
}

function asset({ type, plain, encoded }: BuiltFile, acceptEncoding: string): Response {
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings([...encoded.keys()]);
  const encoding = [...encoded.keys()].find((name) => accepted.includes(name));
  const body = (encoding && encoded.get(encoding)) ?? plain;
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': type,
      'content-length': String(body.length),
      'cache-control': FOREVER,
      'cross-origin-resource-policy': 'same-origin',
      vary: 'Accept-Encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  });
}

/** JSON inside a `script` element that is no script: nothing in it can end the element or open another. */
function inertJson(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
