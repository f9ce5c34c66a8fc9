/**
 * GET / outside production: the places that a developer looks for first, and the demo company with its customers. The
 * demo's API key is shown to callers on this machine alone.
 */
import { isLoopback } from '../kernel/loopback.ts';
import { developmentPage, styleSource } from '../mail/developmentPage.ts';
import { type Html, html } from '../mail/html.ts';
import { MAILBOX_STYLE } from '../mail/mailboxStyle.ts';
import { refuseMethod } from './headers.ts';
import type { Visit } from './router.ts';

/** The demo company, as far as the start page and GraphiQL show it. */
export interface Demo {
  companyId: string;
  apiKey: string;
  /** Its customers, each with the situation that it is in. */
  customers: readonly { email: string; situation: string }[];
}

export interface StartPage {
  /** The demo company; null if there is none, or not yet. */
  demo: () => Demo | null;
  graphiql: boolean;
  mailbox: boolean;
}

const STYLE = `${MAILBOX_STYLE}
.list strong { display: block; }
.list span { color: var(--soft); font-size: 14px; }
.list a { display: block; }
code { font: 13px/1.6 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
`;
const POLICY = [
  "default-src 'none'",
  styleSource(STYLE),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function serveStartPage(start: StartPage, { request, connection }: Visit): Response {
  const refusal = refuseMethod(request, ['GET', 'HEAD']);
  if (refusal) return refusal;
  const demo = start.demo();
  const body = html`<header><h1>Portico is running</h1><p>This page exists in development only.</p></header>
${placesOf(start, demo)}
${demo && customersOf(demo)}
${demo && isLoopback(connection.socketAddress) && keyOf(demo)}
${!demo && noCompany}`;
  return new Response(developmentPage({ title: 'Portico', style: STYLE, body }), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  });
}

function placesOf({ graphiql, mailbox }: StartPage, demo: Demo | null): Html {
  const places = [
    demo && {
      href: `/portal/${demo.companyId}`,
      name: 'Customer portal',
      text: 'The page on which the customers of the demo company manage their billing.',
    },
    mailbox && {
      href: '/mailbox',
      name: 'Mailbox',
      text: 'Every mail that Portico would send, sign-in links included. Nothing leaves this machine.',
    },
    graphiql && {
      href: '/graphql',
      name: 'GraphiQL',
      text: 'The API: its documentation, and a place to try queries and mutations.',
    },
  ].filter((place) => place !== null && place !== false);
  return html`<ul class="list">${places.map(
    ({ href, name, text }) => html`<li><a href="${href}"><strong>${name}</strong><span>${text}</span></a></li>`,
  )}</ul>`;
}

const customersOf = ({ customers }: Demo): Html => html`<h2>Sign in to the portal as</h2>
<dl>${customers.map(({ email, situation }) => html`<dt><code>${email}</code></dt><dd>${situation}</dd>`)}</dl>
<p class="raw">Request a link on the portal, then open it from the mailbox.</p>`;

const keyOf = ({ companyId, apiKey }: Demo): Html => html`<h2>The demo company</h2>
<dl><dt>Company</dt><dd><code>${companyId}</code></dd><dt>API key</dt><dd><code>${apiKey}</code></dd></dl>`;

const noCompany = html`<h2>No demo company</h2>
<p>Stop the server and run <code>npm start -- create-company "Acme" EUR</code> to create a company and its first API key.</p>`;
