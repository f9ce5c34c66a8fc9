import { cardExpiringMail } from '../../mail/templates/cardExpiring.ts';
import { companyTime } from '../company/time.ts';
import { type MailParts, mayBeWritten, RECIPIENT, send, senderOf } from '../customer/mail.ts';
import { portalPlace } from '../portal/baseUrl.ts';
import { dunningConfig } from './dunningConfig.ts';

/** Warns a customer of a default card that is about to expire; enqueued with the event. */
export const CARD_EXPIRING_MAIL_JOB = 'dunning.card-expiring-mail';

export interface CardExpiringMailJob {
  companyId: string;
  paymentMethodId: string;
  /** The expiry that the mail warns of, as year × 100 + month. */
  warnedFor: number;
}

/** Sends the warning, unless another method is the default by now or the card's last month is over. */
export async function sendCardExpiringMail(parts: MailParts, job: CardExpiringMailJob): Promise<void> {
  const { companyId, paymentMethodId: id, warnedFor } = job;
  const method = await parts.db.prisma.paymentMethod.findFirst({
    where: { id, companyId, removedAt: null, warnedFor },
    include: { customer: RECIPIENT },
  });
  if (!method?.expiryYear || !method.expiryMonth) return;
  const { customer, expiryYear, expiryMonth } = method;
  if (customer.defaultPaymentMethodId !== id || !mayBeWritten(customer)) return;
  // Date.UTC counts months from 0 and the card's from 1, so this is the first instant after its last month.
  if ((await companyTime(parts, companyId)) >= new Date(Date.UTC(expiryYear, expiryMonth))) return;
  const { paymentFailedCustomLinkUrl: ownPage } = await dunningConfig(parts.db.prisma, companyId);
  const place = { companyId, destination: 'PAYMENT_METHODS' } as const;
  const content = cardExpiringMail({
    ...senderOf(customer),
    link: ownPage ?? (await portalPlace(parts.db.prisma, parts.publicUrl, place)),
    method,
    expiryYear,
    expiryMonth,
  });
  await send(parts, customer, 'card-expiring', content);
}
