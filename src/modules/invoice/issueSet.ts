/** Issues many invoices at once: the same rows and events as `issueInvoice` one by one, by one statement for each table. */
import { insertRows } from '../../db/writeRows.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { type InvoiceSnapshot, numberAtCommit } from './finalize.ts';
import { emitIssued, invoiceRow } from './invoiceRow.ts';
import { taxRows } from './invoiceTax.ts';
import type { IssueRequest } from './issue.ts';
import { lineRows } from './lines.ts';
import { taxTotal, totalOf, withTax } from './lineTax.ts';

/** An invoice of new lines only, with a total that is not negative, for a customer without credit in its currency. */
export type PlainRequest = Omit<IssueRequest, 'pending' | 'money' | 'corrects'> & { parties: InvoiceSnapshot };

export type PlainInvoice = ReturnType<typeof planInvoice>;

/** The rows of an invoice. Throws `RangeError` if its total is negative. */
export function planInvoice(op: Pick<Op, 'now' | 'principal'>, { parties: snapshot, ...request }: PlainRequest) {
  const lines = withTax(request.lines);
  const [total, taxAmount] = [totalOf(lines), taxTotal(lines)];
  if (total < 0n) throw new RangeError('A credit note is issued one by one.');
  const id = newId('Invoice', op.now);
  const { customerId, subscriptionId, currency } = request;
  const issued = { ...request, id, total, taxAmount, amountDue: total, snapshot };
  return {
    id,
    amountDue: total,
    issued,
    row: invoiceRow(op, issued),
    lines: lineRows(op, lines, { customerId, subscriptionId, currency, invoiceId: id }),
    taxes: taxRows(op, id, lines),
  };
}

/** Writes the invoices and numbers them in their order at the commit. The caller holds the customers' rows. */
export async function issuePlainInvoices(op: Op, invoices: readonly PlainInvoice[]): Promise<void> {
  await insertRows(
    op.tx,
    'Invoice',
    invoices.map(({ row }) => row),
  );
  await insertRows(
    op.tx,
    'InvoiceLine',
    invoices.flatMap(({ lines }) => lines),
  );
  await insertRows(
    op.tx,
    'InvoiceTax',
    invoices.flatMap(({ taxes }) => taxes),
  );
  numberAtCommit(
    op,
    invoices.map(({ id }) => id),
  );
}

/** Emits that the invoice was issued, and that it is paid if nothing is due. */
export const emitPlainInvoice = (op: Op, { issued }: PlainInvoice): void => emitIssued(op, issued);
