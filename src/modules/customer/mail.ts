/** Common parts of mails to customers: recipient, job limits, sender and sending. */
import type { Db } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import { translationsOf } from '../../i18n/translationMap.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { type Mailer, MailRejected, type OutgoingMail } from '../../mail/mailer.ts';
import { mailLocale } from '../../mail/templates/notice.ts';
import type { MailContent } from '../../mail/templates/signInLink.ts';
import { jobProgress, recordJobProgress } from '../../operation/jobRecord.ts';
import { markBounced } from './markBounced.ts';

export interface MailParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  mailer: Mailer;
  /** They sign the links in mails. */
  keys: Keys;
  publicUrl: string;
  /** The job that sends the mail. */
  jobId: string;
  log: { warn(fields: object, message: string): void };
}

/** Retries for about ten hours with growing delays, so that an outage of the mail service loses no mail. */
export const MAIL_LIMITS = { retryLimit: 20 } as const;

/** The customer's columns that every mail needs. */
export const RECIPIENT = {
  include: {
    company: {
      include: {
        portalConfig: {
          select: {
            portalHeader: true,
            accentColor: true,
            supportEmail: true,
            footerText: true,
            translations: true,
            defaultLocale: true,
            subscriptionsEnabled: true,
            invoiceHistoryEnabled: true,
            cancellationsEnabled: true,
            cancellationEmailsEnabled: true,
          },
        },
      },
    },
  },
} as const satisfies { include: Prisma.CustomerInclude };
export type Recipient = Prisma.CustomerGetPayload<typeof RECIPIENT>;

/** A deleted or disabled customer receives no mail. */
export function mayBeWritten({ deletedAt, disabledAt, company }: Recipient): boolean {
  return deletedAt === null && disabledAt === null && company.disabledAt === null;
}

/** The sender of a mail, and its language. */
export function senderOf({ locale, company }: Recipient) {
  const { language } = mailLocale({ locale, fallbackLocale: company.portalConfig?.defaultLocale });
  const own = translationsOf<{ portalHeader: string; footerText: string }>(company.portalConfig?.translations ?? {})[
    language
  ];
  return {
    companyName: company.name,
    portalHeader: own?.portalHeader ?? company.portalConfig?.portalHeader ?? null,
    accentColor: company.portalConfig?.accentColor ?? null,
    supportEmail: company.portalConfig?.supportEmail ?? company.supportEmail,
    footerText: own?.footerText ?? company.portalConfig?.footerText ?? null,
    locale,
    fallbackLocale: company.portalConfig?.defaultLocale ?? null,
  };
}

/** A mail that is ready to be sent. */
export interface ReadyMail {
  tag: string;
  content: MailContent;
  attachments?: OutgoingMail['attachments'];
}

/** Refusals that concern the address, so that later mails to it would be refused, too. */
const ADDRESS_REFUSED: readonly MailRejected['reason'][] = ['inactive_recipient', 'invalid_address'];

/**
 * Sends a mail to one address, once for each job: a repetition of a job whose mail was sent does nothing. Only if the
 * process dies after the mail service has accepted a mail and before that is recorded, it is sent again. A permanent refusal
 * is not retried, because repeating it harms the sender's reputation. Returns false if the address is refused.
 */
export async function sendTo(
  parts: MailParts,
  customer: Recipient,
  address: string,
  { tag, content, attachments }: ReadyMail,
): Promise<boolean> {
  const { db, queue, clock, mailer, log, jobId } = parts;
  const { id: customerId, companyId, company } = customer;
  if ((await jobProgress(db, companyId, jobId))?.done) return true;
  let refused = false;
  try {
    const more = attachments ? { attachments } : {};
    await mailer.send({ ...content, ...more, to: address, from: { name: company.name }, tag, companyId, customerId });
  } catch (error) {
    if (!(error instanceof MailRejected)) throw error;
    log.warn({ companyId, customerId, tag, reason: error.reason }, 'A mail was refused for good.');
    refused = true;
    const now = company.testClockAt ?? clock.now();
    if (ADDRESS_REFUSED.includes(error.reason)) await markBounced({ db, queue, now }, customer, address, tag);
  }
  await recordJobProgress(db.prisma, { companyId, jobId, now: clock.now() }, { done: true });
  return !refused;
}

/** Sends the mail of a job to the customer's own address, unless the address refused mail before. See `sendTo`. */
export async function send(parts: MailParts, customer: Recipient, tag: string, content: MailContent): Promise<void> {
  if (!customer.bouncedEmails.includes(customer.email)) await sendTo(parts, customer, customer.email, { tag, content });
}
