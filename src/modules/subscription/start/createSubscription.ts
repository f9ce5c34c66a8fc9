/** `createSubscription`: the first period is billed at once, or after a trial. */
import { z } from 'zod';
import { periodAt } from '../../../kernel/calendar.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { clearable, idempotencyKey, line, metadata, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import type { MerchantPrincipal, Op, OpContext } from '../../../operation/operation.ts';
import { withPayment } from '../../charge/withPayment.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { loadCustomer } from '../../customer/loadCustomer.ts';
import { dueAfterCredit, issueInvoice } from '../../invoice/issueInvoice.ts';
import { totalOf, withTax } from '../../invoice/lineTax.ts';
import type { Money } from '../../payment/claimMoney.ts';
import type { Charging } from '../../payment/providerOf.ts';
import { emitMissingRegistration, holdOf, taxOfCustomer, taxUndecided } from '../../tax/customerTax.ts';
import { discountColumns, discountFrom, NO_DISCOUNT } from '../forecast/discountWindow.ts';
import { periodLines } from '../forecast/nextPeriod.ts';
import { insertSubscription } from '../record/transition.ts';
import { itemInput, itemList, loadCoupon, loadItems, refuseTakenExternalId, writeItems } from './newSubscription.ts';

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
type Given = z.output<typeof createInput>;

/** As long as the longest billing period. */
export const MAXIMUM_TRIAL_DAYS = 1095;

export interface CreatedSubscription extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/**
 * Creates a subscription and charges its first period; a trial bills nothing before it ends. Throws a payment error if the
 * charge fails, and no subscription remains. Throws `ConflictError` if the customer's credit changed meanwhile or the
 * external id is taken.
 */
export async function createSubscription(
  ctx: OpContext<MerchantPrincipal> & Charging,
  input: CreateSubscriptionInput,
): Promise<CreatedSubscription> {
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  refuseTrialEnd(given.trialEnd, ctx.now);
  return idempotent<CreatedSubscription>(ctx, { operation: 'createSubscription', key, input: given }, async (claim) => {
    const plan = await planStart(ctx, given);
    const { customerId, currency } = plan.columns;
    const due = { customerId, currency, amount: plan.amountDue, request: claim.request };
    return withPayment(ctx, due, async (op, money) => {
      const result = await start(op, plan, given, money);
      await claim(op, result);
      return result;
    });
  });
}

function refuseTrialEnd(trialEnd: Date | null | undefined, now: Date): void {
  const path = ['input', 'trialEnd'];
  if (trialEnd && trialEnd <= now) throw ValidationError.at(path, 'Must be in the future.');
  if (trialEnd && trialEnd > after(now, MAXIMUM_TRIAL_DAYS * DAY))
    throw ValidationError.at(path, 'Must be within three years.');
}

/** The rows of the new subscription, the lines of its first invoice, and the amount due, in minor units. */
async function planStart(ctx: OpContext<MerchantPrincipal>, given: Given) {
  const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
  const { id: customerId } = await loadCustomer(from, given.customerId);
  const items = await loadItems(from, given.items, { activeOnly: true });
  const { currency, interval, intervalCount } = items[0].price;
  const coupon = given.couponId ? await loadCoupon(from, given.couponId, currency) : null;
  const trialEnd = given.trialEnd ?? null;
  const anchor = trialEnd ?? ctx.now;
  const first = periodAt(anchor, { interval, count: intervalCount }, anchor);
  const discount = coupon ? discountFrom(coupon, { start: anchor, end: first.end }) : NO_DISCOUNT;
  const columns = {
    customerId,
    currency,
    interval,
    intervalCount,
    anchor,
    currentPeriodStart: ctx.now,
    currentPeriodEnd: trialEnd ?? first.end,
    trialEnd,
    ...discountColumns(discount),
  };
  const tax = await taxOfCustomer(from.tx, { companyId: ctx.principal.companyId, customerId });
  const period = { start: anchor, end: first.end };
  const wait = { now: ctx.now, due: ctx.now };
  if (!trialEnd && items.some(({ price }) => holdOf(tax, price, period, wait))) throw taxUndecided();
  const lines = trialEnd ? [] : withTax(periodLines({ ...discount, items, tax }, period));
  const balance = await creditBalance(from.tx, { companyId: ctx.principal.companyId, customerId }, currency);
  return { columns, items, lines, tax, period, amountDue: dueAfterCredit(totalOf(lines), balance).amountDue };
}

async function start(
  op: Op,
  { columns, items, lines, tax, period }: Awaited<ReturnType<typeof planStart>>,
  given: Given,
  money: Money | null,
): Promise<CreatedSubscription> {
  const { customerId, currency, trialEnd } = columns;
  const id = newId('Subscription', op.now);
  const status = trialEnd ? 'TRIALING' : 'ACTIVE';
  await insertSubscription(op, {
    ...columns,
    id,
    externalId: given.externalId ?? null,
    status,
    metadata: given.metadata ?? {},
  }).catch(refuseTakenExternalId);
  await writeItems(op, id, items);
  const first = {
    customerId,
    subscriptionId: id,
    currency,
    reason: 'SUBSCRIPTION_CREATE',
    lines,
    money,
  } as const;
  const invoice = trialEnd ? null : await issueInvoice(op, first);
  if (!money && invoice && invoice.amountDue > 0n)
    throw new ConflictError(
      'CHANGED_CONCURRENTLY',
      'The amount due changed while this request was processed. Try again.',
    );
  const prices = items.map(({ price }) => price);
  if (invoice) emitMissingRegistration(op, customerId, tax, prices, period);
  op.emit('subscription.created', { objectId: id, customerId, data: { status } });
  return { subscriptionId: id, invoiceId: invoice?.id ?? null };
}
