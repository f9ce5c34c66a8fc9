/** The built page, read once: its template, its files in every encoding that was made, and the operations it sends. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface BuiltFile {
  type: string;
  plain: Buffer;
  /** The encoded contents by encoding, the smallest first. */
  encoded: ReadonlyMap<'br' | 'gzip', Buffer>;
}

export interface BuiltPage {
  /** The page with its placeholders. */
  index: string;
  /** The card fields of the sandbox provider: a page of their own, in a frame. */
  sandboxFields: string;
  /** The files by their names, which contain a hash of the content, so that a file never changes. */
  assets: ReadonlyMap<string, BuiltFile>;
  /** The script for merchants' pages and its types, by the names below `/embed/`. */
  embed: ReadonlyMap<string, BuiltFile>;
  /** The operations that the page was built with, by their SHA-256. */
  operations: ReadonlyMap<string, string>;
  /** Files below `/portal/` to preload, by the language of a visit and by the path at which it begins. */
  preloads: {
    languages: Readonly<Record<string, readonly string[]>>;
    screens: Readonly<Record<string, readonly string[]>>;
  };
  /** In development: the document with Vite's client, whose inline scripts and styles the policy then allows. */
  transform?(name: 'index.html' | 'sandbox-fields.html'): Promise<string>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
};
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

/** Null while there is no built page in the folder. */
export function readBuiltPage(folder: string): BuiltPage | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    index: text('index.html'),
    sandboxFields: text('sandbox-fields.html'),
    preloads: JSON.parse(text('preloads.json')) as BuiltPage['preloads'],
    operations: new Map(Object.entries(JSON.parse(text('operations.json')) as Record<string, string>)),
    assets: filesIn(join(folder, 'assets')),
    embed: filesIn(join(folder, 'embed')),
  };
}

function filesIn(folder: string): ReadonlyMap<string, BuiltFile> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
    relative(folder, join(folder, path)).split(sep).join('/'),
  );
  return new Map(
    names.flatMap((name) => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      const encoded = (Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[])
        .filter((encoding) => existsSync(join(folder, name + ENCODINGS[encoding])))
        .map((encoding) => [encoding, readFileSync(join(folder, name + ENCODINGS[encoding]))] as const);
      return [[name, { type, plain: readFileSync(join(folder, name)), encoded: new Map(encoded) }] as const];
    }),
  );
}
