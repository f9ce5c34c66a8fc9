/** One POST to a receiver: to a checked address, without redirects, within a time limit. signature.ts signs it. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { SECOND } from '../../kernel/clock.ts';
import { RefusedTarget, resolveTarget, type Target, type WebhookPolicy } from './target.ts';

export interface Outcome {
  /** Null without a response. */
  statusCode: number | null;
  /** The failure in fixed words that quote nothing received; null for success. */
  error: string | null;
}

/** At most this much of a response is read; none of it is stored. */
const MAXIMUM_ANSWER_BYTES = 64 * 1024;

const SEND_TIMEOUT_MS = 15_000;

/** Thrown when the process shuts down. The attempt does not count as a failure. */
export class SendAborted extends Error {}

export async function send(
  message: { url: string; headers: Record<string, string>; body: string },
  policy: WebhookPolicy,
  { timeoutMs = SEND_TIMEOUT_MS, signal }: { timeoutMs?: number | undefined; signal: AbortSignal },
): Promise<Outcome> {
  const timeUp = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([timeUp, signal]);
  try {
    // The system's resolver cannot be interrupted, so it is abandoned.
    const target = await interruptible(resolveTarget(message.url, policy), either);
    return outcomeOf(await post(target, message, either));
  } catch (error) {
    if (signal.aborted) throw new SendAborted();
    if (timeUp.aborted) return failure(`No response within ${timeoutMs / SECOND} s.`);
    return failure(error instanceof RefusedTarget ? `Not sent: ${error.message}` : wordsFor(error));
  }
}

const failure = (error: string): Outcome => ({ statusCode: null, error });

function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/**
 * Returns the response status. The connection uses the checked addresses and resolves nothing again, which defeats
 * rebinding.
 */
function post(
  { url, addresses }: Target,
  { headers, body }: { headers: Record<string, string>; body: string },
  signal: AbortSignal,
): Promise<number> {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_hostname, options, found) => {
    if (options.all) found(null, known);
    else found(null, known[0]?.address ?? '', known[0]?.family);
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      lookup,
      // A connection of its own, closed with the response.
      agent: false,
      signal,
    });
    let status: number | undefined;
    // The status counts even if the body fails afterwards.
    outgoing.on('error', (error) => (status === undefined ? reject(error) : resolve(status)));
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      drain(response, () => resolve(response.statusCode ?? 0));
    });
    // An upgrade that was not requested.
    outgoing.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    outgoing.end(body);
  });
}

/** Reads the response to its end or up to the bound, so that the receiver can finish sending. */
function drain(response: IncomingMessage, done: () => void): void {
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAXIMUM_ANSWER_BYTES) response.destroy();
  });
  response.on('error', done);
  response.on('close', done);
}

function outcomeOf(statusCode: number): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { statusCode, error: null };
  if (statusCode >= 300 && statusCode < 400)
    return { statusCode, error: `Responded with ${statusCode}, a redirect; redirects are not followed.` };
  return { statusCode, error: `Responded with ${statusCode}.` };
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before there was an answer.',
  EPIPE: 'The connection was closed before there was an answer.',
  ETIMEDOUT: 'The connection was not accepted in time.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  HPE_HEADER_OVERFLOW: 'The headers of the answer are too large.',
};

/** Never the error's own message, which may quote received data. */
function wordsFor(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  // Several addresses were tried and none responded.
  const first = typeof code === 'string' ? code : (errors?.[0] as { code?: unknown } | undefined)?.code;
  if (typeof first !== 'string') return 'The connection failed.';
  if (WORDS[first]) return WORDS[first];
  if (first.startsWith('HPE_')) return 'The answer is not HTTP.';
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(first)
    ? 'The secure connection could not be made; its certificate may not be valid.'
    : 'The connection failed.';
}
