/** Bodies: of the one type that mutations are taken in, and of bounded size. */
import { json } from './headers.ts';

const refusal = (status: number, message: string) =>
  json(status, { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });

/**
 * Refuses bodies of other types than JSON (which a foreign page cannot send without asking first), and bodies over
 * the bound, before anything is parsed. Answers the request to go on with, or the refusal.
 */
export async function boundedJson(request: Request, maximumBytes: number): Promise<Request | Response> {
  if (request.method !== 'POST') return request;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/graphql+json') return refusal(415, 'Send application/json.');
  const announced = request.headers.get('content-length');
  if (announced !== null) return Number(announced) > maximumBytes ? refusal(413, 'The body is too large.') : request;
  if (!request.body) return request;
  // Without an announced length the bytes are counted as they come.
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maximumBytes) return refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return new Request(request.url, {
    method: 'POST',
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
}
