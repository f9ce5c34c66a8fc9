/** Crediting a final invoice, wholly or in part. */
import { z } from 'zod';
import type { InvoiceLine } from '../../db/generated/client/client.ts';
import { CreditNoteReason } from '../../db/generated/client/enums.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { amount, clearable, idempotencyKey, text, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { type BilledInvoice, readCreditable } from '../invoice/corrections.ts';
import {
  type Creditable,
  creditOfAll,
  creditOfAmount,
  creditOfLine,
  creditTotal,
  type LineCredit,
} from '../invoice/creditable.ts';
import { issueCreditNote } from '../invoice/issueCreditNote.ts';
import { lockForCorrection } from '../invoice/lockForCorrection.ts';

const positive = amount.refine((value) => value > 0n, 'Must be positive.');

const creditNoteInput = z
  .object({
    invoiceId: z.string(),
    lines: z
      .array(z.object({ lineId: z.string(), amount: positive.nullish() }))
      .min(1, 'Must have at least one line.')
      .max(200, 'Must have at most 200 lines.')
      .nullish(),
    amount: z.object({ amount: positive, currency: z.string() }).nullish(),
    reason: z.enum(CreditNoteReason).exclude(['REISSUE']),
    memo: clearable(text(1000)),
    idempotencyKey,
  })
  .refine(({ lines, amount: sum }) => !(lines && sum), {
    path: ['amount'],
    message: 'Give lines or an amount, not both.',
  });
export type CreateCreditNoteInput = z.input<typeof creditNoteInput>;
type Given = Omit<z.output<typeof creditNoteInput>, 'idempotencyKey'>;

/**
 * Issues a credit note for lines of an invoice, for an amount, or for all that is left of it. It first reduces what is due on
 * the invoice; the rest becomes credit balance, which pays the customer's open invoices. Throws `NotFoundError`,
 * `ValidationError` for a line that is not creditable, and `ConflictError` if the invoice is not final or has less left.
 */
export async function createCreditNote(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCreditNoteInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(creditNoteInput, input);
  return idempotent(ctx, { operation: 'createCreditNote', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      await lockForCorrection(op, given.invoiceId);
      const { invoice, credits } = await plannedCredits(op, given);
      const { id } = await issueCreditNote(op, invoice, { credits, reason: given.reason, memo: given.memo ?? null });
      await claim(op, { id });
      return { id };
    }),
  );
}

/** The input of a credit note, validated. */
export const validCreditNote = (input: CreateCreditNoteInput): Given => {
  const { idempotencyKey: _key, ...given } = validate(creditNoteInput, input);
  return given;
};

type Reads = Parameters<typeof readCreditable>[0];

/** The credits of lines that the input requests. Throws as `createCreditNote` does. */
export async function plannedCredits(
  op: Reads,
  given: Given,
): Promise<{ invoice: BilledInvoice; credits: LineCredit<InvoiceLine>[]; total: bigint }> {
  const { invoice, creditable } = await readFinal(op, given.invoiceId);
  if (given.amount && given.amount.currency !== invoice.currency)
    throw ValidationError.at(['input', 'amount'], `Must be in the invoice's currency, ${invoice.currency}.`);
  const credits = creditsFor(creditable, given);
  const total = creditTotal(credits);
  if (total <= 0n || total > creditable.total) throw tooLarge(['input', given.lines ? 'lines' : 'amount']);
  return { invoice, credits, total };
}

async function readFinal(op: Reads, invoiceId: string) {
  const found = await readCreditable(op, invoiceId);
  const path = ['input', 'invoiceId'];
  if (!found) throw new NotFoundError('invoice', path);
  const { status, total } = found.invoice;
  if (status === 'DRAFT' || status === 'VOID' || total <= 0n)
    throw new ConflictError('INVOICE_NOT_FINAL', 'Only a final invoice that is not void can be credited.', path);
  return found;
}

const tooLarge = (path: readonly string[]) =>
  new ConflictError('CREDIT_TOO_LARGE', 'Less of the invoice, or of the line, is left to credit.', path);

function creditsFor(creditable: Creditable<InvoiceLine>, { lines, amount: sum }: Given): LineCredit<InvoiceLine>[] {
  if (!lines && !sum) return creditOfAll(creditable);
  if (sum) {
    if (sum.amount > creditable.total) throw tooLarge(['input', 'amount']);
    return creditOfAmount(creditable, sum.amount);
  }
  const named = (lines ?? []).map(({ lineId }) => lineId);
  return (lines ?? []).map(({ lineId, amount: part }, index) => {
    const path = ['input', 'lines', String(index)];
    const found = creditable.lines.find(({ line }) => line.id === lineId && line.amount > 0n);
    if (!found || named.indexOf(lineId) !== index)
      throw ValidationError.at(
        [...path, 'lineId'],
        'Must be a line of the invoice with a positive amount, named once.',
      );
    const credited = part ?? found.left.amount;
    if (credited <= 0n || credited > found.left.amount) throw tooLarge([...path, 'amount']);
    return creditOfLine(found, credited);
  });
}
