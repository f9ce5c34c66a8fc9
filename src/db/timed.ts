import { AsyncResource } from 'node:async_hooks';
import type { EndedStatement } from './client.ts';

/**
 * Calls `query`, which takes a callback or returns a promise, and reports the statement when its result has arrived.
 */
export function timed<Args extends unknown[], T>(
  text: string,
  args: Args,
  query: (...args: Args) => T,
  onStatement: (statement: EndedStatement) => void,
): T {
  const start = performance.now();
  // node-postgres calls back in the context of its socket; the span belongs to the caller's.
  const end = AsyncResource.bind((failed: boolean) =>
    onStatement({ text, milliseconds: performance.now() - start, failed }),
  );
  const callback = args.at(-1);
  if (typeof callback === 'function') {
    const reporting = (error: unknown, ...rest: unknown[]) => {
      end(Boolean(error));
      callback(error, ...rest);
    };
    return query(...([...args.slice(0, -1), reporting] as Args));
  }
  const answer = query(...args);
  if (answer instanceof Promise)
    answer.then(
      () => end(false),
      () => end(true),
    );
  return answer;
}
