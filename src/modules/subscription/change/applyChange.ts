/** Carries out `switchPlan` and `updateQuantity`, by the plan that was previewed and quoted. */
import { ConflictError } from '../../../kernel/errors.ts';
import { validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import type { Op } from '../../../operation/operation.ts';
import { releaseNamed, withPayment } from '../../charge/withPayment.ts';
import { redeemPromotion } from '../../coupon/redeemPromotion.ts';
import { termsOf } from '../../customer/collectionTerms.ts';
import { issueInvoice } from '../../invoice/issueInvoice.ts';
import { writeLines } from '../../invoice/lines.ts';
import type { Money } from '../../payment/claimMoney.ts';
import { acceptInstead } from '../cancel/cancellationOffer.ts';
import { emitPauseUnscheduled } from '../pause/pauseEvents.ts';
import { updateVersioned } from '../record/transition.ts';
import { type ChangeContext, type ChangeInput, changeInput, planRequest } from './changeRequest.ts';
import { type ChangePlan, changedCycle } from './planChange.ts';
import { promotedColumns } from './promotedChange.ts';
import { dropScheduledChanges, scheduleChange } from './scheduledChange.ts';

export interface ChangeResult extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/**
 * Changes the item, now or with its next period. An amount that is due now is secured first and taken once the change has
 * committed. If it cannot be charged, nothing changes and a payment error is thrown; `QuoteExpiredError` if
 * the change no longer costs what was quoted, `ConflictError` if the subscription changed meanwhile.
 */
export async function applyChange(
  ctx: ChangeContext,
  operation: 'switchPlan' | 'updateQuantity',
  input: ChangeInput,
): Promise<ChangeResult> {
  const { idempotencyKey: key, paymentId, ...given } = validate(changeInput, input);
  return idempotent<ChangeResult>(ctx, { operation, key, input: given }, async (claim) => {
    const continuing = { request: claim.request, paymentId };
    const plan = await planRequest(ctx, { ...given, idempotencyKey: key }).catch(async (error: unknown) => {
      await releaseNamed(ctx, continuing);
      throw error;
    });
    const { id: subscriptionId, customerId, currency } = plan.subscription;
    // The amount of an invoice that is sent is not charged: the customer pays it later.
    const due = { customerId, currency, amount: plan.dueAt ? 0n : plan.amountDue, ...continuing };
    return withPayment(ctx, due, async (op, money) => {
      const scheduled = plan.terms.effective === 'PERIOD_END';
      await claimChange(op, plan);
      if (given.retention)
        await acceptInstead(op, plan.subscription, given.retention, {
          type: 'PLAN',
          priceId: plan.next.price.id,
          nextAmount: plan.renewal?.total ?? null,
        });
      if (scheduled) await scheduleChange(op, plan);
      const invoiceId = scheduled ? null : await applyNow(op, plan, money);
      const result = { subscriptionId, invoiceId };
      await claim(op, result);
      return result;
    });
  });
}

/** Changes the item at once. Its scheduled change is dropped, because this change is the later decision. */
async function applyNow(op: Op, plan: ChangePlan, money: Money | null): Promise<string | null> {
  const { subscription, item, next, newCycle } = plan;
  await op.tx.subscriptionItem.update({
    where: { id: item.id },
    data: { priceId: next.price.id, quantity: next.quantity, unbilledUpgrade: unbilled(plan), updatedAt: op.now },
  });
  await dropScheduledChanges(op, subscription, 'replaced', item.id);
  if (newCycle && subscription.pauseAtPeriodEnd) emitPauseUnscheduled(op, subscription, 'replaced');
  const invoiceId = await settlePlan(op, plan, money);
  emitChange(op, plan, invoiceId);
  return invoiceId;
}

/** True if the item gives more than was billed, because an upgrade of this period was made without charge. */
function unbilled({ item, newCycle, terms, direction, subscription }: ChangePlan): boolean {
  if (newCycle || subscription.status === 'TRIALING' || terms.behavior === 'FULL_DIFFERENCE') return false;
  return item.unbilledUpgrade || (terms.behavior === 'NONE' && direction === 'UPGRADE');
}

async function settlePlan(op: Op, plan: ChangePlan, money: Money | null): Promise<string | null> {
  const { subscription, lines, pending, settlement, corrects } = plan;
  const { id: subscriptionId, customerId, currency } = subscription;
  if (settlement === 'NONE') return null;
  if (settlement === 'PENDING') {
    await writeLines(op, lines, { customerId, subscriptionId, currency, invoiceId: null });
    return null;
  }
  const invoice = await issueInvoice(op, {
    customerId,
    subscriptionId,
    currency,
    reason: 'SUBSCRIPTION_UPDATE',
    lines,
    pending,
    money,
    corrects,
    collection: termsOf(subscription),
  });
  if (!money && invoice.amountDue !== (plan.dueAt ? plan.amountDue : 0n))
    throw new ConflictError(
      'CHANGED_CONCURRENTLY',
      'The amount due changed while this request was processed. Try again.',
    );
  return invoice.id;
}

function emitChange(
  op: Op,
  { subscription, item, next, direction, terms, at, amountDue }: ChangePlan,
  invoiceId: string | null,
): void {
  op.emit(next.price.id === item.price.id ? 'subscription.quantity_updated' : 'subscription.plan_switched', {
    objectId: subscription.id,
    customerId: subscription.customerId,
    data: {
      itemId: item.id,
      from: { priceId: item.price.id, quantity: item.quantity },
      to: { priceId: next.price.id, quantity: next.quantity },
      direction,
      prorationBehavior: terms.behavior,
      chargeTiming: terms.timing,
      at: at.toISOString(),
      amountDue: amountDue.toString(),
      invoiceId,
    },
  });
}

/** Claims the version that was planned on: a second change of the same version is a conflict. Redeems the promotion code. */
async function claimChange(op: Op, plan: ChangePlan): Promise<void> {
  const { subscription, promotion, terms } = plan;
  const { id: subscriptionId, customerId } = subscription;
  const cycle = terms.effective === 'PERIOD_END' ? {} : changedCycle(plan);
  await updateVersioned(op, subscription, { ...promotedColumns(plan), ...cycle });
  if (promotion) await redeemPromotion(op, promotion, { subscriptionId, customerId });
}
