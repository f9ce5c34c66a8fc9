import { localeOf } from '../../i18n/locale.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { explanationSentence, lineTitle, needsExplanation } from './lineExplanations/explain.ts';
import { type InvoiceSnapshot, partiesOf } from './parties.ts';
import { instructionsOf } from './paymentInstructions.ts';
import type { InvoiceDocument } from './pdf/document.ts';
import { correctedNumbers, type PrintedInvoice } from './printedInvoice.ts';
import { lineTaxWords, printedTax } from './printedTax.ts';

/** The parties at finalization or, for a draft, as of now. */
function parties({ snapshot, company, customer }: PrintedInvoice): InvoiceSnapshot {
  return (snapshot as InvoiceSnapshot | null) ?? partiesOf(company, customer);
}

/** Documents from before show less: their bytes do not change. */
const isDetailed = (seller: InvoiceSnapshot['seller']): boolean => seller.address !== undefined;

/** A line without a period is supplied on the day of the document; the others name their periods. */
function suppliedAt({ lines, finalizedAt, total }: PrintedInvoice, seller: InvoiceSnapshot['seller']): Date | null {
  const undated = lines.some(({ periodStart }) => periodStart === null);
  return isDetailed(seller) && undated && total >= 0n ? finalizedAt : null;
}

function settlementLabel(
  { kind, payment }: PrintedInvoice['settlements'][number],
  t: Translate<'invoice'>,
  detailed: boolean,
): string {
  const method = payment?.paymentMethod;
  if (!detailed || !method?.lastFour) return t(`document.settled.${kind}`);
  const brand = method.brand ? `${method.brand[0]?.toUpperCase()}${method.brand.slice(1)}` : '';
  return t('document.settledBy', { method: [brand, `•••• ${method.lastFour}`].filter(Boolean).join(' ') });
}

function transferWords(
  { status, amountDue, number }: PrintedInvoice,
  seller: InvoiceSnapshot['seller'],
  t: Translate<'invoice'>,
): string | null {
  if (!seller.iban || status !== 'OPEN' || amountDue <= 0n) return null;
  const holder = seller.bankAccountHolder ?? seller.legalName ?? seller.name ?? '';
  const account = [seller.iban.replace(/(.{4})(?=.)/g, '$1 '), seller.bic && `BIC ${seller.bic}`];
  return t('document.transfer', { holder, account: account.filter(Boolean).join(', '), number: number ?? '' });
}

/** The parties as the document prints them. */
function printedParties({ seller, buyer }: InvoiceSnapshot): Pick<InvoiceDocument, 'seller' | 'buyer'> {
  return {
    seller: {
      name: seller.name ?? '',
      headerText: seller.header,
      supportEmail: seller.email,
      addressLines: seller.addressLines,
      taxId: seller.taxId,
      legalName: seller.legalName ?? null,
      hasVatId: isDetailed(seller) && /^[A-Z]{2}[A-Z0-9 .-]{5,}$/.test(seller.taxId ?? ''),
      taxNumber: seller.taxNumber ?? null,
      phone: seller.phone ?? null,
      legalNotice: seller.legalNotice ?? null,
    },
    buyer: {
      name: buyer.name,
      email: buyer.email,
      addressLines: buyer.addressLines,
      taxIds: buyer.taxId ? [buyer.taxId] : [],
      hasVatIds: isDetailed(seller) && ['eu_vat', 'gb_vat', 'ch_vat', 'no_vat'].includes(buyer.taxIdType ?? ''),
    },
  };
}

/** Turns an invoice's records into the document that its PDF shows; in its own language unless another is requested. */
export function invoiceDocument(invoice: PrintedInvoice, requested?: string | null): InvoiceDocument {
  const { seller, buyer } = parties(invoice);
  const locale = localeOf(requested, buyer.locale);
  const t = translator('invoice', locale);
  const printed = { seller, locale, currency: invoice.currency };
  const taxWords = lineTaxWords(invoice.lines, printed);
  const gross = invoice.lines.reduce((sum, line) => sum + line.grossAmount, 0n);
  return {
    kind: invoice.total < 0n ? 'credit_note' : 'invoice',
    number: invoice.number,
    status: invoice.status,
    dates: {
      issued: invoice.finalizedAt,
      due: invoice.dueAt,
      paid: invoice.paidAt,
      supplied: suppliedAt(invoice, seller),
    },
    currency: invoice.currency,
    locale: buyer.locale ?? 'en',
    ...printedParties({ seller, buyer }),
    correctsNumbers: correctedNumbers(invoice),
    replacesNumber: invoice.replaces?.number ?? null,
    purchaseOrder:
      invoice.status === 'DRAFT' ? (invoice.purchaseOrder ?? invoice.customer.purchaseOrder) : invoice.purchaseOrder,
    memo: invoice.memo,
    paymentInstructions: instructionsOf(invoice),
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
    settlements: invoice.settlements.map((settlement) => ({
      label: settlementLabel(settlement, t, isDetailed(seller)),
      amount: -settlement.amount,
    })),
    amountDue: invoice.status === 'VOID' ? 0n : invoice.amountDue,
    transfer: transferWords(invoice, seller, t),
    paymentTerms: seller.paymentTerms ?? null,
  };
}
