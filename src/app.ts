/** The whole program, wired together in one place. Nothing here listens or reads settings: see main.ts. */
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { createGraphQLServer, MAXIMUM_BODY_BYTES, type RequestParts } from './graphql/server.ts';
import { boundedJson } from './http/body.ts';
import { clientAddress } from './http/clientAddress.ts';
import { within } from './http/deadline.ts';
import { GRAPHIQL_POLICY, json, refuseMethod, withSecurityHeaders } from './http/headers.ts';
import { serveInvoicePdf } from './http/invoicePdf.ts';
import { type Connection, createListener, type PlainRequest } from './http/listener.ts';
import { serveSignInPage } from './http/signInPage.ts';
import { forgetOldAnswers } from './idempotency.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import { type Clock, HOUR, SECOND } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import { safeError } from './kernel/safeError.ts';
import type { Mailbox } from './mail/mailbox.ts';
import type { Mailer } from './mail/mailer.ts';
import { createLimits, type LimitSettings } from './modules/access/limits.ts';
import { SEND_LINK_JOB, sendRequestedLink } from './modules/access/requestLink.ts';
import { authenticateSession } from './modules/access/sessions.ts';
import { authenticateApiKey, stillValidKeys } from './modules/company/authenticateApiKey.ts';
import { CARD_EXPIRING_MAIL_JOB, sendCardExpiringMail } from './modules/dunning/cardExpiringMail.ts';
import { captureOrRecordFailure, collectInvoice } from './modules/dunning/collect.ts';
import { warnExpiring } from './modules/dunning/expiring.ts';
import { MAIL_LIMITS } from './modules/dunning/mail.ts';
import { PAYMENT_FAILED_MAIL_JOB, sendPaymentFailedMail } from './modules/dunning/paymentFailedMail.ts';
import { recoverSubscription } from './modules/dunning/recover.ts';
import { retryDue, retryPastDue } from './modules/dunning/retry.ts';
import { keepPositionsGrowing } from './modules/event/positions.ts';
import { EventStreams } from './modules/event/streams.ts';
import { SETTLED_JOB } from './modules/invoice/issue.ts';
import type { PaymentGateway } from './modules/payment/gateway.ts';
import { DEFAULT_CHANGED_JOB, DETACH_JOB } from './modules/payment/methods.ts';
import { CAPTURE_JOB } from './modules/payment/reserve.ts';
import { renewDue } from './modules/subscription/engine.ts';
import { COLLECT_JOB } from './modules/subscription/renew.ts';
import { WebhookDeliverer } from './modules/webhook/deliverer.ts';
import { tidyWebhooks } from './modules/webhook/housekeeping.ts';
import { systemResolve, type WebhookPolicy } from './modules/webhook/target.ts';
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
  /** Where webhooks may go, by default to public addresses by https: alone, and how long a receiver may take. */
  webhooks?: Partial<WebhookPolicy> & { timeoutMs?: number };
  /** How long an operation may take before its caller is told that it took too long. */
  operationTimeoutMs?: number;
}

export interface App {
  /** Answers a request; `socketAddress` is who is at the other end of the connection. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** The same for `node:http`, by a shorter way where there is one. */
  readonly listener: RequestListener;
  readonly queue: Queue;
  /** Runs everything that is due now and answers how many jobs ran. */
  tick(): Promise<number>;
  /** From now on ticks by itself. */
  start(): void;
  /** Waits for what is under way. The database is the caller's to close. */
  close(): Promise<void>;
}

