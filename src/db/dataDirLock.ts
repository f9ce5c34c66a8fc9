import { createHash, randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECOND } from '../kernel/clock.ts';
import { StartRefused } from './startRefused.ts';

const OWNER = 'portico.owner';
const LOCK = /^portico\.(\d+)\.sock$/;
const lockName = (generation: number): string => `portico.${generation}.sock`;

/** The interval at which the owner rewrites its lock file, and the age at which that of another machine is abandoned. */
const HEARTBEAT_MS = 5 * SECOND;
const ABANDONED_MS = 6 * HEARTBEAT_MS;

/** Addresses of Unix sockets end at 104 bytes on macOS and 108 on Linux, the final zero included. */
const LONGEST_ADDRESS = 100;

/**
 * Reserves a data directory for this process. PGlite itself does not, and two processes on one directory destroy it.
 *
 * The lock is a listening socket inside the directory: the operating system drops it with the process, even after
 * kill -9, and every spelling of the path (a symbolic link, a bind mount, another container's volume) leads to the same
 * one. A socket cannot be reached from another machine, so a file beside it names the owner's machine and is rewritten
 * every few seconds for as long as the owner runs.
 *
 * Throws if another running process has the directory.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  mkdirSync(dataDir, { recursive: true });
  const folder = realpathSync(dataDir);
  const server = process.platform === 'win32' ? await listen(pipeOf(folder)) : await claim(folder);
  if (!server)
    throw new StartRefused(
      `The data directory ${dataDir} is in use by another running process. Stop it first, or set DATABASE_URL.`,
    );
  let beating = beat(folder);
  await beating;
  const heart = setInterval(() => {
    beating = beat(folder).catch(() => {});
  }, HEARTBEAT_MS).unref();
  return async () => {
    clearInterval(heart);
    // The next owner writes the same files.
    await beating;
    rmSync(join(folder, OWNER), { force: true });
    await new Promise((done) => server.close(done));
  };
}

function pipeOf(folder: string): string {
  const key = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 24);
  return `\\\\.\\pipe\\portico-${key}`;
}

/**
 * The socket of a killed owner stays in the folder, and no call replaces a file only if it is still the dead one. So
 * each owner has a generation of its own: the process that listens on the highest one owns the folder. A generation is
 * claimed by a hard link to a socket that listens already, so a claim never looks dead; it fails if the name exists.
 * The highest one is never removed, not even by its owner: a process that has seen it dead cannot claim it again.
 *
 * Undefined if another process owns the folder.
 */
async function claim(folder: string): Promise<Server | undefined> {
  const { path, remove } = shortPath(folder);
  const own = `${randomUUID().slice(0, 8)}.sock`;
  const server = await listen(join(path, own));
  try {
    const generation = server && (await claimGeneration(folder, path, own));
    if (generation !== undefined) return server;
    server?.close();
    return undefined;
  } finally {
    rmSync(join(folder, own), { force: true });
    remove();
  }
}

async function claimGeneration(folder: string, path: string, own: string): Promise<number | undefined> {
  for (;;) {
    const highest = Math.max(0, ...generationsIn(folder));
    if (highest > 0 && (await isAlive(join(path, lockName(highest))))) return undefined;
    if (runsElsewhere(folder)) return undefined;
    const generation = highest + 1;
    if (!linked(join(folder, own), join(folder, lockName(generation)))) continue;
    const generations = generationsIn(folder);
    // The name was free because a later owner has removed what is below its own generation.
    if (generations.some((other) => other > generation)) {
      rmSync(join(folder, lockName(generation)));
      continue;
    }
    for (const other of generations) if (other < generation) rmSync(join(folder, lockName(other)), { force: true });
    return generation;
  }
}

const generationsIn = (folder: string): number[] =>
  readdirSync(folder).flatMap((name) => {
    const generation = LOCK.exec(name)?.[1];
    return generation ? [Number(generation)] : [];
  });

/** False if the name exists. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The folder itself, or a short link to it if the address of a socket in it would be too long. */
function shortPath(folder: string): { path: string; remove: () => void } {
  const longest = Buffer.byteLength(join(folder, lockName(Number.MAX_SAFE_INTEGER)));
  if (longest <= LONGEST_ADDRESS) return { path: folder, remove: () => {} };
  const short = mkdtempSync(join(tmpdir(), 'portico-'));
  symlinkSync(folder, join(short, 'd'));
  return { path: join(short, 'd'), remove: () => rmSync(short, { recursive: true, force: true }) };
}

/** Undefined if the address is taken. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
    );
    server.listen(address, () => done(server.unref()));
  });
}

function isAlive(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => done(true)).once('error', () => done(false));
    socket.unref().once('connect', () => socket.destroy());
  });
}

/** Renamed into place, because a process killed while writing must not leave half of a name. */
async function beat(folder: string): Promise<void> {
  const draft = join(folder, `${OWNER}.new`);
  await writeFile(draft, `${machineId()}\n`);
  await rename(draft, join(folder, OWNER));
}

/** True if the owner is a process of another machine that gave a sign of life lately. */
function runsElsewhere(folder: string): boolean {
  const file = join(folder, OWNER);
  try {
    if (readFileSync(file, 'utf8').trim() === machineId()) return false;
    // Compared with a file written now: the clock of a network volume is neither machine's own.
    const probe = join(folder, `${randomUUID().slice(0, 8)}.probe`);
    mkdirSync(probe);
    const now = statSync(probe).mtimeMs;
    rmSync(probe, { recursive: true });
    return now - statSync(file).mtimeMs < ABANDONED_MS;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** An id that processes share if they can reach each other's sockets: that of the running kernel, or else the host's name. */
function machineId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}
