/** The routing table of the server. */
import type { Db } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import type { IntakeParts } from '../modules/payment/accounts/receiveSignals.ts';
import type { PortalHosts } from '../modules/portal/domains/portalHost.ts';
import { type GraphQLRouteOptions, serveGraphQL } from './graphql.ts';
import { serveDomainQuestion } from './hosts.ts';
import type { BuiltPage } from './page/built.ts';
import { servePage } from './page/serve.ts';
import { serveEmbedScript } from './page/serveEmbedScript.ts';
import { serveProviderEvents } from './providerEvents.ts';
import type { Readiness } from './readiness.ts';
import type { Route } from './router.ts';
import { confirmInSandbox, type SandboxConfirmations } from './sandboxConfirmation.ts';
import { type ExportCallers, serveExport } from './serveExport.ts';
import { serveHealth } from './serveHealth.ts';
import { serveInvoicePdf } from './serveInvoicePdf.ts';
import { type MailEventParts, serveMailEvents } from './serveMailEvents.ts';
import { type MetricsOptions, serveMetrics } from './serveMetrics.ts';
import { type StartPage, serveStartPage } from './startPage.ts';

export interface RoutesOptions {
  db: Db;
  keys: Keys;
  clock: Clock;
  portals: PortalHosts;
  /** The inbox of payment providers' webhooks. */
  intake: IntakeParts;
  graphql: GraphQLRouteOptions;
  /** Postmark's reports about mail; null if they are not configured. */
  mailEvents: MailEventParts | null;
  /** Finds the caller of a route that needs an API key. */
  callers: ExportCallers;
  /** The hosted page, if it was built. */
  page: BuiltPage | null;
  frameAncestors: readonly string[];
  /** Whether the sandbox's own card fields are served for this company, if it is known. */
  sandboxFor(companyId: string | null): Promise<boolean>;
  /** The address of Stripe's script. */
  stripeScript: string;
  /** Where the customer confirms payments of the sandbox. */
  sandbox: SandboxConfirmations | null;
  mailbox: Mailbox | undefined;
  /** The page at `/`; never in production. */
  start: StartPage | null;
  /** Set if metrics are served on this port. */
  metrics: MetricsOptions | null;
  readiness: Readiness;
}

export function createRoutes(options: RoutesOptions): Route[] {
  const { db, keys, clock, portals, graphql, page, frameAncestors, mailbox, metrics, sandbox, start } = options;
  const { sandboxFor, stripeScript, mailEvents } = options;
  return [
    {
      name: 'health',
      path: /^\/(?:health|ready)$/,
      hosts: 'any',
      serve: ({ request, url }) => serveHealth(options.readiness, request, url),
    },
    {
      name: 'domain_question',
      path: '/domains/ask',
      hosts: 'any',
      serve: ({ request, url }) => serveDomainQuestion(portals, request, url),
    },
    { name: 'graphql', path: '/graphql', serve: (visit) => serveGraphQL(graphql, visit) },
    {
      name: 'metrics',
      path: '/metrics',
      hosts: 'own',
      serve: ({ request }) => (metrics ? serveMetrics(metrics, request) : null),
    },
    {
      name: 'provider_events',
      path: /^\/provider-events\//,
      hosts: 'own',
      serve: ({ request, url }) => serveProviderEvents({ ...options.intake, clock }, request, url),
    },
    {
      name: 'mail_events',
      path: '/mail-events/postmark',
      hosts: 'own',
      serve: ({ request }) => (mailEvents ? serveMailEvents(mailEvents, request) : null),
    },
    {
      name: 'invoice_pdf',
      path: /^\/invoices\//,
      serve: ({ request, url, companyId }) => serveInvoicePdf({ db, keys, companyId }, request, url, clock.now()),
    },
    {
      name: 'csv_export',
      path: /^\/exports\//,
      hosts: 'own',
      serve: ({ request, url, connection }) =>
        serveExport({ db, now: clock.now(), ...options.callers, connection }, request, url),
    },
    { name: 'start_page', path: '/', hosts: 'own', serve: (visit) => start && serveStartPage(start, visit) },
    {
      name: 'sandbox_confirmation',
      path: '/sandbox/confirmations',
      serve: ({ request }) => (sandbox ? confirmInSandbox(sandbox, request) : null),
    },
    {
      name: 'embed_script',
      path: /^\/embed\/v1\./,
      serve: ({ request, url }) => serveEmbedScript(page, request, url),
    },
    {
      name: 'portal_page',
      path: /^\//,
      serve: ({ request, url, companyId }) =>
        page ? servePage({ db, page, companyId, frameAncestors, sandboxFor, stripeScript }, request, url) : null,
    },
    {
      name: 'mailbox',
      path: /^\/mailbox/,
      hosts: 'own',
      serve: ({ request }) => mailbox?.handleMailbox(request) ?? null,
    },
  ];
}
