/** Everything that a company's billing has written, read at once, so that two moments can be compared. */
import { createHash } from 'node:crypto';
import type { Prisma } from '../../src/db/generated/client/client.ts';
import type { TestApp } from '../support/app.ts';

const IN_ORDER = [{ createdAt: 'asc' }, { id: 'asc' }] as const;
const WITH_LINES = {
  lines: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
  settlements: { orderBy: [...IN_ORDER] },
} as const satisfies Prisma.InvoiceInclude;

export type Invoice = Prisma.InvoiceGetPayload<{ include: typeof WITH_LINES }>;
export type Line = Invoice['lines'][number];
export type Event = Prisma.EventGetPayload<object>;
export type Books = Awaited<ReturnType<typeof readBooks>>;

export async function readBooks({ db, gateway }: TestApp, companyId: string, subscriptionId: string) {
  const where = { companyId };
  const orderBy = [...IN_ORDER];
  const { prisma } = db;
  const company = await prisma.company.findUniqueOrThrow({ where: { id: companyId } });
  const subscription = await prisma.subscription.findUniqueOrThrow({
    where: { id: subscriptionId },
    include: { items: { orderBy: { position: 'asc' }, include: { scheduledChange: true } } },
  });
  const invoices = await prisma.invoice.findMany({ where, orderBy, include: WITH_LINES });
  const pending = await prisma.invoiceLine.findMany({ where: { ...where, invoiceId: null }, orderBy });
  const ledger = await prisma.creditEntry.findMany({ where, orderBy });
  const payments = await prisma.payment.findMany({ where, orderBy });
  const events = await prisma.event.findMany({ where, orderBy });
  const authorizations = [...gateway.authorizations.values()]
    .filter(({ request }) => request.customerRef === `sbx_${subscription.customerId}`)
    .map(({ ref, state, request }) => ({ ref, state, amount: request.amount }));
  const { nextInvoiceSequence, testClockAt } = company;
  return {
    now: testClockAt as Date,
    nextInvoiceSequence,
    subscription,
    invoices,
    pending,
    ledger,
    payments,
    events,
    authorizations,
  };
}

/** What of an invoice is never to change once it is final. */
export function contentHash(invoice: Invoice): string {
  const { id, customerId, subscriptionId, reason, sequence, number, currency, total, snapshot, finalizedAt } = invoice;
  const content = [id, customerId, subscriptionId, reason, sequence, number, currency, total, snapshot, finalizedAt];
  return createHash('sha256')
    .update(
      JSON.stringify([content, invoice.lines], (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)),
    )
    .digest('hex');
}

export const sum = (rows: readonly { amount: bigint }[]) => rows.reduce((all, { amount }) => all + amount, 0n);

/** The rows that the second books have and the first had not. */
export function added<Row extends { id: string }>(before: readonly Row[], after: readonly Row[]): Row[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
