/** The receipt of a payment. It shows no tax: tax on a second document would be owed twice (§ 14c UStG). */
import { formatsOf } from '../../i18n/formats.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { methodForm, type NamedMethod } from './method.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import type { MailContent } from './signInLink.ts';

export interface Receipt extends Sender {
  /** In minor units. */
  amount: bigint;
  currency: string;
  paidAt: Date;
  invoiceNumber: string | null;
  /** Whether the portal shows invoices. */
  inPortal: boolean;
  /** Null if the money was paid outside of Portico. */
  method: NamedMethod | null;
  /** How the merchant has recorded that it was paid outside; null for other ways. */
  recordedMethod: 'BANK_TRANSFER' | 'CASH' | 'CHECK' | null;
}

export function receiptMail(input: Receipt): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const { money, date } = formatsOf(locale);
  const amount = money(input.amount, input.currency);
  const { invoiceNumber } = input;
  const facts: Notice['facts'] = [
    [t('receipt.amount'), [amount]],
    [t('receipt.paidOn'), [date(input.paidAt)]],
    [t('receipt.method'), paidBy(input, t)],
    [t('document.invoice'), invoiceNumber ? [invoiceNumber] : []],
  ];
  return noticeMail(input, {
    subject: t('receipt.subject', { company }),
    preheader: t('receipt.preheader', { amount }),
    heading: t('receipt.heading'),
    intro: t('receipt.intro', { amount }),
    facts: facts.filter(([, value]) => value.length > 0),
    paragraphs: [t('receipt.notInvoice')],
    button: t(input.inPortal ? 'button.viewInvoice' : 'button.openPortal'),
    footer: t('receipt.footer', { company }),
  });
}

function paidBy({ method, recordedMethod }: Receipt, t: Translate<'mail'>): string[] {
  if (method) return [t('receipt.methodName', methodForm(method, t))];
  return recordedMethod ? [t('receipt.recordedMethod', { method: recordedMethod })] : [];
}
