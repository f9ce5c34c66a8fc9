/**
 * The mailer of development: it delivers nothing and shows everything, on pages under /mailbox and to tests.
 * Whoever sees it can sign in as anyone, so a production installation must not mount it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { refuseBadHeaders } from './address.ts';
import { answerMailbox } from './mailboxPages.ts';
import { folderStore, memoryStore, type StoredMail } from './mailboxStore.ts';
import { type Mailer, MailUnavailable } from './mailer.ts';

export type { StoredMail } from './mailboxStore.ts';

export interface Mailbox extends Mailer {
  readonly kind: 'mailbox';
  /** The newest first. */
  list(): StoredMail[];
  get(id: string): StoredMail | undefined;
  clear(): void;
  /** The newest mail that fits, which may be there already; rejects after the timeout (5 s). */
  waitFor(predicate: (mail: StoredMail) => boolean, timeoutMs?: number): Promise<StoredMail>;
  /** Answers what lies under /mailbox; null for everything else. */
  handleMailbox(request: Request): Response | null;
}

export interface MailboxSettings {
  /** Where mails are kept as files; without it they are kept in memory. */
  folder?: string;
  keep?: number;
  clock?: Clock;
}

const POLL_MS = 20;

export function mailbox({ folder, keep = 200, clock = systemClock }: MailboxSettings = {}): Mailbox {
  const store = folder === undefined ? memoryStore(keep) : folderStore(folder, keep);
  let closed = false;
  return {
    kind: 'mailbox',
    async send(mail) {
      if (closed) throw new MailUnavailable('closed');
      refuseBadHeaders(mail);
      store.add(mail, clock.now());
    },
    async close() {
      closed = true;
    },
    list: store.list,
    get: store.get,
    clear: store.clear,
    async waitFor(predicate, timeoutMs = 5000) {
      // Asking again and again also finds what another process sent. Monotonic time: the clock may be a test's.
      for (const start = performance.now(); ; await pause(POLL_MS)) {
        const found = store.list().find(predicate);
        if (found) return found;
        if (performance.now() - start >= timeoutMs) throw new Error('No such mail arrived in the mailbox in time.');
      }
    },
    handleMailbox: (request) => answerMailbox(request, store),
  };
}
