/** The mail that confirms a cancellation, its end, or that it was undone. */
import type { Subscription } from '../../../db/generated/client/client.ts';
import type { Language } from '../../../i18n/locale.ts';
import { type Cancellation, cancellationMail } from '../../../mail/templates/cancellation.ts';
import { mailLocale } from '../../../mail/templates/notice.ts';
import { type NamedProduct, productName } from '../../catalog/productTexts.ts';
import { type MailParts, mayBeWritten, RECIPIENT, send, senderOf } from '../../customer/mail.ts';
import { totalOf } from '../../invoice/lineTax.ts';
import { portalPlace } from '../../portal/baseUrl.ts';
import { NOT_RENEWING } from '../record/statusTransitions.ts';

/** Enqueued with the change that the mail confirms. */
export const CANCELLATION_MAIL_JOB = 'subscription.cancellation-mail';

export interface CancellationMailJob {
  companyId: string;
  subscriptionId: string;
  kind: 'scheduled' | 'ended' | 'undone';
  /** The instant of the cancellation that the mail confirms, in ISO 8601; null for one that was undone. */
  canceledAt: string | null;
  /** The final invoice or credit note. */
  invoiceId: string | null;
}

const PRICE_NAME = { price: { include: { product: { select: { name: true, translations: true } } } } } as const;

interface Item {
  quantity: number;
  price: { product: NamedProduct };
}

const namedIn =
  (language: Language) =>
  ({ quantity, price }: Item) => ({ quantity, name: productName(price.product, language) });

type Undone = Pick<Subscription, 'status' | 'pauseAtPeriodEnd' | 'currentPeriodEnd' | 'resumesAt'> & {
  items: readonly (Item & { scheduledChange: Item | null })[];
};

/** The next event that the mail about an undone cancellation announces: a pause or change stays scheduled. */
function afterUndoing(
  subscription: Undone,
  named: ReturnType<typeof namedIn>,
): Pick<Cancellation, 'at' | 'outcome' | 'newPlan'> {
  const { status, pauseAtPeriodEnd, currentPeriodEnd: at, resumesAt, items } = subscription;
  const newPlan: Cancellation['newPlan'] = [];
  if (status === 'PAUSED' && resumesAt) return { outcome: 'resumes', at: resumesAt, newPlan };
  if (status === 'PAUSED' || status === 'UNPAID') return { outcome: 'none', at: null, newPlan };
  if (pauseAtPeriodEnd) return { outcome: 'pauses', at, newPlan };
  if (items.every(({ scheduledChange }) => !scheduledChange)) return { outcome: 'renews', at, newPlan };
  return { outcome: 'changes', at, newPlan: items.map((item) => named(item.scheduledChange ?? item)) };
}

const endOf = (
  kind: 'scheduled' | 'ended',
  { endedAt, currentPeriodEnd }: Pick<Subscription, 'endedAt' | 'currentPeriodEnd'>,
) => (kind === 'ended' ? (endedAt ?? currentPeriodEnd) : currentPeriodEnd);

/**
 * Sends the mail, unless the subscription has changed since: a customer who cancels and undoes it at once gets the second
 * mail only. The content is read when the job runs, so that no job payload holds an address.
 */
export async function sendCancellationMail(parts: MailParts, job: CancellationMailJob): Promise<void> {
  const { companyId, subscriptionId: id, kind, canceledAt, invoiceId } = job;
  const { db, publicUrl } = parts;
  const subscription = await db.prisma.subscription.findFirst({
    where: { id, companyId, canceledAt: canceledAt === null ? null : new Date(canceledAt) },
    include: {
      customer: RECIPIENT,
      lines: { where: { invoiceId: null }, select: { amount: true } },
      items: { include: { ...PRICE_NAME, scheduledChange: { include: PRICE_NAME } }, orderBy: { position: 'asc' } },
    },
  });
  if (!subscription || !mayBeWritten(subscription.customer)) return;
  const { customer, status, endedAt, currentPeriodEnd } = subscription;
  const settings = customer.company.portalConfig;
  if (!settings?.cancellationEmailsEnabled) return;
  // It was canceled immediately in the meantime; that cancellation has its own mail.
  if (kind === 'scheduled' && status === 'CANCELED' && endedAt && endedAt < currentPeriodEnd) return;
  const invoice = invoiceId
    ? await db.prisma.invoice.findFirst({ where: { id: invoiceId, companyId, subscriptionId: id } })
    : null;
  const place = settings.subscriptionsEnabled
    ? { destination: 'SUBSCRIPTIONS' as const, context: id }
    : { destination: 'HOME' as const };
  const named = namedIn(mailLocale(senderOf(customer)).language);
  const content = cancellationMail({
    ...senderOf(customer),
    kind,
    plan: subscription.items.map(named),
    ...(kind === 'undone'
      ? afterUndoing(subscription, named)
      : { at: endOf(kind, subscription), outcome: 'none', newPlan: [] }),
    finalTotal: kind === 'scheduled' ? totalOf(subscription.lines) : (invoice?.total ?? null),
    currency: subscription.currency,
    usable: !NOT_RENEWING.includes(status),
    undoable: status !== 'CANCELED' && settings.subscriptionsEnabled && settings.cancellationsEnabled,
    link: await portalPlace(db.prisma, publicUrl, { companyId, ...place }),
  });
  await send(parts, customer, `subscription-${kind}`, content);
}
