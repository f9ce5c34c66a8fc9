/**
 * The architecture, checked on the text of the source files. Type-only imports count: a type is knowledge of another
 * layer, too. Generated files may be imported and are not checked themselves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const GENERATED = /(^|\/)generated\//;

/** Code that runs in the browser. It has its own clock and its own entry point. */
const inBrowser = (path: string) => /^web\/(portal|ui|embed)\//.test(path);

interface Import {
  from: string;
  /** A path under src, or the name of a package. */
  to: string;
  ours: boolean;
  /** A dynamic `import()`. */
  lazy: boolean;
}

const IMPORT = /^(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

const files = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !GENERATED.test(path))
    .sort()
    .map((path) => [path, readFileSync(join(SRC, path), 'utf8')] as const),
);

const imports: Import[] = [...files].flatMap(([from, text]) =>
  [...text.matchAll(IMPORT)].map(([, a, b, c]) => {
    const target = (a ?? b ?? c) as string;
    const ours = target.startsWith('.');
    return { from, ours, lazy: c !== undefined, to: ours ? relative(SRC, join(SRC, dirname(from), target)) : target };
  }),
);

/** Files of a module that declare GraphQL types and fields. All other files of a module are its domain. */
const isSchemaFile = (path: string) =>
  /^modules\/\w+\/(?:\w+\/)?(?:schema|nodes|enums|previews|moneyInput|\w+Schema|\w+Nodes)\.ts$/.test(path);

/**
 * The layers from the lowest to the highest. A file may import from its own layer and from those before it. The domain
 * comes before `graphql`, so that no rule of billing depends on how it is queried.
 */
const LAYERS = [
  ...['kernel', 'i18n', 'telemetry', 'db', 'jobs', 'mail', 'events', 'pdf', 'operation'],
  ...[
    'domain',
    'graphql',
    'schema files',
    'api',
    'http',
    'schedule.ts',
    'scheduler.ts',
    'backend.ts',
    'app.ts',
    'envProduction.ts',
    'env.ts',
  ],
  ...['startupBanner.ts', 'shutdown.ts', 'main.ts', 'web'],
];

/** The modules' domains in the order in which they may know each other; `signIn`, `webhook` and `privacy` are known by none. */
const DOMAINS = [
  ...[
    'customer',
    'company',
    'tax',
    'catalog',
    'portal',
    'payment',
    'coupon',
    'credit',
    'event',
    'invoice',
    'charge',
    'subscription',
  ],
  ...['dunning', 'collection', 'paymentLink', 'email', 'csvExport', 'testClock', 'signIn', 'webhook', 'privacy'],
];

/** The same order for schema files: a type refers to types of earlier modules. Events refer to customers only. */
const SCHEMAS = [
  ...[
    'customer',
    'event',
    'company',
    'tax',
    'catalog',
    'coupon',
    'portal',
    'payment',
    'credit',
    'invoice',
    'charge',
    'subscription',
  ],
  ...['collection', 'paymentLink', 'dunning', 'email', 'csvExport', 'testClock', 'signIn', 'webhook', 'privacy'],
];

/** Imports that break a rule on purpose. Each has a reason and the date on which it is looked at again. */
const EXCEPTIONS: { from: string; to: string; reason: string; review: string }[] = [];

function layerOf(path: string): string {
  const [first = '', second] = path.split('/');
  if (first === 'modules') return isSchemaFile(path) ? 'schema files' : 'domain';
  return second === undefined ? path : first;
}
const moduleOf = (path: string) => (path.startsWith('modules/') ? (path.split('/')[1] as string) : null);

const excepted = ({ from, to }: Import) => EXCEPTIONS.some((one) => one.from === from && one.to === to);
const broken = (rule: string, breaks: (one: Import) => boolean) =>
  imports.filter((one) => breaks(one) && !excepted(one)).map(({ from, to }) => `${from} imports ${to}: ${rule}`);

