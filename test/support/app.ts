/** The program as tests use it: the real app on a fresh database, with a mailbox, the sandbox and a clock that is moved by hand. */
import { GraphQLClient } from 'graphql-request';
import { pino } from 'pino';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import type { Db } from '../../src/db/client.ts';
import type { BuiltPage } from '../../src/http/page/built.ts';
import { ManualClock } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { type Mailbox, mailbox as openMailbox } from '../../src/mail/mailbox.ts';
import type { LimitSettings } from '../../src/modules/access/limits.ts';
import { createCompany } from '../../src/modules/company/createCompany.ts';
import type { PaymentGateway } from '../../src/modules/payment/gateway.ts';
import { createSandbox, type SandboxGateway } from '../../src/modules/payment/sandbox.ts';
import { openTestDb } from './database.ts';
import { ConsumePortalLinkDocument, CreatePortalSessionDocument } from './graphql/graphql.ts';

export const TEST_SECRET = 'a secret for tests that is long enough to be one';
export const PUBLIC_URL = 'http://portal.test';

export interface TestApp {
  app: App;
  db: Db;
  clock: ManualClock;
  mailbox: Mailbox;
  gateway: SandboxGateway;
  /** The TXT records of the world, by name; an error is what a look-up meets. Other names have none. */
  dns: Map<string, string[] | Error>;
  /** What was logged, as text. */
  logged: string[];
  /** A client with a credential, or without one. */
  client(credential?: string, headers?: Record<string, string>): GraphQLClient;
  /** A raw POST to /graphql. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers whose shape they know.
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: any }>;
  /** Another company with its API key. */
  company(name?: string): Promise<{ companyId: string; apiKey: string; merchant: GraphQLClient }>;
  /** A portal session of a customer, opened as a merchant's hand-off. */
  signIn(merchant: GraphQLClient, customerId: string): Promise<{ token: string; portal: GraphQLClient }>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  now?: string;
  db?: Db;
  graphiql?: boolean;
  corsOrigins?: string[];
  trustedProxyHops?: number;
  limits?: Partial<LimitSettings>;
  operationTimeoutMs?: number;
  publicUrl?: string;
  page?: BuiltPage;
  frameAncestors?: string[];
  trustedDocumentsOnly?: boolean;
  production?: boolean;
  webhooks?: AppOptions['webhooks'];
  /** What the app knows as its payment provider: the sandbox, or what stands before it. */
  provider?(sandbox: SandboxGateway): PaymentGateway;
  /** The file by which the sandbox remembers what happened in other processes. */
  journal?: string;
}

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const db = options.db ?? (await openTestDb());
  const publicUrl = options.publicUrl ?? PUBLIC_URL;
  const clock = new ManualClock(options.now ?? '2026-03-01T00:00:00.000Z');
  const mailbox = openMailbox({ clock });
  const gateway = createSandbox(TEST_SECRET, { journal: options.journal });
  const logged: string[] = [];
  const dns: TestApp['dns'] = new Map();
  const app = await createApp({
    db,
    clock,
    mailer: mailbox,
    mailbox,
    gateway: options.provider?.(gateway) ?? gateway,
    keys: createKeys(TEST_SECRET),
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    publicUrl,
    production: options.production,
    async resolveTxt(name) {
      const found = dns.get(name) ?? Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' });
      if (found instanceof Error) throw found;
      return found.map((value) => [value]);
    },
    graphiql: options.graphiql ?? false,
    corsOrigins: options.corsOrigins,
    trustedProxyHops: options.trustedProxyHops,
    limits: options.limits,
    webhooks: options.webhooks ?? { privateAddresses: true, plainHttp: true },
    operationTimeoutMs: options.operationTimeoutMs,
    page: options.page,
    frameAncestors: options.frameAncestors,
    trustedDocumentsOnly: options.trustedDocumentsOnly,
  });
  // graphql-request gives its own request; the app is the other end, without a port in between.
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
    gateway,
    dns,
    logged,
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
      const { createPortalSession } = await merchant.request(CreatePortalSessionDocument, { input: { customerId } });
      if (createPortalSession.__typename !== 'CreatePortalSessionSuccess') throw new Error(createPortalSession.message);
      const token = createPortalSession.url.split('#token=')[1];
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

/** The credential of a session that was not handed over in a cookie. */
export function bearerToken({ sessionToken }: { sessionToken: string | null }): string {
  if (sessionToken === null) throw new Error('The session travels in a cookie.');
  return sessionToken;
}

/** The payload of a result that must be a success; its message otherwise. */
export function success<Result extends { __typename?: string | undefined }>(
  result: Result,
): Exclude<Result, { code: unknown }> {
  if ('message' in result) throw new Error(`${result.__typename}: ${String(result.message)}`);
  return result as Exclude<Result, { code: unknown }>;
}
