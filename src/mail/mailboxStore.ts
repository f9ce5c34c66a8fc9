/**
 * The storage of the development mailbox: a folder, so that mails survive a restart and are visible to a second process,
 * or memory. Reading is synchronous and from the disk each time: it is a tool for one developer.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutgoingMail } from './mailer.ts';

export interface StoredMail extends OutgoingMail {
  id: string;
  /** ISO 8601, in UTC. */
  sentAt: string;
}

export interface MailboxStore {
  add(mail: OutgoingMail, now: Date): StoredMail;
  /** The newest first. */
  list(): StoredMail[];
  get(id: string): StoredMail | undefined;
  clear(): void;
}

const FILE = /^(\d{17}-\d{6}-[0-9a-f]{8})\.json$/;

export function memoryStore(keep: number): MailboxStore {
  let mails: StoredMail[] = [];
  const name = namer();
  return {
    add(mail, now) {
      const stored = { ...mail, id: name(now), sentAt: now.toISOString() };
      mails = [stored, ...mails].slice(0, keep);
      return stored;
    },
    list: () => [...mails],
    get: (id) => mails.find((mail) => mail.id === id),
    clear: () => {
      mails = [];
    },
  };
}

export function folderStore(folder: string, keep: number): MailboxStore {
  // The files contain sign-in links, so only their owner may read them.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = namer();
  const ids = () =>
    readdirSync(folder)
      .flatMap((file) => FILE.exec(file)?.[1] ?? [])
      .sort()
      .reverse();
  // An id that is not in the list of files is none, so that no request can name a path.
  const read = (id: string): StoredMail | undefined => {
    try {
      return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as StoredMail;
    } catch {
      return undefined; // cleared or dropped by another process meanwhile
    }
  };
  return {
    add(mail, now) {
      const stored = { ...mail, id: name(now), sentAt: now.toISOString() };
      const path = join(folder, `${stored.id}.json`);
      writeFileSync(`${path}.part`, JSON.stringify(stored, null, 2), { mode: 0o600 });
      renameSync(`${path}.part`, path); // whole or not at all, also for another process
      for (const id of ids().slice(keep)) rmSync(join(folder, `${id}.json`), { force: true });
      return stored;
    },
    list: () => ids().flatMap((id) => read(id) ?? []),
    get: (id) => (ids().includes(id) ? read(id) : undefined),
    clear() {
      for (const id of ids()) rmSync(join(folder, `${id}.json`), { force: true });
    },
  };
}

/** Names sort by time, and by arrival at the same instant. */
function namer(): (now: Date) => string {
  let count = 0;
  return (now) => {
    count = (count + 1) % 1_000_000;
    const time = now.toISOString().replace(/\D/g, '').slice(0, 17);
    return `${time}-${String(count).padStart(6, '0')}-${randomBytes(4).toString('hex')}`;
  };
}
