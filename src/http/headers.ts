/** Security headers for everything that is not a page of its own. */

const STRICT: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-site',
  'cache-control': 'no-store',
};

/** Adds what is missing; a response that brings its own policy keeps it. */
export function withSecurityHeaders(response: Response, { https }: { https: boolean }): Response {
  for (const [name, value] of Object.entries(STRICT))
    if (!response.headers.has(name)) response.headers.set(name, value);
  if (https) response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  return response;
}

export function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}
