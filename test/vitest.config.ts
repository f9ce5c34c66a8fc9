import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 ships twice, and types of one copy are strangers to the other: take the one that Node takes.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'node_modules/**'],
    globalSetup: ['test/support/preparedDatabase.ts', 'test/support/builtPage.ts'],
    // Each file has a process and a database of its own, so that no test can lean on another file's rows.
    pool: 'forks',
    // One more than a small machine has cores: browsers and other processes are waited for much of the time.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
