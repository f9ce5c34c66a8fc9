/** What the mails to customers share: to whom they go, what they run on, and how they are sent. */
import type { Db } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Mailer, MailRejected } from '../../mail/mailer.ts';
import type { MailContent } from '../../mail/templates/signInLink.ts';

export interface MailParts {
  db: Db;
  clock: Clock;
  mailer: Mailer;
  publicUrl: string;
  log: { warn(fields: object, message: string): void };
}

/** A service that is down for hours must not cost a mail: about ten hours of trying, ever more slowly. */
export const MAIL_LIMITS = { retryLimit: 20 } as const;

/** What is to be read of the customer beside what the mail is about. */
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

/** Whoever is gone, or may not sign in, is not asked to. */
export function mayBeWritten({ deletedAt, disabledAt, company }: Recipient): boolean {
  return deletedAt === null && disabledAt === null && company.disabledAt === null;
}

/** From whom a mail comes, and in which language it is written. */
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

/** Sends it. A mail that is refused for good is not sent again: that would be refused again and costs the sender's good name. */
export async function send(
  { mailer, log }: Pick<MailParts, 'mailer' | 'log'>,
  { id: customerId, companyId, email, company }: Recipient,
  tag: string,
  content: MailContent,
): Promise<void> {
  try {
    await mailer.send({ ...content, to: email, from: { name: company.name }, tag, companyId });
  } catch (error) {
    if (!(error instanceof MailRejected)) throw error;
    log.warn({ companyId, customerId, tag, reason: error.reason }, 'A mail was refused for good.');
  }
}
