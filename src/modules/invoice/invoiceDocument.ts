import { localeOf } from '../../i18n/locale.ts';
import { translator } from '../../i18n/translate.ts';
import { explanationSentence, lineTitle, needsExplanation } from './lineExplanations/explain.ts';
import { type InvoiceSnapshot, partiesOf } from './parties.ts';
import type { InvoiceDocument } from './pdf/document.ts';
import type { PrintedInvoice } from './printedInvoice.ts';
import { lineTaxWords, printedTax } from './printedTax.ts';

/** The parties at finalization or, for a draft, as of now. */
function parties({ snapshot, company, customer }: PrintedInvoice): InvoiceSnapshot {
  return (snapshot as InvoiceSnapshot | null) ?? partiesOf(company, customer);
}

/** Turns an invoice's records into the document that its PDF shows. */
export function invoiceDocument(invoice: PrintedInvoice): InvoiceDocument {
  const { seller, buyer } = parties(invoice);
  const locale = localeOf(buyer.locale);
  const t = translator('invoice', locale);
  const printed = { seller, locale, currency: invoice.currency };
  const taxWords = lineTaxWords(invoice.lines, printed);
  const gross = invoice.lines.reduce((sum, line) => sum + line.grossAmount, 0n);
  return {
    kind: invoice.total < 0n ? 'credit_note' : 'invoice',
    number: invoice.number,
    status: invoice.status,
    dates: { issued: invoice.finalizedAt, due: invoice.dueAt, paid: invoice.paidAt },
    currency: invoice.currency,
    locale: buyer.locale ?? 'en',
    seller: {
      name: seller.name ?? '',
      headerText: seller.header,
      supportEmail: seller.email,
      addressLines: seller.addressLines,
      taxId: seller.taxId,
    },
    buyer: {
      name: buyer.name,
      email: buyer.email,
      addressLines: buyer.addressLines,
      taxIds: buyer.taxId ? [buyer.taxId] : [],
    },
    correctsNumber: invoice.corrects?.number ?? null,
    purchaseOrder:
      invoice.status === 'DRAFT' ? (invoice.purchaseOrder ?? invoice.customer.purchaseOrder) : invoice.purchaseOrder,
    memo: invoice.memo,
    lines: invoice.lines.map((line, index) => ({
      description: lineTitle(line, locale),
      period: line.periodStart && line.periodEnd ? { start: line.periodStart, end: line.periodEnd } : null,
      quantity: line.quantity,
      unitAmount: line.unitAmount,
      gross: line.grossAmount,
      discount: line.discountAmount,
      amount: line.amount,
      explanationSentence: needsExplanation(line) ? explanationSentence(line, locale) : null,
      taxWords: taxWords[index] ?? null,
    })),
    subtotal: gross,
    discountTotal: invoice.lines.reduce((sum, line) => sum + line.discountAmount, 0n),
    tax: printedTax(invoice.lines, printed),
    total: invoice.total,
    settlements: invoice.settlements.map(({ kind, amount }) => ({
      label: t(`document.settled.${kind}`),
      amount: -amount,
    })),
    amountDue: invoice.status === 'VOID' ? 0n : invoice.amountDue,
  };
}
