/** Security headers for everything that is not a page of its own. */

const HSTS = 'max-age=31536000; includeSubDomains';
/** On a merchant's domain the names beneath it are the merchant's own affair. */
const HSTS_OF_DOMAINS = 'max-age=31536000';
const STRICT: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-site',
  'cache-control': 'no-store',
};

/** GraphiQL is one page with everything in it, for development alone: it may run itself, and talk to this server. */
export const GRAPHIQL_POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob: data:; worker-src blob: data:; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; frame-ancestors 'none'";

/** Whether the server is reached by https, and whether the host is its own. */
interface Site {
  https: boolean;
  own: boolean;
}

/** The headers that every answer has which is not a page of its own. */
export function securityHeaders({ https, own }: Site): Readonly<Record<string, string>> {
  return https ? { ...STRICT, 'strict-transport-security': own ? HSTS : HSTS_OF_DOMAINS } : STRICT;
}

/** Adds what is missing; a response that brings its own policy keeps it. */
export function withSecurityHeaders(response: Response, site: Site): Response {
  for (const [name, value] of Object.entries(securityHeaders(site)))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

export function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** The answer to a method that an address does not serve; `OPTIONS` is told which it does. */
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
