/** Sends a planned e-mail. Its content is read when the job runs, so that no job contains an address. */
import { createHash } from 'node:crypto';
import type { Event } from '../../db/generated/client/client.ts';
import type { CustomerEmailKind } from '../../db/generated/client/enums.ts';
import { DECLINABLE } from '../customer/billingFields.ts';
import { type MailParts, mayBeWritten, RECIPIENT, type ReadyMail, type Recipient, sendTo } from '../customer/mail.ts';
import type { Cause, Compose } from './compose.ts';
import { creditNoteContent, invoiceContent, paymentReminderContent, receiptContent } from './documentContent.ts';
import type { CustomerEmailJob } from './queueEmails.ts';
import { endedContent, methodAddedContent, planChangedContent, reminderContent } from './subscriptionContent.ts';

const COMPOSE: Record<CustomerEmailKind, Compose> = {
  INVOICE: invoiceContent,
  PAYMENT_REMINDER: paymentReminderContent,
  CREDIT_NOTE: creditNoteContent,
  RECEIPT: receiptContent,
  RENEWAL_REMINDER: reminderContent,
  TRIAL_ENDING: reminderContent,
  PLAN_CHANGED: planChangedContent,
  PAYMENT_METHOD_ADDED: methodAddedContent,
  SUBSCRIPTION_ENDED: endedContent,
};

const DOCUMENTS: readonly CustomerEmailKind[] = [...DECLINABLE, 'PAYMENT_REMINDER'];

/** Documents go to the customer's billing addresses, everything else to its own. Addresses that refused mail are left out. */
function addressesFor(kind: CustomerEmailKind, { email, billingEmails, bouncedEmails }: Recipient): string[] {
  const all = DOCUMENTS.includes(kind) && billingEmails.length > 0 ? billingEmails : [email];
  return all.filter((address) => !bouncedEmails.includes(address));
}

/** Sends to each address under a record of its own, so that a repetition continues where an interruption was. */
async function sendToAll(
  parts: MailParts,
  customer: Recipient,
  addresses: readonly string[],
  mail: ReadyMail,
): Promise<number> {
  let sent = 0;
  for (const address of addresses) {
    const digest = createHash('sha256').update(address).digest('hex').slice(0, 16);
    if (await sendTo({ ...parts, jobId: `${parts.jobId}:${digest}` }, customer, address, mail)) sent++;
  }
  return sent;
}

/** Whether the e-mail is sent even to a customer who declines its kind: on request, or because the invoice must be paid. */
const isNeeded = ({ type, data }: Pick<Event, 'type' | 'data'>): boolean =>
  type === 'invoice.email_requested' || (data as Cause['data']).collectionMethod === 'SEND_INVOICE';

export async function sendEmail(parts: MailParts, { companyId, emailId }: CustomerEmailJob): Promise<void> {
  const { db, clock } = parts;
  const email = await db.prisma.customerEmail.findFirst({
    where: { id: emailId, companyId, status: 'QUEUED' },
    include: { customer: RECIPIENT },
  });
  if (!email) return;
  const { customer, kind } = email;
  const event = await db.prisma.event.findFirst({ where: { id: email.eventId, companyId } });
  const finish = (status: 'SENT' | 'SKIPPED' | 'BOUNCED', more: { attachmentHash?: string | null } = {}) =>
    db.prisma.customerEmail.update({
      where: { id: emailId },
      data: { status, ...more, sentAt: status === 'SENT' ? (customer.company.testClockAt ?? clock.now()) : null },
    });
  if (!event || !mayBeWritten(customer) || (!isNeeded(event) && customer.declinedEmails.includes(kind))) {
    await finish('SKIPPED');
    return;
  }
  const content = await COMPOSE[kind](parts, { ...event, data: event.data as Record<string, unknown> }, customer);
  if (!content) {
    await finish('SKIPPED');
    return;
  }
  const { attachmentHash, ...mail } = content;
  const sent = await sendToAll(parts, customer, addressesFor(kind, customer), mail);
  await finish(sent > 0 ? 'SENT' : 'BOUNCED', { attachmentHash });
}
