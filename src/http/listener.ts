/**
 * What `node:http` calls. Nearly every request is a POST of JSON to /graphql that is answered without an error; for those
 * a way without `Request` and `Response`, whose making costs several times what a small answer does. Parsing, limits,
 * context and execution are Yoga's own on both ways. Whatever is out of the ordinary takes the long way, and so does an
 * answer with errors: what came out is handed over there to be dressed, so that nothing is done twice.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import type { Answered } from '../graphql/server.ts';
import { operationHash } from '../graphql/trustedDocuments.ts';
import { within } from './deadline.ts';
import { securityHeaders } from './headers.ts';
import type { Audience, Hosts } from './hosts.ts';

export interface Connection {
  socketAddress: string;
  /** The `Set-Cookie` headers of the answer, collected while it is made. */
  setCookies: string[];
  answered?: Answered | undefined;
}

/** The parts of a `Request` that are looked at before its answer is made. */
export interface PlainRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

export interface ListenerOptions {
  fetch(request: Request, connection: Connection): Promise<Response>;
  /** What Yoga makes of the parameters; rejects with what it would answer as an error of the request. */
  execute(
    params: object,
    request: PlainRequest,
    connection: Connection,
    audience: Audience,
  ): Promise<object | undefined>;
  hosts: Hosts;
  corsOrigins: readonly string[];
  https: boolean;
  maximumBytes: number;
  timeoutMs: number;
}

const TYPES = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);
/** What clients say that they accept, and what Yoga then answers with. */
const ACCEPTED = new Map([
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ['application/graphql-response+json,application/json', 'application/graphql-response+json'],
  ['application/json, application/graphql-response+json', 'application/json'],
]);

export function createListener(options: ListenerOptions): RequestListener {
  const { fetch, corsOrigins, https, maximumBytes } = options;
  const connections = new WeakMap<IncomingMessage, Connection>();
  const longWay = createServerAdapter<{ req: IncomingMessage }>((request, { req }) =>
    fetch(request, connections.get(req) ?? connectionOf(req)),
  );
  const vary = corsOrigins.length > 0 ? { vary: 'Origin' } : {};
  const always = { ...securityHeaders({ https, own: true }), ...vary };
  const onDomains = { ...securityHeaders({ https, own: false }), ...vary };

  /** The media type of the answer; undefined for requests that take the long way. */
  function shortcut({ method, url, headers }: IncomingMessage): string | undefined {
    if (method !== 'POST' || url !== '/graphql' || !TYPES.has(headers['content-type'] ?? '')) return undefined;
    const length = headers['content-length'] ?? '';
    if (!/^\d{1,15}$/.test(length) || Number(length) > maximumBytes) return undefined;
    if (headers['content-encoding'] !== undefined || headers['transfer-encoding'] !== undefined) return undefined;
    if (headers.origin !== undefined && corsOrigins.includes(headers.origin)) return undefined;
    return ACCEPTED.get(headers.accept ?? '*/*');
  }

  async function answer(req: IncomingMessage, res: ServerResponse, type: string): Promise<void> {
    const body = await bodyOf(req);
    const params = parametersIn(body);
    const connection = connectionOf(req);
    const whose = params && options.hosts.audienceOf(req.headers.host ?? null);
    // Whoever cannot be told from nobody takes the long way, and is refused there.
    const audience = whose instanceof Promise ? await whose.catch(() => null) : whose;
    const outcome = params && audience && (await outcomeOf(options, params, req, connection, audience));
    if (outcome && 'body' in outcome) {
      const { setCookies } = connection;
      const headers = {
        ...(audience.companyId === null ? always : onDomains),
        ...(setCookies.length > 0 ? { 'set-cookie': setCookies } : {}),
        'content-type': `${type}; charset=utf-8`,
      };
      res.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(outcome.body) }).end(outcome.body);
      return;
    }
    if (outcome) connections.set(req, { ...connection, answered: outcome.answered });
    // The adapter takes a body that was read already from here.
    await longWay(Object.assign(req, { body }), res);
  }

  return (req, res) => {
    const type = shortcut(req);
    if (type === undefined) return longWay(req, res);
    // A connection that broke has nobody left to be answered.
    return answer(req, res, type).catch(() => res.destroy());
  };
}

function connectionOf(req: IncomingMessage): Connection {
  return { socketAddress: req.socket.remoteAddress ?? '', setCookies: [] };
}

async function outcomeOf(
  { execute, timeoutMs }: ListenerOptions,
  params: object,
  req: IncomingMessage,
  connection: Connection,
  audience: Audience,
): Promise<{ body: string } | { answered: Answered }> {
  const request: PlainRequest = {
    method: 'POST',
    url: `http://${req.headers.host ?? 'localhost'}/graphql`,
    headers: {
      get(name) {
        const value = req.headers[name.toLowerCase()];
        return (Array.isArray(value) ? value.join(', ') : value) ?? null;
      },
    },
  };
  try {
    const work = execute(params, request, connection, audience);
    const result = await within<object | 'late' | undefined>(timeoutMs, work, () => 'late');
    if (result === 'late') return { answered: 'late' };
    return isPlain(result) ? { body: JSON.stringify(result) } : { answered: { result: result ?? {} } };
  } catch (error) {
    return { answered: { error } };
  }
}

/** Data and nothing else: errors and extensions decide about status and headers. */
function isPlain(result: object | undefined): result is { data: object } {
  const keys = Object.keys(result ?? {});
  return keys.length === 1 && keys[0] === 'data';
}

function bodyOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('close', () => reject(new Error('The request ended before its body.')));
  });
}

const PARAMETERS = new Set(['query', 'variables', 'operationName', 'extensions']);

/** The parameters of an ordinary request; what is none is refused in Yoga's words. */
function parametersIn(body: Buffer): object | undefined {
  try {
    const params = JSON.parse(body.toString('utf8'));
    if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
    const known = Object.keys(params).every((name) => PARAMETERS.has(name));
    const named = params.query === undefined && operationHash(params) !== null;
    return known && (named || typeof params.query === 'string') ? params : undefined;
  } catch {
    return undefined;
  }
}
