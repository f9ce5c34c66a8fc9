/** The credit that a refund pays out: a credit note over the refunded amount, or credit that the customer has already. */
import type { Invoice, InvoiceLine, Payment } from '../../../db/generated/client/client.ts';
import { localeOf } from '../../../i18n/locale.ts';
import { translator } from '../../../i18n/translate.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { allocate } from '../../../kernel/money.ts';
import type { Op } from '../../../operation/operation.ts';
import { appendCredit } from '../../credit/ledger.ts';
import { issueInvoice } from '../../invoice/issueInvoice.ts';
import type { LineFields } from '../../invoice/lines.ts';
import { amountsOf, type TaxColumns, taxColumns, treatmentOf } from '../../invoice/lineTax.ts';

export type RefundSource = 'CREDIT_NOTE' | 'CREDIT_BALANCE';

type BilledInvoice = Invoice & { lines: InvoiceLine[] };

/**
 * Issues the credit note, if one is wanted, and uses the credit for the refund. Returns the credit note's id. The caller
 * holds the customer's row. Throws `ConflictError` if the invoice cannot be credited by as much, or the credit is too low.
 */
export async function creditForRefund(
  op: Op,
  { customerId, currency, invoiceId }: Pick<Payment, 'customerId' | 'currency' | 'invoiceId'>,
  { amount, source }: { amount: bigint; source: RefundSource },
): Promise<string | null> {
  const creditNoteId = source === 'CREDIT_NOTE' ? await issueCreditNote(op, invoiceId ?? '', amount) : null;
  await appendCredit(op, { customerId, currency, amount: -amount, cause: 'REFUND', invoiceId: creditNoteId });
  return creditNoteId;
}

async function issueCreditNote(op: Op, invoiceId: string, amount: bigint): Promise<string> {
  const { companyId } = op.principal;
  const invoice = await op.tx.invoice.findFirst({
    where: { id: invoiceId, companyId },
    include: { lines: { orderBy: { position: 'asc' } }, customer: { select: { locale: true } } },
  });
  const { defaultLocale } = await op.tx.portalConfig.findUniqueOrThrow({ where: { companyId } });
  const credited = await op.tx.invoice.aggregate({
    where: { companyId, correctsInvoiceId: invoiceId, status: { notIn: ['DRAFT', 'VOID'] } },
    _sum: { total: true },
  });
  const before = -(credited._sum.total ?? 0n);
  if (invoice?.status !== 'PAID' || amount > invoice.total - before)
    throw new ConflictError(
      'REFUND_TOO_LARGE',
      'The invoice is not paid, or less of it is left to credit. Credit that the customer has can be refunded instead.',
      ['input', 'amount'],
    );
  const { customerId, subscriptionId, currency } = invoice;
  const t = translator('invoice', localeOf(invoice.customer.locale ?? defaultLocale));
  const description = t('refund.line', { number: invoice.number ?? '' });
  const { id } = await issueInvoice(op, {
    ...{ customerId, subscriptionId, currency, reason: 'MANUAL' },
    lines: creditLines(invoice, amount, description),
    corrects: [invoice.id],
    refunded: true,
  });
  return id;
}

/** The lines of an invoice with one tax treatment. */
interface Group {
  tax: Partial<TaxColumns>;
  amount: bigint;
  taxAmount: bigint;
  includingTax: bigint;
}

/**
 * One line for each tax treatment of the invoice. A refund of the whole invoice takes back exactly the taxes that were
 * billed; a part is shared by what each treatment was billed, and its tax is contained in it.
 */
function creditLines(invoice: BilledInvoice, amount: bigint, description: string): LineFields[] {
  const groups = groupsOf(invoice.lines);
  const whole = amount === invoice.total;
  const weights = groups.map(({ includingTax }) => (includingTax > 0n ? includingTax : 0n));
  const shares = whole ? [] : allocate(amount, weights);
  return groups.flatMap((group, index) => {
    const credit = whole ? group.amount : (shares[index] ?? 0n);
    return credit === 0n ? [] : [creditLine(-credit, whole ? asBilled(group) : contained(group), description)];
  });
}

const asBilled = ({ tax, taxAmount }: Group): Partial<TaxColumns> =>
  tax.taxCategory ? { ...tax, taxAmount: -taxAmount } : {};

const contained = ({ tax }: Group): Partial<TaxColumns> =>
  tax.taxCategory ? { ...tax, taxBehavior: 'INCLUSIVE', taxAmount: null } : {};

const creditLine = (amount: bigint, tax: Partial<TaxColumns>, description: string): LineFields => ({
  kind: 'MANUAL',
  description,
  quantity: 1,
  unitAmount: null,
  periodStart: null,
  periodEnd: null,
  grossAmount: amount,
  discountAmount: 0n,
  amount,
  explanation: {},
  ...tax,
});

function groupsOf(lines: readonly InvoiceLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const treatment = treatmentOf(line);
    const key = JSON.stringify(treatment);
    const { tax, includingTax } = amountsOf(line);
    const columns = treatment ? taxColumns({ treatment, amount: null }) : {};
    const known = groups.get(key) ?? { tax: columns, amount: 0n, taxAmount: 0n, includingTax: 0n };
    known.amount += line.amount;
    known.taxAmount += tax;
    known.includingTax += includingTax;
    groups.set(key, known);
  }
  return [...groups.values()];
}
