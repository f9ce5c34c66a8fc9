/** A PostgreSQL server of its own, made by Debian's binaries in a temporary directory, that a test may restart and kill. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './process.ts';

const VERSIONS = '/usr/lib/postgresql';

function binaries(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(VERSIONS, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function ownUser(): { uid?: number; gid?: number } | undefined {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return id('-u').status === 0 ? { uid: Number(id('-u').stdout), gid: Number(id('-g').stdout) } : undefined;
}

export const privatePostgresMissing: string | undefined =
  binaries() && ownUser()
    ? undefined
    : 'They need PostgreSQL’s own programs in /usr/lib/postgresql, for example by apt-get install postgresql.';

export interface PrivatePostgres {
  /** The address of the database `postgres`, as a superuser. */
  url: string;
  /** `fast` ends transactions; `immediate` is a crash, after which the server recovers from its log. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  close(): Promise<void>;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const [bin, user, folder, port] = [
    binaries(),
    ownUser(),
    await mkdtemp(join(tmpdir(), 'portico-postgres-')),
    await freePort(),
  ];
  if (!bin || !user) throw new Error('Use it inside a group that is skipped if privatePostgresMissing.');
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  // Never synchronous, because the clients and the proxy of the test continue meanwhile.
  const run = async (program: string, args: readonly string[]) => {
    const child = spawn(join(bin, program), args, {
      ...{ ...user, cwd: folder, stdio: 'ignore' as const },
      env: { PATH: process.env.PATH },
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${program} ended with ${code}.`);
  };
  await run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c timezone=UTC`;
  const control = (...args: string[]) =>
    run('pg_ctl', ['-D', data, '-w', '-t', '60', '-l', join(folder, 'log'), ...args]);
  await control('-o', settings, 'start');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async restart(mode) {
      await control('-m', mode, '-o', settings, 'restart');
    },
    async close() {
      await control('-m', 'immediate', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
