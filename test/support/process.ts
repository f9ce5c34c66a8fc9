/** The program as a separate operating system process, for races between processes and for kills. */
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
  /** A POST to /graphql over a real connection; rejects if the process dies before it responds. */
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: any }>;
  /** kill -9: the process gets no chance to finish anything. */
  kill(): Promise<void>;
  /** Sends SIGTERM, waits for the end of the process, and returns its exit code. */
  stop(): Promise<number | null>;
  /** The text that the process has written to its standard output and error. */
  output(): string;
  /** The part of it that was written to standard output. */
  standardOutput(): string;
  readonly pid: number;
}

/** A second or two on an idle machine. */
const START_MS = 90_000;

/**
 * Starts `src/main.ts` on a migrated database, or (null) on the embedded one; the promise resolves when it is ready.
 * Its DATA_DIR is removed at the end unless one is given.
 */
export async function startServerProcess(
  databaseUrl: string | null,
  env: Record<string, string> = {},
  /** The status of /ready with which the process counts as started. */
  { ready = 200, onOutput = () => {} }: { ready?: number; onOutput?(text: string): void } = {},
): Promise<ServerProcess> {
  const own = env.DATA_DIR === undefined;
  const [port, dataDir] = await Promise.all([freePort(), env.DATA_DIR ?? mkdtemp(join(tmpdir(), 'portico-process-'))]);
  const child = spawn(process.execPath, ['src/main.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      DATA_DIR: dataDir,
      PORT: String(port),
      PORTICO_SECRET: TEST_SECRET,
      // Lets each request set its own client address.
      TRUSTED_PROXY_HOPS: '1',
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
  let output = '';
  let standardOutput = '';
  child.stdout.on('data', (chunk) => {
    standardOutput += chunk;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      onOutput(output);
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
    await untilReady(child, url, ready, () => output);
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
    output: () => output,
    standardOutput: () => standardOutput,
    pid: child.pid ?? 0,
  };
}

/** Runs `src/main.ts` with a command until it ends by itself. */
export async function runMain(
  env: Record<string, string>,
  command: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const own = env.DATA_DIR === undefined;
  const dataDir = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'portico-process-')));
  const child = spawn(process.execPath, ['src/main.ts', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(await freePort()), PORTICO_SECRET: TEST_SECRET },
      ...{ LOG_LEVEL: 'silent', DATABASE_WAIT_SECONDS: '0', NODE_NO_WARNINGS: '1', ...env },
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const [code] = await once(child, 'close');
  if (own) await rm(dataDir, { recursive: true, force: true });
  return { code, output };
}

/** The setting with which a process reads a clock that is `ahead` by that many milliseconds. */
export function shiftedClock(ahead: number): { NODE_OPTIONS: string } {
  const script = `const Real = Date; globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + ${ahead}])); }
    static now() { return Real.now() + ${ahead}; }
  };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

async function untilReady(child: ChildProcess, url: string, status: number, output: () => string): Promise<void> {
  for (const start = performance.now(); performance.now() - start < START_MS; await pause(25)) {
    if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode}: ${output()}`);
    const ready = await fetch(`${url}/ready`).catch(() => null);
    if (ready?.status === status) return;
  }
  throw new Error(`The process was not ready in time: ${output()}`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
