import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages } from './messagesPlugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Each file costs a phone a round trip, so small ones are combined: the packages that every screen needs, the page's own
 * initial files, files that several screens share, and dialogs, which no first screen needs.
 */
const FILES = [
  { name: 'styles', priority: 5, test: /[\\/]styles[\\/]/ },
  { name: 'packages', priority: 4, test: /node_modules/, tags: ['$initial' as const] },
  {
    name: 'page',
    priority: 3,
    test: /[\\/]web[\\/](?:graphql|portal|ui)[\\/](?!.*(?:\.css|sandbox))/,
    tags: ['$initial' as const],
  },
  { name: 'dialog', priority: 2, test: /@ariakit|[\\/]components[\\/]Dialog/ },
  { name: 'parts', priority: 1, test: /[\\/]web[\\/](?:portal|ui)[\\/](?!.*(?:\.css|sandbox))/, minShareCount: 2 },
];

export default defineConfig({
  root: here('.'),
  base: '/portal/',
  publicDir: false,
  plugins: [react(), compiledMessages()],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // Read by build.ts, and not served.
    manifest: 'manifest.json',
    // The page's policy refuses `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here('./index.html'), 'sandbox-fields': here('./sandbox-fields.html') },
      output: {
        codeSplitting: { groups: FILES },
        // A language's messages are named by the language, as in `de-1a2b3c4d.js`.
        chunkFileNames: ({ facadeModuleId }) =>
          `assets/${/\/messages\/(\w+)\/portal\.json$/.exec(facadeModuleId ?? '')?.[1] ?? '[name]'}-[hash].js`,
      },
      // Timings of the bundler do not matter to the operator who starts the server.
      checks: { pluginTimings: false },
    },
  },
  // The messages lie outside of the root.
  server: { fs: { allow: [here('..'), here('../../node_modules')] } },
});
