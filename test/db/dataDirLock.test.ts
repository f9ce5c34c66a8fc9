import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../src/db/dataDirLock.ts';

describe('lock of a data directory', () => {
  let folder: string;
  let dataDir: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-lock-'));
    dataDir = join(folder, 'pgdata');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A process that takes the lock and holds it until it is killed. */
  async function holder(path: string, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
    const script = `
      import { lockDataDir } from './src/db/dataDirLock.ts';
      await lockDataDir(${JSON.stringify(path)});
      process.stdout.write('locked');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await Promise.race([once(child.stdout as Readable, 'data'), once(child, 'exit')]);
    return child;
  }
  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  it('the lock excludes a process with another temporary directory', async () => {
    const other = join(folder, 'tmp');
    await mkdir(other);
    const first = await holder(dataDir, { TMPDIR: other });
    await expect(lockDataDir(dataDir)).rejects.toThrow('in use by another running process');
    await kill(first);
    await (await lockDataDir(dataDir))();
  });

  it('the lock excludes a process that uses another spelling of the path', async () => {
    const first = await holder(dataDir);
    await symlink(folder, join(folder, 'link'));
    await expect(lockDataDir(join(folder, 'link', 'pgdata'))).rejects.toThrow('in use by another running process');
    await kill(first);
  });

  it('the lock works for a path longer than a socket address', async () => {
    const deep = join(folder, 'long'.repeat(30), 'pgdata');
    const first = await holder(deep);
    await expect(lockDataDir(deep)).rejects.toThrow('in use by another running process');
    await kill(first);
    await (await lockDataDir(deep))();
  });

  it('exactly one of many concurrent starts takes over the lock of a killed owner, again and again', async () => {
    for (let round = 0; round < 6; round++) {
      await kill(await holder(dataDir));
      // Each start is delayed by a few steps, so that some look while others have just taken over.
      const starts = Array.from({ length: 20 }, async (_, index) => {
        for (let step = 0; step < index * 3; step++) await new Promise(setImmediate);
        return lockDataDir(dataDir);
      });
      const tries = await Promise.allSettled(starts);
      const won = tries.filter((one) => one.status === 'fulfilled');
      expect(won).toHaveLength(1);
      for (const one of won) await one.value();
      expect((await readdir(dataDir)).filter((name) => name.endsWith('.sock'))).toHaveLength(1);
    }
  });

  it('an owner killed while it wrote its file does not block the next start', async () => {
    await kill(await holder(dataDir));
    await writeFile(join(dataDir, 'portico.owner.new'), '');
    await (await lockDataDir(dataDir))();
    expect(await readdir(dataDir)).not.toContain('portico.owner');
  });

  it('the lock of another machine is respected for half a minute after its last update', async () => {
    await kill(await holder(dataDir));
    const owner = join(dataDir, 'portico.owner');
    await writeFile(owner, 'another-machine\n');
    await expect(lockDataDir(dataDir)).rejects.toThrow('in use by another running process');
    const past = new Date((await stat(owner)).mtimeMs - 31_000);
    await utimes(owner, past, past);
    await (await lockDataDir(dataDir))();
  });
});
