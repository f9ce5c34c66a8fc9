/** Bodies: of the one type that mutations are taken in, and of bounded size. */
import { json } from './headers.ts';

/** The connection is not used again: what was not read still comes along it. */
function refusal(status: number, message: string): Response {
  const response = json(status, { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  response.headers.set('connection', 'close');
  return response;
}

/**
 * Refuses bodies of other types than JSON (which a foreign page cannot send without asking first), and bodies over
 * the bound, before anything is parsed. Answers the request to go on with, or the refusal.
 */
export async function boundedJson(request: Request, maximumBytes: number): Promise<Request | Response> {
  if (request.method !== 'POST') return request;
  const written = request.headers.get('content-type') ?? '';
  const type = written.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/graphql+json') return refusal(415, 'Send application/json.');
  const announced = request.headers.get('content-length');
  if (announced !== null && !/^\d{1,15}$/.test(announced))
    return refusal(400, 'The length of the body makes no sense.');
  if (Number(announced) > maximumBytes) return refusal(413, 'The body is too large.');
  const canonical = written === type || written.startsWith(`${type};`);
  if (!request.body || (announced !== null && canonical)) return request;
  // Without an announced length the bytes are counted as they come. What is too large is left unread, not cancelled:
  // that would end the connection before the refusal is sent.
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > maximumBytes) return refusal(413, 'The body is too large.');
    chunks.push(next.value);
  }
  // Yoga knows the type in this spelling alone.
  const headers = new Headers(request.headers);
  headers.set('content-type', type);
  return new Request(request.url, { method: 'POST', headers, body: Buffer.concat(chunks), signal: request.signal });
}
