/** `subscribe` and its preview: customers come back after their subscription has ended, or start another one. */
import { z } from 'zod';
import { ConflictError, NotFoundError, PaymentMethodRequiredError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { fittingQuantity } from '../../../kernel/quantity.ts';
import { idempotencyKey, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import type { CustomerPrincipal, OpContext, ReadContext } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { requireVisiblePayment } from '../../charge/continuedPayment.ts';
import { releaseNamed, withPayment } from '../../charge/withPayment.ts';
import { promotionCode, promotionFor, redeemPromotion } from '../../coupon/redeemPromotion.ts';
import { loadCustomer } from '../../customer/loadCustomer.ts';
import type { Charging } from '../../payment/providerOf.ts';
import { hasDefaultMethod } from '../../payment/setDefaultPaymentMethod.ts';
import { IN_FLIGHT } from '../../payment/status.ts';
import type { Quote } from '../change/signedQuote.ts';
import { upcomingInvoice } from '../forecast/upcomingInvoice.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import { type LoadedSubscription, loadSubscription } from '../record/load.ts';
import { updateVersioned } from '../record/transition.ts';
import { itemInput, itemList, loadItems } from './newSubscription.ts';
import { type CreatedSubscription, planStart, startedSubscription, startPlanned } from './planStart.ts';
import { confirmStartQuote, type SubscribePlan, startQuote } from './startQuote.ts';
import { buyingCurrency, pairItems, requireOffered, type Wanted } from './subscribePolicy.ts';

const subscribeInput = z.object({
  subscriptionId: z.string().nullish(),
  items: itemList(itemInput).nullish(),
  promotionCode,
  paymentId: z.string().nullish(),
  quote: z.string().max(2000, 'Must be the quote of a preview.').nullish(),
  idempotencyKey,
});
export type SubscribeInput = z.input<typeof subscribeInput>;
type Given = z.output<typeof subscribeInput>;

type SubscribeContext = OpContext<CustomerPrincipal> & Charging & { keys: Keys };
type PreviewContext = ReadContext<CustomerPrincipal> & { keys: Keys };

/** The result of subscribing now, with a quote that guarantees it for ten minutes. */
export async function previewSubscribe(
  ctx: PreviewContext,
  input: SubscribeInput,
): Promise<SubscribePlan & { quote: Quote }> {
  const given = validate(subscribeInput, input);
  const plan = await planSubscribe(ctx, given);
  if (given.paymentId) await requireVisiblePayment(ctx, given.paymentId);
  return { ...plan, quote: startQuote(ctx.keys, plan, ctx.now) };
}

/**
 * Starts a subscription of the customer and charges its first period, or invoices it to a customer whose invoices are sent;
 * there is no trial. Throws a payment error if the charge fails, and nothing is created; `QuoteExpiredError` if it no longer
 * costs what was quoted; `ConflictError` if the customer has come back already, or owes an invoice;
 * `PaymentMethodRequiredError` also if only the next period is to be paid.
 */
export async function subscribe(ctx: SubscribeContext, input: SubscribeInput): Promise<CreatedSubscription> {
  const { idempotencyKey: key, paymentId, ...given } = validate(subscribeInput, input);
  return idempotent<CreatedSubscription>(ctx, { operation: 'subscribe', key, input: given }, async (claim) => {
    const continuing = { request: claim.request, paymentId };
    const plan = await planQuoted(ctx, given).catch(async (error: unknown) => {
      await releaseNamed(ctx, continuing);
      throw error;
    });
    if (await lacksMethod(ctx, plan)) throw new PaymentMethodRequiredError();
    const { customerId, currency } = plan.columns;
    return withPayment(ctx, { customerId, currency, amount: plan.amountCharged, ...continuing }, async (op, money) => {
      const previousSubscriptionId = plan.previous?.id ?? null;
      const result = await startPlanned(op, plan, { previousSubscriptionId }, money);
      // Claims the version that was read: customers come back once.
      if (plan.previous) await updateVersioned(op, plan.previous, { successorId: result.subscriptionId });
      const { subscriptionId } = result;
      if (plan.promotion) await redeemPromotion(op, plan.promotion, { subscriptionId, customerId });
      await claim(op, result);
      return result;
    });
  });
}

/** True without a payment method, if the first period or the one after it is to be paid. */
export async function lacksMethod(
  { db, principal }: Pick<PreviewContext, 'db' | 'principal'>,
  { amountDue, columns, renewal }: SubscribePlan,
): Promise<boolean> {
  if (columns.collectionMethod === 'SEND_INVOICE') return false;
  return (amountDue > 0n || (renewal?.amountDue ?? 0n) > 0n) && !(await hasDefaultMethod(db, principal));
}

async function planQuoted(ctx: SubscribeContext, given: Omit<Given, 'idempotencyKey' | 'paymentId'>) {
  const plan = await planSubscribe(ctx, given);
  if (given.quote) confirmStartQuote(ctx.keys, given.quote, plan, ctx.now);
  return plan;
}

async function planSubscribe(
  ctx: PreviewContext,
  { subscriptionId, items: wanted, promotionCode: code }: Pick<Given, 'subscriptionId' | 'items' | 'promotionCode'>,
): Promise<SubscribePlan> {
  requireFeature(ctx.principal, subscriptionId ? 'resubscribeEnabled' : 'subscriptionCreateEnabled');
  const { companyId, customerId } = ctx.principal;
  const from = { tx: ctx.db.prisma, principal: ctx.principal, now: ctx.now };
  const previous = subscriptionId ? await loadSubscription(from, subscriptionId) : null;
  if (previous) requireAction(ctx, actionState(previous), 'resubscribe');
  const asked = wanted ?? previous?.items.map(({ price, quantity }) => ({ priceId: price.id, quantity }));
  if (!asked) throw new NotFoundError('price', ['input', 'items']);
  const items = await loadItems(from, await withQuantities(ctx, asked, previous), { activeOnly: true });
  const currency = previous?.currency ?? (await buyingCurrency(ctx.db.prisma, ctx.principal));
  requireOffered(ctx.principal, items, previous?.items ?? null, currency);
  await refuseDebt(ctx, previous?.id ?? null);
  const promotion = code ? await promotionFor(ctx, 'SUBSCRIBE', code, { currency, items }) : null;
  const terms = await loadCustomer(from, customerId);
  const plan = await planStart(ctx, { customerId, items, coupon: promotion?.coupon ?? null, trialEnd: null, terms });
  const started = startedSubscription(plan, companyId, ctx.now);
  const renewal = await upcomingInvoice(ctx.db.prisma, started, [], plan.balance - plan.creditApplied);
  return { ...plan, previous, promotion, renewal };
}

/** A quantity that is not given is that of the ended item or, if the price is not sold at it, the next larger one. */
async function withQuantities(
  { db, principal }: PreviewContext,
  wanted: readonly Wanted[],
  previous: LoadedSubscription | null,
): Promise<Wanted[]> {
  if (!previous) return [...wanted];
  const prices = await db.prisma.price.findMany({
    where: { companyId: principal.companyId, id: { in: wanted.map(({ priceId }) => priceId) } },
    include: { product: true },
  });
  const known = wanted.flatMap((item) => {
    const price = prices.find(({ id }) => id === item.priceId);
    return price ? [{ item, price }] : [];
  });
  const pairs = new Map(pairItems(known, previous.items).map((pair, index) => [known[index]?.item, pair]));
  return wanted.map((item) => {
    const price = prices.find(({ id }) => id === item.priceId);
    const pair = pairs.get(item);
    return { ...item, quantity: item.quantity ?? (price && pair ? fittingQuantity(price, pair.quantity) : null) };
  });
}

/**
 * A customer who owes for the ended subscription pays first, and for another one every overdue period: coming back is no way
 * around a debt.
 */
async function refuseDebt({ db, principal, now }: PreviewContext, previousId: string | null): Promise<void> {
  const { companyId, customerId } = principal;
  const owed = await db.prisma.invoice.findFirst({
    where: {
      companyId,
      customerId,
      subscriptionId: previousId ?? { not: null },
      status: 'OPEN',
      amountDue: { gt: 0n },
      dueAt: { lte: now },
      payments: { none: { status: { in: [...IN_FLIGHT] } } },
    },
    select: { id: true },
  });
  if (owed) throw new ConflictError('INVOICE_OVERDUE', 'An invoice is overdue. Pay it first.');
}
