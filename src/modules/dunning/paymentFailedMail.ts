import type { Invoice } from '../../db/generated/client/client.ts';
import { localeOf } from '../../i18n/locale.ts';
import { paymentFailedMail } from '../../mail/templates/paymentFailed.ts';
import { type MailParts, mayBeWritten, RECIPIENT, type Recipient, send, senderOf } from '../customer/mail.ts';
import { lineTitle } from '../invoice/lineExplanations/explain.ts';
import { mailedPaymentUrl } from '../invoice/paymentLink.ts';
import { portalPlace } from '../portal/baseUrl.ts';
import { dunningConfig } from './dunningConfig.ts';
import { lastAttempt } from './retryDays.ts';

/** Notifies a customer of a failed payment; enqueued with the failure. */
export const PAYMENT_FAILED_MAIL_JOB = 'dunning.payment-failed-mail';

const AUTHENTICATION_REQUIRED = 'authentication_required';

type FailedInvoice = Invoice & { customer: Recipient };

export interface PaymentFailedMailJob {
  companyId: string;
  invoiceId: string;
  /** The failure that the mail is about, counted from 1. */
  attempt: number;
  paymentMethodId: string | null;
}

/** Sends the mail with the state as of now, unless the invoice is paid or was charged again meanwhile. */
export async function sendPaymentFailedMail(parts: MailParts, job: PaymentFailedMailJob): Promise<void> {
  const { companyId, invoiceId, attempt, paymentMethodId } = job;
  const { db } = parts;
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
  const unended = subscription !== null && subscription.status !== 'CANCELED';
  const declineCode = (failure?.data as { declineCode?: string } | null)?.declineCode ?? null;
  const { paymentFailedCustomLinkUrl: customLink } = config;
  // A portal that hides invoices does not let them be paid either.
  const byPaymentLink = customLink === null && customer.company.portalConfig?.invoiceHistoryEnabled === false;
  const content = paymentFailedMail({
    ...senderOf(customer),
    link: customLink ?? (await (byPaymentLink ? payPlace(parts, invoice) : portalLink(parts, invoice, declineCode))),
    byPaymentLink,
    amount: invoice.amountDue,
    currency: invoice.currency,
    invoiceNumber: invoice.number,
    // Credits are part of the amount and are not listed.
    subjects: invoice.lines
      .filter(({ amount }) => amount > 0n)
      .map((line) => lineTitle(line, localeOf(customer.locale, customer.company.portalConfig?.defaultLocale))),
    method,
    declineCode,
    nextAttemptAt,
    lastAttemptAt: nextAttemptAt && firstFailedAt ? lastAttempt(firstFailedAt, config.retryDays) : null,
    consequence: unended ? config.terminalAction : null,
    subscriptionStatus: subscription?.status ?? null,
  });
  await send(parts, customer, 'payment-failed', content);
}

/** The page of the portal that the mail links to: the invoice if its payment needs authentication, otherwise the payment methods. */
function portalLink(
  { db, publicUrl }: MailParts,
  { id, companyId }: { id: string; companyId: string },
  declineCode: string | null,
): Promise<string> {
  const pay = { destination: 'PAY_INVOICE' as const, context: id };
  const place = declineCode === AUTHENTICATION_REQUIRED ? pay : { destination: 'PAYMENT_METHODS' as const };
  return portalPlace(db.prisma, publicUrl, { companyId, ...place });
}

/** The page on which the invoice is paid without signing in. */
function payPlace({ db, keys, clock, publicUrl }: MailParts, invoice: FailedInvoice): Promise<string> {
  const { company } = invoice.customer;
  const now = company.testClockAt ?? clock.now();
  return mailedPaymentUrl({ tx: db.prisma, keys, publicUrl, now }, { ...invoice, company });
}
