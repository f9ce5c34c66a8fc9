/** `createSubscription`: the first period is billed at once, or after a trial. */
import { z } from 'zod';
import { after, DAY } from '../../../kernel/clock.ts';
import { ValidationError } from '../../../kernel/errors.ts';
import { clearable, idempotencyKey, line, metadata, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import type { MerchantPrincipal, OpContext } from '../../../operation/operation.ts';
import { withPayment } from '../../charge/withPayment.ts';
import { collectionInput, collectionTerms } from '../../customer/collectionTerms.ts';
import { loadCustomer } from '../../customer/loadCustomer.ts';
import type { Charging } from '../../payment/providerOf.ts';
import { itemInput, itemList, loadCoupon, loadItems } from './newSubscription.ts';
import { type CreatedSubscription, planStart, type StartPlan, startPlanned } from './planStart.ts';

const createInput = z.object({
  customerId: z.string(),
  items: itemList(itemInput),
  trialEnd: z.date().nullish(),
  couponId: z.string().nullish(),
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
  ...collectionInput,
  idempotencyKey,
});
export type CreateSubscriptionInput = z.input<typeof createInput>;
type Given = z.output<typeof createInput>;

/** As long as the longest billing period. */
export const MAXIMUM_TRIAL_DAYS = 1095;

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
    const plan = await planCreation(ctx, given);
    const { customerId, currency } = plan.columns;
    const due = { customerId, currency, amount: plan.amountCharged, request: claim.request };
    return withPayment(ctx, due, async (op, money) => {
      const result = await startPlanned(op, plan, given, money);
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

async function planCreation(ctx: OpContext<MerchantPrincipal>, given: Given): Promise<StartPlan> {
  const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
  const customer = await loadCustomer(from, given.customerId);
  const items = await loadItems(from, given.items, { activeOnly: true });
  const coupon = given.couponId ? await loadCoupon(from, given.couponId, items[0].price.currency) : null;
  const terms = collectionTerms(given, customer);
  return planStart(ctx, { customerId: customer.id, items, coupon, trialEnd: given.trialEnd ?? null, terms });
}
