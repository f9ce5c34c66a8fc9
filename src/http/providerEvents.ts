/**
 * POST /provider-events/<account>: webhooks of payment providers. The body is verified as the bytes that arrived. Every
 * refusal has one and the same response, so that it reveals neither an account nor a secret.
 */
import type { Clock } from '../kernel/clock.ts';
import { type IntakeParts, receiveWebhook } from '../modules/payment/accounts/receiveSignals.ts';
import { json, refuseMethod } from './headers.ts';

const MAXIMUM_BYTES = 1024 * 1024;
const PATH = /^\/provider-events\/(pacc_[0-9a-z]{26})$/;

export async function serveProviderEvents(
  parts: IntakeParts & { clock: Clock },
  request: Request,
  { pathname }: URL,
): Promise<Response> {
  const refused = refuseMethod(request, ['POST']);
  if (refused) return refused;
  const accountId = PATH.exec(pathname)?.[1];
  const body = accountId === undefined ? null : await boundedBody(request);
  if (accountId === undefined || body === null) return refusal();
  const { headers } = request;
  const accepted = await receiveWebhook(parts, { accountId, headers, body }, parts.clock.now());
  return accepted ? new Response(null, { status: 204 }) : refusal();
}

function refusal(): Response {
  const response = json(400, { error: 'This webhook is not accepted.' });
  // The rest of a body that is too large is still arriving.
  response.headers.set('connection', 'close');
  return response;
}

/** Null if the body is too large; the rest of it is then left unread. */
async function boundedBody(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAXIMUM_BYTES) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > MAXIMUM_BYTES) return null;
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
