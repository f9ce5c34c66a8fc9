/** Lines on their way into the database, and how they are described in words. */
import type { Prisma } from '../../db/generated/client/client.ts';
import type { InvoiceLineKind } from '../../db/generated/client/enums.ts';
import { newId } from '../../kernel/ids.ts';
import type { LineDraft } from '../../kernel/proration.ts';
import type { Op } from '../../op.ts';
import type { LineStory } from './sentences/explain.ts';

/** A line that is not written yet; amounts in minor units, `grossAmount − discountAmount = amount`. */
export interface NewLine {
  kind: InvoiceLineKind;
  description: string;
  quantity: number;
  unitAmount: bigint | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  grossAmount: bigint;
  discountAmount: bigint;
  amount: bigint;
  explanation: object;
  itemId?: string | null;
  priceId?: string | null;
}

/** What a line is for, as the customer reads it. */
export interface LineSubject {
  productName: string;
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

/** The line that a draft of the arithmetic becomes. */
export function lineOf(draft: LineDraft, subject: LineSubject): NewLine {
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
    // The name as it is now: products are renamed, bills are not.
    explanation: { ...draft.explanation, productName: subject.productName } satisfies LineStory,
    itemId: subject.itemId,
    priceId: subject.priceId,
  };
}

/** Writes lines into an invoice, or (no invoice) as pending lines. */
export async function writeLines(
  op: Op,
  lines: readonly NewLine[],
  place: {
    customerId: string;
    currency: string;
    subscriptionId?: string | null;
    invoiceId: string | null;
    firstPosition?: number;
  },
): Promise<void> {
  if (lines.length === 0) return;
  const { firstPosition = 0, ...owner } = place;
  await op.tx.invoiceLine.createMany({
    data: lines.map((line, index) => ({
      ...line,
      ...owner,
      explanation: line.explanation as Prisma.InputJsonObject,
      id: newId('InvoiceLine', op.now),
      companyId: op.principal.companyId,
      position: firstPosition + index,
      createdAt: op.now,
    })),
  });
}

/** The sum of lines, in minor units. */
export function sumOf(lines: readonly { amount: bigint }[]): bigint {
  return lines.reduce((sum, { amount }) => sum + amount, 0n);
}
