/**
 * The rules of the house (see DESIGN, rooms): who may import whom, and what stands in one place only. They are checked
 * on the text of the files, type-only imports included: a type is knowledge of another room, too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Made by tools; imported, but not judged. */
const GENERATED = /(^|\/)generated\//;

/** What runs in the browser: it has a clock and a beginning of its own. */
const PAGE_FOLDER = 'web/page';
const inBrowser = (path: string) => path.startsWith(`${PAGE_FOLDER}/`);

interface Import {
  from: string;
  /** A path under src, or the name of a package. */
  to: string;
  ours: boolean;
  /** Loaded when it is needed. */
  lazy: boolean;
}

const IMPORT = /^(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

const files = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !GENERATED.test(path))
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

/** `modules/invoice` for what lies there, `kernel` for what lies there, the file's own name at the top. */
function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts.length === 1) return path;
  return parts[0] === 'modules' ? parts.slice(0, 2).join('/') : (parts[0] as string);
}

/** The files of a noun that speak GraphQL; all others are its domain. */
const isFace = (path: string) =>
  /^modules\/\w+\/(schema|nodes|enums|previews|moneyInput|\w+Schema|\w+Nodes)\.ts$/.test(path);
const isDomain = (path: string) => path.startsWith('modules/') && !isFace(path);
/** Pure rules of the portal and the list of events, which anybody may ask. */
const OPEN = [
  'modules/portal/policy.ts',
  'modules/portal/returnUrl.ts',
  'modules/event/catalogue.ts',
  'modules/event/table.ts',
];

const violations = (broken: (one: Import) => boolean) =>
  imports.filter(broken).map(({ from, to }) => `${from} imports ${to}`);
const within = (room: string) => (one: Import) => one.ours && roomOf(one.from) === room && roomOf(one.to) !== room;
/** The imports of `room` that lead to none of `rooms`. */
const strays = (room: string, rooms: readonly string[], except: readonly string[] = []) =>
  violations((one) => within(room)(one) && !rooms.includes(roomOf(one.to)) && !except.includes(one.to));

