/** The content of an invoice or credit note, with every amount calculated; the renderer calculates no money. */
type InvoiceDocumentKind = 'invoice' | 'credit_note';

/** The states of an invoice record; see src/modules/subscription/README.md. */
type InvoiceDocumentStatus = 'DRAFT' | 'OPEN' | 'PAID' | 'VOID' | 'UNCOLLECTIBLE';

/** A half-open span of time, `[start, end)`, in UTC. */
export interface ServicePeriod {
  start: Date;
  end: Date;
}

/** The party that issues the document. */
interface InvoiceSeller {
  name: string;
  /** The company's own words under its name, from its portal's branding. */
  headerText: string | null;
  supportEmail: string | null;
  addressLines: readonly string[];
  taxId: string | null;
  /** The legal entity, if it is not called `name`; like all that follow, null or absent if it is not printed. */
  legalName?: string | null;
  /** Whether the tax id is a VAT number, which has a name of its own in each language. */
  hasVatId?: boolean;
  taxNumber?: string | null;
  phone?: string | null;
  /** The statements that company law requires; may have several lines. */
  legalNotice?: string | null;
}

/** The party that the document is addressed to. */
interface InvoiceBuyer {
  name: string | null;
  email: string | null;
  addressLines: readonly string[];
  taxIds: readonly string[];
  /** Whether they are VAT numbers; false or absent otherwise. */
  hasVatIds?: boolean;
}

/** One row of the table. All amounts are minor units of the document's currency. */
export interface InvoiceDocumentLine {
  description: string;
  period: ServicePeriod | null;
  quantity: number | bigint;
  unitAmount: bigint | null;
  /** Before discount. */
  gross: bigint;
  /** The discount on `gross`, in minor units; zero if there is none. */
  discount: bigint;
  /** `gross − discount`. */
  amount: bigint;
  /** One sentence that explains the amount, such as a proration; null if it needs none. */
  explanationSentence: string | null;
  /** The tax of the line, where the totals do not make it clear; null or absent otherwise. */
  taxWords?: string | null;
}

/** The tax of a document that has any. */
export interface DocumentTax {
  net: bigint;
  /** A row for each rate and place. */
  rows: readonly { label: string; amount: bigint }[];
  /** Sentences that the document must contain, such as the reason for a reverse charge. */
  notes: readonly string[];
}

/** Something that reduced what is due: a payment, credit, a credit note. */
interface InvoiceSettlement {
  label: string;
  /** Signed as it should be read: a payment is negative. */
  amount: bigint;
}

/**
 * Everything that an invoice or credit note shows, already decided and calculated. It is plain
 * data, so that the renderer needs neither the database nor a clock.
 */
export interface InvoiceDocument {
  kind: InvoiceDocumentKind;
  /** `null` for a draft: numbers are given when an invoice is finalized. */
  number: string | null;
  status: InvoiceDocumentStatus;
  /** `supplied` is for documents with lines that name no period. */
  dates: { issued: Date | null; due: Date | null; paid: Date | null; supplied?: Date | null };
  /** ISO 4217. */
  currency: string;
  /** BCP 47; decides how amounts and dates are written, and the language of the labels. */
  locale: string;
  seller: InvoiceSeller;
  buyer: InvoiceBuyer;
  /** The numbers of the invoices that its credits correct. */
  correctsNumbers: readonly string[];
  /** The number of the invoice that this one replaces; null or absent if it replaces none. */
  replacesNumber?: string | null;
  /** The customer's reference, such as a purchase order; null or absent without one. */
  purchaseOrder?: string | null;
  /** The merchant's note to the customer, which may have several lines; null without one. */
  memo: string | null;
  /** How to pay, which may have several lines; null or absent if nothing has to be paid so. */
  paymentInstructions?: string | null;
  lines: readonly InvoiceDocumentLine[];
  subtotal: bigint;
  discountTotal: bigint;
  /** Null or absent if the document has no tax. */
  tax?: DocumentTax | null;
  total: bigint;
  settlements: readonly InvoiceSettlement[];
  amountDue: bigint;
  /** How to pay by bank transfer, as a sentence; null or absent if nothing is due or no account is set. */
  transfer?: string | null;
  /** The terms of payment; may have several lines. */
  paymentTerms?: string | null;
}
