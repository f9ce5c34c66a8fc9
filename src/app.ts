/** The whole program, wired together in one place. Nothing here listens or reads settings: see main.ts. */
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { createGraphQLServer, MAXIMUM_BODY_BYTES, type RequestParts } from './graphql/server.ts';
import { boundedJson } from './http/body.ts';
import { clientAddress } from './http/clientAddress.ts';
import { within } from './http/deadline.ts';
import { GRAPHIQL_POLICY, json, refuseMethod, withSecurityHeaders } from './http/headers.ts';
import { type Audience, createHosts, hostOf, misdirected, serveDomainQuestion } from './http/hosts.ts';
import { serveInvoicePdf } from './http/invoicePdf.ts';
import { type Connection, createListener, type PlainRequest } from './http/listener.ts';
import type { BuiltPage } from './http/page/built.ts';
import { servePage } from './http/page/serve.ts';
import { keptSession, sessionCookie } from './http/sessionCookie.ts';
import { forgetOldAnswers } from './idempotency.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import { type Clock, HOUR, SECOND } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import { safeError } from './kernel/safeError.ts';
import type { Mailbox } from './mail/mailbox.ts';
import type { Mailer } from './mail/mailer.ts';
import { authenticateCaller } from './modules/access/authenticate.ts';
import { createLimits, type LimitSettings } from './modules/access/limits.ts';
import { SEND_LINK_JOB, sendRequestedLink } from './modules/access/requestLink.ts';
import { MAIL_LIMITS } from './modules/customer/mail.ts';
import { CARD_EXPIRING_MAIL_JOB, sendCardExpiringMail } from './modules/dunning/cardExpiringMail.ts';
import { captureOrRecordFailure, collectInvoice } from './modules/dunning/collect.ts';
import { warnExpiring } from './modules/dunning/expiring.ts';
import { PAYMENT_FAILED_MAIL_JOB, sendPaymentFailedMail } from './modules/dunning/paymentFailedMail.ts';
import { recoverSubscription } from './modules/dunning/recover.ts';
import { retryDue, retryPastDue } from './modules/dunning/retry.ts';
import { SETTLED_JOB } from './modules/invoice/issue.ts';
import type { PaymentGateway } from './modules/payment/gateway.ts';
import { DEFAULT_CHANGED_JOB, DETACH_JOB } from './modules/payment/methods.ts';
import { CAPTURE_JOB } from './modules/payment/reserve.ts';
import { type ResolveTxt, systemResolveTxt } from './modules/portal/domainProof.ts';
import { createPortalHosts } from './modules/portal/portalHost.ts';
import { recheckDomains } from './modules/portal/recheckDomains.ts';
import { CANCELLATION_MAIL_JOB, sendCancellationMail } from './modules/subscription/cancellationMail.ts';
import { renewDue } from './modules/subscription/engine.ts';
import { COLLECT_JOB } from './modules/subscription/renew.ts';

