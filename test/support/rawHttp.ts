/** Requests over a real connection, with every header under the test's control. */
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';

/** Serves a listener on a free port of the loopback address. */
export function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  /** Without a Content-Length, so that the body is sent in chunks. */
  chunked?: boolean;
}

/** Headers of the transport may differ. */
const TRANSPORT = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Sends a request with exactly the given headers and reads the whole response. */
export function send(to: Server, { method = 'POST', path = '/graphql', headers = {}, body = '', chunked }: Sent) {
  const { port } = to.address() as { port: number };
  // One id for both paths, because a request without one gets a random one.
  const id = { 'x-request-id': 'f47ac10b-58cc-4372-a567-0e02b2c3d479' };
  const given = {
    ...id,
    'content-type': 'application/json',
    accept: 'application/json',
    host: 'portal.test',
    ...headers,
  };
  const length = chunked || method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const all = Object.fromEntries(Object.entries({ ...length, ...given }).filter(([, value]) => value !== undefined));
  return new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, path, method, agent: false, headers: all as never },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(response.headers).filter(([name]) => !TRANSPORT.has(name))),
            body: text,
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
