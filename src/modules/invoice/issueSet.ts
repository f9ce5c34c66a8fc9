/** Issues many invoices at once: the same rows and events as `issueInvoice` one by one, by one statement for each table. */
import { insertRows } from '../../db/writeRows.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { numberAtCommit } from './invoiceNumber.ts';
import { emitIssued, invoiceRow } from './invoiceRow.ts';
import { taxRows } from './invoiceTax.ts';
import { dueAfterCredit, type IssueRequest } from './issueInvoice.ts';
import { lineRows } from './lines.ts';
import { taxTotal, totalOf, withTax } from './lineTax.ts';
import type { Parties } from './parties.ts';
import { creditRows } from './settle.ts';

/** An invoice of new lines only, with a total that is not negative. */
type PlainRequest = Omit<IssueRequest, 'pending' | 'money' | 'corrects'> & {
  parties: Parties;
  /** The customer's credit in the currency, in minor units. */
  balance: bigint;
};

export type PlainInvoice = ReturnType<typeof planInvoice>;

/** The rows of an invoice that credit pays first. Throws `RangeError` if its total is negative. */
export function planInvoice(op: Pick<Op, 'now' | 'principal'>, request: PlainRequest) {
  const { customerId, subscriptionId, currency, parties, balance } = request;
  const lines = withTax(request.lines);
  const [total, taxAmount] = [totalOf(lines), taxTotal(lines)];
  if (total < 0n) throw new RangeError('A credit note is issued one by one.');
  const { creditApplied, amountDue } = dueAfterCredit(total, balance);
  const id = newId('Invoice', op.now);
  const issued = { ...request, ...parties, id, total, taxAmount, amountDue };
  return {
    id,
    creditApplied,
    amountDue,
    issued,
    row: invoiceRow(op, issued),
    lines: lineRows(op, lines, { customerId, subscriptionId, currency, invoiceId: id }),
    taxes: taxRows(op, id, lines),
    credit: creditApplied > 0n ? [creditRows(op, { id, customerId, currency }, creditApplied)] : [],
  };
}

/**
 * Writes the invoices and numbers them in their order at the commit. The caller holds the customers' rows, and has read their
 * credit since.
 */
export async function issuePlainInvoices(op: Op, invoices: readonly PlainInvoice[]): Promise<void> {
  const rows = invoices.map(({ row }) => row);
  const lines = invoices.flatMap((invoice) => invoice.lines);
  const taxes = invoices.flatMap((invoice) => invoice.taxes);
  const credit = invoices.flatMap((invoice) => invoice.credit);
  await insertRows(op.tx, 'Invoice', rows);
  await insertRows(op.tx, 'InvoiceLine', lines);
  await insertRows(op.tx, 'InvoiceTax', taxes);
  const entries = credit.map(({ entry }) => entry);
  await insertRows(op.tx, 'CreditEntry', entries);
  const settlements = credit.map(({ settlement }) => settlement);
  await insertRows(op.tx, 'InvoiceSettlement', settlements);
  const ids = invoices.map(({ id }) => id);
  numberAtCommit(op, ids);
}

/** Emits that the invoice was issued, and that it is paid if nothing is due. */
export const emitPlainInvoice = (op: Op, { issued }: PlainInvoice): void => emitIssued(op, issued);
