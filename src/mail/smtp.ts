/** The mailer for an SMTP relay, by nodemailer. */
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { withTimeout } from '../kernel/withTimeout.ts';
import { handingOver } from './handingOver.ts';
import { type Mailer, MailRejected, MailUnavailable, type OutgoingMail } from './mailer.ts';
import { parseSender, refuseBadHeaders, senderName } from './senderAddress.ts';

/** A relay as `SMTP_URL` names it. */
export interface SmtpRelay {
  host: string;
  port: number;
  /** Whether the connection begins with TLS, as on port 465. */
  secure: boolean;
  /** Whether the connection must change to TLS before anything is sent; not on this machine. */
  requireTls: boolean;
  auth: { user: string; pass: string } | undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const SUBMISSION_PORT = 587;
const SECURE_PORT = 465;

/** The reason why an address is no relay; the messages never repeat it, because it contains a password. */
function problemOf(url: URL): string | null {
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') return 'Must begin with smtp:// or smtps://.';
  if (url.hostname === '') return 'Must name a host, as in smtps://user:password@smtp.example.com.';
  if ((url.pathname !== '' && url.pathname !== '/') || url.search || url.hash)
    return 'Must end after the host and the port.';
  if ((url.username === '') !== (url.password === '')) return 'Must have a user and a password, or neither.';
  return null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Reads `smtp://user:password@host:587` or `smtps://user:password@host`. Special characters are percent-encoded. */
export const smtpUrl = z.string().transform((text, check): SmtpRelay => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const problem = url ? problemOf(url) : 'Must be an address such as smtps://user:password@smtp.example.com.';
  const [user, pass] = [decoded(url?.username ?? ''), decoded(url?.password ?? '')];
  if (problem || !url || user === null || pass === null) {
    check.addIssue(problem ?? 'Must have a percent-encoded user and password.');
    return z.NEVER;
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? SECURE_PORT : SUBMISSION_PORT,
    secure,
    requireTls: !secure && !LOOPBACK.test(url.hostname),
    auth: user === '' ? undefined : { user, pass },
  };
});

export interface SmtpSettings {
  relay: SmtpRelay;
  /** `no-reply@example.com` or `Portico <no-reply@example.com>`. */
  from: string;
  /** The milliseconds for which the relay may be silent. A whole mail may take four times as long. */
  timeoutMs: number;
  /** The authority of the relay's certificate, and its name if it is not the host; for tests. */
  ca?: string;
  serverName?: string;
}

export function smtpMailer({ relay, from, timeoutMs, ca, serverName }: SmtpSettings): Mailer {
  const sender = parseSender(from);
  const { host, port, secure, requireTls: requireTLS, auth } = relay;
  const transport = createTransport({
    ...{ host, port, secure, requireTLS, pool: true, maxConnections: 3 },
    ...(auth && { auth }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // Values of merchants must never make the library read a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(ca && { tls: { ca, ...(serverName && { servername: serverName }) } }),
  });

  async function deliver(mail: OutgoingMail): Promise<void> {
    refuseBadHeaders(mail);
    const sending = transport.sendMail({
      from: { name: senderName(sender, mail.from), address: sender.address },
      to: { name: '', address: mail.to },
      ...{ subject: mail.subject, text: mail.text, html: mail.html },
      // RFC 3834: no out-of-office replies.
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: mail.attachments?.map(({ name, content, contentType }) => ({
        ...{ filename: name, content, contentType, encoding: 'base64' },
      })),
    });
    const late = () => {
      throw new MailUnavailable('timeout');
    };
    await withTimeout(4 * timeoutMs, sending, late).catch((error: unknown) => {
      throw error instanceof MailUnavailable ? error : failure(error);
    });
  }

  return handingOver({ kind: 'smtp', deliver, end: () => transport.close() });
}

/** The fields of nodemailer's errors. Its messages quote addresses, so only codes are used. */
interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

const TEMPORARY = 500;
/** Replies to RCPT TO that concern the mailbox, without an enhanced status code. */
const NO_MAILBOX = [550, 551, 553];
const TOO_LARGE = 552;
/** The reply of a relay that wants fewer mails at a time. */
const THROTTLED = [421, 450, 451, 452];

/**
 * Permanent is only what the mail itself causes, as with Postmark: a mailbox that does not exist, or content that is
 * refused. A wrong password or a sender that the relay does not know can be mended while the job waits.
 */
function failure(error: unknown): MailRejected | MailUnavailable {
  const { code, command, responseCode, response } = error as SmtpError;
  if (responseCode === undefined) {
    if (code === 'ETIMEDOUT') return new MailUnavailable('timeout');
    return new MailUnavailable(code === 'ETLS' || code === 'EAUTH' ? 'configuration' : 'network');
  }
  if (code === 'EAUTH') return new MailUnavailable('configuration', responseCode);
  if (responseCode < TEMPORARY)
    return new MailUnavailable(THROTTLED.includes(responseCode) ? 'throttled' : 'provider', responseCode);
  // RFC 3463: the second digit distinguishes whether the address, the mailbox, the content or a policy is the reason.
  const [, subject] = /\b5\.(\d{1,3})\.\d{1,3}\b/.exec(response ?? '') ?? [];
  if (command === 'RCPT TO') return refusedRecipient(subject, responseCode);
  if (command === 'DATA') return refusedContent(subject, responseCode);
  return new MailUnavailable('configuration', responseCode);
}

function refusedRecipient(subject: string | undefined, code: number): MailRejected | MailUnavailable {
  const mailbox = subject === undefined ? NO_MAILBOX.includes(code) : subject === '1' || subject === '2';
  return mailbox ? new MailRejected('inactive_recipient', code) : new MailUnavailable('configuration', code);
}

function refusedContent(subject: string | undefined, code: number): MailRejected | MailUnavailable {
  if (subject === '1' || subject === '2') return new MailRejected('inactive_recipient', code);
  if (subject === '7' && code !== TOO_LARGE) return new MailUnavailable('configuration', code);
  return new MailRejected('invalid_mail', code);
}
