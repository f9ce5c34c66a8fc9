/** Making a subscription: its first period is billed at once, or after a trial. */
import { z } from 'zod';
import { idempotent } from '../../idempotency.ts';
import { periodAt } from '../../kernel/calendar.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { clearable, idempotencyKey, line, metadata, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';
import { loadCustomer } from '../customer/customer.ts';
import { dueAfterCredit, issueInvoice } from '../invoice/issue.ts';
import { creditBalance } from '../invoice/ledger.ts';
import { sumOf } from '../invoice/lines.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { release, reserve } from '../payment/reserve.ts';
import { discountColumns } from './discountWindow.ts';
import { itemInput, itemList, loadCoupon, loadItems, refuseTakenExternalId, writeItems } from './newSubscription.ts';
import { periodLines } from './renewal.ts';

const createInput = z.object({
  customerId: z.string(),
  items: itemList(itemInput),
  trialEnd: z.date().nullish(),
  couponId: z.string().nullish(),
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
  idempotencyKey,
});
export type CreateSubscriptionInput = z.input<typeof createInput>;

/** As long as the longest period that can be billed. */
export const LONGEST_TRIAL_DAYS = 1095;

export interface CreatedSubscription extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/** Creates a subscription and charges its first period. A declined payment leaves no subscription behind. */
export async function createSubscription(
  ctx: OpContext<MerchantPrincipal> & { gateway: PaymentGateway },
  input: CreateSubscriptionInput,
): Promise<CreatedSubscription> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  if (given.trialEnd && given.trialEnd <= ctx.now)
    throw ValidationError.at(['input', 'trialEnd'], 'Must lie in the future.');
  if (given.trialEnd && given.trialEnd > after(ctx.now, LONGEST_TRIAL_DAYS * DAY))
    throw ValidationError.at(['input', 'trialEnd'], 'Must lie within three years.');
  return idempotent<CreatedSubscription>(ctx, { operation: 'createSubscription', key, input: given }, async (claim) => {
    const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
    const { id: customerId } = await loadCustomer(from, given.customerId);
    const items = await loadItems(from, given.items, { activeOnly: true });
    const { currency, interval, intervalCount } = items[0].price;
    const coupon = given.couponId ? await loadCoupon(from, given.couponId, currency) : null;

    const anchor = given.trialEnd ?? ctx.now;
    const first = periodAt(anchor, { interval, count: intervalCount }, anchor);
    const columns = {
      customerId,
      currency,
      interval,
      intervalCount,
      anchor,
      currentPeriodStart: ctx.now,
      currentPeriodEnd: given.trialEnd ?? first.end,
      trialEnd: given.trialEnd ?? null,
      ...(coupon
        ? discountColumns(coupon, anchor, first.end)
        : { couponId: null, discountStart: null, discountEnd: null }),
    };
    const lines = given.trialEnd ? [] : periodLines({ ...columns, coupon, items }, { start: anchor, end: first.end });
    const balance = await creditBalance(from.tx, { companyId: ctx.principal.companyId, customerId }, currency);
    const { amountDue } = dueAfterCredit(sumOf(lines), balance);
    const reservation = amountDue > 0n ? await reserve(ctx, { customerId, amount: amountDue, currency }) : null;
    try {
      return await transact(ctx, async (op) => {
        const id = newId('Subscription', op.now);
        await op.tx.subscription
          .create({
            data: {
              ...columns,
              id,
              companyId: op.principal.companyId,
              externalId: given.externalId ?? null,
              status: given.trialEnd ? 'TRIALING' : 'ACTIVE',
              metadata: given.metadata ?? {},
              createdAt: op.now,
              updatedAt: op.now,
            },
          })
          .catch(refuseTakenExternalId);
        await writeItems(op, id, items);
        const invoice = given.trialEnd
          ? null
          : await issueInvoice(op, {
              customerId,
              subscriptionId: id,
              currency,
              reason: 'SUBSCRIPTION_CREATE',
              lines,
              reservation,
            });
        if (!reservation && invoice && invoice.amountDue > 0n)
          throw new ConflictError('What is due changed at the same moment. Try again.');
        const result = { subscriptionId: id, invoiceId: invoice?.id ?? null };
        await claim(op, result);
        op.emit('subscription.created', {
          objectId: id,
          customerId,
          data: { status: given.trialEnd ? 'TRIALING' : 'ACTIVE' },
        });
        return result;
      });
    } catch (error) {
      await release(ctx.gateway, reservation);
      throw error;
    }
  });
}
