/** The content security policies of the hosted page and of the sandbox's payment fields. */
import type { BuiltPage } from './built.ts';

type Build = Pick<BuiltPage, 'transform'>;

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'";

/** The page loads from this server only, except the images of the company's branding. No frame ancestors: no frame. */
export function pagePolicy(page: Build, imageOrigins: readonly string[], frameAncestors: readonly string[]): string {
  return [
    NOTHING,
    ...scriptsAndStyles(page),
    `img-src ${["'self'", 'data:', ...imageOrigins].join(' ')}`,
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ].join('; ');
}

export function sandboxFieldsPolicy(page: Build): string {
  const policy = [NOTHING, ...scriptsAndStyles(page), "img-src 'self' data:", "frame-ancestors 'self'"];
  // Vite's client holds a connection open.
  if (page.transform) policy.push("connect-src 'self'");
  return policy.join('; ');
}

/** Vite's client is an inline script that inserts styles. */
const scriptsAndStyles = ({ transform }: Build): string[] =>
  transform
    ? ["script-src 'self' 'unsafe-inline'", "style-src 'self' 'unsafe-inline'"]
    : ["script-src 'self'", "style-src 'self'"];
