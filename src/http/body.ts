/** Request bodies of the GraphQL endpoint: JSON only, and of bounded size. */
import { json } from './headers.ts';

/** Larger bodies are refused before they are parsed. */
export const MAXIMUM_BODY_BYTES = 256 * 1024;

/** Closes the connection: the rest of the body is still arriving on it. */
function refusal(status: number, message: string): Response {
  const response = json(status, { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  response.headers.set('connection', 'close');
  return response;
}

/**
 * Refuses bodies of other types than JSON (which a page of another origin cannot send without a preflight) and bodies over
 * `MAXIMUM_BODY_BYTES` before anything is parsed. Returns the request to continue with, or the refusal.
 */
export async function boundedJson(request: Request): Promise<Request | Response> {
  if (request.method !== 'POST') return request;
  const written = request.headers.get('content-type') ?? '';
  const type = written.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/graphql+json') return refusal(415, 'Send application/json.');
  const announced = request.headers.get('content-length');
  if (announced !== null && !/^\d{1,15}$/.test(announced))
    return refusal(400, 'The length of the body makes no sense.');
  if (Number(announced) > MAXIMUM_BODY_BYTES) return refusal(413, 'The body is too large.');
  const canonical = written === type || written.startsWith(`${type};`);
  if (!request.body || (announced !== null && canonical)) return request;
  // Without a Content-Length the bytes are counted as they arrive. A body that is too large is left unread, not canceled:
  // canceling would end the connection before the refusal is sent.
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > MAXIMUM_BODY_BYTES) return refusal(413, 'The body is too large.');
    chunks.push(next.value);
  }
  // Yoga recognizes the type in this spelling only.
  const headers = new Headers(request.headers);
  headers.set('content-type', type);
  return new Request(request.url, { method: 'POST', headers, body: Buffer.concat(chunks), signal: request.signal });
}
