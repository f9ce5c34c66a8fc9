/** Invoices that a merchant writes itself: drafted, finalized, withdrawn. */
import { z } from 'zod';
import { idempotent } from '../../idempotency.ts';
import { currency as currencyCode } from '../../kernel/currency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, idempotencyKey, line, quantity, text, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { loadCustomer } from '../customer/customer.ts';
import { lockCustomer } from '../payment/methods.ts';
import { finalColumns } from './finalize.ts';
import { applyCredit, dueAfterCredit, recordSettlement, SETTLED_JOB } from './issue.ts';
import { appendCredit, creditBalance } from './ledger.ts';
import { sumOf, writeLines } from './lines.ts';

/** What an invoice may come to, in minor units: sums of many of them stay exact in JSON. */
const MOST = 100_000_000_000_000n;

const createInput = z.object({
  customerId: z.string(),
  currency: currencyCode,
  lines: z
    .array(z.object({ description: line(200), quantity: quantity.nullish(), unitAmount: amount }))
    .min(1, 'Must have at least one line.')
    .max(200, 'Must have at most 200 lines.'),
  memo: clearable(text(1000)),
  dueAt: z.date().nullish(),
  idempotencyKey,
});
export type CreateInvoiceInput = z.input<typeof createInput>;

/** Writes a draft. Nothing is due before it is finalized. */
export async function createInvoice(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateInvoiceInput,
): Promise<{ id: string }> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  return idempotent(ctx, { operation: 'createInvoice', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const { id: customerId } = await loadCustomer(op, given.customerId);
      const { currency } = given;
      const lines = given.lines.map(({ description, quantity: count, unitAmount }) => {
        const total = unitAmount * BigInt(count ?? 1);
        return {
          kind: 'MANUAL' as const,
          description,
          quantity: count ?? 1,
          unitAmount,
          periodStart: null,
          periodEnd: null,
          grossAmount: total,
          discountAmount: 0n,
          amount: total,
          explanation: {
            formula: 'unit_amount_times_quantity',
            unitAmount: unitAmount.toString(),
            quantity: count ?? 1,
          },
        };
      });
      const total = sumOf(lines);
      if (total > MOST)
        throw ValidationError.at(['input', 'lines'], 'Must not come to more than 100,000,000,000,000 minor units.');
      const id = newId('Invoice', op.now);
      await op.tx.invoice.create({
        data: {
          id,
          companyId: op.principal.companyId,
          customerId,
          status: 'DRAFT',
          reason: 'MANUAL',
          currency,
          total,
          amountDue: total,
          memo: given.memo ?? null,
          dueAt: given.dueAt ?? null,
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      await writeLines(op, lines, { customerId, currency, invoiceId: id });
      await claim(op, { id });
      op.emit('invoice.created', { objectId: id, customerId });
      return { id };
    }),
  );
}

/** Holds an invoice's row, after its subscription's and its customer's, and reads it. */
async function lockInvoice(op: Op, id: string) {
  const { companyId } = op.principal;
  const where = { id, companyId };
  const owners = await op.tx.invoice.findFirst({ where, select: { subscriptionId: true, customerId: true } });
  if (!owners) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  // What a subscription's lines are worth changes with its invoices: a change that was planned before must not go on.
  if (owners.subscriptionId)
    await op.tx.subscription.updateMany({
      where: { id: owners.subscriptionId, companyId },
      data: { version: { increment: 1 }, updatedAt: op.now },
    });
  await lockCustomer(op, owners.customerId);
  await op.tx.$queryRaw`SELECT 1 FROM invoice WHERE company_id = ${companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return op.tx.invoice.findFirstOrThrow({ where });
}

/** Makes a draft final: it takes the next number, and the customer's credit is used. */
export async function finalizeInvoice(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { id, status, customerId, currency, total, dueAt } = await lockInvoice(op, invoiceId);
    if (status !== 'DRAFT') throw new ConflictError('Only a draft can be finalized.', ['input', 'invoiceId']);
    const balance = await creditBalance(op.tx, { companyId: op.principal.companyId, customerId }, currency);
    const { creditApplied, amountDue } = dueAfterCredit(total, balance);
    await op.tx.invoice.update({
      where: { id },
      data: {
        status: amountDue === 0n ? 'PAID' : 'OPEN',
        paidAt: amountDue === 0n ? op.now : null,
        amountPaid: creditApplied,
        amountDue,
        dueAt: dueAt ?? op.now,
        ...(await finalColumns(op, customerId)),
        updatedAt: op.now,
      },
    });
    await applyCredit(op, { id, customerId, currency }, creditApplied);
    op.emit('invoice.finalized', {
      objectId: id,
      customerId,
      data: { total: total.toString(), amountDue: amountDue.toString() },
    });
    if (amountDue === 0n) op.emit('invoice.paid', { objectId: id, customerId });
    return { id };
  });
}

/**
 * Withdraws an invoice that nobody has paid. Credit that was used for it comes back; what was paid or corrected is
 * a matter for a credit note.
 */
export async function voidInvoice(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { id, status, customerId, currency, total, subscriptionId } = await lockInvoice(op, invoiceId);
    if (!['DRAFT', 'OPEN', 'UNCOLLECTIBLE'].includes(status))
      throw new ConflictError('Only an invoice that is not paid can be withdrawn.', ['input', 'invoiceId']);
    const settled = await op.tx.invoiceSettlement.groupBy({
      by: ['kind'],
      where: { companyId: op.principal.companyId, invoiceId: id },
      _sum: { amount: true },
    });
    const credit = settled.find(({ kind }) => kind === 'CREDIT_BALANCE')?._sum.amount ?? 0n;
    if (settled.some(({ kind, _sum }) => kind !== 'CREDIT_BALANCE' && _sum.amount !== 0n))
      throw new ConflictError('A part of the invoice is paid or corrected already.', ['input', 'invoiceId']);
    if (credit > 0n) {
      await recordSettlement(op, id, 'CREDIT_BALANCE', -credit);
      await appendCredit(op, { customerId, currency, amount: credit, cause: 'INVOICE_VOIDED', invoiceId: id });
    }
    await op.tx.invoice.update({
      where: { id },
      data: { status: 'VOID', voidedAt: op.now, amountPaid: 0n, amountDue: total, updatedAt: op.now },
    });
    // With its last debt withdrawn, a subscription is not past due any longer.
    if (subscriptionId) await op.enqueue(SETTLED_JOB, { companyId: op.principal.companyId, subscriptionId });
    op.emit('invoice.voided', { objectId: id, customerId });
    return { id };
  });
}
