/** The whole program, wired together in one place. Nothing here listens or reads settings: see main.ts. */
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { createGraphQLServer, MAXIMUM_BODY_BYTES, type RequestParts } from './graphql/server.ts';
import { boundedJson } from './http/body.ts';
import { clientAddress } from './http/clientAddress.ts';
import { json, withSecurityHeaders } from './http/headers.ts';
import { serveInvoicePdf } from './http/invoicePdf.ts';
import { serveSignInPage } from './http/signInPage.ts';
import { forgetOldAnswers } from './idempotency.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import { type Clock, HOUR } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import type { Mailbox } from './mail/mailbox.ts';
import type { Mailer } from './mail/mailer.ts';
import { createLimits, type LimitSettings } from './modules/access/limits.ts';
import { SEND_LINK_JOB, sendRequestedLink } from './modules/access/requestLink.ts';
import { authenticateSession } from './modules/access/sessions.ts';
import { authenticateApiKey } from './modules/company/authenticateApiKey.ts';
import { capturePayment } from './modules/invoice/capture.ts';
import type { PaymentGateway } from './modules/payment/gateway.ts';
import { DETACH_JOB } from './modules/payment/methods.ts';
import { CAPTURE_JOB } from './modules/payment/reserve.ts';
import type { Principal } from './op.ts';

export interface AppOptions {
  /** Opened and migrated. */
  db: Db;
  clock: Clock;
  mailer: Mailer;
  gateway: PaymentGateway;
  keys: Keys;
  log: Logger;
  publicUrl: string;
  trustedProxyHops?: number;
  corsOrigins?: readonly string[];
  graphiql?: boolean;
  /** The mailbox to be shown at /mailbox; never in production. */
  mailbox?: Mailbox;
  limits?: Partial<LimitSettings>;
}

export interface App {
  /** Answers a request; `socketAddress` is who is at the other end of the connection. */
  fetch(request: Request, connection?: { socketAddress: string }): Promise<Response>;
  readonly queue: Queue;
  /** Runs everything that is due now and answers how many jobs ran. */
  tick(): Promise<number>;
  /** From now on ticks by itself. */
  start(): void;
  /** Waits for what is under way. The database is the caller's to close. */
  close(): Promise<void>;
}

const HOUSEKEEPING_JOB = 'housekeeping';
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4000})$/;

export async function createApp(options: AppOptions): Promise<App> {
  const {
    db,
    clock,
    mailer,
    gateway,
    keys,
    log,
    publicUrl,
    trustedProxyHops = 0,
    corsOrigins = [],
    graphiql = false,
    mailbox,
  } = options;
  const limits = createLimits({
    query: (text, values) => db.raw.query(text, values),
    secret: keys.secretFor('limits'),
    settings: options.limits,
    clock,
  });
  const parts = { db, clock, keys, gateway, limits, mailer, publicUrl };
  const queue: Queue = await openQueue({
    db,
    log,
    clock,
    handlers: {
      [SEND_LINK_JOB]: (data) => sendRequestedLink({ ...parts, queue }, data),
      [CAPTURE_JOB]: (data) => capturePayment({ ...parts, queue }, data),
      [DETACH_JOB]: (data: { providerRef: string }) => gateway.detachMethod(data.providerRef),
      [HOUSEKEEPING_JOB]: async () => {
        await limits.sweep();
        await forgetOldAnswers(db, clock.now());
      },
    },
  });

  let housekeeping: NodeJS.Timeout | undefined;
  /** Writes that no answer waits for, so that closing can. */
  const background = new Set<Promise<unknown>>();
  const onUnexpected = (error: unknown) => log.error({ err: safeError(error) }, 'An operation failed unexpectedly.');
  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(onUnexpected).finally(() => background.delete(tracked));
    background.add(tracked);
  }

  async function authenticate(request: Request, now: Date): Promise<Principal> {
    const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1];
    if (token?.startsWith('sk_')) {
      const merchant = await authenticateApiKey(db, token, now, onUnexpected);
      if (merchant) inBackground(merchant.touched);
      return merchant?.principal ?? { kind: 'anonymous' };
    }
    if (token === undefined) return { kind: 'anonymous' };
    return (await authenticateSession(db, keys, token, now, inBackground)) ?? { kind: 'anonymous' };
  }

  const yoga = createGraphQLServer({ graphiql, corsOrigins, authenticate, onUnexpected });

  async function answer(request: Request, url: URL, socketAddress: string): Promise<Response> {
    if (url.pathname === '/graphql') {
      const bounded = await boundedJson(request, MAXIMUM_BODY_BYTES);
      if (bounded instanceof Response) return bounded;
      const requestParts: RequestParts = {
        db,
        queue,
        gateway,
        keys,
        limits,
        publicUrl,
        now: clock.now(),
        clientAddress: clientAddress(socketAddress, request.headers.get('x-forwarded-for'), trustedProxyHops),
        userAgent: request.headers.get('user-agent'),
      };
      return yoga.fetch(bounded, requestParts);
    }
    if (url.pathname === '/health') return json(200, { status: 'ok' });
    if (url.pathname === '/ready') return ready();
    return (
      (await serveInvoicePdf({ db, keys }, request, url, clock.now())) ??
      (await serveSignInPage(db, request, url)) ??
      mailbox?.handleMailbox(request) ??
      json(404, { error: 'There is nothing here.' })
    );
  }

  async function ready(): Promise<Response> {
    try {
      await db.sql('ready', 'SELECT 1', []);
      return json(200, { status: 'ready' });
    } catch (error) {
      onUnexpected(error);
      return json(503, { status: 'unavailable' });
    }
  }

  return {
    queue,
    async fetch(request, { socketAddress } = { socketAddress: '127.0.0.1' }) {
      const url = new URL(request.url);
      try {
        const response = await answer(request, url, socketAddress);
        return withSecurityHeaders(response, { https: publicUrl.startsWith('https:') });
      } catch (error) {
        onUnexpected(error);
        return json(500, { error: 'Something went wrong on our side. It was recorded.' });
      }
    },
    tick: () => queue.tick(),
    start() {
      queue.start();
      // One of several processes does it: while a job waits, another with its key is not added.
      const tidyUp = () => queue.enqueueNow(HOUSEKEEPING_JOB, {}, { singletonKey: HOUSEKEEPING_JOB });
      housekeeping ??= setInterval(() => inBackground(tidyUp()), HOUR).unref();
    },
    async close() {
      clearInterval(housekeeping);
      await queue.stop();
      await yoga.dispose();
      await Promise.allSettled(background);
      await mailer.close();
    },
  };
}

/** What a log may know of an unexpected error: its kind and where it arose, never its message, which may quote a value. */
function safeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const places = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return { type: error.constructor.name, code: (error as { code?: unknown }).code, places };
}
