/**
 * Security headers of every response that does not set its own. The hosted page's policy is in page/securityPolicy.ts,
 * that of the development mailbox in mail/mailboxPages.ts.
 */

const HSTS = 'max-age=31536000; includeSubDomains';
/** A merchant's own domain may have subdomains without https. */
const HSTS_OF_DOMAINS = 'max-age=31536000';
const STRICT: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-site',
  'cache-control': 'no-store',
};

/** GraphiQL is one page with inline scripts and styles, for development only. It may connect to this server only. */
export const GRAPHIQL_POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob: data:; worker-src blob: data:; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; frame-ancestors 'none'";

/** Whether the server is reached by https, and whether the host is its own. */
interface Site {
  https: boolean;
  own: boolean;
}

/** The headers that `withSecurityHeaders` adds. */
export function securityHeaders({ https, own }: Site): Readonly<Record<string, string>> {
  return https ? { ...STRICT, 'strict-transport-security': own ? HSTS : HSTS_OF_DOMAINS } : STRICT;
}

/** True if the response's own policy lets a page show it in a frame; `x-frame-options` knows no list of origins. */
const mayBeFramed = ({ headers }: Response) =>
  /frame-ancestors (?!'none')/.test(headers.get('content-security-policy') ?? '');

/** Adds missing headers; a response with its own policy is not changed. */
export function withSecurityHeaders(response: Response, site: Site): Response {
  const framed = mayBeFramed(response);
  for (const [name, value] of Object.entries(securityHeaders(site)))
    if (!response.headers.has(name) && !(framed && name === 'x-frame-options')) response.headers.set(name, value);
  return response;
}

export function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** The response to a method that a path does not support; for `OPTIONS`, the supported methods. */
export function refuseMethod(request: Request, allowed: readonly string[]): Response | null {
  if (allowed.includes(request.method)) return null;
  const allow = [...allowed, 'OPTIONS'].join(', ');
  return request.method === 'OPTIONS'
    ? new Response(null, { status: 204, headers: { allow } })
    : new Response(JSON.stringify({ error: `Only ${allowed.join(' and ')} are served here.` }), {
        status: 405,
        headers: { 'content-type': 'application/json; charset=utf-8', allow },
      });
}
