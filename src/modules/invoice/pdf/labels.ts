import type { InvoiceDocumentKind, InvoiceDocumentStatus } from './document.ts';

/** Every word that the renderer itself puts on paper. `{…}` stands for a value. */
export interface Labels {
  /** BCP 47; the document says that it is written in it. */
  language: string;
  title: Record<InvoiceDocumentKind, string>;
  status: Record<InvoiceDocumentStatus, string>;
  draftNumber: string;
  from: string;
  billedTo: string;
  creditedTo: string;
  details: string;
  issued: string;
  due: string;
  paid: string;
  corrects: string;
  taxId: string;
  dueOn: string;
  dueNow: string;
  paidOn: string;
  paidInFull: string;
  credited: string;
  draftNotice: string;
  description: string;
  quantity: string;
  unitPrice: string;
  amount: string;
  discounted: string;
  noLines: string;
  subtotal: string;
  discount: string;
  total: string;
  amountDue: string;
  questions: string;
  page: string;
}

const en: Labels = {
  language: 'en',
  title: { invoice: 'Invoice', credit_note: 'Credit note' },
  status: { DRAFT: 'Draft', OPEN: 'Open', PAID: 'Paid', VOID: 'Void', UNCOLLECTIBLE: 'Uncollectible' },
  draftNumber: 'Not numbered yet',
  from: 'From',
  billedTo: 'Billed to',
  creditedTo: 'Credited to',
  details: 'Details',
  issued: 'Issued',
  due: 'Due',
  paid: 'Paid',
  corrects: 'Corrects',
  taxId: 'Tax ID {id}',
  dueOn: 'due {date}',
  dueNow: 'due',
  paidOn: 'paid {date}',
  paidInFull: 'paid',
  credited: 'credited',
  draftNotice: 'Draft: amounts may still change',
  description: 'Description',
  quantity: 'Qty',
  unitPrice: 'Unit price',
  amount: 'Amount',
  discounted: '{gross} less a discount of {discount}',
  noLines: 'No items',
  subtotal: 'Subtotal',
  discount: 'Discount',
  total: 'Total',
  amountDue: 'Amount due',
  questions: 'Questions? Write to {email}',
  page: 'Page {page} of {pages}',
};

/** One table keyed by language: a translation is one more entry here, and nothing else. */
const LABELS: Readonly<Record<string, Labels>> = { en };

/** The labels in the language of `locale`, or in English while that language has none. */
export function labelsFor(locale: string): Labels {
  return LABELS[locale.toLowerCase()] ?? LABELS[locale.toLowerCase().split('-')[0] ?? ''] ?? en;
}

/**
 * Puts values in the places of a label. A function replaces, since `$&` and its like in a
 * customer's text must stay text.
 */
export function fill(label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
