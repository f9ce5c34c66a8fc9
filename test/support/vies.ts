/** A server that speaks the protocol of VIES on this machine. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ViesQuery {
  countryCode: string;
  vatNumber: string;
  requesterMemberStateCode?: string;
  requesterNumber?: string;
}

/** A code of VIES, `VALID`, or a handler of the response. */
type ViesBehavior = string | ((response: ServerResponse, query: ViesQuery) => void);

export interface LocalVies {
  readonly url: string;
  readonly queries: ViesQuery[];
  /** Sets the result of the next queries. */
  behave(behavior: ViesBehavior): void;
  close(): Promise<void>;
}

const json = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function respond(response: ServerResponse, code: string, query: ViesQuery): void {
  const { countryCode, vatNumber, requesterNumber } = query;
  if (code !== 'VALID' && code !== 'INVALID') {
    json(response, 400, { actionSucceed: false, errorWrappers: [{ error: code }] });
    return;
  }
  const valid = code === 'VALID';
  json(response, 200, {
    ...{ countryCode, vatNumber, valid, requestDate: '2026-03-01T00:00:00.000Z' },
    requestIdentifier: valid && requesterNumber ? 'WAPIAAAAY1234567' : '',
    name: valid ? 'Prüfstein GmbH' : '---',
    address: '---',
  });
}

export async function startVies(): Promise<LocalVies> {
  const queries: ViesQuery[] = [];
  let behavior: ViesBehavior = 'VALID';
  const server = createServer(async (request, response) => {
    // A connection that is closed while the next query begins would count as an outage.
    response.setHeader('connection', 'close');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || request.url !== '/rest-api/check-vat-number') {
      response.writeHead(404).end();
      return;
    }
    const query = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ViesQuery;
    queries.push(query);
    if (typeof behavior === 'string') respond(response, behavior, query);
    else behavior(response, query);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest-api`,
    queries,
    behave(next) {
      behavior = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
