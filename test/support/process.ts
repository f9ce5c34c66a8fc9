/** The program as an operating system's process of its own: for races between processes, and for killing one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TEST_SECRET } from './app.ts';

export interface ServerProcess {
  readonly url: string;
  /** A POST to /graphql over a real connection; rejects when the process dies before it answered. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers whose shape they know.
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: any }>;
  /** kill -9: the process gets no chance to finish anything. */
  kill(): Promise<void>;
  /** Asks it to end, as an operator does, and waits until it has. Answers its exit code. */
  stop(): Promise<number | null>;
}

/** A second or two on an idle machine. */
const START_MS = 90_000;

/**
 * Starts `src/main.ts` on a database that is migrated already, or (null) on the embedded one; the promise resolves when
 * it answers. Its DATA_DIR goes with it, unless one is given, which is kept.
 */
export async function startServerProcess(
  databaseUrl: string | null,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const own = env.DATA_DIR === undefined;
  const [port, dataDir] = await Promise.all([freePort(), env.DATA_DIR ?? mkdtemp(join(tmpdir(), 'portico-process-'))]);
  const child = spawn(process.execPath, ['src/main.ts'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      DATA_DIR: dataDir,
      PORT: String(port),
      PORTICO_SECRET: TEST_SECRET,
      // So that each request may name a client of its own.
      TRUSTED_PROXY_HOPS: '1',
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    if (own) await rm(dataDir, { recursive: true, force: true });
    return child.exitCode;
  };
  try {
    await untilReady(child, url);
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    url,
    async post(body, headers = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  for (const start = performance.now(); performance.now() - start < START_MS; await pause(25)) {
    if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode}: ${complaint}`);
    const ready = await fetch(`${url}/ready`).catch(() => null);
    if (ready?.ok) return;
  }
  throw new Error(`The process did not answer in time: ${complaint}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
