/** Pays open invoices from credit that was added to the customer's balance, such as the rest of a credit note. */
import { min } from '../../kernel/money.ts';
import type { Op } from '../../operation/operation.ts';
import { creditBalance } from '../credit/ledger.ts';
import { applyCredit, applyPayment } from './settle.ts';

/** Uses new credit for the customer's open invoices, the oldest first. The caller holds the customer's row. */
export async function payOpenInvoices(op: Op, owner: { customerId: string; currency: string }): Promise<void> {
  const { customerId, currency } = owner;
  const { companyId } = op.principal;
  const open = await op.tx.invoice.findMany({
    where: { companyId, customerId, currency, status: 'OPEN', amountDue: { gt: 0n } },
    orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
  });
  let left = open.length > 0 ? await creditBalance(op.tx, { companyId, customerId }, currency) : 0n;
  for (const invoice of open) {
    const amount = min(left, invoice.amountDue);
    if (amount === 0n) return;
    await applyPayment(op, invoice, amount);
    await applyCredit(op, { id: invoice.id, customerId, currency }, amount);
    if (amount === invoice.amountDue) op.emit('invoice.paid', { objectId: invoice.id, customerId });
    left -= amount;
  }
}
