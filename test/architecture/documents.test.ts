/** Documents name only files, anchors and scripts that exist, so that a rename cannot leave one behind. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FRONT_PAGE_BYTES = 9 * 1024;
/** A path below one of these, written as code, is meant to exist. */
const PATH = /^(?:src|test|prisma|\.github|\.ci|\.vscode)\/[\w./-]+$/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: ROOT })
  .toString()
  .split('\n')
  .filter((path) => path && existsSync(join(ROOT, path)));
const documents = files.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);

const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

/** GitHub's anchor of a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

function anchorsOf(path: string): string[] {
  return [...withoutBlocks(readFileSync(path, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, text]) =>
    anchor(text as string),
  );
}

/** The links of a document that lead nowhere. */
function brokenLinks(path: string, text: string): string[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', hash] = target.split('#');
      const absolute = file === '' ? join(ROOT, path) : resolve(ROOT, dirname(path), file);
      if (!existsSync(absolute)) return true;
      return hash !== undefined && (statSync(absolute).isDirectory() || !anchorsOf(absolute).includes(hash));
    });
}

function missingPaths(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)]
    .map(([, code]) => code as string)
    .filter((code) => PATH.test(code) && !existsSync(join(ROOT, code)));
}

describe('the documents', () => {
  test('the search for documents finds README.md and many others', () => {
    expect(files).toContain('README.md');
    expect(files.length).toBeGreaterThan(30);
  });

  test.each(documents)('$path links only to files and headings that exist', ({ path, text }) => {
    expect(brokenLinks(path, text)).toEqual([]);
  });

  test.each(documents)('$path names only files that exist', ({ text }) => {
    expect(missingPaths(text)).toEqual([]);
  });

  test.each(documents)('$path names only npm scripts that exist', ({ text }) => {
    const named = [...text.matchAll(/\bnpm run (?:--\S+ )?([\w:-]+)/g)].map(([, name]) => name as string);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test('a broken link, a missing file and a missing heading are found', () => {
    expect(brokenLinks('README.md', '[a](src/README.md) [b](src/nothing.md) [c](src/README.md#nowhere)')).toEqual([
      'src/nothing.md',
      'src/README.md#nowhere',
    ]);
    expect(missingPaths('`src/main.ts` `src/nothing.ts` `not/a/path`')).toEqual(['src/nothing.ts']);
  });
});

test(`README.md has at most ${FRONT_PAGE_BYTES} bytes`, () => {
  expect(statSync(join(ROOT, 'README.md')).size).toBeLessThanOrEqual(FRONT_PAGE_BYTES);
});

/** The tests that an entry of test/README.md names, as `[file](link): “title”`. */
const testsIn = (entry: string) => [...entry.matchAll(/\[`([^`]+)`\]\([^)]+\): “([^”]+)”/g)];

/** The entries that name no test without being exempt, and the names of tests that do not exist. */
function unproven(entries: string[], exempt: RegExp): string[] {
  return entries.flatMap((entry) => {
    const named = testsIn(entry);
    if (named.length === 0 && !exempt.test(entry)) return [entry];
    return named
      .filter(([, file = '', title = '']) => !readFileSync(join(ROOT, file), 'utf8').includes(title))
      .map(([name]) => name);
  });
}

describe('the promises and the attacks in test/README.md', () => {
  const text = readFileSync(join(ROOT, 'test/README.md'), 'utf8');
  const attacks = text.slice(text.indexOf('## Attacks and failures'));
  const promises = text.slice(text.indexOf('## Promises'), text.indexOf('## Attacks and failures'));
  const rows = attacks.split('\n').filter((line) => /^\| (?!before \||---)/.test(line));

  test('the promises are numbered without a gap', () => {
    const numbers = [...promises.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('each promise names a test that exists, or states that it is not implemented', () => {
    const entries = promises.split(/^(?=\d+\. )/m).slice(1);
    expect(unproven(entries, /^ +- Not implemented[.:]/m)).toEqual([]);
  });

  test('each attack or failure names a test that exists, or states that it is not mended', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(unproven(rows, /^\| [^|]+ \| Not mended: [^|]+ \| \|$/)).toEqual([]);
    expect(rows.filter((row) => !/^\| [^|]+ \| [^|]+ \| [^|]*\|$/.test(row))).toEqual([]);
  });

  test('a row without a test and a test that does not exist are found', () => {
    const row = '| a | b | [`test/README.md`](README.md): “a title that is not in the file” |';
    const found = unproven(['| a | b | |', row.replace('that is not', 'which was never')], /Not mended/);
    expect(found).toEqual(['| a | b | |', expect.stringContaining('which was never')]);
  });
});

describe('the decisions', () => {
  const folder = join(ROOT, 'src/decisions');
  const decisions = readdirSync(folder).filter((name) => name !== 'README.md');
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const titleOf = (name: string) => /^# (\d{3}\. .+)$/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1];

  test('src/decisions/README.md lists each decision by number and title', () => {
    const listed = decisions.map((name) => `- [${titleOf(name)?.replace('.', '')}](${name})`);
    expect(index.split('\n').filter((line) => line.startsWith('- ['))).toEqual(listed);
  });

  test.each(decisions)(
    'the decision %s is named after its number and states context, decision and consequences',
    (name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const [number = '', title = ''] = titleOf(name)?.split('. ') ?? [];
      expect(name).toBe(`${number}-${anchor(title).replace(/-+/g, '-')}.md`);
      expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
        'Context',
        'Decision',
        'Consequences',
      ]);
    },
  );
});

test('every folder README is linked from another document', () => {
  const linked = new Set(
    documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) =>
        relative(ROOT, resolve(ROOT, dirname(path), target as string)),
      ),
    ),
  );
  expect(files.filter((path) => /README\.md$/.test(path) && path !== 'README.md' && !linked.has(path))).toEqual([]);
});
