/** A TCP proxy that puts a database at a distance: everything that passes takes half of the round trip's time. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

function passOn(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay();
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => to.destroy());
}

export async function atDistance(databaseUrl: string, roundTripMs: number): Promise<{ url: string; close(): void }> {
  const url = new URL(databaseUrl);
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(databaseUrl).port || 5432), new URL(databaseUrl).hostname);
    passOn(client, upstream, roundTripMs / 2);
    passOn(upstream, client, roundTripMs / 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, close: () => server.close() };
}
