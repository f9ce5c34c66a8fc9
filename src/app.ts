/** The whole program, wired together. Nothing here listens or reads settings: see main.ts. */
import type { RequestListener } from 'node:http';
import type { CallersOptions } from './api/callers.ts';
import { type ClientLimitSettings, ClientLimits } from './api/clientLimits.ts';
import type { RequestParts } from './api/requestParts.ts';
import { createGraphQLServer } from './api/server.ts';
import { type Backend, type BackendOptions, createBackend } from './backend.ts';
import { readBacklog } from './http/backlog.ts';
import { MAXIMUM_BODY_BYTES } from './http/body.ts';
import { clientAddress } from './http/clientAddress.ts';
import type { Connection } from './http/connection.ts';
import { createHosts } from './http/hosts.ts';
import { createListener } from './http/listener.ts';
import type { BuiltPage } from './http/page/built.ts';
import { createReadiness, type Readiness } from './http/readiness.ts';
import { createRouter, type Fetch } from './http/router.ts';
import { createRoutes } from './http/routes.ts';
import type { SandboxConfirmations } from './http/sandboxConfirmation.ts';
import type { MetricsOptions } from './http/serveMetrics.ts';
import { sessionCookie, sessionFromCookie } from './http/sessionCookie.ts';
import type { Demo } from './http/startPage.ts';
import type { Queue } from './jobs/queue.ts';
import { createNews } from './kernel/recent.ts';
import type { Mailbox } from './mail/mailbox.ts';
import { sandboxServes } from './modules/payment/liveMode.ts';
import { STRIPE_SCRIPT } from './modules/payment/providers/stripe/stripeClient.ts';
import { createPortalHosts, type PortalHosts } from './modules/portal/domains/portalHost.ts';
import { authenticateCaller } from './modules/signIn/authenticate.ts';
import { createScheduler } from './scheduler.ts';
import { createRequestObserver } from './telemetry/requests.ts';

export interface AppOptions extends BackendOptions {
  /** In production the server responds on its public address and on verified domains alone. */
  production?: boolean;
  trustedProxyHops?: number;
  corsOrigins?: readonly string[];
  graphiql?: boolean;
  /** The folder of the embedded database, whose disk /ready watches. */
  dataDir?: string | undefined;
  /** Where customers of companies on the sandbox confirm payments. */
  sandbox?: SandboxConfirmations;
  /** The mailbox shown at /mailbox; never in production. */
  mailbox?: Mailbox;
  /** The demo company, which is made after the start. With it, GET / is a page for developers; never in production. */
  demo?: () => Demo | null;
  /** The hosted page, if it was built. */
  page?: BuiltPage | null;
  /** The address of a stand-in of Stripe's script on this machine; Stripe's own by default. */
  stripeScript?: string | undefined;
  /** Origins that may show the hosted page in a frame. */
  frameAncestors?: readonly string[];
  /** Whether a caller without an API key may send only the operations that the hosted page was built with. */
  trustedDocumentsOnly?: boolean;
  /** How long an operation may take before the caller gets a timeout, in milliseconds. */
  operationTimeoutMs?: number;
  /** The general limits of requests; null for none. */
  clientLimits?: ClientLimitSettings | null;
  /** The password of Postmark's webhooks; without it that address does not exist. */
  postmarkWebhookSecret?: string | null | undefined;
  /** The bearer token for GET /metrics; without it that address does not exist here. */
  metricsToken?: string | null;
}

export interface App {
  /** Responds to a request; `connection` contains the address of its client. */
  fetch: Fetch;
  /** Like `fetch`, for `node:http`, with a shortcut for most requests. */
  readonly listener: RequestListener;
  readonly queue: Queue;
  /** How metrics are served on a port of their own; null if none are recorded. */
  readonly metrics: MetricsOptions | null;
  /** Runs everything that is due now and returns the number of steps. */
  tick(): Promise<number>;
  /** From now on ticks by itself. */
  start(): void;
  /** From now on /ready returns 503, so that balancers send requests elsewhere. Requests are still served. */
  announceStop(): void;
  /** Begins no more work by itself and ends event streams. Requests are still served. */
  drain(): Promise<void>;
  /** Drains, and waits for running work. The caller closes the database. */
  close(): Promise<void>;
}

