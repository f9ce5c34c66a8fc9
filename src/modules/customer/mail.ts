/** Common parts of mails to customers: recipient, job limits, sender and sending. */
import type { Db } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Mailer, MailRejected } from '../../mail/mailer.ts';
import type { MailContent } from '../../mail/templates/signInLink.ts';
import { jobProgress, recordJobProgress } from '../../operation/jobRecord.ts';

export interface MailParts {
  db: Db;
  clock: Clock;
  mailer: Mailer;
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
            defaultLocale: true,
            subscriptionsEnabled: true,
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
  return {
    companyName: company.name,
    portalHeader: company.portalConfig?.portalHeader ?? null,
    accentColor: company.portalConfig?.accentColor ?? null,
    supportEmail: company.portalConfig?.supportEmail ?? company.supportEmail,
    locale,
    fallbackLocale: company.portalConfig?.defaultLocale ?? null,
  };
}

/**
 * Sends the mail of a job, once: a repetition of a job whose mail was sent does nothing. Only if the process dies after the
 * mail service has accepted a mail and before that is recorded, it is sent again. A permanent refusal is not retried, because
 * repeating it harms the sender's reputation.
 */
export async function send(
  { db, clock, mailer, log, jobId }: Pick<MailParts, 'db' | 'clock' | 'mailer' | 'log' | 'jobId'>,
  { id: customerId, companyId, email, company }: Recipient,
  tag: string,
  content: MailContent,
): Promise<void> {
  if ((await jobProgress(db, companyId, jobId))?.done) return;
  try {
    await mailer.send({ ...content, to: email, from: { name: company.name }, tag, companyId });
  } catch (error) {
    if (!(error instanceof MailRejected)) throw error;
    log.warn({ companyId, customerId, tag, reason: error.reason }, 'A mail was refused for good.');
  }
  await recordJobProgress(db.prisma, { companyId, jobId, now: clock.now() }, { done: true });
}
