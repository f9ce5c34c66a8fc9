/**
 * Builds the page when its sources have changed: run by `npm start`, and by tests that need the page. The result holds
 * the hash of its sources, so an unchanged page costs a few milliseconds.
 */
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = join(WEB, '../..');
/** The words of all areas; the page takes those in `portal.json`. */
const MESSAGES = join(WEB, '../i18n/messages');
/** The folder of the built page. */
export const DIST = join(WEB, 'dist');
/** The operations that the page sends, by their hashes. */
const OPERATIONS = join(WEB, 'graphql/generated/persisted-documents.json');
const STAMP = join(DIST, '.built-from');
/** The screens that most visits begin with. Other screens are fetched when the page knows its path. */
const FIRST_SCREENS = { '/': 'portal/screens/home/Home.tsx', '/sign-in': 'portal/screens/sign-in/SignIn.tsx' };
/** Types that compression makes smaller; served as `<name>.br` and `<name>.gz`. */
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json']);

/** Everything the result depends on: the page's own files, and the exact versions of its packages. */
async function sourcesHash(): Promise<string> {
  const entries = await Promise.all(
    [WEB, MESSAGES].map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const sources = entries
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(WEB, path).startsWith('dist'))
    .filter((path) => relative(MESSAGES, path).startsWith('..') || basename(path) === 'portal.json')
    .sort();
  const hash = createHash('sha256');
  for (const path of [...sources, join(ROOT, 'package-lock.json')]) {
    hash
      .update(`${relative(ROOT, path).split(sep).join('/')}\0`)
      .update(await readFile(path))
      .update('\0');
  }
  return hash.digest('hex');
}

type Manifest = Record<string, { file: string; imports?: string[]; src?: string }>;

/**
 * The files that a first visit needs beyond those that the document names, so that the server can name them too and the
 * browser does not learn of them one round trip after the other.
 */
async function preloads(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const withImports = (key: string): string[] => {
    const part = manifest[key];
    if (!part) throw new Error(`The page was built without ${key}.`);
    return [part.file, ...(part.imports ?? []).flatMap(withImports)];
  };
  const document = await readFile(join(folder, 'index.html'), 'utf8');
  const later = (key: string) => [...new Set(withImports(key))].filter((file) => !document.includes(file));
  const languages = Object.keys(manifest).filter((key) => key.endsWith('/portal.json'));
  return JSON.stringify({
    languages: Object.fromEntries(languages.map((key) => [basename(dirname(key)), later(key)])),
    screens: Object.fromEntries(Object.entries(FIRST_SCREENS).map(([path, key]) => [path, later(key)])),
  });
}

async function compress(folder: string): Promise<void> {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && COMPRESSED.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const content = await readFile(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(`${file}.br`, await brotli(content, { params }));
    await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
  }
}

/** The script for merchants' pages: one classic script that imports nothing. */
async function buildEmbedScript({ build }: typeof import('vite'), outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: WEB,
    publicDir: false,
    mode: 'production',
    logLevel: 'warn',
    build: {
      outDir,
      lib: { entry: join(WEB, 'embed/mountPortal.ts'), formats: ['iife'], name: 'Portico', fileName: () => 'v1.js' },
    },
  });
  await copyFile(join(WEB, 'embed/v1.d.ts'), join(outDir, 'v1.d.ts'));
}

/**
 * Brings `DIST` up to date with the sources. Returns whether a build was necessary. The page is built in another folder
 * and then moved, so that a server never reads half a page.
 */
export async function buildPage(options: { log?: (line: string) => void; force?: boolean } = {}): Promise<boolean> {
  const hash = await sourcesHash();
  const built = await readFile(STAMP, 'utf8').catch(() => null);
  if (built === hash && !options.force) return false;
  options.log?.('Building the portal page …');
  // A process that finds the page built does not need the bundler.
  const vite = await import('vite');
  const next = `${DIST}.${process.pid}`;
  // A test runner has another mode, in which the packages would include their development code.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await vite.build({
      configFile: join(WEB, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: next, emptyOutDir: true },
    });
    await buildEmbedScript(vite, join(next, 'embed'));
    await copyFile(OPERATIONS, join(next, 'operations.json'));
    await writeFile(join(next, 'preloads.json'), await preloads(next));
    await rm(join(next, 'manifest.json'));
    await compress(next);
    await writeFile(join(next, '.built-from'), hash);
    await rm(DIST, { recursive: true, force: true });
    // Another process may have been faster; its result is the same.
    await rename(next, DIST).catch(async (error: NodeJS.ErrnoException) => {
      if ((await readFile(STAMP, 'utf8').catch(() => null)) !== hash) throw error;
    });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
    await rm(next, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = process.hrtime.bigint();
  const built = await buildPage({ log: console.log });
  const took = Number((process.hrtime.bigint() - started) / 1_000_000n);
  console.log(built ? `The portal page is built (${took} ms).` : `The portal page is up to date (${took} ms).`);
}
