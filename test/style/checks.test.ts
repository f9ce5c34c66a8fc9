/**
 * `npm run check` refuses violations: its own commands run in small projects with the settings of this one, once
 * without and once with planted violations.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const commands: string[] = scripts.check.split(' && ');
const commandWith = (word: string) => {
  const [command, ...more] = commands.filter((candidate) => candidate.includes(word));
  if (command === undefined || more.length > 0) throw new Error(`One command of the check contains ${word}.`);
  return command;
};
const BIOME = `${commandWith('biome check')} --vcs-enabled=false --max-diagnostics=none`;
const KNIP = commandWith('knip');
const STYLE = commandWith('test/style/check.ts');

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

const CLEAN = {
  'package.json': `${JSON.stringify({ name: 'planted', type: 'module' }, null, 2)}\n`,
  'src/web/portal/main.tsx': "import { label } from './label.tsx';\n\ndocument.title = label;\n",
  'src/web/portal/label.tsx': "/** Names the page. */\nexport const label = 'Portico';\n",
};

/** Biome counts the lines between the braces. */
const longFunction = (count: number) => `export function long(): void {\n${lines(count, (n) => `  f(${n});`)}\n}\n`;
const nested = (depth: number): string => (depth === 0 ? 'f();' : `if (f()) { ${nested(depth - 1)} }`);

const PLANTED = {
  'src/web/portal/label.tsx': "import './cycle.tsx';\n\nexport const label = 'Portico';\nexport const unused = 1;\n",
  'src/web/portal/cycle.tsx': "import { label } from './label.tsx';\n\ndocument.title = label;\n",
  'src/unused.ts': 'export {};\n',
  'src/longest.ts': longFunction(70),
  'src/longer.ts': longFunction(71),
  'src/complex.ts': `export function complex() { ${nested(6)} }\n`,
  'src/large.ts': `${lines(301, (n) => `export const c${n} = ${n};`)}\n`,
};

/** The style check reads the project around it, so it is copied into one of its own. */
const WORDS = {
  'src/a.ts': '// The page stores its name.\n',
};

let folder: string;

function run(command: string, project: 'code' | 'words'): { failed: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: join(folder, project),
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}` },
  });
  return { failed: status !== 0, output: stdout + stderr };
}

function write(project: 'code' | 'words', files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-check-'));
  // The link is beside the projects, so that no check reads it.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  write('code', CLEAN);
  for (const path of ['.biome.json', '.knip.jsonc']) cpSync(join(ROOT, path), join(folder, 'code', path));
  cpSync(join(ROOT, 'test/style'), join(folder, 'words/test/style'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
  write('words', WORDS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each command starts a program, which may take long on a busy machine. */
/** Each command starts a program, which may take long on a busy machine. */
describe('npm run check', { timeout: 60_000 }, () => {
  test('a project without violations passes', () => {
    expect(run(BIOME, 'code')).toMatchObject({ failed: false });
    expect(run(KNIP, 'code')).toMatchObject({ failed: false });
    expect(run(STYLE, 'words')).toMatchObject({ failed: false });
  });

  test('Biome refuses a cycle in .tsx, a long or complex function and a long file', () => {
    write('code', PLANTED);
    const { failed, output } = run(BIOME, 'code');
    expect(failed).toBe(true);
    const refused = [...output.matchAll(/^(src\/\S+?):\d+:\d+ lint\/(\S+)/gm)].map(
      ([, path, rule]) => `${path} ${rule}`,
    );
    expect(refused.sort()).toEqual([
      'src/complex.ts complexity/noExcessiveCognitiveComplexity',
      'src/large.ts style/noExcessiveLinesPerFile',
      'src/longer.ts complexity/noExcessiveLinesPerFunction',
      'src/web/portal/cycle.tsx suspicious/noImportCycles',
      'src/web/portal/label.tsx suspicious/noImportCycles',
    ]);
  });

  test('knip refuses an unused export and an unused file', () => {
    write('code', PLANTED);
    const { failed, output } = run(KNIP, 'code');
    expect(failed).toBe(true);
    expect(output).toMatch(/^unused +src\/web\/portal\/label\.tsx/m);
    expect(output).toMatch(/^src\/unused\.ts *$/m);
  });

  test('the style check refuses a forbidden word in a comment', () => {
    write('words', { 'src/b.ts': '\n// The page keeps its name.\n' });
    const { failed, output } = run(STYLE, 'words');
    expect(failed).toBe(true);
    expect(output).toContain('src/b.ts:2 [verb] "keeps"');
  });
});
