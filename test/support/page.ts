/** A small substitute for the built page, for tests of serving it. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BuiltPage } from '../../src/http/page/built.ts';

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const SCRIPT = 'export const page = 1;'.repeat(50);

/** A page with one script and the given operations. */
export const pageWith = (operations: readonly string[] = []): BuiltPage => ({
  index: `<!doctype html><html lang="%PORTICO_LANG%" dir="%PORTICO_DIR%"><head><title>%PORTICO_TITLE%</title><link rel="icon" href="%PORTICO_FAVICON%">
<script type="application/json" id="portico">%PORTICO_DATA%</script><script type="module" src="/portal/assets/index-1.js"></script></head></html>`,
  sandboxFields: '<!doctype html><title>fields</title>',
  assets: new Map([
    [
      'index-1.js',
      {
        type: 'text/javascript; charset=utf-8',
        plain: Buffer.from(SCRIPT),
        encoded: new Map([
          ['br', brotliCompressSync(SCRIPT)],
          ['gzip', gzipSync(SCRIPT)],
        ] as const),
      },
    ],
  ]),
  embed: new Map([
    ['v1.js', { type: 'text/javascript; charset=utf-8', plain: Buffer.from('Portico'), encoded: new Map() }],
  ]),
  preloads: {
    languages: { en: ['assets/en-1.js'], de: ['assets/de-1.js'] },
    screens: { '/': ['assets/home-1.js', 'assets/parts-1.js'] },
  },
  operations: new Map(operations.map((text) => [hashOf(text), text])),
});
