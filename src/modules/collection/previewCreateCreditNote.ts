import { min } from '../../kernel/money.ts';
import type { MerchantPrincipal, ReadContext } from '../../operation/operation.ts';
import { creditLines } from '../invoice/issueCreditNote.ts';
import { creditNoteRemainder } from '../invoice/issueInvoice.ts';
import type { LineFields } from '../invoice/lines.ts';
import { type CreateCreditNoteInput, plannedCredits, validCreditNote } from './createCreditNote.ts';

/** The effect of a credit note; amounts in minor units, positive except for those of the lines. */
export interface CreditNotePreview {
  currency: string;
  lines: LineFields[];
  total: bigint;
  /** The part that reduces what is due on the invoice, and the part that stays as credit of the customer. */
  reducesDue: bigint;
  becomesCredit: bigint;
}

/** The credit note that `createCreditNote` would issue for the input. Throws as it does. */
export async function previewCreateCreditNote(
  { db, principal }: ReadContext<MerchantPrincipal>,
  input: CreateCreditNoteInput,
): Promise<CreditNotePreview> {
  const op = { tx: db.prisma, principal };
  const { invoice, credits, total } = await plannedCredits(op, validCreditNote(input));
  const { id, companyId, customerId, currency, status, amountDue } = invoice;
  const open = status === 'OPEN' || status === 'UNCOLLECTIBLE';
  return {
    ...{ currency, total, lines: await creditLines(op, invoice, credits) },
    reducesDue: open ? min(total, amountDue) : 0n,
    becomesCredit: await creditNoteRemainder(db.prisma, { companyId, customerId, currency }, [id], total),
  };
}
