/** Finds the prose in a file: comments, test titles, strings, schema descriptions and documents. */
import { parseSync } from 'oxc-parser';

type Kind = 'comment' | 'title' | 'message' | 'description' | 'document';

export interface Text {
  kind: Kind;
  /** Offset of `text` in the file. Markup is replaced by spaces, so that offsets in `text` count from here. */
  start: number;
  text: string;
}

type Span = [start: number, end: number];

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** Code in backticks and addresses are not prose; a placeholder of the same length takes their place. */
const withoutCode = (text: string) =>
  text.replace(/`[^`\n]*`|https?:\/\/[^\s)>'"]+/g, (code) => '¤'.repeat(code.length));

const matches = (kind: Kind, source: string, pattern: RegExp, markup?: RegExp): Text[] =>
  [...source.matchAll(pattern)].map((match) => ({
    kind,
    start: match.index,
    text: withoutCode(markup ? match[0].replace(markup, blank) : match[0]),
  }));

const COMMENT_MARKUP = /^[ \t]*\/\*+|^[ \t]*\/{2,}|\*\/$|^[ \t]*\*(?=[ \t\n]|$)/gm;

/** Comments of adjacent lines are one text, because sentences run over the line ends. */
function joined(source: string, comments: Span[]): Span[] {
  const joint: Span[] = [];
  for (const [start, end] of comments) {
    const last = joint.at(-1);
    const between = last && source.slice(last[1], start);
    const inOneBlock = last && source.startsWith('//', last[0]) && source.startsWith('//', start);
    if (inOneBlock && /^\n[ \t]*$/.test(between as string)) last[1] = end;
    else joint.push([start, end]);
  }
  return joint;
}

/** The source with its comments replaced by spaces. */
function withoutComments(source: string, comments: Span[]): string {
  let code = '';
  let at = 0;
  for (const [start, end] of comments) {
    code += source.slice(at, start) + blank(source.slice(start, end));
    at = end;
  }
  return code + source.slice(at);
}

const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const ALIAS = /const (\w+) = (?:test|it|describe)\b/g;

/** Titles of test, it and describe, of their variants (`test.each([…])`) and of local names for these. */
function titles(code: string): { at: number; group: boolean }[] {
  const names = ['test', 'it', 'describe', ...[...code.matchAll(ALIAS)].map(([, name]) => name as string)];
  const call = new RegExp(`(?<![\\w.'])(${names.join('|')})((?:\\.\\w+)*)(?=[(<])`, 'g');
  return [...code.matchAll(call)].flatMap(({ 0: head, 1: name, index }) => {
    let at = afterGenerics(code, index + head.length);
    if (/\.(each|for|skipIf|runIf)$/.test(head)) at = afterGenerics(code, afterParentheses(code, at));
    const title = /^\(\s*(?=['"`])/.exec(code.slice(at, at + 200));
    if (!title) return [];
    const group = name === 'describe' || new RegExp(`const ${name} = describe`).test(code);
    return [{ at: at + title[0].length, group }];
  });
}

function afterGenerics(code: string, at: number): number {
  if (code[at] !== '<') return at;
  return code.indexOf('>(', at) + 1;
}

/** The offset after the parenthesis that closes the one at `at`. Strings may hold parentheses of their own. */
function afterParentheses(code: string, at: number): number {
  const token = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[()]/g;
  token.lastIndex = at;
  let depth = 0;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    if (match[0] === '(') depth++;
    if (match[0] === ')') depth--;
    if (depth === 0) return token.lastIndex;
  }
  return code.length;
}

/** The text of a literal, as long as its source. */
const unescaped = (literal: string) => literal.slice(1, -1).replaceAll("\\'", " '");

export interface Title extends Text {
  kind: 'title';
  /** A `describe` names a subject; a test is a sentence. */
  group: boolean;
}

function script(path: string, source: string): Text[] {
  const spans = parseSync(path, source).comments.map(({ start, end }): Span => [start, end]);
  const comments = joined(source, spans).map(([start, end]) => ({
    kind: 'comment' as const,
    start,
    text: withoutCode(source.slice(start, end).replace(COMMENT_MARKUP, blank)),
  }));
  const code = withoutComments(source, spans);
  if (path.endsWith('.test.ts')) {
    const found = titles(code).map(({ at, group }): Title => {
      const literal = code.slice(at).match(STRING)?.[0] ?? '';
      return { kind: 'title', group, start: at + 1, text: unescaped(literal) };
    });
    return [...comments, ...found];
  }
  if (!path.startsWith('src/')) return comments;
  const strings = [...code.matchAll(STRING)].map(({ 0: literal, index }) => ({
    kind: 'message' as const,
    start: index + 1,
    text: withoutCode(unescaped(literal)),
  }));
  return [...comments, ...strings.filter(({ text }) => /[a-z] [a-z]/i.test(text))];
}

function schema(source: string): Text[] {
  const descriptions = matches('description', source, /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)+"/g, /^"+|"+$/g);
  return [...descriptions, ...matches('comment', source, /^[ \t]*#.*(?:\n[ \t]*#.*)*/gm, /^[ \t]*#+/gm)];
}

function document(source: string): Text[] {
  const prose = source
    .replace(/^```[\s\S]*?^```/gm, blank)
    .replace(/\]\([^)\s]*\)/g, (link) => `]${blank(link.slice(1))}`);
  return [{ kind: 'document', start: 0, text: withoutCode(prose) }];
}

/** All prose of one file, or undefined if files of this type are not read. */
export function textsOf(path: string, source: string): Text[] | undefined {
  if (/\.[cm]?tsx?$/.test(path)) return script(path, source);
  if (path.endsWith('.css')) return matches('comment', source, /\/\*[\s\S]*?\*\//g, COMMENT_MARKUP);
  if (path.endsWith('.prisma')) return matches('comment', source, /\/\/.*(?:\n[ \t]*\/\/.*)*/g, /^[ \t]*\/{2,}/gm);
  if (path.endsWith('.graphql')) return schema(source);
  if (path.endsWith('.md')) return document(source);
  if (path.endsWith('.html')) return matches('comment', source, /<!--[\s\S]*?-->/g, /^<!--|-->$/g);
  if (/\.(sh|ya?ml|toml)$|^\.ci\/run$|\.gitignore$/.test(path)) {
    return matches('comment', source, /^[ \t]*#(?!!).*(?:\n[ \t]*#.*)*/gm, /^[ \t]*#+/gm);
  }
  return undefined;
}
