/**
 * What leaves by mail and how its failures are told apart. Mail is sent from jobs, never from a request, so
 * that a slow or dead mail service cannot hold up signing in.
 */
export interface OutgoingMail {
  /** One bare address. */
  to: string;
  /** Whose mail it is; the address it comes from belongs to the installation and is the mailer's setting. */
  from?: { name: string };
  subject: string;
  text: string;
  html: string;
  /** What kind of mail it is, for the provider's statistics, such as `sign-in-link`. */
  tag: string;
  companyId: string;
  language: string;
}

export interface Mailer {
  readonly kind: 'postmark' | 'mailbox';
  /** Resolves when the mail was taken over; throws `MailRejected` or `MailUnavailable`. */
  send(mail: OutgoingMail): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/**
 * The mail itself is at fault, so that sending it again is pointless. Like its sister it says neither address
 * nor subject nor body, and carries no `cause`: both end up in logs and job tables.
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

/** The mail could not be handed over now; the job may try again. */
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
