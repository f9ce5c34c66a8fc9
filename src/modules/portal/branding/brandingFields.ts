/**
 * The rules of branding settings. Their values are written into the page's attributes, style sheets and security
 * policy, so no value may contain a character that ends its context.
 */
import { z } from 'zod';
import { PortalCorners, PortalFont } from '../../../db/generated/client/enums.ts';
import { translationMap } from '../../../i18n/translationMap.ts';
import { parseReturnUrl } from '../../../kernel/returnUrl.ts';
import { email, line } from '../../../kernel/validate.ts';

/** The languages of the page. */
const PORTAL_LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'] as const;

/**
 * Line separators, which are not control characters but break lines, and characters that change the direction of text.
 */
const TURNS_OR_BREAKS = /[\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** One line of text without changes of direction. */
const plainLine = (max: number) =>
  line(max).refine((text) => !TURNS_OR_BREAKS.test(text), 'Must be one line, without marks that turn its direction.');

/** Letters, digits and hyphens: a semicolon or a quote in a host would end the security policy that contains it. */
const PLAIN_HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** Characters that URL parsers leave unescaped in a path and that end an attribute or a `url()`. */
const QUOTES: Record<string, string> = { "'": '%27', '(': '%28', ')': '%29' };

/** An https address in normalized form: safe in an attribute, in CSS `url()` and, its host, in a security policy. */
const httpsAddress = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url?.protocol === 'https:' && PLAIN_HOST.test(url.hostname))
    return url.href.replace(/['()]/g, (character) => QUOTES[character] ?? '');
  check.addIssue('Must be an https address without a user name, such as `https://example.com/logo.svg`.');
  return z.NEVER;
});

const MAXIMUM_ORIGINS = 20;
const MAXIMUM_REASONS = 20;

/** The origin of a page that embeds the portal: a source of the security policy. */
const origin = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url && PLAIN_HOST.test(url.hostname) && url.href === `${url.origin}/`) return url.origin;
  check.addIssue('Must be an origin without a path, such as `https://app.example.com` (http only for localhost).');
  return z.NEVER;
});

export const embedOrigins = z
  .array(origin)
  .max(MAXIMUM_ORIGINS, `Must have at most ${MAXIMUM_ORIGINS} entries.`)
  .transform((origins) => [...new Set(origins)]);

const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Must be a color as `#rrggbb`: a number sign and six hexadecimal digits.')
  .toLowerCase();

/** Each branding setting with its rule. Only nullable settings can be cleared. */
export const BRANDING_FIELDS = {
  translations: translationMap({
    portalHeader: plainLine(120).nullish(),
    footerText: plainLine(300).nullish(),
    cancellationReasons: z
      .array(z.object({ reason: line(100), text: line(100) }))
      .max(MAXIMUM_REASONS, `Must have at most ${MAXIMUM_REASONS} entries.`)
      .nullish(),
  }),
  portalHeader: plainLine(120).nullable(),
  logoUrl: httpsAddress.nullable(),
  darkLogoUrl: httpsAddress.nullable(),
  faviconUrl: httpsAddress.nullable(),
  accentColor: color.nullable(),
  backgroundColor: color.nullable(),
  font: z.enum(PortalFont),
  corners: z.enum(PortalCorners),
  footerText: plainLine(300).nullable(),
  termsUrl: httpsAddress.nullable(),
  privacyUrl: httpsAddress.nullable(),
  supportEmail: email.nullable(),
  defaultLocale: z.enum(PORTAL_LOCALES, `Must be one of ${PORTAL_LOCALES.join(', ')}.`),
};
