/** The messages of both benchmark servers to their parent process: the port, and the resource usage so far. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Usage {
  /** Milliseconds of processor time, user and system. */
  cpu: number;
  statements: number;
}

export interface Server {
  port: number;
  usage(): Promise<Usage>;
  /** Begins the work that the server was started for. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server file as a separate process and waits until it listens. */
export async function startServer(file: string, argument: object): Promise<Server> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(argument)], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const waiting: PromiseWithResolvers<unknown>[] = [];
  child.on('message', (answer) => waiting.shift()?.resolve(answer));
  child.on('exit', () => {
    for (const one of waiting) one.reject(new Error(`${file} ended.`));
  });
  const message = () => {
    const one = Promise.withResolvers<unknown>();
    waiting.push(one);
    return one.promise;
  };
  const { port } = (await message()) as { port: number };
  return {
    port,
    async usage() {
      child.send('usage');
      return (await message()) as Usage;
    },
    async begin() {
      child.send('begin');
      await message();
    },
    async stop() {
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
}

/** The child's side. */
export function serveParent(
  port: number,
  statements: () => number,
  close: () => Promise<void>,
  begin: () => void = () => {},
): void {
  process.on('message', async (message) => {
    if (message === 'stop') {
      await close();
      process.exit(0);
    }
    if (message === 'begin') begin();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1000, statements: statements() } satisfies Usage);
  });
  process.on('disconnect', () => process.exit(1));
  process.send?.({ port });
}
