/** The mailer of production: Postmark's API through its own client. */
import { Errors, Models, ServerClient } from 'postmark';
import { handingOver } from './handingOver.ts';
import { type Mailer, MailRejected, MailUnavailable, type OutgoingMail } from './mailer.ts';
import { fromHeader, parseSender, refuseBadHeaders } from './senderAddress.ts';

export interface PostmarkSettings {
  serverToken: string;
  /** `no-reply@example.com` or `Portico <no-reply@example.com>`; must be a confirmed sender at Postmark. */
  from: string;
  messageStream: string;
  /** Another host with Postmark's protocol; for tests and proxies. */
  baseUrl?: string;
  timeoutMs: number;
}

export function postmarkMailer(settings: PostmarkSettings): Mailer {
  const sender = parseSender(settings.from);
  const base = new URL(settings.baseUrl ?? 'https://api.postmarkapp.com');
  const client = new ServerClient(settings.serverToken, {
    useHttps: base.protocol === 'https:',
    requestHost: `${base.host}${base.pathname.replace(/\/+$/, '')}`,
    timeout: Math.ceil(settings.timeoutMs / 1000) + 1, // in seconds, and only a backstop: `fetch` below is exact
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        // A redirect would carry the token and the mail to a host that is not configured.
        redirect: 'error',
        // The signal also bounds the reading of the response.
        signal: AbortSignal.timeout(settings.timeoutMs),
      }),
  });

  async function deliver(mail: OutgoingMail): Promise<void> {
    refuseBadHeaders(mail);
    const message: Models.Message = {
      From: fromHeader(sender, mail.from),
      To: mail.to,
      Subject: mail.subject,
      TextBody: mail.text,
      HtmlBody: mail.html,
      Tag: mail.tag,
      MessageStream: settings.messageStream,
      // Tracking would rewrite the link and so reveal the token of a session to a third party.
      TrackOpens: false,
      TrackLinks: Models.LinkTrackingOptions.None,
      Metadata: { company: mail.companyId, ...(mail.customerId ? { customer: mail.customerId } : {}) },
      ...(mail.attachments && {
        Attachments: mail.attachments.map(({ name, content, contentType }) => ({
          ...{ Name: name, Content: content, ContentType: contentType },
          ContentID: null,
        })),
      }),
    };
    const answer = await client.sendEmail(message).catch((error: unknown) => {
      throw failure(error);
    });
    // A proxy between this server and Postmark may respond 200 with a page of its own.
    if (answer.ErrorCode !== 0) throw refusal(Number(answer.ErrorCode), 200);
  }

  return handingOver({ kind: 'postmark', deliver });
}

/** Postmark's own messages quote addresses, so only the numbers of the original error are used. */
function failure(error: unknown): MailRejected | MailUnavailable {
  if (error instanceof Errors.PostmarkError && error.statusCode > 0) return refusal(error.code, error.statusCode);
  const timedOut = error instanceof Error && /timeout|aborted/i.test(`${error.name} ${error.message}`);
  return new MailUnavailable(timedOut ? 'timeout' : 'network');
}

/**
 * Permanent is only what the mail itself causes. Everything else can be mended while the job waits, by Postmark
 * or by the operator: a wrong token, an unconfirmed sender, an account without credit.
 */
function refusal(code: number, status: number): MailRejected | MailUnavailable {
  if (code === 406) return new MailRejected('inactive_recipient', code);
  if (code === 300) return new MailRejected('invalid_address', code);
  if (code === 402 || code === 403 || status === 413) return new MailRejected('invalid_mail', code);
  if (status === 429) return new MailUnavailable('throttled', code);
  if (status === 401 || status === 422) return new MailUnavailable('configuration', code);
  return new MailUnavailable('provider', Number.isFinite(code) && code > 0 ? code : status);
}
