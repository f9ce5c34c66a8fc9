/** Plans the payments of plain invoices in one transaction, before the provider is called. */
import type { Tx } from '../../../db/client.ts';
import type { PaymentMethodKind } from '../../../db/generated/client/enums.ts';
import { insertRows } from '../../../db/writeRows.ts';
import { transactInTurn } from '../../../operation/transactInTurn.ts';
import { lockCustomersOf } from '../../payment/lockCustomer.ts';
import { type ChargeContext, type Payer, paymentRow, wallTime } from '../../payment/planPayment.ts';
import { IN_FLIGHT } from '../../payment/status.ts';

/** The job of an invoice, and how often its collection had failed when the job was enqueued. */
export type Attempts = ReadonlyMap<string, { jobId: string; attempt: number }>;

export interface Charge {
  jobId: string;
  attempt: number;
  payment: ReturnType<typeof paymentRow> & { invoiceId: string };
  payer: Payer;
}

interface PlainInvoice {
  id: string;
  currency: string;
  amount: bigint;
  customerId: string;
  customerRef: string;
  methodId: string;
  methodRef: string;
  kind: PaymentMethodKind;
}

/** Commits a payment for each plain invoice. Customers whose rows are locked are left out, so that no set waits. */
export async function planSet(ctx: ChargeContext, attempts: Attempts): Promise<Charge[]> {
  return transactInTurn(ctx, async (op) => {
    const { companyId } = op.principal;
    const customerIds = await lockCustomersOf(op, [...attempts.keys()]);
    if (customerIds.length === 0) return [];
    const plain = await plainInvoices(op.tx, { companyId, customerIds, attempts });
    const charges = plain.flatMap((invoice) => {
      const job = attempts.get(invoice.id);
      return job ? [{ ...job, ...chargeOf(invoice) }] : [];
    });
    await insertRows(
      op.tx,
      'Payment',
      charges.map(({ payment }) => payment),
    );
    return charges;

    function chargeOf({ id: invoiceId, amount, currency, ...payer }: PlainInvoice) {
      const plan = { payer, take: 'NOW', amount, currency, request: null, restartSubscription: false } as const;
      return {
        payer,
        payment: { ...paymentRow({ ...op, wallNow: wallTime(ctx) }, { ...plan, invoiceId }), invoiceId },
      };
    }
  });
}

/**
 * Those of the invoices that are open, have failed as often as their job contains, and are charged in full to the customer's
 * default payment method: there is no credit, no payment is under way or about to be counted, and the bank has not refused
 * the method for good. The conditions of `collectInvoice` and `planInvoiceCharge`; the caller holds the customers' rows.
 */
async function plainInvoices(
  tx: Tx,
  { companyId, customerIds, attempts }: { companyId: string; customerIds: string[]; attempts: Attempts },
): Promise<PlainInvoice[]> {
  const ids = [...attempts.keys()];
  const counts = [...attempts.values()].map(({ attempt }) => attempt);
  return tx.$queryRaw<PlainInvoice[]>`
    SELECT i.id, i.currency, i.amount_due AS amount, c.id AS "customerId", c.provider_customer_ref AS "customerRef",
      m.id AS "methodId", m.provider_ref AS "methodRef", m.kind::text AS kind
    FROM unnest(${ids}::text[], ${counts}::int[]) WITH ORDINALITY AS job(invoice_id, attempt, place)
    JOIN invoice i ON i.company_id = ${companyId} AND i.id = job.invoice_id
    JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
    JOIN payment_method m ON m.company_id = c.company_id AND m.id = c.default_payment_method_id
    LEFT JOIN provider_account a ON a.company_id = c.company_id AND a.status <> 'DISCONNECTED'
    WHERE c.id = ANY(${customerIds}) AND c.deleted_at IS NULL AND m.removed_at IS NULL
      AND i.status = 'OPEN' AND i.collection_method = 'CHARGE_AUTOMATICALLY' AND i.amount_due > 0 AND i.attempt_count = job.attempt
      AND i.disputed_at IS NULL
      AND c.provider_customer_ref IS NOT NULL
      AND m.account_id IS NOT DISTINCT FROM a.id AND c.provider_account_id IS NOT DISTINCT FROM a.id
      AND NOT EXISTS (SELECT FROM payment p WHERE p.company_id = i.company_id AND p.invoice_id = i.id
        AND (p.status::text = ANY(${[...IN_FLIGHT]})
          OR p.status = 'FAILED' AND p.started_by = 'SYSTEM' AND NOT p.counted
          OR p.status = 'FAILED' AND p.payment_method_id = m.id AND p.advice IN ('NEVER', 'NEW_DETAILS')))
      AND NOT EXISTS (SELECT FROM credit_entry e WHERE e.company_id = i.company_id AND e.customer_id = i.customer_id
        AND e.currency = i.currency HAVING sum(e.amount) <> 0)
    ORDER BY job.place`;
}
