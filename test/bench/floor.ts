/**
 * The floor: `node:http` and `pg` with one prepared statement per request that returns the whole response as JSON text.
 * Without GraphQL, signatures and sessions it shows the cost of the work itself.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { serveParent } from './child.ts';
import { FLOOR_STATEMENTS, type FloorOperation } from './floorStatements.ts';

const { url } = JSON.parse(process.argv[2] ?? '{}') as { url: string };
const pool = new pg.Pool({ connectionString: url, max: 10 });

const server = createServer((request, response) => {
  const operation = (request.url ?? '').slice(1) as FloorOperation;
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { values } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { values: unknown[] };
      const { rows } = await pool.query({
        name: operation,
        text: FLOOR_STATEMENTS[operation],
        values,
        rowMode: 'array',
      });
      const body = String(rows[0]?.[0]);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    } catch (error) {
      response.writeHead(500);
      response.end(String(error));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  serveParent(
    port,
    () => 0,
    async () => {
      server.close();
      server.closeAllConnections();
      await pool.end();
    },
  );
});
