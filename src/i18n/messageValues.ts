/**
 * Writes `generated/messageValues.ts`: for every message of every area the values that it takes, read from the English
 * text. Part of `npm run codegen`.
 */
import { writeFileSync } from 'node:fs';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readCatalog } from './compile.ts';

const FILE = new URL('./generated/messageValues.ts', import.meta.url);
const AREAS = ['invoice', 'mail', 'portal'] as const;

/** A value of a message, and what it has to be. */
type Kind = 'number' | 'string' | 'string | number';

const KINDS: Readonly<Record<string, Kind>> = {
  plural: 'number',
  selectordinal: 'number',
  number: 'number',
  select: 'string',
};

type Token = string | [name: string, kind?: string, options?: unknown];

/** The values of a message by name, those of nested branches included. */
export function valuesOf(text: string): Map<string, Kind> {
  const values = new Map<string, Kind>();
  const collect = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens as Token[]) if (Array.isArray(token)) collectToken(token);
  };
  const collectToken = ([name, kind = '', options]: Exclude<Token, string>): void => {
    const known = values.get(name);
    if (known === undefined || known === 'string | number') values.set(name, KINDS[kind] ?? 'string | number');
    if (typeof options === 'object' && options !== null) Object.values(options).forEach(collect);
  };
  collect(compileMessage(text));
  return values;
}

/** The text of the generated file. */
export function printedMessageValues(): string {
  const areas = AREAS.map((area) => {
    const lines = Object.entries(readCatalog('en', area)).map(([id, text]) => {
      const values = [...valuesOf(text)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => `${name}: ${kind}`);
      return `    '${id}': ${values.length > 0 ? `{ ${values.join('; ')} }` : 'null'};`;
    });
    return `  ${area}: {\n${lines.join('\n')}\n  };`;
  });
  return [
    '/** Written by `npm run codegen` from src/i18n/messages/en. */',
    '',
    '/** The values of each message by area and id; `null` for a message without values. */',
    `export interface MessageValues {\n${areas.join('\n')}\n}`,
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(FILE, printedMessageValues());