test('every source file and every import of it is read', () => {
  expect(files.size).toBeGreaterThanOrEqual(250);
  expect(imports.filter(({ ours }) => ours).length).toBeGreaterThanOrEqual(900);
  for (const [path, text] of files) {
    const ends = text.match(/^(?:import|export|\})[^'\n]* from '[^']+';$/gm)?.length ?? 0;
    expect(imports.filter(({ from }) => from === path).length, path).toBeGreaterThanOrEqual(ends);
  }
  const dangling = imports.filter(
    ({ ours, to }) => ours && to.endsWith('.ts') && !to.startsWith('..') && !files.has(to),
  );
  expect(dangling.filter(({ to }) => !GENERATED.test(to))).toEqual([]);
});

describe('imports point one way', () => {
  const index = (path: string) => LAYERS.indexOf(layerOf(path));

  test('every folder of src has its place among the layers, and every module in both orders', () => {
    const unknown = [...files.keys()].filter((path) => !LAYERS.includes(layerOf(path)));
    expect(unknown.map((path) => `${path}: add its folder to LAYERS, or move it into one that exists`)).toEqual([]);
    const modules = new Set([...files.keys()].flatMap((path) => moduleOf(path) ?? []));
    expect([...modules].filter((name) => !(DOMAINS.includes(name) && SCHEMAS.includes(name)))).toEqual([]);
  });

  test('a file imports only its own layer and lower ones', () => {
    const rule = 'a lower layer knows nothing of a higher one; move the shared part down, or pass it in as a parameter';
    expect(broken(rule, ({ from, to, ours }) => ours && !GENERATED.test(to) && index(to) > index(from))).toEqual([]);
  });

  test('the shared GraphQL code imports no module, except the types of the services in the context', () => {
    const rule = 'what every schema file uses must not depend on one of them';
    const services = (path: string) => path === 'graphql/context.ts';
    expect(
      broken(
        rule,
        ({ from, to, ours }) => ours && layerOf(from) === 'graphql' && moduleOf(to) !== null && !services(from),
      ),
    ).toEqual([]);
    const text = files.get('graphql/context.ts') ?? '';
    expect(text.match(/^import .*\/modules\/.*$/gm)?.filter((line) => !line.startsWith('import type '))).toEqual([]);
  });

  test('the kernel imports no database, not even its generated types', () => {
    expect(
      broken(
        'the kernel is pure',
        ({ from, to, ours }) => ours && layerOf(from) === 'kernel' && layerOf(to) !== 'kernel',
      ),
    ).toEqual([]);
  });

  test('domain files import neither Pothos nor GraphQL', () => {
    const rule = 'rules do not depend on how they are queried; resolvers belong in schema.ts';
    expect(
      broken(
        rule,
        ({ from, to, ours }) =>
          !ours && layerOf(from) === 'domain' && /^(@pothos\/|graphql|@graphql|@escape\.tech)/.test(to),
      ),
    ).toEqual([]);
  });

  test.each([
    { layer: 'domain', order: DOMAINS, last: ['signIn', 'webhook', 'privacy'] },
    { layer: 'schema files', order: SCHEMAS, last: [] as string[] },
  ])('modules know each other in one order: $layer', ({ layer, order, last }) => {
    const rule = `modules are ordered (${order.join(', ')}); emit an event, enqueue a job, or move the shared part down`;
    expect(
      broken(rule, ({ from, to, ours }) => {
        if (!ours || layerOf(from) !== layer || layerOf(to) !== layer) return false;
        const [a, b] = [moduleOf(from) as string, moduleOf(to) as string];
        return a !== b && (order.indexOf(b) > order.indexOf(a) || last.includes(b));
      }),
    ).toEqual([]);
  });

  test('only main.ts imports the app, the settings and the startup banner', () => {
    const tops = ['app.ts', 'startupBanner.ts', 'env.ts'];
    const rule = 'pass the value in as an option of createApp';
    expect(
      broken(
        rule,
        ({ from, to, ours }) => ours && tops.includes(to) && !['main.ts', 'startupBanner.ts'].includes(from),
      ),
    ).toEqual([]);
    expect(broken('main.ts acts when it is imported', ({ to, ours }) => ours && to === 'main.ts')).toEqual([]);
  });

  test('the browser’s code and the server’s share the schema alone', () => {
    const rule = 'the page talks to the server over GraphQL';
    expect(
      broken(
        rule,
        ({ from, to, ours }) =>
          inBrowser(from) &&
          (ours ? !/^(web\/(portal|ui|embed|graphql|messages)|i18n\/messages)\//.test(to) : to.startsWith('node:')),
      ),
    ).toEqual([]);
    expect(broken(rule, ({ from, to, ours }) => ours && layerOf(to) === 'web' && layerOf(from) !== 'web')).toEqual([]);
  });

  test('code shared by pages does not import a page', () => {
    const rule = 'web/ui is used by every page; pass the value in, or name it in web/ui/page.ts';
    expect(broken(rule, ({ from, to }) => from.startsWith('web/ui/') && to.startsWith('web/portal/'))).toEqual([]);
  });

  test('no file imports itself by way of others, neither for its types nor lazily', () => {
    const next = new Map([...files.keys()].map((path) => [path, [] as string[]]));
    for (const one of imports) if (one.ours && !excepted(one)) next.get(one.from)?.push(one.to);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, way: string[]) => {
      if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      if (way.includes(path) || done.has(path)) return;
      for (const to of next.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    };
    for (const path of files.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });
});

describe('effects restricted to one file', () => {
  /** Text without comments, so that a comment may mention what is forbidden. */
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  const filesWith = (pattern: RegExp) =>
    [...files].filter(([, text]) => pattern.test(code(text))).map(([path]) => path);

  test('only env.ts reads the environment; the page’s build sets the bundler’s mode by it', () => {
    expect(filesWith(/process\.env\b|import\.meta\.env\b/)).toEqual(['env.ts', 'web/build.ts']);
  });

  test('only the clock reads the time', () => {
    expect(
      filesWith(/new Date\(\s*\)|\bDate\.now\b|Temporal\.Now|performance\.timeOrigin/).filter(
        (path) => !inBrowser(path),
      ),
    ).toEqual(['kernel/clock.ts']);
  });

  test('only transition.ts writes the subscription table, and with it status and version', () => {
    const writes = new RegExp(
      [
        // The delegate, whatever it is reached through and however the call is broken into lines.
        /\bsubscription\s*\??\.\s*(?:create|update|upsert|delete)\w*\s*\(/.source,
        /\b(?:tx|prisma)\s*\[\s*['"`]subscription['"`]/.source,
        // Nested writes of a relation, as in `data: { subscription: { update: … } }`.
        /\bsubscriptions?:\s*\{\s*(?:create|update|upsert|delete)/.source,
        // Statements; the word boundary excludes subscription_item.
        /(?:UPDATE|INSERT\s+INTO|DELETE\s+FROM)\s+(?:ONLY\s+)?"?subscription\b"?/.source,
        // Many rows at once, in db/writeRows.ts.
        /\b(?:insertRows|updateVersionedRows)\(\s*[\w.]+,\s*['"`]Subscription['"`]/.source,
      ].join('|'),
      'i',
    );
    const seen = [
      'tx.subscription\n.update({',
      "updateVersionedRows(op.tx, 'Subscription', rows)",
      'UPDATE subscription SET status',
      'INSERT INTO "subscription" (',
      'subscription: { update: {',
    ];
    for (const text of seen) expect(text).toMatch(writes);
    expect('UPDATE subscription_item SET').not.toMatch(writes);
    // The latter raises the version only, so that changes that were planned on the old lines fail.
    const EXCEPT = 'modules/invoice/lockForCorrection.ts';
    expect(filesWith(writes)).toEqual([EXCEPT, 'modules/subscription/record/transition.ts']);
  });

  test('only main.ts acts when it is imported; schema files only declare', () => {
    const declaring = /^(?:builder\.|mutation\(|preview\(|[A-Z]\w*\.implement\()/;
    const acting = [...files]
      .filter(([path]) => !inBrowser(path))
      .flatMap(([path, text]) =>
        code(text)
          .replace(/`[^`]*`/g, '``')
          .split('\n')
          .filter(
            (line) => /^(?:await |void |new |[A-Za-z_$][\w$.]*[(`])/.test(line) && !/^(?:function|if)\b/.test(line),
          )
          .filter((line) => !((isSchemaFile(path) || /^(graphql|api)\//.test(path)) && declaring.test(line)))
          .map((line) => `${path}: ${line}`),
      );
    expect(acting.filter((line) => !line.startsWith('main.ts: '))).toEqual([]);
  });

  test('only main.ts listens, and only its shutdown ends the process', () => {
    // The lock of the data directory is a socket, because a socket dies with its process.
    expect(filesWith(/\.listen\(|process\.exit\(/)).toEqual(['db/dataDirLock.ts', 'main.ts', 'shutdown.ts']);
  });
});

describe('file sizes and names', () => {
  const LIMIT = 300;
  const linesOf = (text: string) => text.split('\n').length - 1;
  const styles = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css') && !path.startsWith('web/dist'))
    .map((path) => [path, readFileSync(join(SRC, path), 'utf8')] as const);

  test('no file has more than 300 lines', () => {
    const long = [...files, ...styles].filter(([, text]) => linesOf(text) > LIMIT);
    expect(long.map(([path, text]) => `${path}: ${linesOf(text)} lines; split it by what it is for`)).toEqual([]);
  });

  test('no folder or file has a generic name', () => {
    const names = [...files.keys()].flatMap((path) => path.replace(/\.tsx?$/, '').split('/'));
    expect(names.filter((name) => /^(utils?|commons?|helpers?|services?|misc|lib|shared)$/i.test(name))).toEqual([]);
  });

  test('no file only re-exports others', () => {
    expect([...files.keys()].filter((path) => path.endsWith('index.ts'))).toEqual([]);
    expect([...files].filter(([, text]) => /^export \* from/m.test(text)).map(([path]) => path)).toEqual([]);
  });
});

/** A cell that starts with `= + - @` or a tab is a formula in a spreadsheet. A file that writes CSV escapes these cells, with a test in place of this one. */
test('only kernel/csv.ts, which escapes every cell, writes CSV', () => {
  const writes = /text\/csv|\.csv\b|\bCSV by\b/i;
  const names = [...files].filter(([, text]) => writes.test(text)).map(([path]) => path);
  // The server sends what streamCsv.ts has written.
  expect(names).toEqual(['http/serveExport.ts', 'kernel/csv.ts']);
  const users = imports.filter(({ to }) => to === 'kernel/csv.ts').map(({ from }) => from);
  const written = ['modules/csvExport/exportKinds.ts', 'modules/csvExport/streamCsv.ts'];
  expect(users).toEqual([...written, 'modules/invoice/taxReport.ts']);
});
