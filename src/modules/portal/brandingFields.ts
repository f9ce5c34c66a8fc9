/**
 * The rules of what a merchant dresses its portal in. These values stand in the page's attributes, style sheets and
 * security policy, so each may only be what it is meant to be: nothing in it can end the place where it stands.
 */
import { z } from 'zod';
import { email, line } from '../../kernel/validate.ts';
import { parseReturnUrl } from './returnUrl.ts';

/** The languages that the page speaks. */
export const PORTAL_LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'] as const;

/** Line separators are no control characters and break a line all the same; the others turn the direction of writing. */
const TURNS_OR_BREAKS = /[\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** One line that reads in the order in which it was written. */
export const plainLine = (max: number) =>
  line(max).refine((text) => !TURNS_OR_BREAKS.test(text), 'Must be one line, without marks that turn its direction.');

/** Letters, digits and hyphens: a semicolon or a quote in a host would end the policy that the host is written into. */
const PLAIN_HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** What URL parsers leave as it is in a path, and what ends an attribute or a `url()`. */
const QUOTES: Record<string, string> = { "'": '%27', '(': '%28', ')': '%29' };

/** An https address in its normalised form, harmless wherever it is written. */
const httpsAddress = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url?.protocol === 'https:' && PLAIN_HOST.test(url.hostname))
    return url.href.replace(/['()]/g, (character) => QUOTES[character] ?? '');
  check.addIssue('Must be an https address without a user name, such as `https://example.com/logo.svg`.');
  return z.NEVER;
});

const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Must be a colour as `#rrggbb`: a number sign and six hexadecimal digits.')
  .toLowerCase();

/** Every setting of the branding and its rule. Only what is nullable can be cleared. */
export const BRANDING_FIELDS = {
  portalHeader: plainLine(120).nullable(),
  logoUrl: httpsAddress.nullable(),
  faviconUrl: httpsAddress.nullable(),
  accentColor: color.nullable(),
  backgroundColor: color.nullable(),
  termsUrl: httpsAddress.nullable(),
  privacyUrl: httpsAddress.nullable(),
  supportEmail: email.nullable(),
  defaultLocale: z.enum(PORTAL_LOCALES, `Must be one of ${PORTAL_LOCALES.join(', ')}.`),
};
