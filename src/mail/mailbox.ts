/**
 * The mailer for development: it delivers nothing and shows all mails on pages under /mailbox and to tests. Its readers
 * can sign in as any customer, so production must not mount it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { answerMailbox } from './mailboxPages.ts';
import { folderStore, memoryStore, type StoredMail } from './mailboxStore.ts';
import { type Mailer, MailUnavailable } from './mailer.ts';
import { refuseBadHeaders } from './senderAddress.ts';

export type { StoredMail } from './mailboxStore.ts';

export interface Mailbox extends Mailer {
  readonly kind: 'mailbox';
  /** The newest first. */
  list(): StoredMail[];
  get(id: string): StoredMail | undefined;
  clear(): void;
  /** The newest mail that fits, which may be there already; rejects after the timeout (5 s). */
  waitFor(predicate: (mail: StoredMail) => boolean, timeoutMs?: number): Promise<StoredMail>;
  /** Responds to paths under /mailbox; null for all others. */
  handleMailbox(request: Request): Response | null;
}

export interface MailboxSettings {
  /** The folder in which mails are stored as files; without it they are stored in memory. */
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
      // Polling also finds mails of other processes. Monotonic time, because the clock may be a test's.
      for (const start = performance.now(); ; await pause(POLL_MS)) {
        const found = store.list().find(predicate);
        if (found) return found;
        if (performance.now() - start >= timeoutMs) throw new Error('No such mail arrived in the mailbox in time.');
      }
    },
    handleMailbox: (request) => answerMailbox(request, store),
  };
}
