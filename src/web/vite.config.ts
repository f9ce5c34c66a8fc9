import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages } from './messagesPlugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the API listens while the page is developed with `npx vite --config src/web/vite.config.ts`. */
const API = 'http://localhost:4000';

/**
 * Each file costs a telephone a round trip, so that small ones are put together: the packages that every screen needs,
 * the page's own part of that, what several screens share, and dialogs, which nobody needs at first.
 */
const FILES = [
  { name: 'styles', priority: 5, test: /[\\/]styles[\\/]/ },
  { name: 'packages', priority: 4, test: /node_modules/, tags: ['$initial' as const] },
  {
    name: 'page',
    priority: 3,
    test: /[\\/]web[\\/](?:graphql|page)[\\/](?!.*(?:\.css|sandbox))/,
    tags: ['$initial' as const],
  },
  { name: 'dialog', priority: 2, test: /@ariakit|[\\/]ui[\\/]Dialog/ },
  { name: 'parts', priority: 1, test: /[\\/]page[\\/](?!.*(?:\.css|sandbox))/, minShareCount: 2 },
];

export default defineConfig({
  root: here('.'),
  base: '/portal/',
  publicDir: false,
  plugins: [react(), compiledMessages()],
  resolve: { alias: [{ find: /^graphql$/, replacement: here('./page/api/parsesNothing.ts') }] },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // Read by build.ts, and not served.
    manifest: 'manifest.json',
    // What is inlined as data: would be refused by the policy that the page is served with.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here('./index.html'), 'sandbox-fields': here('./sandbox-fields.html') },
      output: { codeSplitting: { groups: FILES } },
      // Which part of the build took long is nobody's concern who starts the server.
      checks: { pluginTimings: false },
    },
  },
  server: { proxy: { '/graphql': API, '/invoices': API } },
});
