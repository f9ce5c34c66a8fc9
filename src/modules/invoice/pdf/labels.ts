import type { SettlementKind } from '../../../db/generated/client/enums.ts';
import type { InvoiceDocumentKind, InvoiceDocumentStatus } from './document.ts';

/** Every word that the renderer itself puts on paper. `{…}` stands for a value. */
export interface Labels {
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
  /** By what a part was settled. */
  settled: Record<SettlementKind, string>;
  subtotal: string;
  discount: string;
  total: string;
  amountDue: string;
  questions: string;
  page: string;
}

/**
 * Puts values in the places of a label. A function replaces, since `$&` and its like in a
 * customer's text must stay text.
 */
export function fill(label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