/** Longer than statements and transactions (15 s) may take, so that these end first and report why. */
const OPERATION_TIMEOUT_MS = 30_000;

export async function createApp(options: AppOptions): Promise<App> {
  const backend = await createBackend(options);
  const { queue, eventStreams, webhooks, background } = backend;
  const scheduler = createScheduler({ ...backend, inBackground: background.add, metrics: options.metrics ?? null });
  const { dataDir } = options;
  const readiness = createReadiness({ ...options, ...backend, dataDir });
  const onUnexpected = (error: unknown) => {
    readiness.note(error);
    backend.onUnexpected(error);
  };
  const http = createHttp(options, { ...backend, onUnexpected }, readiness);
  const drain = async () => {
    scheduler.stop();
    await eventStreams.close();
  };
  return {
    queue,
    fetch: http.fetch,
    listener: http.listener,
    metrics: http.metrics,
    tick: scheduler.tick,
    start: scheduler.start,
    announceStop: readiness.stop,
    drain,
    async close() {
      await drain();
      await Promise.all([queue.stop(), webhooks.stop()]);
      await http.dispose();
      await background.settled();
      await options.mailer.close();
    },
  };
}

/** The two entry points: `fetch` with the routing table, and the listener with its shortcut. */
function createHttp(options: AppOptions, backend: Backend, readiness: Readiness) {
  const { db, clock, keys, log, publicUrl, production = false, mailbox, metrics = null } = options;
  const { graphiql = false, demo, page = null, frameAncestors = [], metricsToken = null } = options;
  const timeoutMs = options.operationTimeoutMs ?? OPERATION_TIMEOUT_MS;
  const { onUnexpected } = backend;
  const addressOf = ({ headers }: Headed, socketAddress: string) =>
    clientAddress(socketAddress, headers.get('x-forwarded-for'), options.trustedProxyHops ?? 0);
  const https = publicUrl.startsWith('https:');
  const portals = createPortalHosts({ db, clock });
  const hosts = createHosts({ publicUrl, production, portals });
  const observer = createRequestObserver({ log, metrics });
  const clientLimits = options.clientLimits === null ? null : new ClientLimits(options.clientLimits);
  const credentialOf = ({ headers }: Headed) =>
    headers.get('authorization') ?? sessionFromCookie(headers, https)?.token ?? null;
  const isNews = createNews();
  const yoga = createYogaServer(options, backend, { https, clientLimits, credentialOf, portals, isNews });
  const partsOf = requestParts(options, backend, { https, timeoutMs });
  const serving: MetricsOptions | null = metrics && {
    metrics,
    token: null,
    backlog: () => readBacklog({ db, queue: backend.queue }, clock.now()),
  };
  const routes = createRoutes({
    ...{ db, keys, clock, portals, page, frameAncestors, mailbox, readiness },
    sandbox: options.sandbox ?? null,
    start: production || !demo ? null : { demo, graphiql, mailbox: mailbox !== undefined },
    intake: { db, keys, queue: backend.queue, adapters: backend.adapters },
    mailEvents: options.postmarkWebhookSecret
      ? { db, queue: backend.queue, clock, secret: options.postmarkWebhookSecret }
      : null,
    callers: {
      addressOf,
      limits: clientLimits,
      authenticate: (authorization, clientAddress) =>
        authenticateCaller(
          { db, keys, background: backend.background.add, onUnexpected, clientAddress, isNews },
          { authorization, cookieSession: null },
          clock.now(),
          null,
        ),
    },
    sandboxFor: (companyId) => sandboxServes(backend.providerOf, companyId),
    stripeScript: options.stripeScript ?? STRIPE_SCRIPT,
    metrics: serving && metricsToken !== null ? { ...serving, token: metricsToken } : null,
    graphql: {
      ...{ graphiql, timeoutMs },
      execute: (request, parts) => yoga.fetch(request, parts),
      partsOf: ({ request, connection, companyId }) => partsOf(request, connection, companyId),
    },
  });
  const fetch = createRouter({ routes, hosts, https, observer, onUnexpected });
  return {
    fetch,
    metrics: serving,
    dispose: () => yoga.dispose(),
    listener: createListener({
      ...{ fetch, https, hosts, observer, timeoutMs },
      maximumBytes: MAXIMUM_BODY_BYTES,
      waitOf: (request, { socketAddress }) =>
        clientLimits?.waitBefore(addressOf(request, socketAddress), credentialOf(request)) ?? 0,
      async execute(params, plain, connection, { companyId }) {
        // Yoga's plugins read no more of a request than a plain one has.
        const request = plain as unknown as Request;
        const context = { ...partsOf(plain, connection, companyId), request };
        return await yoga.getResultForParams({ params, request }, context as never);
      },
    }),
  };
}

