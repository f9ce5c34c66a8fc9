/** Debian's pgbouncer before the test server, as a process of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './process.ts';

const BINARY = '/usr/sbin/pgbouncer';

export const pgbouncerMissing: string | undefined = (() => {
  try {
    accessSync(BINARY, constants.X_OK);
    return undefined;
  } catch {
    return 'They need pgbouncer in /usr/sbin, for example by apt-get install pgbouncer.';
  }
})();

/** pgbouncer refuses to run as root. */
const asNobody = (): { uid?: number; gid?: number } => {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
};

export interface Pgbouncer {
  /** The address of the database through the pooler. */
  url: string;
  close(): Promise<void>;
}

/** `settings` are lines of the section [pgbouncer]. */
export async function openPgbouncer(databaseUrl: string, settings: readonly string[]): Promise<Pgbouncer> {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), 'portico-pgbouncer-'));
  await chmod(folder, 0o755);
  const listenPort = await freePort();
  const login = [`user=${username}`, ...(password ? [`password=${password}`] : [])].join(' ');
  const config = join(folder, 'pgbouncer.ini');
  await writeFile(
    config,
    [
      '[databases]',
      `pooled = host=${hostname} port=${port || 5432} dbname=${pathname.slice(1)} ${login}`,
      '[pgbouncer]',
      ...[
        'listen_addr = 127.0.0.1',
        `listen_port = ${listenPort}`,
        'auth_type = any',
        'unix_socket_dir =',
        ...settings,
      ],
    ].join('\n'),
    { mode: 0o644 },
  );
  const child = spawn(BINARY, [config], { stdio: ['ignore', 'ignore', 'pipe'], ...asNobody() });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await untilListening(child, listenPort, () => output);
  return {
    url: `postgres://${username}@127.0.0.1:${listenPort}/pooled`,
    async close() {
      if (child.exitCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number, output: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${output()}`);
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await pause(25);
  }
  throw new Error(`pgbouncer did not listen: ${output()}`);
}
