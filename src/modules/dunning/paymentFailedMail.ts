/** The job that tells a customer of a payment that failed. */
import { localeOf } from '../../kernel/locale.ts';
import { paymentFailedMail } from '../../mail/templates/paymentFailed.ts';
import { type MailParts, mayBeWritten, RECIPIENT, send, senderOf } from '../customer/mail.ts';
import { lineTitle } from '../invoice/sentences/explain.ts';
import { portalPlace } from '../portal/baseUrl.ts';
import { dunningConfig } from './config.ts';
import { lastAttempt } from './schedule.ts';

export const PAYMENT_FAILED_MAIL_JOB = 'dunning.payment-failed-mail';

const MUST_CONFIRM = 'authentication_required';
const METHODS = { destination: 'PAYMENT_METHODS' } as const;

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
  const config = await dunningConfig(db.prisma, companyId);
  const method = paymentMethodId
    ? await db.prisma.paymentMethod.findFirst({ where: { id: paymentMethodId, companyId } })
    : null;
  const failure = await db.prisma.event.findFirst({
    where: { companyId, objectId: invoiceId, type: 'invoice.payment_failed' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const runs = subscription !== null && subscription.status !== 'CANCELED';
  const declineCode = (failure?.data as { declineCode?: string } | null)?.declineCode ?? null;
  // What the bank wants confirmed is paid by hand; for everything else another payment method is what helps.
  const place = declineCode === MUST_CONFIRM ? { destination: 'PAY_INVOICE' as const, context: invoiceId } : METHODS;
  const portalLink = await portalPlace(db.prisma, publicUrl, { companyId, ...place });
  const content = paymentFailedMail({
    ...senderOf(customer),
    link: config.paymentFailedCustomLinkUrl ?? portalLink,
    amount: invoice.amountDue,
    currency: invoice.currency,
    invoiceNumber: invoice.number,
    // What was billed; what was credited on the way is in the amount.
    subjects: invoice.lines
      .filter(({ amount }) => amount > 0n)
      .map((line) => lineTitle(line, localeOf(customer.locale, customer.company.portalConfig?.defaultLocale))),
    method,
    declineCode,
    nextAttemptAt,
    lastAttemptAt: nextAttemptAt && firstFailedAt ? lastAttempt(firstFailedAt, config.retryDays) : null,
    consequence: runs ? config.terminalAction : null,
    subscriptionStatus: subscription?.status ?? null,
  });
  await send(parts, customer, 'payment-failed', content);
}
