/** Invoices that were sent and are not paid by their due date: their subscription becomes past due, then dunning ends. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { sweepDue } from '../../jobs/sweepDue.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { dunningConfig } from '../dunning/dunningConfig.ts';
import { lockInvoice } from '../invoice/lockInvoice.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import { lockSubscription } from '../subscription/record/load.ts';
import { overdue } from './overdue.ts';
import { applyTerminalAction, becomePastDue } from './subscriptionStatus.ts';

const BATCH = 200;

interface Late {
  id: string;
  companyId: string;
  subscriptionId: string | null;
  /** OVERDUE: it is found to be overdue. TERMINAL: its subscription is past due for too long. */
  step: 'OVERDUE' | 'TERMINAL';
}

const AT = Prisma.sql`i.due_at + interval '1 day'
  * CASE WHEN i.overdue_at IS NULL THEN dc.sent_invoice_past_due_days ELSE dc.sent_invoice_terminal_days END`;

/** Sent invoices with an amount due and a step ahead; without those of which a payment is under way. */
const WITH_STEP = Prisma.sql`
  FROM invoice i
  JOIN dunning_config dc ON dc.company_id = i.company_id
  JOIN company co ON co.id = i.company_id
  JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
  LEFT JOIN subscription s ON s.company_id = i.company_id AND s.id = i.subscription_id
  WHERE i.status = 'OPEN' AND i.collection_method = 'SEND_INVOICE' AND i.amount_due > 0 AND c.deleted_at IS NULL
    AND i.disputed_at IS NULL
    AND (CASE WHEN i.overdue_at IS NULL THEN dc.sent_invoice_past_due_days IS NOT NULL
      ELSE dc.sent_invoice_terminal_days IS NOT NULL AND s.status = 'PAST_DUE' AND dc.terminal_action <> 'PAST_DUE' END)
    AND NOT EXISTS (SELECT FROM payment p WHERE p.company_id = i.company_id AND p.invoice_id = i.id
      AND p.status::text = ANY (${[...IN_FLIGHT]}::text[]))`;

/** Takes the step of every sent invoice whose time has come, each by one process. Returns the number of steps. */
export async function chaseSentInvoices(
  parts: SweepParts,
  now: Date,
  testClockOf: string | null = null,
): Promise<number> {
  const { db } = parts;
  return sweepDue(parts, {
    read: (failed) => db.prisma.$queryRaw<Late[]>`
      SELECT i.id, i.company_id AS "companyId", i.subscription_id AS "subscriptionId",
        CASE WHEN i.overdue_at IS NULL THEN 'OVERDUE' ELSE 'TERMINAL' END AS step
      ${WITH_STEP}
        AND i.due_at <= ${now}
        AND CASE WHEN ${testClockOf}::text IS NULL THEN co.test_clock_at IS NULL ELSE co.id = ${testClockOf}::text END
        AND ${AT} <= ${now}
        AND i.id <> ALL (${failed}::text[])
      ORDER BY i.due_at, i.id
      LIMIT ${BATCH}`,
    handle: (invoice) => chase(parts, now, invoice),
    facts: ({ id: invoiceId, companyId }) => ({ invoiceId, companyId }),
    failure: {
      message: 'An invoice that is not paid by its due date could not be followed up.',
      next: 'The invoice stays to be handled. The next sweep tries it again.',
    },
  });
}

/** The instant after `now` at which the next sent invoice of the company has a step; null if none has. */
export async function nextSentInvoiceAt(db: Db, companyId: string, now: Date): Promise<Date | null> {
  const [next] = await db.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(${AT}) AS at ${WITH_STEP} AND co.id = ${companyId} AND ${AT} > ${now}`;
  return next?.at ?? null;
}

async function chase(parts: Pick<SweepParts, 'db' | 'queue'>, now: Date, invoice: Late): Promise<true> {
  const { db, queue } = parts;
  await transact({ db, queue, now, principal: { kind: 'system', companyId: invoice.companyId } }, (op) =>
    takeStep(op, invoice),
  );
  return true;
}

/** Locks subscription, customer and invoice, and takes the step unless the invoice was paid or handled meanwhile. */
async function takeStep(op: Op, { id: invoiceId, subscriptionId, step }: Late): Promise<void> {
  const subscription = subscriptionId ? await lockSubscription(op, subscriptionId) : null;
  const { customerId, dueAt, overdueAt } = await lockInvoice(op, invoiceId);
  const { companyId } = op.principal;
  const still = await op.tx.invoice.count({ where: { id: invoiceId, companyId, ...overdue(op.now) } });
  if (still === 0 || (overdueAt === null) !== (step === 'OVERDUE')) return;
  if (step === 'TERMINAL') {
    const { terminalAction } = await dunningConfig(op.tx, companyId);
    if (subscription) await applyTerminalAction(op, subscription, terminalAction, invoiceId);
    return;
  }
  await op.tx.invoice.update({ where: { id: invoiceId }, data: { overdueAt: op.now, updatedAt: op.now } });
  op.emit('invoice.overdue', { objectId: invoiceId, customerId, data: { dueAt: dueAt?.toISOString() ?? null } });
  if (subscription) await becomePastDue(op, subscription, invoiceId);
}
