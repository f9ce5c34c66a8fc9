/** Invoices that a merchant writes: drafted, then finalized. Only these are ever drafts, and no subscription bills them. */
import { z } from 'zod';
import { TaxBehavior } from '../../db/generated/client/enums.ts';
import { currency as currencyCode } from '../../kernel/currency.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import {
  amount,
  clearable,
  idempotencyKey,
  line,
  quantity,
  taxCategory,
  text,
  validate,
} from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { loadCustomer } from '../customer/loadCustomer.ts';
import { taxOfCustomer } from '../tax/customerTax.ts';
import { writeTaxes } from './invoiceTax.ts';
import { type LineFields, writeLines } from './lines.ts';
import { taxTotal, totalOf } from './lineTax.ts';
import { withManualTax } from './manualTax.ts';

/** The highest total of an invoice, in minor units: sums of many invoices stay exact in JSON. */
const MAXIMUM_TOTAL = 100_000_000_000_000n;

const lineInput = z
  .object({
    description: line(200),
    quantity: quantity.nullish(),
    unitAmount: amount,
    taxBehavior: z.enum(TaxBehavior).nullish(),
    taxCategory: taxCategory.nullish(),
    taxExemptBy: clearable(line(200)),
  })
  .refine((given) => (given.taxCategory === 'EXEMPT') === Boolean(given.taxExemptBy), {
    path: ['taxExemptBy'],
    message: 'The category EXEMPT, and only it, needs the provision that exempts the line.',
  });

const createInput = z.object({
  customerId: z.string(),
  currency: currencyCode,
  lines: z.array(lineInput).min(1, 'Must have at least one line.').max(200, 'Must have at most 200 lines.'),
  memo: clearable(text(1000)),
  purchaseOrder: clearable(line(100)),
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
      const tax = await taxOfCustomer(op.tx, { companyId: op.principal.companyId, customerId });
      const lines = withManualTax(given.lines.map(manualLine), tax, op.now);
      const total = totalOf(lines);
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
          taxAmount: taxTotal(lines),
          amountDue: total,
          memo: given.memo ?? null,
          purchaseOrder: given.purchaseOrder ?? null,
          dueAt: given.dueAt ?? null,
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      await writeLines(op, lines, { customerId, currency, invoiceId: id });
      await writeTaxes(op, id, lines);
      await claim(op, { id });
      op.emit('invoice.created', { objectId: id, customerId });
      return { id };
    }),
  );
}

function manualLine(given: z.output<typeof lineInput>): LineFields {
  const { description, quantity: count, unitAmount } = given;
  const total = unitAmount * BigInt(count ?? 1);
  return {
    kind: 'MANUAL',
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
      ...(given.taxBehavior ? { taxBehavior: given.taxBehavior } : {}),
      ...(given.taxCategory ? { taxCategory: given.taxCategory } : {}),
      ...(given.taxExemptBy ? { taxExemptBy: given.taxExemptBy } : {}),
    },
  };
}
