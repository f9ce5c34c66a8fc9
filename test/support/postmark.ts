/**
 * A local server that speaks Postmark's POST /email, so that the real client and its real HTTP are tested.
 * It checks what Postmark checks and can simulate Postmark's failures.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedMail {
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

export type PostmarkBehaviour =
  | 'accept'
  /** Accepts the request and never responds. */
  | 'hang'
  /** Sends the response head and never ends the body. */
  | 'stall'
  | 'disconnect'
  | 'redirect'
  /** The response of a proxy in between: 200 and an HTML page. */
  | 'page'
  | { status: number; errorCode: number; message: string };

export interface PostmarkServer {
  readonly url: string;
  readonly serverToken: string;
  /** The well-formed requests, in order of arrival. */
  readonly requests: ReceivedMail[];
  behave(behaviour: PostmarkBehaviour): void;
  close(): Promise<void>;
}

export async function startPostmark(serverToken = 'test-server-token'): Promise<PostmarkServer> {
  const requests: ReceivedMail[] = [];
  let behaviour: PostmarkBehaviour = 'accept';

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const problem = checkHead(request, serverToken);
    if (problem) return answer(response, ...problem);
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
    } catch {
      return answer(response, 422, 402, 'Invalid JSON');
    }
    const fault = checkBody(body);
    if (fault) return answer(response, 422, 300, fault);
    requests.push({ headers: request.headers, body });
    perform(behaviour, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serverToken,
    requests,
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = [status: number, errorCode: number, message: string];

function checkHead(request: IncomingMessage, serverToken: string): Answer | undefined {
  if (request.url !== '/email') return [404, 404, 'Not found'];
  if (request.method !== 'POST') return [405, 405, 'Method not allowed'];
  if (request.headers['x-postmark-server-token'] !== serverToken) return [401, 10, 'Bad or missing server token.'];
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return [415, 409, 'JSON required'];
  if (!/\bapplication\/json\b/.test(request.headers.accept ?? '')) return [406, 409, 'JSON required'];
  return undefined;
}

function checkBody(body: Record<string, unknown>): string | undefined {
  for (const field of ['From', 'To', 'Subject']) {
    if (typeof body[field] !== 'string' || body[field] === '') return `Zero or empty '${field}'.`;
    if (/[\r\n]/.test(body[field])) return `Line break in '${field}'.`;
  }
  if (!body.HtmlBody && !body.TextBody) return 'Provide either email TextBody or HtmlBody or both.';
  return undefined;
}

function perform(behaviour: PostmarkBehaviour, response: ServerResponse, body: Record<string, unknown>): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'stall') {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"ErrorCode":');
  } else if (behaviour === 'disconnect') {
    response.destroy();
  } else if (behaviour === 'redirect') {
    response.writeHead(307, { location: '/email' }).end();
  } else if (behaviour === 'page') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel network</h1>');
  } else if (behaviour === 'accept') {
    const accepted = { To: body.To, SubmittedAt: '2026-01-01T00:00:00Z', MessageID: crypto.randomUUID() };
    send(response, 200, { ...accepted, ErrorCode: 0, Message: 'OK' });
  } else {
    answer(response, behaviour.status, behaviour.errorCode, behaviour.message);
  }
}

function answer(response: ServerResponse, status: number, errorCode: number, message: string): void {
  send(response, status, { ErrorCode: errorCode, Message: message });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
