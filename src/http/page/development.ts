/**
 * The hosted page in development, served by Vite from its sources: a changed component is replaced in the browser
 * without a reload. Vite shares the server's address; its own paths lie below `/portal/`, beside the portals.
 */
import { readFileSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import type { BuiltFile, BuiltPage } from './built.ts';

const BASE = '/portal/';
/** The paths of portals, and the only document besides them; everything else below `BASE` is Vite's. */
const OURS = /^\/portal\/(?:co_[0-9a-z]{26}(?:[/?]|$)|sandbox-fields\.html)/;

const plainFile = (type: string, text: string): BuiltFile => ({ type, plain: Buffer.from(text), encoded: new Map() });

export interface DevelopmentPage {
  page: BuiltPage;
  /** Serves Vite's files, and everything else by `next`. */
  listener(next: RequestListener): RequestListener;
  close(): Promise<void>;
}

/** `web` is the folder of the page's sources; `server` also carries the connection over which Vite reports changes. */
export async function openDevelopmentPage(web: string, server: Server): Promise<DevelopmentPage> {
  // Production never loads the bundler.
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: join(web, 'vite.config.ts'),
    // Imports the file itself: a bundled copy would be written, watched by `node --watch` and deleted, which restarts.
    configLoader: 'native',
    mode: 'development',
    appType: 'custom',
    logLevel: 'warn',
    server: { middlewareMode: true, ws: { server } },
  });
  const operationsFile = join(web, 'graphql/generated/persisted-documents.json');
  const operations = new Map<string, string>();
  const readOperations = () => {
    operations.clear();
    for (const [hash, text] of Object.entries(JSON.parse(readFileSync(operationsFile, 'utf8'))))
      operations.set(hash, String(text));
  };
  readOperations();
  vite.watcher.add(operationsFile).on('change', (path) => {
    if (path === operationsFile) readOperations();
  });
  const source = (name: string) => readFileSync(join(web, name), 'utf8');
  const embedded = await vite.transformRequest('/embed/mountPortal.ts');
  return {
    page: {
      index: source('index.html'),
      sandboxFields: source('sandbox-fields.html'),
      assets: new Map(),
      embed: new Map([
        ['v1.js', plainFile('text/javascript; charset=utf-8', embedded?.code ?? '')],
        ['v1.d.ts', plainFile('text/plain; charset=utf-8', source('embed/v1.d.ts'))],
      ]),
      operations,
      preloads: { languages: {}, screens: {} },
      transform: (name) => vite.transformIndexHtml(`/${name}`, source(name)),
    },
    listener: (next) => (req, res) => {
      const { url } = req;
      if (!url?.startsWith(BASE) || OURS.test(url)) return next(req, res);
      vite.middlewares(req, res, () => next(Object.assign(req, { url }), res));
    },
    close: () => vite.close(),
  };
}
