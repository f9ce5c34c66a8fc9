/**
 * What the sandbox provider remembers: in memory, or in a file, so that what was paid is still paid after a restart,
 * as it is with a real provider. Entries are only ever appended, each by one write, and processes that share the
 * file see each other's. Synchronous, like the development mailbox: it is a tool for one machine.
 */
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal<Entry> {
  append(entry: Entry): void;
  /** What was appended since the last call, by whomever; the first call answers with everything. */
  news(): Entry[];
}

export function memoryJournal<Entry>(): Journal<Entry> {
  let waiting: Entry[] = [];
  return {
    append: (entry) => void waiting.push(entry),
    news() {
      const entries = waiting;
      waiting = [];
      return entries;
    },
  };
}

export function fileJournal<Entry>(path: string): Journal<Entry> {
  mkdirSync(dirname(path), { recursive: true });
  // Half a line was written by a process that died: it must not spoil the next one.
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
    return null; // the half line
  }
}
