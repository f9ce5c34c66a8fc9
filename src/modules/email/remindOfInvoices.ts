/** Reminders of invoices that were sent, some days before and after they are due. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { sweepDue } from '../../jobs/sweepDue.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { transact } from '../../operation/operation.ts';
import { IN_FLIGHT } from '../payment/status.ts';

const BATCH = 200;

interface Due {
  id: string;
  companyId: string;
  customerId: string;
  dueAt: Date;
  /** The last reminder; null before the first. */
  remindedDays: number | null;
  /** The reminder that is due, in days from the due date. */
  days: number;
}

const AT = Prisma.sql`i.due_at + days.n * interval '1 day'`;

/** Unpaid sent invoices with each reminder that is ahead. One that was due before the invoice was issued is left out. */
const UNREMINDED = Prisma.sql`
  FROM invoice i
  JOIN email_config ec ON ec.company_id = i.company_id AND 'PAYMENT_REMINDER' = ANY (ec.enabled)
  JOIN company co ON co.id = i.company_id
  JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
  CROSS JOIN LATERAL unnest(ec.due_reminder_days) AS days(n)
  WHERE i.status = 'OPEN' AND i.collection_method = 'SEND_INVOICE' AND i.amount_due > 0 AND c.deleted_at IS NULL
    AND i.disputed_at IS NULL
    AND (i.reminded_days IS NULL OR days.n > i.reminded_days) AND ${AT} > i.finalized_at
    AND NOT EXISTS (SELECT FROM payment p WHERE p.company_id = i.company_id AND p.invoice_id = i.id
      AND p.status::text = ANY (${[...IN_FLIGHT]}::text[]))`;

/**
 * Emits the event of every reminder that is due; the e-mail follows the event. Of several that were missed, only the last is
 * sent. Returns the number of reminders.
 */
export async function remindOfInvoices(
  parts: SweepParts,
  now: Date,
  testClockOf: string | null = null,
): Promise<number> {
  const { db } = parts;
  return sweepDue(parts, {
    read: (failed) => db.prisma.$queryRaw<Due[]>`
      SELECT i.id, i.company_id AS "companyId", i.customer_id AS "customerId", i.due_at AS "dueAt",
        i.reminded_days AS "remindedDays", max(days.n)::int AS days
      ${UNREMINDED}
        AND CASE WHEN ${testClockOf}::text IS NULL THEN co.test_clock_at IS NULL ELSE co.id = ${testClockOf}::text END
        AND ${AT} <= ${now}
        AND i.id <> ALL (${failed}::text[])
      GROUP BY i.id
      ORDER BY i.due_at, i.id
      LIMIT ${BATCH}`,
    handle: (invoice) => remind(parts, now, invoice),
    facts: ({ id: invoiceId, companyId }) => ({ invoiceId, companyId }),
    failure: {
      message: 'A reminder of an invoice failed and was rolled back.',
      next: 'The reminder stays due. The next hourly sweep tries it again.',
    },
  });
}

/** The instant after `now` at which the company's next reminder of an invoice is due; null if none is. */
export async function nextInvoiceReminderAt(db: Db, companyId: string, now: Date): Promise<Date | null> {
  const [next] = await db.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(${AT}) AS at ${UNREMINDED} AND co.id = ${companyId} AND ${AT} > ${now}`;
  return next?.at ?? null;
}

/** Claims the reminder; its event commits with the claim. Returns false if another process was first. */
function remind(parts: Pick<SweepParts, 'db' | 'queue'>, now: Date, invoice: Due): Promise<boolean> {
  const { id, companyId, customerId, dueAt, remindedDays, days } = invoice;
  return transact({ ...parts, now, principal: { kind: 'system', companyId } }, async (op) => {
    const { count } = await op.tx.invoice.updateMany({
      where: { id, companyId, status: 'OPEN', amountDue: { gt: 0n }, remindedDays },
      data: { remindedDays: days },
    });
    if (count !== 1) return false;
    op.emit('invoice.payment_reminder', { objectId: id, customerId, data: { dueAt: dueAt.toISOString(), days } });
    return true;
  });
}
