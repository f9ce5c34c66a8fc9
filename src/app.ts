/** The whole program, wired together in one place. Nothing here listens or reads settings: see main.ts. */
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { createGraphQLServer, MAXIMUM_BODY_BYTES, type RequestParts } from './graphql/server.ts';
import { boundedJson } from './http/body.ts';
import { clientAddress } from './http/clientAddress.ts';
import { within } from './http/deadline.ts';
import { GRAPHIQL_POLICY, json, withSecurityHeaders } from './http/headers.ts';
import { serveHealth } from './http/health.ts';
import { type Audience, createHosts, hostOf, misdirected, serveDomainQuestion } from './http/hosts.ts';
import { serveInvoicePdf } from './http/invoicePdf.ts';
import { type Connection, createListener, type PlainRequest } from './http/listener.ts';
import type { BuiltPage } from './http/page/built.ts';
import { servePage } from './http/page/serve.ts';
import { keptSession, sessionCookie } from './http/sessionCookie.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import { type Clock, HOUR, SECOND } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import { safeError } from './kernel/safeError.ts';
import { HOUSEKEEPING_JOB, JOB_LIMITS, jobHandlers, whatFallsDue } from './later.ts';
import type { Mailbox } from './mail/mailbox.ts';
import type { Mailer } from './mail/mailer.ts';
import { authenticateCaller } from './modules/access/authenticate.ts';
import { createLimits, type LimitSettings } from './modules/access/limits.ts';
import { stillValidKeys } from './modules/company/authenticateApiKey.ts';
import { keepPositionsGrowing } from './modules/event/positions.ts';
import { EventStreams } from './modules/event/streams.ts';
import type { PaymentGateway } from './modules/payment/gateway.ts';
import { type ResolveTxt, systemResolveTxt } from './modules/portal/domainProof.ts';
import { createPortalHosts } from './modules/portal/portalHost.ts';
import { WebhookDeliverer } from './modules/webhook/deliverer.ts';
import { systemResolve, type WebhookPolicy } from './modules/webhook/target.ts';

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

/** How late a renewal may be; looking costs one query on an index. */
const RENEWAL_INTERVAL = 5 * SECOND;
/** Longer than statements (15 s) and transactions may take, so that these end first and say why. */
const OPERATION_TIMEOUT_MS = 30_000;

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
  await keepPositionsGrowing(db);
  const limits = createLimits({
    query: (text, values) => db.raw.query(text, values),
    secret: keys.secretFor('limits'),
    settings: options.limits,
    clock,
  });
  const portals = createPortalHosts({ db, clock });
  const hosts = createHosts({ publicUrl, production, portals });
  const parts = { db, clock, keys, gateway, limits, mailer, publicUrl, log };
  const { timeoutMs: webhookTimeoutMs, ...allowed } = options.webhooks ?? {};
  const webhookPolicy = { privateAddresses: false, plainHttp: false, resolve: systemResolve, ...allowed };
  const queue: Queue = await openQueue({
    db,
    log,
    clock,
    limits: JOB_LIMITS,
    handlers: jobHandlers(parts, () => queue),
  });

  const https = publicUrl.startsWith('https:');
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

  const due = whatFallsDue({ ...parts, queue, resolveTxt });
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
    eventStreams,
    webhookPolicy,
    publicUrl,
    hostCompanyId,
    resolveTxt,
    wallNow: clock.now(),
    log,
    clientAddress: clientAddress(connection.socketAddress, headers.get('x-forwarded-for'), trustedProxyHops),
    userAgent: headers.get('user-agent'),
    sessionCookie: sessionCookie(connection.setCookies, https),
    operationTimeoutMs,
    answered: connection.answered,
  });

  const tookTooLong = () =>
    json(503, { errors: [{ message: 'This took too long.', extensions: { code: 'TIMEOUT' } }] });

  async function answer(request: Request, url: URL, connection: Connection): Promise<Response> {
    const anywhere =
      (await serveHealth({ db, onUnexpected }, request, url)) ?? (await serveDomainQuestion(portals, request, url));
    if (anywhere) return anywhere;
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
      // Yoga's own for a stream is spelt otherwise, and would stand beside it.
      response.headers.delete('Cache-Control');
      response.headers.set('cache-control', 'no-store');
      for (const cookie of connection.setCookies) response.headers.append('set-cookie', cookie);
      // A stream is to be passed on as it comes.
      if (response.headers.get('content-type')?.startsWith('text/event-stream'))
        response.headers.set('x-accel-buffering', 'no');
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

  async function fetch(
    request: Request,
    connection: Connection = { socketAddress: '127.0.0.1', setCookies: [] },
  ): Promise<Response> {
    // Of a Host header that is none no address can be made.
    const url = URL.parse(request.url);
    const response = url
      ? await answer(request, url, connection).catch((error) => {
          onUnexpected(error);
          return json(500, { error: 'Something went wrong on our side. It was recorded.' });
        })
      : misdirected();
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
        const done = (await due.bill()) + (await due.lookAfter()) + (await queue.tick()) + (await webhooks.runAll());
        if (done === 0) return total;
        total += done;
      }
    },
    start() {
      queue.start();
      webhooks.start();
      // One of several processes does it: while a job waits, another with its key is not added.
      const tidyUp = () => queue.enqueueNow(HOUSEKEEPING_JOB, {}, { singletonKey: HOUSEKEEPING_JOB });
      renewals ??= setInterval(() => inBackground(due.bill()), RENEWAL_INTERVAL).unref();
      housekeeping ??= setInterval(() => {
        inBackground(tidyUp());
        inBackground(due.lookAfter());
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
