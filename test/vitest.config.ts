import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './support/slowFirst.ts';

const DATABASE = 'test/support/preparedDatabase.ts';
const PAGE = 'test/support/builtPage.ts';
/** Timeouts cover a busy machine: tests wait for databases, processes and a browser. */
const SLOW = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  // graphql 16 ships as CommonJS and as ES modules, and its types are compared by identity: use the copy that Node loads.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,architecture,style}/**/*.test.ts'],
          pool: 'threads',
          testTimeout: 5_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/{api,contract,db,isolation,jobs}/**/*.test.ts'],
          globalSetup: [DATABASE],
          ...SLOW,
        },
      },
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['test/{scenarios,properties}/**/*.test.ts'],
          globalSetup: [DATABASE],
          ...SLOW,
        },
      },
      {
        extends: true,
        test: { name: 'races', include: ['test/races/**/*.test.ts'], globalSetup: [DATABASE], ...SLOW },
      },
      // Minutes of misfortunes: `npm run test:chaos`.
      ...(process.env.TEST_CHAOS
        ? [
            {
              extends: true as const,
              test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], globalSetup: [DATABASE], ...SLOW },
            },
          ]
        : []),
      {
        extends: true,
        test: { name: 'web', include: ['test/web/**/*.test.ts'], globalSetup: [DATABASE, PAGE], ...SLOW },
      },
    ],
    setupFiles: ['test/support/seeded.ts'],
    // The files of one worker share its modules and its embedded database, which costs most of what a file costs.
    pool: 'forks',
    // The default of one second is too short for a browser on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    isolate: false,
    sequence: { sequencer: SlowFirst },
    // One more than there are processors: tests wait for browsers and other processes much of the time.
    maxWorkers: availableParallelism() + 1,
    reporters: ['default', 'test/support/skippedReporter.ts'],
  },
});
