/** Issues a credit note for lines of one invoice. The callers decide for what, and hold the customer's row. */
import type { InvoiceLine } from '../../db/generated/client/client.ts';
import type { CreditNoteReason } from '../../db/generated/client/enums.ts';
import { localeOf } from '../../i18n/locale.ts';
import type { Op } from '../../operation/operation.ts';
import type { BilledInvoice } from './corrections.ts';
import type { LineCredit } from './creditable.ts';
import { issueInvoice } from './issueInvoice.ts';
import { lineTitle } from './lineExplanations/explain.ts';
import type { LineFields } from './lines.ts';
import { taxColumns, treatmentOf } from './lineTax.ts';

export interface CreditNoteRequest {
  credits: readonly LineCredit<InvoiceLine>[];
  reason: CreditNoteReason | null;
  memo?: string | null;
  /** The caller uses the credit itself: it pays no other invoice. */
  reserved?: boolean;
}

/** Returns the new credit note, and the amount of it that became credit balance. */
export async function issueCreditNote(
  op: Op,
  invoice: BilledInvoice,
  { credits, reason, memo, reserved }: CreditNoteRequest,
): Promise<{ id: string; total: bigint }> {
  const { customerId, subscriptionId, currency } = invoice;
  return issueInvoice(op, {
    ...{ customerId, subscriptionId, currency, reason: 'MANUAL' },
    ...{ creditNoteReason: reason, memo: memo ?? null },
    lines: await creditLines(op, invoice, credits),
    corrects: [invoice.id],
    reserved: reserved ?? false,
  });
}

/** The lines of a credit note, in the language of the customer. Previews and credit notes agree by calling it. */
export async function creditLines(
  { tx, principal }: Pick<Op, 'principal'> & { tx: Pick<Op['tx'], 'portalConfig'> },
  invoice: Pick<BilledInvoice, 'customer'>,
  credits: CreditNoteRequest['credits'],
): Promise<LineFields[]> {
  const { companyId } = principal;
  const { defaultLocale } = await tx.portalConfig.findUniqueOrThrow({ where: { companyId } });
  const locale = localeOf(invoice.customer.locale ?? defaultLocale);
  return credits.map(({ line, credit }) => creditLine(line, credit, lineTitle(line, locale)));
}

/**
 * The line has the item and the period of the billed one: time that was credited here is not credited again when the item
 * changes or ends.
 */
function creditLine(line: InvoiceLine, credit: LineCredit['credit'], description: string): LineFields {
  const treatment = treatmentOf(line);
  const whole = credit.amount === line.amount;
  const { period } = (line.explanation ?? {}) as { period?: { start: string; end: string } };
  return {
    kind: 'CREDIT',
    description,
    quantity: whole ? line.quantity : 1,
    unitAmount: null,
    periodStart: line.periodStart,
    periodEnd: line.periodEnd,
    grossAmount: whole ? -line.grossAmount : -credit.amount,
    discountAmount: whole ? -line.discountAmount : 0n,
    amount: -credit.amount,
    explanation: period ? { period } : {},
    itemId: line.itemId,
    priceId: line.priceId,
    creditsLineId: line.id,
    ...taxColumns(treatment && { treatment, amount: -credit.tax }),
  };
}
