/** All billing rows of a company, read at one instant, so that two states can be compared. */
import { createHash } from 'node:crypto';
import type { Prisma } from '../../src/db/generated/client/client.ts';
import type { SubscriptionStatus } from '../../src/db/generated/client/enums.ts';
import type { TestApp } from '../support/app.ts';

const IN_ORDER = [{ createdAt: 'asc' }, { id: 'asc' }] as const;
const WITH_LINES = {
  lines: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
  settlements: { orderBy: [...IN_ORDER] },
  taxes: { orderBy: { position: 'asc' } },
} as const satisfies Prisma.InvoiceInclude;

export type Invoice = Prisma.InvoiceGetPayload<{ include: typeof WITH_LINES }>;
export type Line = Invoice['lines'][number];
export type Event = Prisma.EventGetPayload<object>;
/** One UPDATE that changed a subscription's status, as the database's trigger recorded it. */
interface StatusWrite {
  before: SubscriptionStatus;
  after: SubscriptionStatus;
  version_before: number;
  version_after: number;
}
export type Books = Awaited<ReturnType<typeof readBooks>>;

export async function readBooks({ db, sandbox }: TestApp, companyId: string, subscriptionId: string) {
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
  // Payments that took no money for a change that was not made are left out.
  const payments = await prisma.payment.findMany({ where: { ...where, invoiceId: { not: null } }, orderBy });
  const events = await prisma.event.findMany({ where, orderBy });
  const authorizations = [...sandbox.payments.values()]
    .filter(({ request }) => request.customerRef === `sbx_${subscription.customerId}`)
    .map(({ ref, state, captured, returned, request }) => ({
      ...{ ref, state, returned },
      amount: state === 'SUCCEEDED' ? captured : request.amount,
    }));
  const written = await db.raw.query(
    'SELECT before, after, version_before, version_after FROM status_write WHERE subscription_id = $1 ORDER BY id',
    [subscriptionId],
  );
  const statusWrites = written.rows as unknown as StatusWrite[];
  const { nextInvoiceSequence, testClockAt } = company;
  return {
    now: testClockAt as Date,
    nextInvoiceSequence,
    subscription,
    statusWrites,
    invoices,
    pending,
    ledger,
    payments,
    events,
    authorizations,
  };
}

/** A hash of the parts of an invoice that must not change once it is final. */
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

/** The total of lines: their amounts, and the tax that is added to them. */
export const total = (lines: readonly Line[]) =>
  lines.reduce(
    (all, { amount, taxBehavior, taxAmount }) => all + amount + (taxBehavior === 'EXCLUSIVE' ? (taxAmount ?? 0n) : 0n),
    0n,
  );

/** The tax of lines; 0 without a treatment. */
export const taxes = (lines: readonly Line[]) => lines.reduce((all, { taxAmount }) => all + (taxAmount ?? 0n), 0n);

/** The rows of `after` that are missing from `before`. */
export function added<Row extends { id: string }>(before: readonly Row[], after: readonly Row[]): Row[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
