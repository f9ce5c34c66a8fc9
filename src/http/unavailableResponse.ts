/**
 * The response while the database cannot be reached: 503 with Retry-After, which load balancers and clients understand.
 */
import { RETRY_AFTER_SECONDS } from '../graphql/maskedErrors.ts';
import { readCatalog } from '../i18n/compile.ts';
import { acceptedLocale, localeOf } from '../i18n/locale.ts';
import { html } from '../mail/html.ts';
import { currentRequest } from '../telemetry/scope.ts';
import { json } from './headers.ts';

/** A page for browsers, which reloads by itself, and JSON for all other clients. */
export function unavailable(request: Request): Response {
  const record = currentRequest();
  record?.codes.add('SERVICE_UNAVAILABLE');
  const response = (request.headers.get('accept') ?? '').includes('text/html')
    ? page(request)
    : json(503, {
        error: 'This service is unavailable at the moment. Try again later.',
        code: 'SERVICE_UNAVAILABLE',
        requestId: record?.id,
      });
  response.headers.set('retry-after', String(RETRY_AFTER_SECONDS));
  return response;
}

function page(request: Request): Response {
  const locale = acceptedLocale(request.headers.get('accept-language')) ?? localeOf(null);
  const words = readCatalog(locale.language, 'portal');
  const title = words['failure.network.title'];
  const { source } = html`<!doctype html>
<html lang="${locale.tag}" dir="${locale.direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${RETRY_AFTER_SECONDS}"><title>${title}</title></head>
<body><h1>${title}</h1><p>${words['failure.server.text']}</p></body>
</html>
`;
  return new Response(source, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', vary: 'Accept-Language' },
  });
}
