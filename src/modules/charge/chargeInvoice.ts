/** Charging an existing invoice: one call to the provider, without a hold. */
import type { Invoice, Payment } from '../../db/generated/client/client.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import type { RequestIdentity } from '../../operation/idempotency.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { creditBalance } from '../credit/ledger.ts';
import { dueAfterCredit } from '../invoice/issueInvoice.ts';
import { applyCredit, applyPayment, type InvoiceSettledJob } from '../invoice/settle.ts';
import { visibleInvoice } from '../invoice/visible.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import {
  type ChargeContext,
  type Payer,
  payerOf,
  paymentInProgress,
  planPayment,
  wallTime,
} from '../payment/planPayment.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import { advancePayment } from './advancePayment.ts';

/** A payment that failed without the customer and that dunning has not counted yet. */
export const UNCOUNTED = { status: 'FAILED', counted: false, startedBy: 'SYSTEM' } as const;

/** Finds the payer in the transaction that plans the payment. */
export type FindPayer = (op: Op) => Promise<Payer>;

interface InvoiceCharge {
  invoiceId: string;
  /** The payer; the customer by its default payment method by default. */
  payer?: FindPayer;
  request: RequestIdentity | null;
  restartSubscription?: boolean;
  /** Charges only if this many attempts have failed; for retries, whose job may run twice. */
  attempt?: number;
  /** Stores the response of the request if credit pays the invoice. */
  claim?: (op: Op) => Promise<void>;
}

/**
 * Plans the payment of an open or uncollectible invoice in one transaction: credit first, the rest by the customer's
 * default payment method. Returns null if credit has paid it. Throws `ConflictError` if nothing is due or another payment is
 * under way, and `PaymentMethodRequiredError`.
 */
export async function planInvoiceCharge(ctx: ChargeContext, charge: InvoiceCharge): Promise<Payment | null> {
  const { invoiceId, request, restartSubscription = false, attempt } = charge;
  const { companyId } = ctx.principal;
  const path = ['input', 'invoiceId'];
  await giveUpUnconfirmed(ctx, invoiceId);
  const owner = await ctx.db.prisma.invoice.findFirst({ where: { id: invoiceId, AND: visibleInvoice(ctx.principal) } });
  if (!owner) throw new NotFoundError('invoice', path);
  const findPayer = charge.payer ?? ((op: Op) => payerOf(op.tx, { companyId, customerId: owner.customerId }));
  return transact(ctx, async (op) => {
    await lockCustomer(op, owner.customerId);
    const invoice = await op.tx.invoice.findFirstOrThrow({ where: { id: invoiceId, companyId } });
    const { id, customerId, currency } = invoice;
    await requireChargeable(op, invoice, attempt, path);
    const balance = await creditBalance(op.tx, { companyId, customerId }, currency);
    const { creditApplied, amountDue: amount } = dueAfterCredit(invoice.amountDue, balance);
    const payer = amount > 0n ? await findPayer(op) : null;
    if (creditApplied > 0n) {
      const restarts: InvoiceSettledJob['restarts'] = restartSubscription ? 'IF_REQUESTED' : 'IF_PAUSED';
      await applyPayment(op, invoice, creditApplied, restarts);
      await applyCredit(op, { id, customerId, currency }, creditApplied);
    }
    if (!payer) {
      await charge.claim?.(op);
      op.emit('invoice.paid', { objectId: id, customerId });
      return null;
    }
    const plan = { payer, invoiceId: id, take: 'NOW', amount, currency, request, restartSubscription } as const;
    return planPayment(op.tx, { ...op, wallNow: wallTime(ctx) }, plan);
  });
}

/** Whether something can be paid on the invoice. */
export const isPayable = ({ status, amountDue }: Pick<Invoice, 'status' | 'amountDue'>): boolean =>
  (status === 'OPEN' || status === 'UNCOLLECTIBLE') && amountDue > 0n;

/** Throws `ConflictError` if nothing is due, a payment is under way, or the attempt has been made. */
async function requireChargeable(op: Op, invoice: Invoice, attempt: number | undefined, path: string[]): Promise<void> {
  const nothingDue = () => new ConflictError('NOTHING_DUE', 'Nothing is due on this invoice.', path);
  if (!isPayable(invoice)) throw nothingDue();
  // Before credit is used: while a payment is under way, the invoice changes by its result.
  if (await underWay(op, invoice.id)) throw paymentInProgress(path);
  // Checked last: otherwise neither check would find a payment that fails between them.
  if (attempt !== undefined && (await isTried(op, invoice, attempt))) throw nothingDue();
}

/** True if the attempt has been made: it is counted, or its payment has failed and is about to be. */
async function isTried({ tx }: Op, { id, companyId, attemptCount }: Invoice, attempt: number): Promise<boolean> {
  return (
    attemptCount !== attempt || (await tx.payment.count({ where: { companyId, invoiceId: id, ...UNCOUNTED } })) > 0
  );
}

/** True while a payment of the invoice is under way. */
export async function underWay(
  { tx, principal: { companyId } }: Pick<Op, 'principal'> & { tx: Pick<Op['tx'], 'payment'> },
  invoiceId: string,
): Promise<boolean> {
  return (await tx.payment.count({ where: { companyId, invoiceId, status: { in: [...IN_FLIGHT] } } })) > 0;
}

/** A payment that waits for a confirmation that the customer has left is released, so that it blocks no other. */
async function giveUpUnconfirmed(ctx: ChargeContext, invoiceId: string): Promise<void> {
  const waiting = await ctx.db.prisma.payment.findFirst({
    where: { companyId: ctx.principal.companyId, invoiceId, status: 'NEEDS_CUSTOMER' },
    select: { id: true },
  });
  if (waiting) await advancePayment(ctx, waiting.id, { giveUp: true });
}
