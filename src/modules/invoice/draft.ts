/** Invoices that a merchant writes: drafted, then finalized. Only these are ever drafts, and no subscription bills them. */
import { z } from 'zod';
import type { Invoice } from '../../db/generated/client/client.ts';
import { currency as currencyCode } from '../../kernel/currency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, idempotencyKey, line, quantity, text, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { creditBalance } from '../credit/ledger.ts';
import { loadCustomer } from '../customer/customer.ts';
import { lockCustomer } from '../payment/methods.ts';
import { finalColumns } from './finalize.ts';
import { dueAfterCredit } from './issue.ts';
import { sumOf, writeLines } from './lines.ts';
import { applyCredit } from './settle.ts';

/** The highest total of an invoice, in minor units: sums of many invoices stay exact in JSON. */
const MAXIMUM_TOTAL = 100_000_000_000_000n;

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

/** Creates a draft. Nothing is due until it is finalized. Throws if its total is too large. */
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
      if (total > MAXIMUM_TOTAL)
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

/**
 * Locks an invoice after its customer and returns it, or throws `NotFoundError`. Locks are taken in the order
 * subscription, customer, invoice, company.
 */
export async function lockInvoice(op: Op, id: string): Promise<Invoice> {
  const { companyId } = op.principal;
  const where = { id, companyId };
  const owner = await op.tx.invoice.findFirst({ where, select: { customerId: true } });
  if (!owner) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  await lockCustomer(op, owner.customerId);
  await op.tx.$queryRaw`SELECT 1 FROM invoice WHERE company_id = ${companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return op.tx.invoice.findFirstOrThrow({ where });
}

/** Finalizes a draft: it takes the next number, and the customer's credit pays what it can. */
export async function finalizeInvoice(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { id, status, customerId, currency, total, dueAt } = await lockInvoice(op, invoiceId);
    if (status !== 'DRAFT')
      throw new ConflictError('INVOICE_NOT_DRAFT', 'Only a draft can be finalized.', ['input', 'invoiceId']);
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
        ...(await finalColumns(op, { id, customerId })),
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
