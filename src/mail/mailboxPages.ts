/**
 * The pages of the development mailbox. They hold no script and load nothing from elsewhere. A mail's HTML is a
 * document of its own inside a sandboxed frame: it may open its links in a new tab and nothing more.
 */
import { developmentPage, styleSource } from './developmentPage.ts';
import { type Html, html } from './html.ts';
import type { MailboxStore, StoredMail } from './mailboxStore.ts';
import { MAILBOX_STYLE } from './mailboxStyle.ts';
import type { Attachment } from './mailer.ts';

const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const PAGE_POLICY = [
  "default-src 'none'",
  styleSource(MAILBOX_STYLE),
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  `sandbox ${SANDBOX}`,
].join('; ');

export function answerMailbox(request: Request, store: MailboxStore): Response | null {
  const { pathname } = new URL(request.url);
  if (pathname !== '/mailbox' && pathname !== '/mailbox.json' && !pathname.startsWith('/mailbox/')) return null;
  const answer =
    request.method === 'GET' || request.method === 'HEAD'
      ? route(pathname, store)
      : respond(405, 'text/plain', 'Method not allowed\n', PAGE_POLICY, { allow: 'GET, HEAD' });
  return request.method === 'HEAD' ? new Response(null, answer) : answer;
}

function route(pathname: string, store: MailboxStore): Response {
  if (pathname === '/mailbox' || pathname === '/mailbox/') return page(200, 'Mailbox', listOf(store.list()), true);
  if (pathname === '/mailbox.json') return json(200, store.list());
  const [, owner = '', position] = /^\/mailbox\/([0-9a-f-]+)\/(\d{1,2})$/.exec(pathname) ?? [];
  if (position) return attachment(store.get(owner)?.attachments?.[Number(position)]);
  const [, id = '', kind] = /^\/mailbox\/([0-9a-f-]+)(\.json|\.html)?$/.exec(pathname) ?? [];
  const mail = store.get(id);
  if (kind === '.json') return mail ? json(200, mail) : json(404, { error: 'There is no such mail.' });
  if (!mail) return page(404, 'No such mail', missing);
  if (kind === '.html') {
    // Every link leaves the frame, also if the mail sets another target.
    const source = mail.html.replace(/<head[^>]*>/i, '$&<base target="_blank">');
    return respond(200, 'text/html', source, MAIL_POLICY);
  }
  return page(200, mail.subject, viewOf(mail));
}

function listOf(mails: StoredMail[]): Html {
  if (mails.length === 0) {
    return html`<header><h1>Mailbox</h1></header>
<p class="empty"><strong>No mail yet.</strong><br>Mail that Portico sends while no mail service is configured appears here by itself.</p>`;
  }
  const items = mails.map(
    (mail) => html`<li><a href="/mailbox/${mail.id}">
<span class="subject">${mail.subject}</span>${timeOf(mail)}
<span class="to">${mail.to}</span><span class="tag">${mail.tag}</span>
</a></li>`,
  );
  return html`<header><h1>Mailbox</h1><p>${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}, the newest first</p></header>
<ol class="list">${items}</ol>`;
}

function viewOf(mail: StoredMail): Html {
  return html`<header><p><a href="/mailbox">← Mailbox</a></p><h1>${mail.subject}</h1></header>
<dl>
<dt>To</dt><dd>${mail.to}</dd>
<dt>From</dt><dd>${mail.from?.name ?? 'Portico'}</dd>
<dt>Sent</dt><dd>${timeOf(mail)}</dd>
<dt>Kind</dt><dd>${mail.tag}, ${mail.language}</dd>
<dt>Company</dt><dd>${mail.companyId}</dd>
${mail.attachments?.map(({ name }, index) => html`<dt>Attached</dt><dd><a href="/mailbox/${mail.id}/${index}">${name}</a></dd>`)}
</dl>
<h2>HTML part</h2>
<iframe src="/mailbox/${mail.id}.html" sandbox="${SANDBOX}" title="The HTML part of the mail"></iframe>
<h2>Text part</h2>
<pre>${mail.text}</pre>
<p class="raw"><a href="/mailbox/${mail.id}.json">As JSON</a></p>`;
}

function attachment(found: Attachment | undefined): Response {
  if (!found) return page(404, 'No such mail', missing);
  return new Response(Buffer.from(found.content, 'base64'), {
    headers: {
      'content-type': found.contentType,
      'content-disposition': `attachment; filename="${found.name.replace(/[^\w.-]/g, '_')}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

const missing = html`<header><p><a href="/mailbox">← Mailbox</a></p><h1>No such mail</h1></header>
<p class="empty">The mailbox stores the newest mails only.</p>`;

function timeOf(mail: StoredMail): Html {
  return html`<time datetime="${mail.sentAt}">${mail.sentAt.replace('T', ' ').slice(0, 19)} UTC</time>`;
}

function page(status: number, title: string, body: Html, refreshes = false): Response {
  const source = developmentPage({
    title,
    style: MAILBOX_STYLE,
    body,
    refreshSeconds: refreshes ? 5 : undefined,
  });
  return respond(status, 'text/html', source, PAGE_POLICY);
}

function json(status: number, value: unknown): Response {
  return respond(status, 'application/json', JSON.stringify(value), PAGE_POLICY);
}

function respond(status: number, type: string, body: string, policy: string, headers = {}): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      ...headers,
    },
  });
}