export interface AppOptions {
  /** Opened and migrated. */
  db: Db;
  clock: Clock;
  mailer: Mailer;
  gateway: PaymentGateway;
  keys: Keys;
  log: Logger;
  publicUrl: string;
  /** In production the server answers on no host but its public address and verified domains. */
  production?: boolean;
  /** Looks TXT records up; the system's DNS when left out. */
  resolveTxt?: ResolveTxt;
  trustedProxyHops?: number;
  corsOrigins?: readonly string[];
  graphiql?: boolean;
  /** The mailbox to be shown at /mailbox; never in production. */
  mailbox?: Mailbox;
  limits?: Partial<LimitSettings>;
  /** The hosted page, when it was built. */
  page?: BuiltPage | null;
  /** Origins that may show the hosted page in a frame. */
  frameAncestors?: readonly string[];
  /** Whether whoever has no API key may send only the operations that the hosted page was built with. */
  trustedDocumentsOnly?: boolean;
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

export async function createApp(options: AppOptions): Promise<App> {
  const {
    db,
    clock,
    mailer,
    gateway,
    keys,
    log,
    publicUrl,
    production = false,
    resolveTxt = systemResolveTxt(),
    trustedProxyHops = 0,
    corsOrigins = [],
    graphiql = false,
    mailbox,
    page = null,
    frameAncestors = [],
    trustedDocumentsOnly = false,
    operationTimeoutMs = OPERATION_TIMEOUT_MS,
  } = options;
  const limits = createLimits({
    query: (text, values) => db.raw.query(text, values),
    secret: keys.secretFor('limits'),
    settings: options.limits,
    clock,
  });
  const portals = createPortalHosts({ db, clock });
  const hosts = createHosts({ publicUrl, production, portals });
  const parts = { db, clock, keys, gateway, limits, mailer, publicUrl };
  const queue: Queue = await openQueue({
    db,
    log,
    clock,
    limits: {
      [PAYMENT_FAILED_MAIL_JOB]: MAIL_LIMITS,
      [CARD_EXPIRING_MAIL_JOB]: MAIL_LIMITS,
      [CANCELLATION_MAIL_JOB]: MAIL_LIMITS,
    },
    handlers: {
      [SEND_LINK_JOB]: (data) => sendRequestedLink({ ...parts, queue, log }, data),
      [CAPTURE_JOB]: (data) => captureOrRecordFailure({ ...parts, queue }, data),
      [COLLECT_JOB]: (data) => collectInvoice({ ...parts, queue }, data),
      [SETTLED_JOB]: (data) => recoverSubscription({ ...parts, queue }, data),
      [DEFAULT_CHANGED_JOB]: (data) => retryPastDue({ ...parts, queue }, data),
      [PAYMENT_FAILED_MAIL_JOB]: (data) => sendPaymentFailedMail({ ...parts, log }, data),
      [CARD_EXPIRING_MAIL_JOB]: (data) => sendCardExpiringMail({ ...parts, log }, data),
      [CANCELLATION_MAIL_JOB]: (data) => sendCancellationMail({ ...parts, log }, data),
      [DETACH_JOB]: (data: { providerRef: string }) => gateway.detachMethod(data.providerRef),
      [HOUSEKEEPING_JOB]: async () => {
        await limits.sweep();
        await forgetOldAnswers(db, clock.now());
      },
    },
  });

  const https = publicUrl.startsWith('https:');
  let housekeeping: NodeJS.Timeout | undefined;
  let renewals: NodeJS.Timeout | undefined;
  /** Writes that no answer waits for, so that closing can. */
  const background = new Set<Promise<unknown>>();
  const onUnexpected = (error: unknown) => log.error({ err: safeError(error) }, 'An operation failed unexpectedly.');
  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(onUnexpected).finally(() => background.delete(tracked));
    background.add(tracked);
  }

  /** What falls due by time: periods that end, and payments that are tried again. */
  async function billDue(): Promise<number> {
    const now = clock.now();
    return (await renewDue({ db, queue, log }, now)) + (await retryDue({ db, queue, log }, now));
  }

  /** What is looked at from time to time: cards that expire, and the proofs of domains. */
  async function lookAfter(): Promise<number> {
    const now = clock.now();
    return (await warnExpiring({ db, queue, log }, now)) + (await recheckDomains({ db, queue, resolveTxt, log }, now));
  }

  const authenticate = ({ headers }: Request, now: Date, hostCompanyId: string | null) =>
    authenticateCaller(
      { db, keys, background: inBackground, onUnexpected },
      { authorization: headers.get('authorization'), kept: keptSession(headers, https) },
      now,
      hostCompanyId,
    );
  const yoga = createGraphQLServer({
    graphiql,
    corsOrigins,
    authenticate,
    onUnexpected,
    trusted: { operations: page?.operations ?? new Map(), only: trustedDocumentsOnly },
  });

  const partsOf = (
    { headers }: Pick<PlainRequest, 'headers'>,
    connection: Connection,
    { companyId: hostCompanyId }: Audience,
  ): RequestParts => ({
    db,
    queue,
    gateway,
    keys,
    limits,
    publicUrl,
    hostCompanyId,
    resolveTxt,
    wallNow: clock.now(),
    log,
    clientAddress: clientAddress(connection.socketAddress, headers.get('x-forwarded-for'), trustedProxyHops),
    userAgent: headers.get('user-agent'),
    sessionCookie: sessionCookie(connection.setCookies, https),
    answered: connection.answered,
  });

