/**
 * The journal of the sandbox provider, in memory or in a file. With a file, payments survive a restart as they do at a real
 * provider. Each entry is appended by one write, and processes that share the file read each other's entries. Synchronous,
 * because it is a tool for one machine.
 */
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal<Entry> {
  append(entry: Entry): void;
  /** The entries that any process appended since the last call; the first call returns all of them. */
  news(): Entry[];
}

export function memoryJournal<Entry>(): Journal<Entry> {
  let unread: Entry[] = [];
  return {
    append: (entry) => void unread.push(entry),
    news() {
      const entries = unread;
      unread = [];
      return entries;
    },
  };
}

export function fileJournal<Entry>(path: string): Journal<Entry> {
  mkdirSync(dirname(path), { recursive: true });
  // A process that died may have written half a line; the next entry must not continue it.
  if (existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'))) appendFileSync(path, '\n');
  let offset = 0;
  return {
    append(entry) {
      const line = JSON.stringify(entry, (_key, value) => (typeof value === 'bigint' ? { bigint: `${value}` } : value));
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    },
    news() {
      if (!existsSync(path)) return [];
      const text = readFrom(path, offset);
      const whole = text.lastIndexOf('\n') + 1;
      offset += Buffer.byteLength(text.slice(0, whole));
      return text
        .slice(0, whole)
        .split('\n')
        .flatMap((line) => parse<Entry>(line) ?? []);
    },
  };
}

function readFrom(path: string, offset: number): string {
  const left = statSync(path).size - offset;
  if (left <= 0) return '';
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(left);
    return bytes.subarray(0, readSync(file, bytes, 0, left, offset)).toString('utf8');
  } finally {
    closeSync(file);
  }
}

function parse<Entry>(line: string): Entry | null {
  try {
    return JSON.parse(line, (_key, value) =>
      typeof value?.bigint === 'string' ? BigInt(value.bigint) : value,
    ) as Entry;
  } catch {
    return null; // half a line
  }
}
