/** The contents of e-mails about subscriptions and payment methods. */

import type { Language } from '../../i18n/locale.ts';
import { mailLocale } from '../../mail/templates/notice.ts';
import {
  methodAddedMail,
  planChangedMail,
  reminderMail,
  subscriptionEndedMail,
} from '../../mail/templates/subscriptionNews.ts';
import { type NamedProduct, productName } from '../catalog/productTexts.ts';
import { type MailParts, type ReadyMail, senderOf } from '../customer/mail.ts';
import { portalPlace } from '../portal/baseUrl.ts';
import { upcomingInvoiceOf } from '../subscription/forecast/readUpcomingInvoice.ts';
import { portalActions } from '../subscription/record/portalActions.ts';
import type { Cause, Compose } from './compose.ts';

const PRODUCT = { price: { include: { product: { select: { name: true, translations: true } } } } } as const;
const ITEMS = { items: { include: PRODUCT, orderBy: { position: 'asc' } } } as const;
const namedIn =
  (language: Language) =>
  ({ quantity, price }: { quantity: number; price: { product: NamedProduct } }) => ({
    quantity,
    name: productName(price.product, language),
  });

const withoutFile = (tag: string, content: ReadyMail['content']) => ({ tag, content, attachmentHash: null });

/** The subscription in the portal, or the portal itself if it does not show subscriptions. */
function placeOf({ db, publicUrl }: MailParts, companyId: string, subscriptionId: string, shown: boolean) {
  return portalPlace(db.prisma, publicUrl, {
    companyId,
    ...(shown ? { destination: 'SUBSCRIPTIONS' as const, context: subscriptionId } : { destination: 'HOME' as const }),
  });
}

/** The reminder of a renewal or of the end of a trial, with the amount as of now; none if it will not be billed anymore. */
export const reminderContent: Compose = async (parts, cause, customer) => {
  const { companyId, objectId: id, createdAt } = cause;
  const { db } = parts;
  const at = new Date(String(cause.data.at));
  const subscription = await db.prisma.subscription.findFirst({
    where: { id, companyId, currentPeriodEnd: at, cancelAtPeriodEnd: false, pauseAtPeriodEnd: false },
    include: ITEMS,
  });
  if (!subscription || !['ACTIVE', 'TRIALING'].includes(subscription.status)) return null;
  const principal = { kind: 'system', companyId } as const;
  const upcoming = await upcomingInvoiceOf({ db, now: createdAt, principal }, id);
  if (!upcoming) return null;
  const kind = cause.type === 'subscription.trial_ending' ? ('TRIAL' as const) : ('RENEWAL' as const);
  const methodMissing = upcoming.amountDue > 0n && !upcoming.dueAt && customer.defaultPaymentMethodId === null;
  const settings = await db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId } });
  const actions = portalActions({ ...subscription, scheduledChanges: [] }, settings, createdAt);
  const link = methodMissing
    ? await portalPlace(db.prisma, parts.publicUrl, { companyId, destination: 'PAYMENT_METHODS' })
    : await placeOf(parts, companyId, id, settings.subscriptionsEnabled);
  const content = reminderMail({
    ...senderOf(customer),
    ...{ kind, at, link, methodMissing, amount: upcoming.amountDue, currency: upcoming.currency },
    changeable: actions.switchPlan.allowed || actions.updateQuantity.allowed,
    cancelable: actions.cancel.allowed,
    plan: subscription.items.map(namedIn(mailLocale(senderOf(customer)).language)),
  });
  return withoutFile(kind === 'TRIAL' ? 'trial-ending' : 'renewal-reminder', content);
};

interface Side {
  priceId: string;
  quantity: number;
}

/** The change of one item, or of all items that a renewal has changed at once; later events of that instant send nothing. */
export const planChangedContent: Compose = async (parts, cause, customer) => {
  const { companyId, objectId: id, createdAt } = cause;
  const { db } = parts;
  const together = await db.prisma.event.findMany({
    where: { companyId, objectId: id, type: cause.type, createdAt },
    orderBy: { id: 'asc' },
  });
  if (together[0]?.id !== cause.id) return null;
  const changes = together.map(({ data }) => data as unknown as Pick<Cause['data'], never> & { from: Side; to: Side });
  const prices = await db.prisma.price.findMany({
    where: { companyId, id: { in: changes.flatMap(({ from, to }) => [from.priceId, to.priceId]) } },
    include: { product: { select: { name: true, translations: true } } },
  });
  const { language } = mailLocale(senderOf(customer));
  const nameOf = ({ priceId, quantity }: Side) => {
    const product = prices.find((price) => price.id === priceId)?.product;
    return { quantity, name: product ? productName(product, language) : '' };
  };
  const subscription = await db.prisma.subscription.findFirst({ where: { id, companyId } });
  if (!subscription) return null;
  const charged = together.reduce((sum, { data }) => sum + BigInt((data as { amountDue?: string }).amountDue ?? 0), 0n);
  const content = planChangedMail({
    ...senderOf(customer),
    before: changes.map(({ from }) => nameOf(from)),
    now: changes.map(({ to }) => nameOf(to)),
    charged,
    currency: subscription.currency,
    link: await placeOf(parts, companyId, id, customer.company.portalConfig?.subscriptionsEnabled ?? true),
  });
  return withoutFile('plan-changed', content);
};

/** A notice to the customer, who may not have added it. One that is removed by now is not announced. */
export const methodAddedContent: Compose = async (parts, { companyId, objectId: id }, customer) => {
  const method = await parts.db.prisma.paymentMethod.findFirst({ where: { id, companyId, removedAt: null } });
  if (!method) return null;
  const place = { companyId, destination: 'PAYMENT_METHODS' as const };
  const link = await portalPlace(parts.db.prisma, parts.publicUrl, place);
  return withoutFile('payment-method-added', methodAddedMail({ ...senderOf(customer), method, link }));
};

export const endedContent: Compose = async (parts, { companyId, objectId: id, data }, customer) => {
  const subscription = await parts.db.prisma.subscription.findFirst({
    where: { id, companyId, status: 'CANCELED' },
    include: ITEMS,
  });
  if (!subscription) return null;
  const final = data.invoiceId
    ? await parts.db.prisma.invoice.findFirst({ where: { id: String(data.invoiceId), companyId } })
    : null;
  const owing = await parts.db.prisma.invoice.count({
    where: { companyId, subscriptionId: id, status: 'OPEN', amountDue: { gt: 0n } },
  });
  const content = subscriptionEndedMail({
    ...senderOf(customer),
    plan: subscription.items.map(namedIn(mailLocale(senderOf(customer)).language)),
    endedAt: subscription.endedAt ?? subscription.currentPeriodEnd,
    cause: data.cause === 'payment_failed' || data.cause === 'payment_disputed' ? 'UNPAID' : 'SCHEDULED',
    finalTotal: final?.total ?? null,
    owing: owing > 0,
    link: await placeOf(parts, companyId, id, customer.company.portalConfig?.subscriptionsEnabled ?? true),
  });
  return withoutFile('subscription-ended', content);
};
