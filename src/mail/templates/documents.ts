/** The mails that bring an invoice or a credit note, usually with its PDF attached. */
import { formatsOf } from '../../i18n/formats.ts';
import type { Locale } from '../../i18n/locale.ts';
import { translator } from '../../i18n/translate.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';

interface DocumentMail extends Sender {
  number: string;
  currency: string;
  /** The customer's reference; null without one. */
  purchaseOrder: string | null;
  /** Whether the PDF is attached; otherwise the mail names the way to get it. */
  attached: boolean;
  /** Whether the portal shows invoices, so that the customer can download and pay them there. */
  inPortal: boolean;
}

interface Instructed {
  /** Whether the link leads to the page on which this invoice is paid without signing in. */
  byPaymentLink?: boolean;
  /** How to pay in other ways than in the portal, in lines; null without. */
  instructions: string | null;
}

export interface InvoiceMail extends DocumentMail, Instructed {
  /** Both in minor units. */
  total: bigint;
  amountDue: bigint;
  dueAt: Date | null;
  /**
   * DUE: the customer pays it; OVERDUE: should have paid it, or its charge has failed; AUTOMATIC: the default payment method
   * is charged; PAID: nothing is due.
   */
  payment: 'DUE' | 'OVERDUE' | 'AUTOMATIC' | 'PAID';
}

export interface PaymentReminderMail extends DocumentMail, Instructed {
  /** In minor units. */
  amountDue: bigint;
  dueAt: Date;
  /** Whether the due date is over. */
  late: boolean;
}

export interface CreditNoteMail extends DocumentMail {
  /** The credited amount in minor units, positive. */
  credited: bigint;
  /** The numbers of the corrected invoices. */
  corrects: readonly string[];
  /** Whether a refund pays it out; otherwise it pays what is open and becomes credit. */
  refunded: boolean;
}

const present = (facts: readonly (readonly [string, string | null])[]): Notice['facts'] =>
  facts.flatMap(([label, value]) => (value ? [[label, [value]] as const] : []));

/** The way to the PDF of an invoice. */
const invoicePdfWords = (input: DocumentMail & Instructed) =>
  input.byPaymentLink && !input.attached ? ('invoice.onPage' as const) : (`invoice.${placeOfPdf(input)}` as const);

function placeOfPdf({ attached, inPortal }: DocumentMail) {
  if (attached) return 'attached';
  return inPortal ? 'download' : 'onRequest';
}

function invoiceButton({ inPortal, byPaymentLink }: DocumentMail & Instructed, payable: boolean) {
  if (byPaymentLink) return 'button.payInvoice';
  if (!inPortal) return 'button.openPortal';
  return payable ? 'button.payInvoice' : 'button.viewInvoice';
}

export function invoiceMail(input: InvoiceMail): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const { money, date } = formatsOf(locale);
  const { number, payment, currency } = input;
  const payable = payment === 'DUE' || payment === 'OVERDUE';
  const due = payable && input.dueAt ? date(input.dueAt) : null;
  const intro = {
    DUE: t('invoice.intro.due', { company, amount: money(input.amountDue, currency), date: due ?? '' }),
    OVERDUE: t('invoice.intro.overdue', { company, amount: money(input.amountDue, currency) }),
    AUTOMATIC: t('invoice.intro.automatic', { company }),
    PAID: t('invoice.intro.paid', { company }),
  }[payment];
  return noticeMail(input, {
    subject: t('invoice.subject', { number, company }),
    preheader: t('invoice.preheader', { amount: money(input.total, currency) }),
    heading: t('invoice.heading', { number }),
    intro,
    facts: present([
      [t('document.invoice'), number],
      [t('document.total'), money(input.total, currency)],
      [t('document.due'), payment === 'PAID' ? null : money(input.amountDue, currency)],
      [t('document.dueOn'), due],
      [t('document.purchaseOrder'), input.purchaseOrder && oneLine(input.purchaseOrder)],
    ]).concat(howToPay(input, locale)),
    paragraphs: [t(invoicePdfWords(input))],
    button: t(invoiceButton(input, payable)),
    footer: t('document.footer', { company }),
  });
}

/** The company's instructions, a line each; the button leads to the portal, where the invoice can usually be paid, too. */
function howToPay({ instructions }: Instructed, locale: Locale): Notice['facts'] {
  const lines = (instructions ?? '')
    .split('\n')
    .map((text) => oneLine(text))
    .filter((text) => text !== '');
  return lines.length > 0 ? [[translator('mail', locale)('document.howToPay'), lines]] : [];
}

/** A reminder of an invoice that was sent, before or after it is due. */
export function paymentReminderMail(input: PaymentReminderMail): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const { money, date } = formatsOf(locale);
  const { number, late } = input;
  const [amount, due] = [money(input.amountDue, input.currency), date(input.dueAt)];
  return noticeMail(input, {
    subject: late
      ? t('paymentReminder.subject.late', { number, company })
      : t('paymentReminder.subject.soon', { number, company, date: due }),
    preheader: t('paymentFailed.preheader', { amount }),
    heading: t(late ? 'paymentReminder.heading.late' : 'paymentReminder.heading.soon'),
    intro: late
      ? t('paymentReminder.intro.late', { number, company, amount, date: due })
      : t('paymentReminder.intro.soon', { number, company, amount, date: due }),
    facts: present([
      [t('document.invoice'), number],
      [t('document.due'), amount],
      [t('document.dueOn'), due],
      [t('document.purchaseOrder'), input.purchaseOrder && oneLine(input.purchaseOrder)],
    ]).concat(howToPay(input, locale)),
    paragraphs: [t('paymentReminder.crossed'), t(invoicePdfWords(input))],
    button: t(invoiceButton(input, true)),
    footer: t('paymentFailed.footer', { company }),
  });
}

export function creditNoteMail(input: CreditNoteMail): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const { number, corrects } = input;
  const amount = formatsOf(locale).money(input.credited, input.currency);
  const corrected: Notice['facts'] = corrects.length > 0 ? [[t('document.corrects'), corrects]] : [];
  return noticeMail(input, {
    subject: t('creditNote.subject', { number, company }),
    preheader: t('creditNote.intro', { company, amount }),
    heading: t('creditNote.heading', { number }),
    intro: t('creditNote.intro', { company, amount }),
    facts: [
      ...corrected,
      ...present([
        [t('document.credited'), amount],
        [t('document.purchaseOrder'), input.purchaseOrder && oneLine(input.purchaseOrder)],
      ]),
    ],
    paragraphs: [t(input.refunded ? 'creditNote.refunded' : 'creditNote.use'), t(`creditNote.${placeOfPdf(input)}`)],
    button: t('button.openPortal'),
    footer: t('document.footer', { company }),
  });
}
