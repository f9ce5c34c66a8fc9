/**
 * The request listener for `node:http`. Nearly every request is a POST of JSON to /graphql whose response has no errors.
 * Those take a shortcut without `Request` and `Response`, which saves a quarter to a third of the CPU time of a request
 * (see src/decisions). Parsing, limits, context and execution are Yoga's on both paths. Any other request takes the long
 * path, and so does a response with errors: the outcome is handed over there to be presented, and nothing runs twice.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { TOO_MANY_REQUESTS } from '../api/callers.ts';
import type { Answered } from '../api/requestParts.ts';
import { operationHash } from '../api/trustedDocuments.ts';
import { withTimeout } from '../kernel/withTimeout.ts';
import type { RequestRecord } from '../telemetry/requestRecord.ts';
import type { RequestObserver } from '../telemetry/requests.ts';
import { holdsTooManyValues } from './body.ts';
import type { Connection } from './connection.ts';
import { securityHeaders } from './headers.ts';
import type { Audience, Hosts } from './hosts.ts';

/** The parts of a `Request` that the shortcut reads without constructing one. */
interface PlainRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

export interface ListenerOptions {
  fetch(request: Request, connection: Connection): Promise<Response>;
  /** Yoga's result for the parameters. Rejects with an error of the request. */
  execute(
    params: object,
    request: PlainRequest,
    connection: Connection,
    audience: Audience,
  ): Promise<object | undefined>;
  /** Seconds until a client that has used up its requests may send another one; 0 if it may now. */
  waitOf(request: Pick<PlainRequest, 'headers'>, connection: Connection): number;
  observer: RequestObserver;
  hosts: Hosts;
  https: boolean;
  maximumBytes: number;
  timeoutMs: number;
}

const TYPES = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);
/** The `Accept` headers of clients, and the media type that Yoga chooses for each. */
const ACCEPTED = new Map([
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ['application/graphql-response+json,application/json', 'application/graphql-response+json'],
  ['application/json, application/graphql-response+json', 'application/json'],
]);

/** The media type of the response; undefined for requests that take the long path. */
function shortcutType({ method, url, headers }: IncomingMessage, options: ListenerOptions): string | undefined {
  if (method !== 'POST' || url !== '/graphql' || !TYPES.has(headers['content-type'] ?? '')) return undefined;
  const length = headers['content-length'] ?? '';
  if (!/^\d{1,15}$/.test(length) || Number(length) > options.maximumBytes) return undefined;
  if (headers['content-encoding'] !== undefined || headers['transfer-encoding'] !== undefined) return undefined;
  // A page of another origin needs the headers of CORS, if its origin is allowed.
  if (headers.origin !== undefined && headers.origin.split('://')[1] !== headers.host) return undefined;
  return ACCEPTED.get(headers.accept ?? '*/*');
}

interface Shortcut {
  /** The media type of the response. */
  type: string;
  request: PlainRequest;
  record: RequestRecord;
}

export function createListener(options: ListenerOptions): RequestListener {
  const { fetch, observer } = options;
  const connections = new WeakMap<IncomingMessage, Connection>();
  const longPath = createServerAdapter<{ req: IncomingMessage }>((request, { req }) =>
    fetch(request, connections.get(req) ?? connectionOf(req)),
  );
  const send = sender(options);

  /** Returns the status of the response. */
  async function respond(req: IncomingMessage, res: ServerResponse, shortcut: Shortcut): Promise<number> {
    const body = await bodyOf(req);
    const connection: Connection = { ...connectionOf(req), observed: true };
    const outcome = await outcomeOf(options, body, shortcut.request, connection, req.headers.host ?? null);
    if (outcome && 'body' in outcome) return send(res, { ...shortcut, ...outcome, setCookies: connection.setCookies });
    connections.set(req, outcome ? { ...connection, answered: outcome.answered } : connection);
    // The adapter takes a body that was already read from this property.
    await longPath(Object.assign(req, { body }), res);
    return res.statusCode;
  }

  return (req, res) => {
    const request = plainRequest(req);
    const wait = req.url?.startsWith('/graphql') ? options.waitOf(request, connectionOf(req)) : 0;
    if (wait > 0) return refuse(res, wait);
    const type = shortcutType(req, options);
    if (type === undefined) return longPath(req, res);
    const observed = observer.observe(
      request,
      (record) => respond(req, res, { type, request, record }),
      (status) => status,
    );
    // It rejects if the connection broke: no response can be sent.
    return observed.then(
      () => undefined,
      () => void res.destroy(),
    );
  };
}