test('all of src is read: files, and imports in them', () => {
  expect(files.size).toBeGreaterThanOrEqual(150);
  expect(imports.filter(({ ours }) => ours).length).toBeGreaterThanOrEqual(700);
  // Every line that ends an import is one that was understood, and leads to a file that exists.
  for (const [path, text] of files) {
    const ends = text.match(/^(?:import|export|\})[^'\n]* from '[^']+';$/gm)?.length ?? 0;
    expect(imports.filter(({ from }) => from === path).length, path).toBeGreaterThanOrEqual(ends);
  }
  const dangling = imports.filter(
    ({ ours, to }) => ours && to.endsWith('.ts') && !to.startsWith('..') && !files.has(to),
  );
  expect(dangling.filter(({ to }) => !GENERATED.test(to))).toEqual([]);
});

describe('imports run one way', () => {
  test('the kernel is pure: it imports nothing of the house', () => {
    expect(strays('kernel', [])).toEqual([]);
  });

  test('the database, mail and jobs know no noun and no GraphQL', () => {
    expect(strays('db', ['kernel'])).toEqual([]);
    expect(strays('mail', ['kernel'])).toEqual([]);
    expect(strays('jobs', ['kernel', 'db'])).toEqual([]);
  });

  test('an operation knows the database, the queue and the portal’s rules, and no noun', () => {
    expect(strays('op.ts', ['kernel', 'db', 'jobs'], OPEN)).toEqual([]);
    expect(strays('idempotency.ts', ['kernel', 'db', 'op.ts'])).toEqual([]);
  });

  test('domain files import neither Pothos nor GraphQL, nor what is built upon them', () => {
    const above = ['graphql', 'http', 'app.ts', 'main.ts', 'env.ts', 'welcome.ts', 'web'];
    const foreign = (to: string) => /^(@pothos\/|graphql|@graphql|@escape\.tech)/.test(to);
    expect(
      violations(
        ({ from, to, ours }) => isDomain(from) && (ours ? above.includes(roomOf(to)) || isFace(to) : foreign(to)),
      ),
    ).toEqual([]);
  });

  /** Among the domains: a noun knows those before it. Nobody knows the last two. */
  const DOMAINS = [
    ...['event', 'customer', 'company', 'catalog', 'portal', 'payment', 'coupon', 'invoice'],
    ...['subscription', 'dunning', 'testClock', 'access', 'webhook'],
  ];
  const LAST = ['access', 'webhook'];
  /** Among the faces: a noun's types refer to types of those before it. */
  const FACES = [
    ...['event', 'customer', 'company', 'catalog', 'coupon', 'portal', 'payment', 'invoice'],
    ...['subscription', 'dunning', 'testClock', 'access', 'webhook'],
  ];
  const earlier = (order: string[], one: Import) => order.indexOf(nounOf(one.to)) < order.indexOf(nounOf(one.from));
  const nounOf = (path: string) => path.split('/')[1] as string;
  const between = (face: boolean) => (one: Import) =>
    one.ours &&
    one.from.startsWith('modules/') &&
    one.to.startsWith('modules/') &&
    isFace(one.from) === face &&
    nounOf(one.from) !== nounOf(one.to) &&
    !OPEN.includes(one.to);

  test('the nouns know each other in one order', () => {
    expect(
      violations((one) => between(false)(one) && !(earlier(DOMAINS, one) && !LAST.includes(nounOf(one.to)))),
    ).toEqual([]);
  });

  test('the faces know each other’s types in one order, and no other noun’s domain', () => {
    expect(violations((one) => between(true)(one) && !(isFace(one.to) && earlier(FACES, one)))).toEqual([]);
  });

  test('every room under modules has its place in both orders', () => {
    const rooms = new Set([...files.keys()].filter((path) => path.startsWith('modules/')).map(nounOf));
    expect([...rooms].filter((room) => !(DOMAINS.includes(room) && FACES.includes(room)))).toEqual([]);
  });

  test('GraphQL’s own files know no noun; schema.ts brings the faces in', () => {
    /** What a resolver is handed, as types. */
    const HANDED = [
      'modules/access/limits.ts',
      'modules/event/streams.ts',
      'modules/payment/gateway.ts',
      'modules/webhook/target.ts',
    ];
    expect(
      violations(
        (one) =>
          within('graphql')(one) &&
          !['kernel', 'db', 'op.ts'].includes(roomOf(one.to)) &&
          ![...OPEN, ...HANDED].includes(one.to) &&
          !(one.from === 'graphql/schema.ts' && isFace(one.to)),
      ),
    ).toEqual([]);
  });

  test('nobody imports the app but main, and nobody imports main', () => {
    const tops = ['app.ts', 'main.ts', 'welcome.ts'];
    expect(violations(({ from, to, ours }) => ours && tops.includes(to) && from !== 'main.ts')).toEqual([]);
    expect(violations(({ to, ours }) => ours && to === 'main.ts')).toEqual([]);
    expect(violations(({ from, to }) => to === 'env.ts' && !['main.ts', 'welcome.ts'].includes(from))).toEqual([]);
  });

  test('the page imports nothing of the server, and the server nothing of the page', () => {
    expect(strays('web', [])).toEqual([]);
    // What runs in the browser knows its own files, its generated operations, its catalogues, and packages.
    const page = readdirSync(join(SRC, PAGE_FOLDER), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.tsx?$/.test(path),
    );
    expect(page.length).toBeGreaterThanOrEqual(80);
    const strangers = page.flatMap((path) => {
      const text = readFileSync(join(SRC, PAGE_FOLDER, path), 'utf8');
      const targets = [...text.matchAll(IMPORT)].map(([, a, b, c]) => (a ?? b ?? c) as string);
      return targets
        .map((target) => (target.startsWith('.') ? join(PAGE_FOLDER, dirname(path), target) : target))
        .filter(
          (to) =>
            !/^web\/(page|graphql\/generated|messages)\//.test(to) && (to.startsWith('.') || /^(web|node:)/.test(to)),
        )
        .map((to) => `${path} imports ${to}`);
    });
    expect(strangers).toEqual([]);
    expect(violations(({ from, to, ours }) => ours && roomOf(to) === 'web' && roomOf(from) !== 'web')).toEqual([]);
  });

  test('no file imports itself by way of others, not even for its types', () => {
    const next = new Map([...files.keys()].map((path) => [path, [] as string[]]));
    // What is loaded when it is needed may know the types of its loader.
    for (const { from, to, ours, lazy } of imports) if (ours && !lazy) next.get(from)?.push(to);
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

describe('what stands in one place', () => {
  /** Text without comments, so that a rule may be spoken of. */
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  const filesWith = (pattern: RegExp) =>
    [...files].filter(([, text]) => pattern.test(code(text))).map(([path]) => path);

  test('only env.ts reads the environment; who builds the page tells the bundler its mode by it', () => {
    expect(filesWith(/process\.env\b|import\.meta\.env\b/)).toEqual(['env.ts', 'web/build.ts']);
  });

  test('only the clock reads the time', () => {
    expect(
      filesWith(/new Date\(\s*\)|\bDate\.now\b|Temporal\.Now|performance\.timeOrigin/).filter(
        (path) => !inBrowser(path),
      ),
    ).toEqual(['kernel/clock.ts']);
  });

  test('only main.ts acts when it is imported; faces only declare', () => {
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
          .filter((line) => !((isFace(path) || path.startsWith('graphql/')) && declaring.test(line)))
          .map((line) => `${path}: ${line}`),
      );
    expect(acting.filter((line) => !line.startsWith('main.ts: '))).toEqual([]);
  });

  test('no server listens and no process is ended but in main.ts', () => {
    // The lock of the data directory is a socket, because a socket dies with its process.
    expect(filesWith(/\.listen\(|process\.exit\(/)).toEqual(['db/dataDirLock.ts', 'main.ts']);
  });
});

describe('small files, named after nouns and verbs', () => {
  const LIMIT = 300;
  const linesOf = (path: string) => (files.get(path)?.split('\n').length ?? 1) - 1;

  test('no file has more than 300 lines', () => {
    const long = [...files.keys()].filter((path) => linesOf(path) > LIMIT);
    expect(long.map((path) => `${path}: ${linesOf(path)}`)).toEqual([]);
  });

  test('no room or file is named after nothing', () => {
    const names = [...files.keys()].flatMap((path) => path.replace(/\.ts$/, '').split('/'));
    expect(names.filter((name) => /^(utils?|commons?|helpers?|services?|misc|lib|shared)$/i.test(name))).toEqual([]);
  });

  test('there are no barrels', () => {
    expect([...files.keys()].filter((path) => path.endsWith('index.ts'))).toEqual([]);
    expect([...files].filter(([, text]) => /^export \* from/m.test(text)).map(([path]) => path)).toEqual([]);
  });
});
