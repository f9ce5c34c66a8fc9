/** Load: a fixed number of keep-alive connections, each sending its next request after the last response. */
import { Agent, request } from 'node:http';

export interface Call {
  port: number;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Burst {
  requests: number;
  seconds: number;
}

const CONNECTIONS = 16;

/** Runs until the time is over or `nextCall` returns null. Every response must succeed, or the run is void. */
export async function burst(
  milliseconds: number,
  nextCall: () => Call | null,
  check: (status: number, body: string) => void,
): Promise<Burst> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const start = performance.now();
  let requests = 0;
  let answered = start;
  const lane = async () => {
    while (performance.now() - start < milliseconds) {
      const call = nextCall();
      if (!call) return;
      const { status, body } = await send(agent, call);
      check(status, body);
      requests++;
      answered = performance.now();
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  } finally {
    agent.destroy();
  }
  return { requests, seconds: (answered - start) / 1000 };
}

export function send(
  agent: Agent | undefined,
  { port, path, headers, body }: Call,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      },
    );
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('No response for 30 seconds.')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
