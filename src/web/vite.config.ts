import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages } from './messagesPlugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the API listens while the page is developed with `npx vite --config src/web/vite.config.ts`. */
const API = 'http://localhost:4000';

export default defineConfig({
  root: here('.'),
  base: '/portal/',
  publicDir: false,
  plugins: [react(), compiledMessages()],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // What is inlined as data: would be refused by the policy that the page is served with.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: here('./index.html'), 'sandbox-fields': here('./sandbox-fields.html') } },
  },
  server: { proxy: { '/graphql': API, '/invoices': API } },
});