  const tookTooLong = () =>
    json(503, { errors: [{ message: 'This took too long.', extensions: { code: 'TIMEOUT' } }] });

  async function answer(request: Request, url: URL, connection: Connection): Promise<Response> {
    if (url.pathname === '/health') return refuseMethod(request, READING) ?? json(200, { status: 'ok' });
    if (url.pathname === '/ready') return refuseMethod(request, READING) ?? ready();
    const question = await serveDomainQuestion(portals, request, url);
    if (question) return question;
    const audience = await hosts.audienceOf(hostOf(request));
    return audience ? answerTo(audience, request, url, connection) : misdirected();
  }

  async function answerTo(audience: Audience, request: Request, url: URL, connection: Connection): Promise<Response> {
    if (url.pathname === '/graphql') {
      const bounded = await boundedJson(request, MAXIMUM_BODY_BYTES);
      if (bounded instanceof Response) return bounded;
      const response =
        connection.answered === 'late'
          ? tookTooLong()
          : await within<Response>(
              operationTimeoutMs,
              yoga.fetch(bounded, partsOf(request, connection, audience)),
              tookTooLong,
            );
      // Whether a page may read the answer depends on where it comes from.
      if (corsOrigins.length > 0) response.headers.set('vary', 'Origin');
      response.headers.set('cache-control', 'no-store');
      for (const cookie of connection.setCookies) response.headers.append('set-cookie', cookie);
      if (graphiql && response.headers.get('content-type')?.startsWith('text/html'))
        response.headers.set('content-security-policy', GRAPHIQL_POLICY);
      return response;
    }
    const { companyId } = audience;
    return (
      (await serveInvoicePdf({ db, keys, companyId }, request, url, clock.now())) ??
      (page
        ? await servePage({ db, page, companyId, frameAncestors, sandbox: gateway.name === 'sandbox' }, request, url)
        : null) ??
      (companyId === null ? mailbox?.handleMailbox(request) : undefined) ??
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

  async function fetch(
    request: Request,
    connection: Connection = { socketAddress: '127.0.0.1', setCookies: [] },
  ): Promise<Response> {
    const response = await answer(request, new URL(request.url), connection).catch((error) => {
      onUnexpected(error);
      return json(500, { error: 'Something went wrong on our side. It was recorded.' });
    });
    const bodiless = request.method === 'HEAD' ? new Response(null, response) : response;
    return withSecurityHeaders(bodiless, { https, own: hosts.isOwn(hostOf(request)) });
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
      hosts,
      async execute(params, plain, connection, audience) {
        // Of a request, Yoga's plugins look at no more than a plain one has.
        const request = plain as unknown as Request;
        const context = { ...partsOf(plain, connection, audience), request };
        return await yoga.getResultForParams({ params, request }, context as never);
      },
    }),
    async tick() {
      let total = 0;
      for (;;) {
        // A renewal leaves jobs, and a job may make a renewal possible.
        const done = (await billDue()) + (await lookAfter()) + (await queue.tick());
        if (done === 0) return total;
        total += done;
      }
    },
    start() {
      queue.start();
      // One of several processes does it: while a job waits, another with its key is not added.
      const tidyUp = () => queue.enqueueNow(HOUSEKEEPING_JOB, {}, { singletonKey: HOUSEKEEPING_JOB });
      renewals ??= setInterval(() => inBackground(billDue()), RENEWAL_INTERVAL).unref();
      housekeeping ??= setInterval(() => {
        inBackground(tidyUp());
        inBackground(lookAfter());
      }, HOUR).unref();
    },
    async close() {
      clearInterval(housekeeping);
      clearInterval(renewals);
      await queue.stop();
      await yoga.dispose();
      await Promise.allSettled(background);
      await mailer.close();
    },
  };
}