const HOUSEKEEPING_JOB = 'housekeeping';
/** How late a renewal may be; looking costs one query on an index. */
const RENEWAL_INTERVAL = 5 * SECOND;
/** Longer than statements (15 s) and transactions may take, so that these end first and say why. */
const OPERATION_TIMEOUT_MS = 30_000;
/** Whatever is read, and not asked by GraphQL. */
const READING = ['GET', 'HEAD'] as const;
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
    operationTimeoutMs = OPERATION_TIMEOUT_MS,
  } = options;
  await keepPositionsGrowing(db);
  const limits = createLimits({
    query: (text, values) => db.raw.query(text, values),
    secret: keys.secretFor('limits'),
    settings: options.limits,
    clock,
  });
  const parts = { db, clock, keys, gateway, limits, mailer, publicUrl };
  const { timeoutMs: webhookTimeoutMs, ...allowed } = options.webhooks ?? {};
  const webhookPolicy = { privateAddresses: false, plainHttp: false, resolve: systemResolve, ...allowed };
  const queue: Queue = await openQueue({
    db,
    log,
    clock,
    limits: { [PAYMENT_FAILED_MAIL_JOB]: MAIL_LIMITS, [CARD_EXPIRING_MAIL_JOB]: MAIL_LIMITS },
    handlers: {
      [SEND_LINK_JOB]: (data) => sendRequestedLink({ ...parts, queue, log }, data),
      [CAPTURE_JOB]: (data) => captureOrRecordFailure({ ...parts, queue }, data),
      [COLLECT_JOB]: (data) => collectInvoice({ ...parts, queue }, data),
      [SETTLED_JOB]: (data) => recoverSubscription({ ...parts, queue }, data),
      [DEFAULT_CHANGED_JOB]: (data) => retryPastDue({ ...parts, queue }, data),
      [PAYMENT_FAILED_MAIL_JOB]: (data) => sendPaymentFailedMail({ ...parts, log }, data),
      [CARD_EXPIRING_MAIL_JOB]: (data) => sendCardExpiringMail({ ...parts, log }, data),
      [DETACH_JOB]: (data: { providerRef: string }) => gateway.detachMethod(data.providerRef),
      [HOUSEKEEPING_JOB]: async () => {
        await limits.sweep();
        await forgetOldAnswers(db, clock.now());
        await tidyWebhooks({ db, keys }, clock.now());
      },
    },
  });

  let housekeeping: NodeJS.Timeout | undefined;
  let renewals: NodeJS.Timeout | undefined;
  /** Writes that no answer waits for, so that closing can. */
  const background = new Set<Promise<unknown>>();
  const onUnexpected = (error: unknown) => log.error({ err: safeError(error) }, 'An operation failed unexpectedly.');
  const stillValid = (apiKeyIds: readonly string[]) => stillValidKeys(db, apiKeyIds);
  const eventStreams = new EventStreams({ db, stillValid, onUnexpected });
  const webhooks = new WebhookDeliverer({
    ...{ db, queue, clock, keys, onUnexpected },
    ...{ policy: webhookPolicy, timeoutMs: webhookTimeoutMs },
  });
  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(onUnexpected).finally(() => background.delete(tracked));
    background.add(tracked);
  }

  /** What falls due by time: periods that end, and payments that are tried again. */
  async function billDue(): Promise<number> {
    const now = clock.now();
    return (await renewDue({ db, queue, log }, now)) + (await retryDue({ db, queue, log }, now));
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

  const partsOf = ({ headers }: Pick<PlainRequest, 'headers'>, connection: Connection): RequestParts => ({
    db,
    queue,
    gateway,
    keys,
    limits,
    eventStreams,
    webhookPolicy,
    publicUrl,
    wallNow: clock.now(),
    log,
    clientAddress: clientAddress(connection.socketAddress, headers.get('x-forwarded-for'), trustedProxyHops),
    userAgent: headers.get('user-agent'),
    answered: connection.answered,
  });

  const tookTooLong = () =>
    json(503, { errors: [{ message: 'This took too long.', extensions: { code: 'TIMEOUT' } }] });

  async function answer(request: Request, url: URL, connection: Connection): Promise<Response> {
    if (url.pathname === '/graphql') {
      const bounded = await boundedJson(request, MAXIMUM_BODY_BYTES);
      if (bounded instanceof Response) return bounded;
      const response =
        connection.answered === 'late'
          ? tookTooLong()
          : await within<Response>(operationTimeoutMs, yoga.fetch(bounded, partsOf(request, connection)), tookTooLong);
      // Whether a page may read the answer depends on where it comes from.
      if (corsOrigins.length > 0) response.headers.set('vary', 'Origin');
      // Yoga's own for a stream is spelt otherwise, and would stand beside it.
      response.headers.delete('Cache-Control');
      response.headers.set('cache-control', 'no-store');
      // A stream is to be passed on as it comes.
      if (response.headers.get('content-type')?.startsWith('text/event-stream'))
        response.headers.set('x-accel-buffering', 'no');
      if (graphiql && response.headers.get('content-type')?.startsWith('text/html'))
        response.headers.set('content-security-policy', GRAPHIQL_POLICY);
      return response;
    }
    if (url.pathname === '/health') return refuseMethod(request, READING) ?? json(200, { status: 'ok' });
    if (url.pathname === '/ready') return refuseMethod(request, READING) ?? ready();
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

  const https = publicUrl.startsWith('https:');

  async function fetch(request: Request, connection: Connection = { socketAddress: '127.0.0.1' }): Promise<Response> {
    const response = await answer(request, new URL(request.url), connection).catch((error) => {
      onUnexpected(error);
      return json(500, { error: 'Something went wrong on our side. It was recorded.' });
    });
    const bodiless = request.method === 'HEAD' ? new Response(null, response) : response;
    return withSecurityHeaders(bodiless, { https });
  }

  return {
    queue,
    fetch,
    listener: createListener({
      fetch,
      corsOrigins,
      https,
      maximumBytes: MAXIMUM_BODY_BYTES,
      timeoutMs: operationTimeoutMs,
      async execute(params, plain, connection) {
        // Of a request, Yoga's plugins look at no more than a plain one has.
        const request = plain as unknown as Request;
        return await yoga.getResultForParams({ params, request }, { ...partsOf(plain, connection), request } as never);
      },
    }),
    async tick() {
      let total = 0;
      for (;;) {
        // A renewal leaves jobs, and a job may make a renewal possible.
        const billed = (await billDue()) + (await warnExpiring({ db, queue, log }, clock.now()));
        const done = billed + (await queue.tick()) + (await webhooks.runAll());
        if (done === 0) return total;
        total += done;
      }
    },
    start() {
      queue.start();
      webhooks.start();
      // One of several processes does it: while a job waits, another with its key is not added.
      const tidyUp = () => queue.enqueueNow(HOUSEKEEPING_JOB, {}, { singletonKey: HOUSEKEEPING_JOB });
      renewals ??= setInterval(() => inBackground(billDue()), RENEWAL_INTERVAL).unref();
      housekeeping ??= setInterval(() => {
        inBackground(tidyUp());
        inBackground(warnExpiring({ db, queue, log }, clock.now()));
      }, HOUR).unref();
    },
    async close() {
      clearInterval(housekeeping);
      clearInterval(renewals);
      await Promise.all([eventStreams.close(), queue.stop(), webhooks.stop()]);
      await yoga.dispose();
      await Promise.allSettled(background);
      await mailer.close();
    },
  };
}
