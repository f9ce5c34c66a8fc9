/** Switching an item to another price, or changing its quantity: previewed, quoted, and done by the same plan. */
import { z } from 'zod';
import { ChangeEffective, ChargeTiming, ProrationBehavior } from '../../db/generated/client/enums.ts';
import { idempotent } from '../../idempotency.ts';
import type { ChangeDirection } from '../../kernel/changeDirection.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { idempotencyKey, quantity, validate } from '../../kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../op.ts';
import { issueInvoice } from '../invoice/issue.ts';
import { writeLines } from '../invoice/lines.ts';
import type { PaymentGateway } from '../payment/gateway.ts';
import { type Reservation, release, reserve } from '../payment/reserve.ts';
import { portalTerms, requireFeature } from '../portal/policy.ts';
import { type ChosenChange, chooseChange } from './changeChoice.ts';
import { type ChangePlan, type ChangeTerms, changedCycle, planItemChange } from './changePlan.ts';
import { type LoadedSubscription, loadSubscription } from './load.ts';
import { emitUnplanned } from './pauseEvents.ts';
import { type OpenedQuote, openQuote, type Quote, quoteOf } from './quote.ts';
import { dropScheduled, writeScheduled } from './scheduled.ts';

type Ctx = OpContext<SignedIn> & { keys: Keys; gateway: PaymentGateway };

const changeInput = z.object({
  subscriptionId: z.string(),
  itemId: z.string().nullish(),
  priceId: z.string().nullish(),
  quantity: quantity.nullish(),
  prorationBehavior: z.enum(ProrationBehavior).nullish(),
  chargeTiming: z.enum(ChargeTiming).nullish(),
  effective: z.enum(ChangeEffective).nullish(),
  prorationDate: z.date().nullish(),
  quote: z.string().max(2000, 'This is no quote.').nullish(),
  idempotencyKey,
});
export type ChangeInput = z.input<typeof changeInput>;
type Given = z.output<typeof changeInput>;

/** A customer is bound by the portal's switches; which of them depends on what actually changes. */
function requireAllowed({ principal }: Ctx, { item, next }: ChosenChange): void {
  if (next.price.id !== item.price.id) requireFeature(principal, 'allowPlanSwitch');
  if (next.quantity !== item.quantity) requireFeature(principal, 'allowQuantityUpdates');
}

const MERCHANTS_ONLY = ['prorationBehavior', 'chargeTiming', 'effective', 'prorationDate'] as const;

function refuseChoices({ principal }: Ctx, given: Given): void {
  if (principal.kind !== 'customer') return;
  for (const field of MERCHANTS_ONLY)
    if (given[field]) throw ValidationError.at(['input', field], 'Only merchants may choose this.');
}

/** The portal's terms for its customers; the merchant's own choice, with the portal's plain settings as default, for merchants. */
async function termsFor(ctx: Ctx, given: Given, direction: ChangeDirection): Promise<ChangeTerms> {
  if (ctx.principal.kind === 'customer') return scheduledTerms(portalTerms(ctx.principal.portal, direction));
  refusePointless(given);
  const config =
    given.prorationBehavior && given.chargeTiming
      ? null
      : await ctx.db.prisma.portalConfig.findUnique({ where: { companyId: ctx.principal.companyId } });
  return scheduledTerms({
    behavior: given.prorationBehavior ?? config?.subscriptionProrationBehavior ?? 'PRORATE',
    timing: given.chargeTiming ?? config?.subscriptionChargeTiming ?? 'IMMEDIATELY',
    effective: given.effective ?? 'IMMEDIATELY',
  });
}

/** Nothing of a period that is over is left to be billed, whatever the settings. */
const scheduledTerms = (terms: ChangeTerms): ChangeTerms =>
  terms.effective === 'PERIOD_END' ? { ...terms, behavior: 'NONE', timing: 'PERIOD_END' } : terms;

function refusePointless({ effective, prorationBehavior, chargeTiming, prorationDate }: Given): void {
  if (effective !== 'PERIOD_END') return;
  const message = "Means nothing for a change that takes effect at the period's end.";
  if (prorationBehavior && prorationBehavior !== 'NONE')
    throw ValidationError.at(['input', 'prorationBehavior'], message);
  if (chargeTiming && chargeTiming !== 'PERIOD_END') throw ValidationError.at(['input', 'chargeTiming'], message);
  if (prorationDate) throw ValidationError.at(['input', 'prorationDate'], message);
}

/** A quote says it all: what is given beside it must not say anything else. */
function refuseContradiction(given: Given, { target, terms, at }: OpenedQuote): void {
  const { behavior: prorationBehavior, timing: chargeTiming, effective } = terms;
  const bound = { ...target, prorationBehavior, chargeTiming, effective, prorationDate: at.getTime() };
  const said = { ...given, prorationDate: given.prorationDate?.getTime() };
  for (const field of ['itemId', 'priceId', 'quantity', ...MERCHANTS_ONLY] as const)
    if (said[field] && said[field] !== bound[field])
      throw ValidationError.at(['input', field], 'The quote is about something else.');
}