interface Site extends Pick<CallersOptions, 'clientLimits' | 'credentialOf'> {
  https: boolean;
  portals: PortalHosts;
  /** Whether a refused credential is new: a flood of one is logged once. */
  isNews: ReturnType<typeof createNews>;
}

/** The configured origins, and the verified domains that portals use now: a list, never a reflection of the request. */
async function isPortalOrigin({ portals, https }: Site, origin: string): Promise<boolean> {
  const url = URL.parse(origin);
  const secure = url?.protocol === 'https:' || !https;
  return url !== null && secure && url.origin === origin && (await portals.portalHost(url.host)) !== null;
}

function createYogaServer(options: AppOptions, { onUnexpected, background, clockGuard }: Backend, site: Site) {
  const { db, keys, graphiql = false, demo, corsOrigins = [], page, trustedDocumentsOnly = false } = options;
  const { isNews } = site;
  return createGraphQLServer({
    ...{ graphiql, onUnexpected, verifyClock: clockGuard.verify },
    demoKey: () => demo?.()?.apiKey ?? null,
    allowsOrigin: (origin) => corsOrigins.includes(origin) || isPortalOrigin(site, origin),
    clientLimits: site.clientLimits,
    credentialOf: site.credentialOf,
    authenticate: ({ headers }, { wallNow, hostCompanyId, clientAddress }) =>
      authenticateCaller(
        { db, keys, background: background.add, onUnexpected, clientAddress, isNews },
        { authorization: headers.get('authorization'), cookieSession: sessionFromCookie(headers, site.https) },
        wallNow,
        hostCompanyId,
      ),
    trusted: { operations: page?.operations ?? new Map(), only: trustedDocumentsOnly },
  });
}

type Headed = { readonly headers: { get(name: string): string | null } };

/** The context of a request before its caller is known. */
function requestParts(options: AppOptions, backend: Backend, site: { https: boolean; timeoutMs: number }) {
  const { db, clock, keys, publicUrl, log, trustedProxyHops = 0 } = options;
  const { queue, limits, eventStreams, webhookPolicy, resolveTxt, adapters, accountSessions, providerOf } = backend;
  const background = backend.background.add;
  const constant = {
    background,
    db,
    queue,
    adapters,
    accountSessions,
    providerOf,
    keys,
    limits,
    eventStreams,
    webhookPolicy,
    publicUrl,
    resolveTxt,
    log,
  };
  return ({ headers }: Headed, connection: Connection, hostCompanyId: string | null): RequestParts => ({
    ...constant,
    hostCompanyId,
    wallNow: clock.now(),
    clientAddress: clientAddress(connection.socketAddress, headers.get('x-forwarded-for'), trustedProxyHops),
    userAgent: headers.get('user-agent'),
    acceptLanguage: headers.get('accept-language'),
    sessionCookie: sessionCookie(connection.setCookies, {
      https: site.https,
      framed: (options.frameAncestors ?? []).length > 0,
    }),
    operationTimeoutMs: site.timeoutMs,
    answered: connection.answered,
  });
}
