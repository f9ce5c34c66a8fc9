/** Request bodies of the GraphQL endpoint: JSON only, of bounded size and with a bounded number of values. */
import { MAXIMUM_VARIABLE_VALUES, TOO_MANY_VALUES } from '../api/submittedText.ts';
import { json } from './headers.ts';

/** Larger bodies are refused before they are parsed. */
export const MAXIMUM_BODY_BYTES = 256 * 1024;
/** Far more than any operation needs, with the parameters around its variables. */
const MAXIMUM_BODY_VALUES = MAXIMUM_VARIABLE_VALUES + 100;
/** A value and what separates it from the next one take two bytes at least. */
const UNCOUNTED_BYTES = 2 * MAXIMUM_BODY_VALUES;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** A comma, an opening bracket, and an opening brace: each precedes a value or a key. */
const SEPARATORS: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

/** Whether a body contains too many values. They are counted before it is parsed, because parsing many keys takes long. */
export function holdsTooManyValues(body: Uint8Array): boolean {
  if (body.length <= UNCOUNTED_BYTES) return false;
  let separators = 0;
  let quoted = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] as number;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted && byte === BACKSLASH) i++;
    else if (!quoted && SEPARATORS.has(byte) && ++separators > MAXIMUM_BODY_VALUES) return true;
  }
  return false;
}

/** Closes the connection: the rest of the body is still arriving on it. */
function refusal(status: number, message: string): Response {
  const response = json(status, { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  response.headers.set('connection', 'close');
  return response;
}

/**
 * Refuses bodies of other types than JSON (which a page of another origin cannot send without a preflight) and bodies with
 * too many bytes or values before anything is parsed. Returns the request to continue with, or the refusal.
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
  const short = announced !== null && Number(announced) <= UNCOUNTED_BYTES;
  if (!request.body || (short && canonical)) return request;
  const body = await readAtMost(request.body, MAXIMUM_BODY_BYTES);
  if (!body) return refusal(413, 'The body is too large.');
  if (holdsTooManyValues(body)) return refusal(400, TOO_MANY_VALUES);
  // Yoga recognizes the type in this spelling only.
  const headers = new Headers(request.headers);
  headers.set('content-type', type);
  return new Request(request.url, { method: 'POST', headers, body, signal: request.signal });
}

/** Undefined for a body over the maximum. It is left unread: canceling would end the connection before the refusal is sent. */
async function readAtMost(
  stream: ReadableStream<Uint8Array>,
  maximum: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > maximum) return undefined;
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
