/** Lines of invoices: their type, their English description, and writing them. */
import type { InvoiceLine, Prisma } from '../../db/generated/client/client.ts';
import { insertRows } from '../../db/writeRows.ts';
import { newId } from '../../kernel/ids.ts';
import type { LineDraft } from '../../kernel/lineDraft.ts';
import type { Op } from '../../operation/operation.ts';
import type { LineStory } from './lineExplanations/story.ts';
import { pickTax, type TaxColumns, taxColumns } from './lineTax.ts';

/**
 * A line without its place: planned, pending or stored. Amounts in minor units, `grossAmount − discountAmount = amount`.
 * A stored row is one, so previews mix planned and pending lines.
 */
export type LineFields = Pick<
  InvoiceLine,
  | 'kind'
  | 'description'
  | 'quantity'
  | 'unitAmount'
  | 'periodStart'
  | 'periodEnd'
  | 'grossAmount'
  | 'discountAmount'
  | 'amount'
> &
  Partial<Pick<InvoiceLine, 'itemId' | 'priceId' | 'creditsLineId'> & TaxColumns> & {
    explanation: InvoiceLine['explanation'] | LineStory;
  };

/** The item that a line bills. */
export interface LineSubject extends Pick<LineStory, 'productName' | 'productNames'> {
  quantity: number;
  unitAmount: bigint;
  itemId: string;
  priceId: string;
}

function describe({ kind }: LineDraft, { productName, quantity }: LineSubject): string {
  const what = quantity === 1 ? productName : `${quantity} × ${productName}`;
  switch (kind) {
    case 'PERIOD':
      return what;
    case 'CREDIT':
      return `Unused time on ${what}`;
    case 'CHARGE':
      return `Remaining time on ${what}`;
    case 'DIFFERENCE':
      return `Difference to ${what}`;
  }
}

const namesOf = ({ productName, productNames }: LineSubject) => ({
  productName,
  ...(productNames ? { productNames } : {}),
});

/** Turns a calculated line into an invoice line: adds description, quantity, unit price and ids of the billed item. */
export function lineOf(draft: LineDraft, subject: LineSubject): LineFields {
  return {
    kind: draft.kind,
    description: describe(draft, subject),
    quantity: subject.quantity,
    unitAmount: draft.kind === 'PERIOD' || draft.kind === 'CHARGE' ? subject.unitAmount : null,
    periodStart: draft.start,
    periodEnd: draft.end,
    grossAmount: draft.gross,
    discountAmount: draft.discount,
    amount: draft.amount,
    // The product's current name: a later rename does not change the line.
    explanation: { ...draft.explanation, ...namesOf(subject) } satisfies LineStory,
    itemId: subject.itemId,
    priceId: subject.priceId,
    ...taxColumns(draft.tax),
  };
}

/** The document and the owner of lines; `invoiceId` is null for pending ones. */
interface LinePlace {
  customerId: string;
  currency: string;
  subscriptionId?: string | null;
  invoiceId: string | null;
  firstPosition?: number;
}

/** The rows of lines of an invoice, or of pending lines. They have only the columns of `LineFields`. */
export function lineRows(
  op: Pick<Op, 'now' | 'principal'>,
  lines: readonly LineFields[],
  place: LinePlace,
): Prisma.InvoiceLineCreateManyInput[] {
  const { firstPosition = 0, ...owner } = place;
  return lines.map((line, index) => ({
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    unitAmount: line.unitAmount,
    periodStart: line.periodStart,
    periodEnd: line.periodEnd,
    grossAmount: line.grossAmount,
    discountAmount: line.discountAmount,
    amount: line.amount,
    explanation: line.explanation as Prisma.InputJsonObject,
    itemId: line.itemId,
    priceId: line.priceId,
    creditsLineId: line.creditsLineId ?? null,
    ...pickTax(line),
    ...owner,
    id: newId('InvoiceLine', op.now),
    companyId: op.principal.companyId,
    position: firstPosition + index,
    createdAt: op.now,
  }));
}

/** Inserts lines of an invoice, or pending lines if `invoiceId` is null. */
export async function writeLines(op: Op, lines: readonly LineFields[], place: LinePlace): Promise<void> {
  await insertRows(op.tx, 'InvoiceLine', lineRows(op, lines, place));
}