/**
 * Refuses a request before its body is read. A flood costs little this way, and fills no log: the first refusal is in the
 * security log. The response is that of `rateLimited`.
 */
function refuse(res: ServerResponse, seconds: number): void {
  const extensions = { code: 'RATE_LIMITED', retryAfterSeconds: seconds };
  const body = JSON.stringify({ errors: [{ message: TOO_MANY_REQUESTS, extensions }] });
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  res.writeHead(429, { ...headers, 'retry-after': String(seconds), connection: 'close' }).end(body);
}

/** Sends a response without errors, and returns its status. */
function sender({ https }: ListenerOptions) {
  const vary = { vary: 'Origin' };
  const own = { ...securityHeaders({ https, own: true }), ...vary };
  const ofDomains = { ...securityHeaders({ https, own: false }), ...vary };
  return (res: ServerResponse, response: Shortcut & Executed & { setCookies: string[] }): number => {
    const { type, record, body, audience, setCookies } = response;
    record.route = 'graphql';
    const headers = {
      ...(audience.companyId === null ? own : ofDomains),
      ...(setCookies.length > 0 ? { 'set-cookie': setCookies } : {}),
      'content-type': `${type}; charset=utf-8`,
      'x-request-id': record.id,
      'content-length': Buffer.byteLength(body),
    };
    res.writeHead(200, headers).end(body);
    return 200;
  };
}

function connectionOf(req: IncomingMessage): Connection {
  return { socketAddress: req.socket.remoteAddress ?? '', setCookies: [] };
}

function plainRequest(req: IncomingMessage): PlainRequest {
  return {
    method: 'POST',
    url: `http://${req.headers.host ?? 'localhost'}/graphql`,
    headers: {
      get(name) {
        const value = req.headers[name.toLowerCase()];
        return (Array.isArray(value) ? value.join(', ') : value) ?? null;
      },
    },
  };
}

interface Executed {
  body: string;
  audience: Audience;
}

/** Executes the operation, if the body and the host are ordinary; otherwise undefined, and nothing was executed. */
async function outcomeOf(
  { execute, timeoutMs, hosts }: ListenerOptions,
  body: Buffer,
  request: PlainRequest,
  connection: Connection,
  host: string | null,
): Promise<Executed | { answered: Answered } | undefined> {
  const params = parametersIn(body);
  if (!params) return undefined;
  const whose = hosts.audienceOf(host);
  // A host that cannot be looked up takes the long path, and is refused there.
  const audience = whose instanceof Promise ? await whose.catch(() => null) : whose;
  if (!audience) return undefined;
  try {
    const work = execute(params, request, connection, audience);
    const result = await withTimeout<object | 'late' | undefined>(timeoutMs, work, () => 'late');
    if (result === 'late') return { answered: 'late' };
    return isPlain(result) ? { body: JSON.stringify(result), audience } : { answered: { result: result ?? {} } };
  } catch (error) {
    return { answered: { error } };
  }
}

/** Whether a result contains only data: errors and extensions can change the status and the headers. */
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

/** The parameters of an ordinary request; undefined for others, which Yoga refuses in its own words. */
function parametersIn(body: Buffer): object | undefined {
  if (holdsTooManyValues(body)) return undefined;
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
