/** The input of a change of plan or quantity, and the plan that it, or its quote, leads to. */
import { z } from 'zod';
import { ChangeEffective, ChargeTiming, ProrationBehavior } from '../../../db/generated/client/enums.ts';
import { sameCadence } from '../../../kernel/calendar.ts';
import { ValidationError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { idempotencyKey, quantity } from '../../../kernel/validate.ts';
import type { OpContext, ReadContext, SignedIn } from '../../../operation/operation.ts';
import { portalTerms, requireFeature } from '../../../operation/portalPolicy.ts';
import { promotionCode } from '../../coupon/redeemPromotion.ts';
import type { Charging } from '../../payment/providerOf.ts';
import { retentionAnswer } from '../cancel/cancellationOffer.ts';
import { cadenceOf } from '../forecast/nextPeriod.ts';
import { type LoadedSubscription, loadSubscription } from '../record/load.ts';
import { type ChangePlan, type ChangeTerms, planItemChange } from './planChange.ts';
import { withPromotion } from './promotedChange.ts';
import { type ResolvedChange, resolveChange } from './resolveChange.ts';
import { type OpenedQuote, openQuote } from './signedQuote.ts';

export type ChangeContext = OpContext<SignedIn> & Charging & { keys: Keys };
export type PlanContext = ReadContext<SignedIn> & { keys: Keys };

export const changeInput = z.object({
  subscriptionId: z.string(),
  itemId: z.string().nullish(),
  priceId: z.string().nullish(),
  quantity: quantity.nullish(),
  prorationBehavior: z.enum(ProrationBehavior).nullish(),
  chargeTiming: z.enum(ChargeTiming).nullish(),
  effective: z.enum(ChangeEffective).nullish(),
  prorationDate: z.date().nullish(),
  paymentId: z.string().nullish(),
  retention: retentionAnswer.nullish(),
  promotionCode,
  quote: z.string().max(2000, 'Must be the quote of a preview.').nullish(),
  idempotencyKey,
});
export type ChangeInput = z.input<typeof changeInput>;
type Given = z.output<typeof changeInput>;

const MERCHANTS_ONLY = ['prorationBehavior', 'chargeTiming', 'effective', 'prorationDate'] as const;

/** Plans the requested change. A quote in it decides everything, and its amounts must still be the same. */
export async function planRequest(ctx: PlanContext, given: Given): Promise<ChangePlan> {
  // Before the subscription is read: a portal without subscriptions reveals nothing about any of them.
  requireFeature(ctx.principal, 'subscriptionsEnabled');
  const subscription = await loadSubscription({ tx: ctx.db.prisma, principal: ctx.principal }, given.subscriptionId);
  if (given.quote) return planQuoted(ctx, subscription, given, given.quote);
  requireRequestedFeatures(ctx, subscription, given);
  refuseMerchantChoices(ctx, given);
  const choice = await withPromotion(ctx, await resolveChange(ctx, subscription, given), given);
  const terms = await resolveTerms(ctx, given, choice);
  return planItemChange(ctx.db, choice, terms, { at: given.prorationDate ?? ctx.now, now: ctx.now });
}

async function planQuoted(
  ctx: PlanContext,
  subscription: LoadedSubscription,
  given: Given,
  token: string,
): Promise<ChangePlan> {
  const quote = openQuote(ctx.keys, token, subscription, ctx.now);
  refuseContradiction(given, quote);
  const choice = await withPromotion(ctx, await resolveChange(ctx, subscription, quote.target), given);
  const plan = await planItemChange(ctx.db, choice, quote.terms, { at: quote.at, now: ctx.now });
  quote.confirm(plan);
  return plan;
}

/** Refuses a switched-off feature before any error about the chosen item, price or quantity. */
function requireRequestedFeatures({ principal }: PlanContext, subscription: LoadedSubscription, given: Given): void {
  const current = subscription.items.find(({ id }) => id === given.itemId) ?? subscription.items[0];
  if (given.priceId && given.priceId !== current?.priceId) requireFeature(principal, 'allowPlanSwitch');
  if (given.quantity && given.quantity !== current?.quantity) requireFeature(principal, 'allowQuantityUpdates');
}

function refuseMerchantChoices({ principal }: PlanContext, given: Given): void {
  if (principal.kind !== 'customer') return;
  for (const field of MERCHANTS_ONLY)
    if (given[field]) throw ValidationError.at(['input', field], 'Only merchants may choose this.');
}

/** Customers get the portal's terms for the direction; merchants choose, with the portal's general settings as defaults. */
async function resolveTerms(ctx: PlanContext, given: Given, choice: ResolvedChange): Promise<ChangeTerms> {
  if (ctx.principal.kind === 'customer')
    return withoutProration(customerTerms(choice, portalTerms(ctx.principal.portal, choice.direction)));
  refuseMeaninglessTerms(given);
  const config =
    given.prorationBehavior && given.chargeTiming
      ? null
      : await ctx.db.prisma.portalConfig.findUnique({ where: { companyId: ctx.principal.companyId } });
  return withoutProration({
    behavior: given.prorationBehavior ?? config?.subscriptionProrationBehavior ?? 'PRORATE',
    timing: given.chargeTiming ?? config?.subscriptionChargeTiming ?? 'IMMEDIATELY',
    effective: given.effective ?? 'IMMEDIATELY',
  });
}

/**
 * The terms of a customer's change: no customer can use more than is paid for. A change that would be credited in full whatever
 * time was used takes effect at the period's end, and one that takes back an upgrade without charge only after the renewal
 * has billed that upgrade.
 */
function customerTerms(choice: ResolvedChange, terms: ChangeTerms): ChangeTerms {
  const { subscription, item, direction } = choice;
  if (subscription.status === 'TRIALING') return terms;
  if (item.unbilledUpgrade && direction === 'DOWNGRADE')
    return { ...terms, effective: 'PERIOD_END', afterRenewal: true };
  const inFull = terms.behavior === 'FULL_DIFFERENCE' && (direction === 'DOWNGRADE' || isShorterAndCheaper(choice));
  return inFull ? { ...terms, effective: 'PERIOD_END' } : terms;
}

/** Another interval whose period costs less: the full credit of a long period would pay for many short ones. */
function isShorterAndCheaper({ item, next }: ResolvedChange): boolean {
  const cost = ({ price, quantity }: ResolvedChange['next']) => price.unitAmount * BigInt(quantity);
  return !sameCadence(cadenceOf(item.price), cadenceOf(next.price)) && cost(next) < cost(item);
}

/** A change at the period's end bills nothing of that period, whatever the settings. */
const withoutProration = (terms: ChangeTerms): ChangeTerms =>
  terms.effective === 'PERIOD_END' ? { ...terms, behavior: 'NONE', timing: 'PERIOD_END' } : terms;

function refuseMeaninglessTerms({ effective, prorationBehavior, chargeTiming, prorationDate }: Given): void {
  if (effective !== 'PERIOD_END') return;
  const message = "Has no meaning for a change that takes effect at the period's end.";
  if (prorationBehavior && prorationBehavior !== 'NONE')
    throw ValidationError.at(['input', 'prorationBehavior'], message);
  if (chargeTiming && chargeTiming !== 'PERIOD_END') throw ValidationError.at(['input', 'chargeTiming'], message);
  if (prorationDate) throw ValidationError.at(['input', 'prorationDate'], message);
}

/** Fields that are given together with a quote must not contradict it. */
function refuseContradiction(given: Given, { target, terms, at }: OpenedQuote): void {
  const { behavior: prorationBehavior, timing: chargeTiming, effective } = terms;
  const quoted = { ...target, prorationBehavior, chargeTiming, effective, prorationDate: at.getTime() };
  const requested = { ...given, prorationDate: given.prorationDate?.getTime() };
  for (const field of ['itemId', 'priceId', 'quantity', ...MERCHANTS_ONLY] as const)
    if (requested[field] && requested[field] !== quoted[field])
      throw ValidationError.at(['input', field], 'The quote is for a different change.');
}
