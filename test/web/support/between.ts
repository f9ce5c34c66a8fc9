/**
 * A proxy between a browser and a server that is killed: it holds a request back before the server sees it, or the
 * response after the server has sent it, so that a test chooses the moment at which the server dies.
 */
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBuiltPage } from '../../../src/http/page/built.ts';
import { DIST } from '../../../src/web/build.ts';

export type Moment = 'before the request has reached it' | 'after the change, before the answer has arrived';

export interface Between {
  /** The address for the browser, which stays the same when the server is replaced. */
  origin: string;
  /** Sets the server to which requests are passed from now on. */
  lead(serverUrl: string): void;
  /** Holds the next request of each of these operations; resolves when all of them are held. */
  hold(moment: Moment, operations: readonly string[]): Promise<void>;
  /** The connections that are held break, as those of a dead server do. */
  breakOff(): void;
  close(): Promise<void>;
}

export async function standBetween(): Promise<Between> {
  const built = readBuiltPage(DIST);
  if (!built) throw new Error('The page was not built.');
  const names = new Map(
    [...built.operations].map(([hash, text]) => [hash, /(?:mutation|query) (\w+)/.exec(text)?.[1]]),
  );
  const nameOf = (body: Buffer): string | undefined => {
    if (body.length === 0) return undefined;
    const { extensions } = JSON.parse(body.toString()) as { extensions?: { persistedQuery?: { sha256Hash: string } } };
    return names.get(extensions?.persistedQuery?.sha256Hash ?? '');
  };

  let target = '';
  let waiting: { moment: Moment; operations: Set<string>; all: () => void } | null = null;
  const held: ServerResponse[] = [];
  function keep(response: ServerResponse, name: string): void {
    held.push(response);
    waiting?.operations.delete(name);
    if (waiting?.operations.size === 0) waiting.all();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const name = request.url === '/graphql' ? nameOf(body) : undefined;
    const wanted = name !== undefined && waiting?.operations.has(name) ? name : undefined;
    const moment = waiting?.moment;
    if (wanted && moment?.startsWith('before')) return keep(response, wanted);
    const { method, headers } = request;
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      ask(new URL(request.url ?? '/', target), { method, headers, agent: false }, resolve)
        .on('error', reject)
        .end(body);
    });
    const whole = Buffer.concat(await answered.toArray());
    if (wanted) return keep(response, wanted);
    response.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
    response.end(whole);
  }

  const server = createServer((request, response) => {
    // Without a server the connection breaks.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    lead: (serverUrl) => {
      target = serverUrl;
    },
    hold: (moment, operations) =>
      new Promise((all) => {
        waiting = { moment, operations: new Set(operations), all };
      }),
    breakOff() {
      waiting = null;
      for (const response of held.splice(0)) response.destroy();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
