import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Reserves a data directory for this process. PGlite itself does not, and two processes on one directory destroy it.
 * A listening socket is the lock, because the operating system drops it with the process, even after kill -9; a file
 * with a process id in it would outlive its owner and, in a container, name the wrong process.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const key = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 24);
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\portico-${key}` : join(tmpdir(), `portico-${key}.sock`);
  const server = (await listen(address)) ?? (await takeOver(address));
  if (!server) {
    throw new Error(
      `The data directory ${dataDir} is in use by another running process. Stop it first, or set DATABASE_URL.`,
    );
  }
  return () => new Promise((done) => server.close(() => done()));
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
    );
    server.listen(address, () => done(server.unref()));
  });
}

/** The socket file exists: it is its owner's if somebody answers, and otherwise what a killed process left behind. */
async function takeOver(address: string): Promise<Server | undefined> {
  const answered = await new Promise<boolean>((done) => {
    const socket = connect(address, () => done(true)).once('error', () => done(false));
    socket.unref().once('connect', () => socket.destroy());
  });
  if (answered) return undefined;
  rmSync(address, { force: true });
  return listen(address);
}
