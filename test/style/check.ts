/**
 * Checks the language of comments, test titles, messages, descriptions and documents. Run by `npm run check`;
 * `node test/style/check.ts src/modules/invoice` lists the findings of one folder.
 *
 * A legitimate use is allowed on its line or the line above: `style-allow: says (a quotation)`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, findingsIn, misspellingsIn } from './rules.ts';
import { textsOf } from './texts.ts';

const SKIPPED_FOLDERS =
  /^(?:node_modules|\.git|src\/web\/dist|test\/support\/graphql|prisma\/migrations)$|\/generated$/;
/** Words that customers read, in their own languages and spellings. */
const CUSTOMER_TEXT = /^src\/mail\/templates\/words\/|\/pdf\/labels\/|\/invoice\/sentences\/|\/messages\//;
/** The word list and its tests hold the forbidden words. */
const WORD_LIST = /^test\/style\/(?:rules|style\.test)\.ts$/;

export interface Located extends Finding {
  path: string;
  line: number;
}

function filesUnder(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return SKIPPED_FOLDERS.test(path) ? [] : filesUnder(root, path);
    return [path];
  });
}

/** `style-allow: word` on the line of the finding or on the line above. */
function isAllowed(lines: string[], { line, found }: Located): boolean {
  return [lines[line - 2], lines[line - 1]].some((text) => {
    const allowed = /style-allow: (.*)/.exec(text ?? '')?.[1];
    return allowed?.toLowerCase().includes(found.toLowerCase());
  });
}

/** The findings of one file. `isFile` knows the documents of the repository by their names. */
export function check(path: string, source: string, isFile: (name: string) => boolean): Located[] {
  const texts = textsOf(path, source);
  if (!texts) return [];
  const findings = texts
    .filter(({ kind }) => kind !== 'message' || !CUSTOMER_TEXT.test(path))
    .flatMap((text) => findingsIn(text, isFile).map((finding) => ({ ...finding, at: text.start + finding.at })));
  const spelling = CUSTOMER_TEXT.test(path) ? [] : misspellingsIn(source);
  const lines = source.split('\n');
  return [...findings, ...spelling]
    .sort((a, b) => a.at - b.at)
    .map((finding) => ({ ...finding, path, line: source.slice(0, finding.at).split('\n').length }))
    .filter((finding) => !isAllowed(lines, finding));
}

const isUnder = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function main(root: string, folders: string[]): boolean {
  const paths = filesUnder(root).sort();
  const documents = new Set(paths.filter((path) => path.endsWith('.md')).map((path) => basename(path)));
  const asked = folders.map((folder) => folder.replace(/\/$/, ''));
  const findings = paths
    .filter((path) => !WORD_LIST.test(path) && (asked.length === 0 || asked.some((folder) => isUnder(path, folder))))
    .flatMap((path) => check(path, readFileSync(join(root, path), 'utf8'), (name) => documents.has(name)));
  for (const { path, line, rule, found, instead } of findings) {
    console.error(`${path}:${line} [${rule}] "${found}": ${instead}`);
  }
  if (findings.length > 0)
    console.error(`\n${findings.length} findings. A legitimate use: "style-allow: word (reason)".`);
  return findings.length === 0;
}

if (import.meta.main && !main(fileURLToPath(new URL('../..', import.meta.url)), process.argv.slice(2))) {
  process.exitCode = 1;
}