async function planFor(ctx: Ctx, given: Given): Promise<ChangePlan> {
  // The section as a whole first: a portal without subscriptions tells nothing about one.
  requireFeature(ctx.principal, 'subscriptionsEnabled');
  const subscription = await loadSubscription({ tx: ctx.db.prisma, principal: ctx.principal }, given.subscriptionId);
  if (given.quote) {
    const quote = openQuote(ctx.keys, given.quote, subscription, ctx.now);
    refuseContradiction(given, quote);
    const choice = await chooseChange(ctx, subscription, quote.target);
    const plan = await planItemChange(ctx.db, choice, quote.terms, { at: quote.at, now: ctx.now });
    requireAllowed(ctx, plan);
    quote.confirm(plan);
    return plan;
  }
  refuseOnes(ctx, subscription, given);
  refuseChoices(ctx, given);
  const choice = await chooseChange(ctx, subscription, given);
  const terms = await termsFor(ctx, given, choice.direction);
  const plan = await planItemChange(ctx.db, choice, terms, { at: given.prorationDate ?? ctx.now, now: ctx.now });
  requireAllowed(ctx, plan);
  return plan;
}

/** Says that a feature is off before anything about the chosen price or quantity is said. */
function refuseOnes({ principal }: Ctx, subscription: LoadedSubscription, given: Given): void {
  const current = subscription.items.find(({ id }) => id === given.itemId) ?? subscription.items[0];
  if (given.priceId && given.priceId !== current?.priceId) requireFeature(principal, 'allowPlanSwitch');
  if (given.quantity && given.quantity !== current?.quantity) requireFeature(principal, 'allowQuantityUpdates');
}

/** What the change would do, with a quote that holds it for ten minutes. */
export async function previewChange(ctx: Ctx, input: ChangeInput): Promise<ChangePlan & { quote: Quote }> {
  const plan = await planFor(ctx, validate(changeInput, input));
  return { ...plan, quote: quoteOf(ctx.keys, plan, ctx.now) };
}

export interface ChangeResult extends Record<string, string | null> {
  subscriptionId: string;
  invoiceId: string | null;
}

/**
 * Changes the item, now or with its next period. What is due is reserved first and taken by a job that commits with the change; a declined payment
 * leaves everything as it was.
 */
export async function changeItem(
  ctx: Ctx,
  operation: 'switchPlan' | 'updateQuantity',
  input: ChangeInput,
): Promise<ChangeResult> {
  const { idempotencyKey: key, ...given } = validate(changeInput, input);
  return idempotent<ChangeResult>(ctx, { operation, key, input: given }, async (claim) => {
    const plan = await planFor(ctx, { ...given, idempotencyKey: key });
    const { subscription, amountDue } = plan;
    const reservation =
      amountDue > 0n
        ? await reserve(ctx, {
            customerId: subscription.customerId,
            amount: amountDue,
            currency: subscription.currency,
          })
        : null;
    try {
      return await transact(ctx, async (op) => {
        const scheduled = plan.terms.effective === 'PERIOD_END';
        await claimVersion(op, plan, scheduled ? {} : changedCycle(plan));
        const invoiceId = scheduled ? null : await applyNow(op, plan, reservation);
        if (scheduled) await writeScheduled(op, plan);
        const result = { subscriptionId: subscription.id, invoiceId };
        await claim(op, result);
        return result;
      });
    } catch (error) {
      await release(ctx.gateway, reservation);
      throw error;
    }
  });
}

/** The change is for the version that was planned; whoever comes second finds another version. */
async function claimVersion(op: Op, { subscription }: ChangePlan, columns: object): Promise<void> {
  const { count } = await op.tx.subscription.updateMany({
    where: { id: subscription.id, companyId: subscription.companyId, version: subscription.version },
    data: { ...columns, version: { increment: 1 }, updatedAt: op.now },
  });
  if (count !== 1) throw new ConflictError('The subscription was changed at the same moment. Try again.');
}

/** The item changes at once; what waited for its next period is overtaken. */
async function applyNow(op: Op, plan: ChangePlan, reservation: Reservation | null): Promise<string | null> {
  const { subscription, item, next, newCycle } = plan;
  await op.tx.subscriptionItem.update({
    where: { id: item.id },
    data: { priceId: next.price.id, quantity: next.quantity, updatedAt: op.now },
  });
  await dropScheduled(op, subscription, 'replaced', item.id);
  if (newCycle && subscription.pauseAtPeriodEnd) emitUnplanned(op, subscription, 'replaced');
  const invoiceId = await settlePlan(op, plan, reservation);
  emitChange(op, plan, invoiceId);
  return invoiceId;
}

async function settlePlan(op: Op, plan: ChangePlan, reservation: Reservation | null): Promise<string | null> {
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
    reservation,
    corrects,
  });
  if (!reservation && invoice.amountDue > 0n)
    throw new ConflictError('What is due changed at the same moment. Try again.');
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
