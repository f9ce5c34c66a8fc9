/** The simulated failures of two processes at work and of their services. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import type { PostmarkBehaviour } from '../support/postmark.ts';
import { type ServerProcess, shiftedClock } from '../support/process.ts';
import { type Ground, nodeOptions } from './ground.ts';

const DAY = 86_400_000;

/** In the last one the service accepts a mail, and a proxy in between returns a page of its own. */
const MAIL_TROUBLES: readonly (readonly [string, PostmarkBehaviour])[] = [
  ['is dead', 'disconnect'],
  ['never responds', 'hang'],
  ['fails', { status: 500, errorCode: 0, message: 'Internal error' }],
  ['lies', 'page'],
];

const someServer = ({ servers }: Ground) => servers[Math.floor(Math.random() * servers.length)] as ServerProcess;

/** Each resolves when the failure is over. */
export const MISFORTUNES: Readonly<Record<string, (ground: Ground) => Promise<unknown>>> = {
  async 'kill -9 of a process'(ground) {
    const victim = someServer(ground);
    await victim.kill();
    ground.servers.splice(ground.servers.indexOf(victim), 1, await ground.start());
  },
  async 'a stopped process that continues'(ground) {
    const { pid } = someServer(ground);
    process.kill(pid, 'SIGSTOP');
    await pause(4000);
    process.kill(pid, 'SIGCONT');
  },
  async 'connections that break'({ proxy }) {
    for (let n = 0; n < 8; n++) {
      proxy.reset();
      await pause(250);
    }
  },
  async 'a database that is away'({ proxy }) {
    await proxy.cut();
    await pause(4000);
    await proxy.restore();
  },
  async 'a database that restarts'({ url, proxy }) {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await proxy.cut();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await admin.end();
    await proxy.restore();
  },
  async 'a network that falls silent'({ proxy }) {
    proxy.freeze();
    await pause(4000);
    await proxy.restore();
  },
  async 'a locked table'({ url }) {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query('BEGIN; LOCK TABLE invoice IN ACCESS EXCLUSIVE MODE');
    await pause(4000);
    await admin.query('COMMIT');
    await admin.end();
  },
  async 'a process whose clock is ahead'(ground) {
    const ahead = await ground.start(nodeOptions(shiftedClock(75 * DAY).NODE_OPTIONS), { ready: 503 });
    await pause(7000);
    await ahead.kill();
  },
  async 'a deployment'(ground) {
    const old = ground.servers.shift();
    ground.servers.push(await ground.start());
    expect(await old?.stop()).toBe(0);
  },
  ...Object.fromEntries(
    (['dead', 'slow', 'lying'] as const).map((trouble) => [
      `a payment provider that is ${trouble}`,
      async ({ provider }: Ground) => {
        await provider(trouble);
        await pause(3000);
        await provider('none');
      },
    ]),
  ),
  ...Object.fromEntries(
    MAIL_TROUBLES.map(([name, behavior]) => [
      `a mail service that ${name}`,
      async ({ postmark }: Ground) => {
        postmark.behave(behavior);
        await pause(2500);
        postmark.behave('accept');
      },
    ]),
  ),
};
