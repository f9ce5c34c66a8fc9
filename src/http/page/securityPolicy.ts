/** The security policies of the hosted page and of the sandbox's payment fields. */
import type { BuiltPage } from './built.ts';

type Build = Pick<BuiltPage, 'transform'>;

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'";

/** The page uses none of these, except with Stripe, whose wallets request payments. */
const WITHOUT_PAYMENT = 'camera=(), microphone=(), geolocation=(), ';
export const PERMISSIONS = `${WITHOUT_PAYMENT}payment=(), usb=()`;

/** As Stripe documents them (docs.stripe.com/security/guide#content-security-policy). */
const STRIPE = {
  scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  requests: ['https://api.stripe.com'],
};

export interface PageOrigins {
  /** The origins of the images in the company's branding. */
  imageOrigins: readonly string[];
  /** Origins that may show the page in a frame; none if empty. */
  frameAncestors: readonly string[];
  /** The address of Stripe's script, for a company with an account there; null for all others. */
  stripeScript: string | null;
}

/** The origins of Stripe's parts; those of a stand-in are all the same. */
function stripeOrigins(script: string | null): typeof STRIPE {
  if (script === null) return { scripts: [], frames: [], requests: [] };
  const { origin } = new URL(script);
  return STRIPE.scripts.includes(origin) ? STRIPE : { scripts: [origin], frames: [origin], requests: [origin] };
}

/** The headers by which the page loads from this server, from the company's images, and, if it is paid there, from Stripe. */
export function pageHeaders(page: Build, origins: PageOrigins): Record<string, string> {
  const policy = { 'content-security-policy': pagePolicy(page, origins) };
  if (origins.stripeScript === null) return policy;
  const wallets = `(self "${new URL(origins.stripeScript).origin}")`;
  return {
    ...policy,
    'permissions-policy': `${WITHOUT_PAYMENT}payment=${wallets}, publickey-credentials-get=${wallets}, usb=()`,
    // Wallets and banks open windows that report back.
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  };
}

function pagePolicy(page: Build, { imageOrigins, frameAncestors, stripeScript }: PageOrigins): string {
  const stripe = stripeOrigins(stripeScript);
  return [
    NOTHING,
    ...scriptsAndStyles(page, stripe.scripts),
    `img-src ${["'self'", 'data:', ...imageOrigins].join(' ')}`,
    "font-src 'self'",
    `connect-src ${["'self'", ...stripe.requests].join(' ')}`,
    `frame-src ${["'self'", ...stripe.frames].join(' ')}`,
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ].join('; ');
}

/** The fields are in a frame of the page, which may itself be in a frame of another site. */
export function sandboxFieldsPolicy(page: Build, frameAncestors: readonly string[]): string {
  const ancestors = `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`;
  const policy = [NOTHING, ...scriptsAndStyles(page), "img-src 'self' data:", "font-src 'self'", ancestors];
  // Vite's client holds a connection open.
  if (page.transform) policy.push("connect-src 'self'");
  return policy.join('; ');
}

/** In development React's refresh preamble is an inline script, and Vite's client inserts styles. */
function scriptsAndStyles({ transform }: Build, others: readonly string[] = []): string[] {
  const inline = transform ? ["'unsafe-inline'"] : [];
  return [`script-src ${["'self'", ...inline, ...others].join(' ')}`, `style-src ${["'self'", ...inline].join(' ')}`];
}
