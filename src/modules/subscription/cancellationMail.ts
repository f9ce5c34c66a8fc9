/** The job that gives a customer a receipt of a cancellation, or of its being taken back. */
import { cancellationMail } from '../../mail/templates/cancellation.ts';
import { type MailParts, mayBeWritten, RECIPIENT, send, senderOf } from '../customer/mail.ts';
import { portalPlace } from '../portal/baseUrl.ts';

export const CANCELLATION_MAIL_JOB = 'subscription.cancellation-mail';

export interface CancellationMailJob {
  companyId: string;
  subscriptionId: string;
  kind: 'scheduled' | 'ended' | 'undone';
  /** Which cancellation it tells of, as an ISO instant; null for one that was taken back. */
  canceledAt: string | null;
  /** The final invoice or credit note. */
  invoiceId: string | null;
}

/**
 * Enqueued once, with the change that it tells of. What is no longer so when it runs is not told: who cancels and takes
 * it back at once gets the second mail only. What it says is read then, so that no address waits in a job.
 */
export async function sendCancellationMail(parts: MailParts, job: CancellationMailJob): Promise<void> {
  const { companyId, subscriptionId: id, kind, canceledAt, invoiceId } = job;
  const { db, publicUrl } = parts;
  const subscription = await db.prisma.subscription.findFirst({
    where: { id, companyId, canceledAt: canceledAt === null ? null : new Date(canceledAt) },
    include: {
      customer: RECIPIENT,
      items: { include: { price: { include: { product: { select: { name: true } } } } }, orderBy: { position: 'asc' } },
    },
  });
  if (!subscription || !mayBeWritten(subscription.customer)) return;
  const { customer, status, endedAt, currentPeriodEnd } = subscription;
  const settings = customer.company.portalConfig;
  if (!settings?.cancellationEmailsEnabled) return;
  // Ended at once after all: that has a receipt of its own.
  if (kind === 'scheduled' && status === 'CANCELED' && endedAt && endedAt < currentPeriodEnd) return;
  const invoice = invoiceId
    ? await db.prisma.invoice.findFirst({ where: { id: invoiceId, companyId, subscriptionId: id } })
    : null;
  const place = settings.subscriptionsEnabled
    ? { destination: 'SUBSCRIPTIONS' as const, context: id }
    : { destination: 'HOME' as const };
  const content = cancellationMail({
    ...senderOf(customer),
    kind,
    plan: subscription.items.map(({ quantity, price }) => ({ quantity, name: price.product.name })),
    at: kind === 'ended' ? (endedAt ?? currentPeriodEnd) : currentPeriodEnd,
    finalTotal: invoice?.total ?? null,
    currency: subscription.currency,
    undoable: status !== 'CANCELED' && settings.subscriptionsEnabled && settings.cancellationsEnabled,
    link: await portalPlace(db.prisma, publicUrl, { companyId, ...place }),
  });
  await send(parts, customer, `subscription-${kind}`, content);
}
