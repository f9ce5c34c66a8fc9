/**
 * Outgoing mails and the kinds of their failures. Mail is sent from jobs, never from a request, so that a slow or dead mail
 * service cannot delay signing in.
 */
export interface Attachment {
  /** The name of the file, in ASCII. */
  name: string;
  contentType: string;
  /** The bytes of the file, in base64. */
  content: string;
}

export interface OutgoingMail {
  /** One address, without a display name. */
  to: string;
  /** The company in whose name the mail is sent; the sender's address is a setting of the mailer. */
  from?: { name: string };
  subject: string;
  text: string;
  html: string;
  /** The kind of mail for the provider's statistics, such as `sign-in-link`. */
  tag: string;
  companyId: string;
  /** The recipient's record, which the mail service names when the mail bounces later. */
  customerId?: string;
  language: string;
  attachments?: readonly Attachment[];
}

export interface Mailer {
  readonly kind: 'postmark' | 'smtp' | 'mailbox';
  /** Resolves when the mail service has accepted the mail; throws `MailRejected` or `MailUnavailable`. */
  send(mail: OutgoingMail): Promise<void>;
  /** Waits for mails that are being sent. */
  close(): Promise<void>;
}

/**
 * The mail itself is refused, so a retry is pointless. Like `MailUnavailable` it contains no address, subject, body or
 * `cause`, because errors are stored in logs and job tables.
 */
export class MailRejected extends Error {
  readonly reason: 'invalid_address' | 'inactive_recipient' | 'invalid_mail';
  readonly providerCode: number | undefined;

  constructor(reason: MailRejected['reason'], providerCode?: number) {
    super(`The mail was refused for good: ${reason}${about(providerCode)}.`);
    this.name = 'MailRejected';
    this.reason = reason;
    this.providerCode = providerCode;
  }
}

/** The mail service did not accept the mail now; the job may try again. */
export class MailUnavailable extends Error {
  readonly reason: 'network' | 'timeout' | 'throttled' | 'provider' | 'configuration' | 'closed';
  readonly providerCode: number | undefined;

  constructor(reason: MailUnavailable['reason'], providerCode?: number) {
    super(`The mail could not be handed over: ${reason}${about(providerCode)}.`);
    this.name = 'MailUnavailable';
    this.reason = reason;
    this.providerCode = providerCode;
  }
}

function about(providerCode: number | undefined): string {
  return providerCode === undefined ? '' : ` (code ${providerCode})`;
}
