/** The real app for tests, on a fresh database, with a mailbox, the sandbox provider and a manual clock. */
import { GraphQLClient } from 'graphql-request';
import type { ClientLimitSettings } from '../../src/api/clientLimits.ts';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import type { Db } from '../../src/db/client.ts';
import type { BuiltPage } from '../../src/http/page/built.ts';
import { ManualClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { type Mailbox, mailbox as openMailbox } from '../../src/mail/mailbox.ts';
import { createCompany } from '../../src/modules/company/createCompany.ts';
import { companyTime } from '../../src/modules/company/time.ts';
import type { ProviderSession } from '../../src/modules/payment/port.ts';
import { type ProviderOf, sandboxProviders } from '../../src/modules/payment/providerOf.ts';
import { createSandbox, type Sandbox } from '../../src/modules/payment/providers/sandbox/sandbox.ts';
import type { LimitSettings } from '../../src/modules/signIn/rateLimits.ts';
import { createLog } from '../../src/telemetry/log.ts';
import type { Metrics } from '../../src/telemetry/metrics.ts';
import { openTestDb } from './database.ts';
import { ConsumePortalLinkDocument, CreatePortalLinkDocument } from './graphql/graphql.ts';

export const TEST_SECRET = 'a secret for tests that is long enough to be one';
const ANY_ACCOUNT = { id: '', companyId: '', live: false, secretKey: '', publishableKey: '', connectedRef: null };
/** pino's number for the level. */
const WARN = 40;
export const PUBLIC_URL = 'http://portal.test';

export interface TestApp {
  app: App;
  db: Db;
  clock: ManualClock;
  mailbox: Mailbox;
  sandbox: Sandbox;
  providerOf: ProviderOf;
  /** Replacements for calls to the sandbox; without one a call reaches the sandbox. */
  provider: Partial<ProviderSession>;
  /** The sandbox itself, for replacements that pass calls on. */
  real: ProviderSession;
  /** The TXT records by name, or the error of a lookup. Other names have no records. */
  dns: Map<string, string[] | Error>;
  /** The lines of the log, at every level. */
  logged: string[];
  /** The lines at the level `warn` or above. */
  warnings(): string[];
  /** A client with a credential, or without one. */
  client(credential?: string, headers?: Record<string, string>): GraphQLClient;
  /** A raw POST to /graphql. */
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: any }>;
  /** Another company with its API key. */
  company(name?: string): Promise<{ companyId: string; apiKey: string; merchant: GraphQLClient }>;
  /** A portal session of a customer, opened by createPortalLink. */
  signIn(merchant: GraphQLClient, customerId: string): Promise<{ token: string; portal: GraphQLClient }>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  now?: string;
  db?: Db;
  graphiql?: boolean;
  demo?: AppOptions['demo'];
  corsOrigins?: string[];
  trustedProxyHops?: number;
  limits?: Partial<LimitSettings>;
  /** The general limits of requests; none by default, because tests send many from one address. */
  clientLimits?: ClientLimitSettings;
  operationTimeoutMs?: number;
  publicUrl?: string;
  page?: BuiltPage;
  frameAncestors?: string[];
  trustedDocumentsOnly?: boolean;
  metrics?: Metrics;
  metricsToken?: string;
  postmarkWebhookSecret?: string;
  production?: boolean;
  webhooks?: AppOptions['webhooks'];
  taxIdRegister?: AppOptions['taxIdRegister'];
  retention?: AppOptions['retention'];
  /** The address of a stand-in of Stripe. */
  stripeApiBase?: string;
  /** The address of a stand-in of Stripe's script. */
  stripeScript?: string;
  /** The sandbox of another app, which both then use. */
  sandbox?: Sandbox;
  /** True in production, where the sandbox charges companies in test mode only. */
  testCompaniesOnly?: boolean;
  /** The file with which the sandbox shares its state between processes. */
  journal?: string;
}

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const db = options.db ?? (await openTestDb());
  const publicUrl = options.publicUrl ?? PUBLIC_URL;
  const clock = new ManualClock(options.now ?? '2026-03-01T00:00:00.000Z');
  const mailbox = openMailbox({ clock });
  const timeOf = (companyId: string) => companyTime({ db, clock }, companyId);
  const sandbox = options.sandbox ?? createSandbox(TEST_SECRET, { journal: options.journal, timeOf });
  const { testCompaniesOnly = false } = options;
  const provider: TestApp['provider'] = {};
  const replaceable = {
    ...sandbox,
    open: (account: Parameters<Sandbox['open']>[0]) => ({ ...sandbox.open(account), ...provider }),
  };
  const providerOf = sandboxProviders({ db, sandbox: replaceable, testCompaniesOnly });
  const logged: string[] = [];
  const dns: TestApp['dns'] = new Map();
  const app = await createApp({
    db,
    clock,
    mailer: mailbox,
    mailbox,
    providerOf,
    sandbox,
    keys: createKeys(TEST_SECRET),
    log: createLog('trace', { write: (line: string) => void logged.push(line) }),
    publicUrl,
    production: options.production,
    async resolveTxt(name) {
      const found = dns.get(name) ?? Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' });
      if (found instanceof Error) throw found;
      return found.map((value) => [value]);
    },
    graphiql: options.graphiql ?? false,
    demo: options.demo,
    corsOrigins: options.corsOrigins,
    trustedProxyHops: options.trustedProxyHops,
    limits: options.limits,
    clientLimits: options.clientLimits ?? null,
    webhooks: options.webhooks ?? { privateAddresses: true, plainHttp: true },
    taxIdRegister: options.taxIdRegister,
    retention: options.retention,
    stripeApiBase: options.stripeApiBase,
    stripeScript: options.stripeScript,
    operationTimeoutMs: options.operationTimeoutMs,
    page: options.page,
    frameAncestors: options.frameAncestors,
    trustedDocumentsOnly: options.trustedDocumentsOnly,
    metrics: options.metrics,
    metricsToken: options.metricsToken,
    postmarkWebhookSecret: options.postmarkWebhookSecret ?? null,
  });
  // Passes the requests of graphql-request to the app directly, without a network port.
  const fetch = ((url: string | URL, init?: RequestInit) =>
    app.fetch(new Request(url, init))) as typeof globalThis.fetch;

  const client = (credential?: string, headers: Record<string, string> = {}) =>
    new GraphQLClient(`${publicUrl}/graphql`, {
      fetch,
      headers: { ...headers, ...(credential ? { authorization: `Bearer ${credential}` } : {}) },
    });

  return {
    app,
    db,
    clock,
    mailbox,
    sandbox,
    providerOf,
    provider,
    real: sandbox.open({ ...ANY_ACCOUNT }),
    dns,
    logged,
    warnings: () => logged.filter((line) => JSON.parse(line).level >= WARN),
    client,
    async post(body, headers = {}) {
      const response = await app.fetch(
        new Request(`${publicUrl}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      );
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
    },
    async company(name = 'Acme') {
      const made = await createCompany(
        { db, now: clock.now() },
        { name, defaultCurrency: 'EUR', invoicePrefix: 'ACME' },
      );
      return { ...made, merchant: client(made.apiKey) };
    },
    async signIn(merchant, customerId) {
      const { createPortalLink } = await merchant.request(CreatePortalLinkDocument, { input: { customerId } });
      if (createPortalLink.__typename !== 'CreatePortalLinkSuccess') throw new Error(createPortalLink.message);
      const token = createPortalLink.url.split('#token=')[1];
      const { consumePortalLink } = await client().request(ConsumePortalLinkDocument, { input: { token } });
      if (consumePortalLink.__typename !== 'ConsumePortalLinkSuccess') throw new Error(consumePortalLink.message);
      const session = bearerToken(consumePortalLink);
      return { token: session, portal: client(session) };
    },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

/** The headers of a response, sorted, without the request id, which differs in every response. */
export function comparableHeaders(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => name !== 'x-request-id').sort();
}

/** The token of a session that is not transported in a cookie. */
export function bearerToken({ sessionToken }: { sessionToken: string | null }): string {
  if (sessionToken === null) throw new Error('The session is in a cookie.');
  return sessionToken;
}

/** The payload of a result that must be a success; its message otherwise. */
export function success<Result extends { __typename?: string | undefined }>(
  result: Result,
): Exclude<Result, { code: unknown }> {
  if ('message' in result) throw new Error(`${result.__typename}: ${String(result.message)}`);
  return result as Exclude<Result, { code: unknown }>;
}
