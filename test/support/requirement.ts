/** Groups of tests that not every machine can run. The run reports at its end what it skipped, and why. */
import { describe } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** The reason why the tests of a group are skipped. */
    skippedBecause?: string;
  }
}

/** A `describe` whose tests are skipped for the given reason, or run if there is none. */
export const describeUnless =
  (skippedBecause: string | undefined) =>
  (name: string, body: () => void): void => {
    describe(name, skippedBecause === undefined ? {} : { skip: true, meta: { skippedBecause } }, body);
  };
