/** A debit that the bank took back weeks after it had settled. */
import type { Payment } from '../../db/generated/client/client.ts';
import type { Op } from '../../operation/operation.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import { climb } from '../payment/status.ts';
import { takeBack } from './takeBack.ts';

/**
 * Opens the invoice again with the returned amount due, and returns that. It is not charged again by itself: a customer who disputes a debit
 * would dispute the next one, too.
 */
export async function reverseReturned(op: Op, payment: Payment, providerRef: string, wallNow: Date): Promise<bigint> {
  const { id: paymentId, customerId, invoiceId } = payment;
  await lockCustomer(op, customerId);
  if (!(await climb(op, paymentId, 'RETURNED', { wallNow, providerRef, lookAt: null }))) return 0n;
  op.emit('payment.returned', { objectId: paymentId, customerId, data: { invoiceId } });
  return takeBack(op, payment, payment.amount);
}
