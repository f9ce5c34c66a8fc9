/** Billing an invoice anew: the old one is credited in full, and its lines are billed with today's billing information. */
import { z } from 'zod';
import type { InvoiceLine, Price, Product } from '../../db/generated/client/client.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { clearable, idempotencyKey, line as lineText, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { underWay } from '../charge/chargeInvoice.ts';
import { type BilledInvoice, readCreditable } from '../invoice/corrections.ts';
import { creditOfAll } from '../invoice/creditable.ts';
import { issueCreditNote } from '../invoice/issueCreditNote.ts';
import { issueInvoice } from '../invoice/issueInvoice.ts';
import type { LineFields } from '../invoice/lines.ts';
import { pickTax, taxColumns } from '../invoice/lineTax.ts';
import { lockForCorrection } from '../invoice/lockForCorrection.ts';
import { manualPrice } from '../invoice/manualTax.ts';
import { payOpenInvoices } from '../invoice/payOpenInvoices.ts';
import { issueAndCollect } from '../subscription/record/issueAndCollect.ts';
import {
  type CustomerTax,
  emitMissingRegistration,
  holdOf,
  type TaxablePrice,
  taxOfCustomer,
  taxUndecided,
  treatmentFor,
} from '../tax/customerTax.ts';

const reissueInput = z.object({ invoiceId: z.string(), purchaseOrder: clearable(lineText(100)), idempotencyKey });
export type ReissueInvoiceInput = z.input<typeof reissueInput>;

const PATH = ['input', 'invoiceId'];

/**
 * Replaces an invoice in one transaction. Money that was paid for the old one pays the new one before any other debt; a difference
 * is due, or becomes credit balance. Throws `NotFoundError`, and `ConflictError` if the invoice is not open or paid, has been
 * corrected, has a payment under way, or its tax is undecided.
 */
export async function reissueInvoice(
  ctx: OpContext<MerchantPrincipal>,
  input: ReissueInvoiceInput,
): Promise<{ id: string; creditNoteId: string }> {
  const { idempotencyKey: key, ...given } = validate(reissueInput, input);
  return idempotent(ctx, { operation: 'reissueInvoice', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      await lockForCorrection(op, given.invoiceId);
      const { invoice, creditable } = await readReissuable(op, given.invoiceId);
      const { customerId, currency } = invoice;
      const lines = await linesAnew(op, invoice);
      const credits = creditOfAll(creditable);
      const { id: creditNoteId } = await issueCreditNote(op, invoice, { credits, reason: 'REISSUE', reserved: true });
      const id = await issueAnew(op, invoice, lines, given.purchaseOrder ?? invoice.purchaseOrder);
      await payOpenInvoices(op, { customerId, currency });
      op.emit('invoice.reissued', { objectId: id, customerId, data: { replacesInvoiceId: invoice.id, creditNoteId } });
      await claim(op, { id, creditNoteId });
      return { id, creditNoteId };
    }),
  );
}

async function readReissuable(op: Op, invoiceId: string) {
  const found = await readCreditable(op, invoiceId);
  if (!found) throw new NotFoundError('invoice', PATH);
  const { status, total, reason, customerId } = found.invoice;
  const { companyId } = op.principal;
  const { erasedAt } = await op.tx.customer.findFirstOrThrow({ where: { id: customerId, companyId } });
  if (found.corrected || !['OPEN', 'PAID'].includes(status) || total <= 0n || reason === 'IMPORT' || erasedAt)
    throw new ConflictError(
      'INVOICE_NOT_REISSUABLE',
      'Only an open or paid invoice that is not corrected yet can be issued anew.',
      PATH,
    );
  if (await underWay(op, invoiceId))
    throw new ConflictError(
      'PAYMENT_IN_PROGRESS',
      'A payment of this invoice is under way. Wait for its result.',
      PATH,
    );
  return found;
}

/** The new invoice continues where the old one was: same due date, and the retries that are planned. */
async function issueAnew(
  op: Op,
  invoice: BilledInvoice,
  lines: readonly LineFields[],
  purchaseOrder: string | null,
): Promise<string> {
  const { companyId } = op.principal;
  const { customerId, subscriptionId, currency, reason, memo, dueAt, attemptCount, nextAttemptAt, firstFailedAt } =
    invoice;
  const corrected = await op.tx.invoiceCorrection.findMany({
    where: { companyId, correctionId: invoice.id },
    orderBy: { position: 'asc' },
  });
  // A subscription's invoice is charged by itself. After a failed attempt, its plan of retries goes on instead.
  const issue = subscriptionId && attemptCount === 0 ? issueAndCollect : issueInvoice;
  const { id, amountDue } = await issue(op, {
    ...{ customerId, subscriptionId, currency, reason, lines, memo, dueAt, purchaseOrder },
    corrects: corrected.map(({ invoiceId }) => invoiceId),
    replacesInvoiceId: invoice.id,
  });
  if (amountDue > 0n && attemptCount > 0)
    await op.tx.invoice.update({ where: { id }, data: { attemptCount, nextAttemptAt, firstFailedAt } });
  return id;
}

type Priced = Price & { product: Product };

/**
 * The lines with the treatment that their customer has now, by the rates of their own tax dates. Credits among them keep the
 * treatment of what they credit.
 */
async function linesAnew(op: Op, { customerId, lines }: BilledInvoice): Promise<LineFields[]> {
  const { companyId } = op.principal;
  const tax = await taxOfCustomer(op.tx, { companyId, customerId });
  const ids = lines.flatMap(({ priceId }) => priceId ?? []);
  const prices = await op.tx.price.findMany({ where: { companyId, id: { in: ids } }, include: { product: true } });
  const byId = new Map<string, Priced>(prices.map((price) => [price.id, price]));
  return lines.map((line) => {
    const base = { ...line, creditsLineId: null };
    if (line.amount < 0n) return { ...withoutTax(base), ...pickTax(line) };
    return { ...withoutTax(base), ...taxAnew(op, line, tax, byId) };
  });
}

/** The line without its tax, so that its document works it out. */
const withoutTax = ({ taxAmount: _amount, taxCategory: _category, ...line }: InvoiceLine): LineFields => line;

function taxAnew(op: Op, line: InvoiceLine, tax: CustomerTax | null, prices: ReadonlyMap<string, Priced>) {
  if (!tax) return {};
  const start = line.taxDate ?? line.periodStart ?? op.now;
  const day = { start, end: start };
  const known = prices.get(line.priceId ?? '') ?? manualPrice(tax, line);
  const price: TaxablePrice = { ...known, taxBehavior: line.taxBehavior ?? known.taxBehavior };
  if (holdOf(tax, price, day, { now: op.now, due: op.now }) !== null) throw taxUndecided();
  emitMissingRegistration(op, line.customerId, tax, [price], day);
  const treatment = treatmentFor(tax, price, day);
  return taxColumns(treatment && { treatment, amount: null });
}
