/** The job that tells a customer of a payment that failed. */
import { localeOf } from '../../kernel/locale.ts';
import { paymentFailedMail } from '../../mail/templates/paymentFailed.ts';
import { lineTitle } from '../invoice/sentences/explain.ts';
import { dunningConfig, paymentMethodsLink } from './config.ts';
import { type MailParts, mayBeWritten, RECIPIENT, send } from './mail.ts';
import { lastAttempt } from './schedule.ts';

export const PAYMENT_FAILED_MAIL_JOB = 'dunning.payment-failed-mail';

export interface PaymentFailedMailJob {
  companyId: string;
  invoiceId: string;
  /** Which failure it tells of, counted from 1. */
  attempt: number;
  paymentMethodId: string | null;
}

/** Says how things stand now. A mail that has come too late, because the debt is paid or was tried again, is not sent. */
export async function sendPaymentFailedMail(parts: MailParts, job: PaymentFailedMailJob): Promise<void> {
  const { companyId, invoiceId, attempt, paymentMethodId } = job;
  const { db, publicUrl } = parts;
  const invoice = await db.prisma.invoice.findFirst({
    where: { id: invoiceId, companyId, status: 'OPEN', attemptCount: attempt },
    include: {
      customer: RECIPIENT,
      subscription: { select: { status: true } },
      lines: { orderBy: { position: 'asc' } },
    },
  });
  if (!invoice || !mayBeWritten(invoice.customer)) return;
  const { customer, firstFailedAt, nextAttemptAt, subscription } = invoice;
  const { company } = customer;
  const config = await dunningConfig(db.prisma, companyId);
  const method = paymentMethodId
    ? await db.prisma.paymentMethod.findFirst({ where: { id: paymentMethodId, companyId } })
    : null;
  const failure = await db.prisma.event.findFirst({
    where: { companyId, objectId: invoiceId, type: 'invoice.payment_failed' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const runs = subscription !== null && subscription.status !== 'CANCELED';
  const content = paymentFailedMail({
    companyName: company.name,
    portalHeader: company.portalConfig?.portalHeader ?? null,
    supportEmail: company.supportEmail,
    locale: customer.locale,
    link: paymentMethodsLink(publicUrl, config),
    amount: invoice.amountDue,
    currency: invoice.currency,
    invoiceNumber: invoice.number,
    // What was billed; what was credited on the way is in the amount.
    subjects: invoice.lines
      .filter(({ amount }) => amount > 0n)
      .map((line) => lineTitle(line, localeOf(customer.locale))),
    method,
    declineCode: (failure?.data as { declineCode?: string } | null)?.declineCode ?? null,
    nextAttemptAt,
    lastAttemptAt: nextAttemptAt && firstFailedAt ? lastAttempt(firstFailedAt, config.retryDays) : null,
    consequence: runs ? config.terminalAction : null,
    subscriptionStatus: subscription?.status ?? null,
  });
  await send(parts, customer, 'payment-failed', content);
}
