/**
 * Quotes: signed results of a preview, valid for ten minutes. A quote binds the instant, the price and quantity, how the
 * change is billed, when it takes effect, and the subscription's version. Confirming it charges exactly the quoted amount
 * or fails.
 */
import { createHash } from 'node:crypto';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { QuoteExpiredError, ValidationError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { signToken, verifyToken } from '../../../kernel/signedTokens.ts';
import { treatmentKey } from '../../../kernel/tax/taxTreatment.ts';
import { treatmentOf } from '../../invoice/lineTax.ts';
import type { ChangePlan, ChangeTerms } from './planChange.ts';
import type { ChangeTarget } from './resolveChange.ts';

export const QUOTE_LIFETIME_MINUTES = 10;

interface QuoteData {
  version: number;
  itemId: string;
  priceId: string;
  quantity: number;
  terms: ChangeTerms;
  /** The promotion code that is redeemed; absent without one. */
  promotionCodeId?: string;
  at: number;
  total: string;
  amountDue: string;
  renewalDue: string | null;
  /** A digest of the tax treatments of the change and of the renewal; absent without tax. */
  taxes?: string;
}

export interface Quote {
  token: string;
  expiresAt: Date;
}

const boundAmounts = (plan: ChangePlan) => ({
  total: plan.total.toString(),
  amountDue: plan.amountDue.toString(),
  renewalDue: plan.renewal?.amountDue.toString() ?? null,
});

/** A digest of the tax treatments of the plan's lines; undefined without tax. */
export function boundTaxes({ lines, renewal }: Pick<ChangePlan, 'lines' | 'renewal'>): string | undefined {
  const treatments = [lines, renewal?.lines ?? []].map((own) => own.map((line) => treatmentKey(treatmentOf(line))));
  if (treatments.flat().every((key) => key === '')) return undefined;
  return createHash('sha256').update(JSON.stringify(treatments)).digest('base64url').slice(0, 22);
}

/** Signs the plan's target, terms and amounts. */
export function quoteOf(keys: Keys, plan: ChangePlan, now: Date): Quote {
  const expiresAt = after(now, QUOTE_LIFETIME_MINUTES * MINUTE);
  const taxes = boundTaxes(plan);
  const data: QuoteData = {
    version: plan.subscription.version,
    itemId: plan.item.id,
    priceId: plan.next.price.id,
    quantity: plan.next.quantity,
    terms: plan.terms,
    at: plan.at.getTime(),
    ...(plan.promotion ? { promotionCodeId: plan.promotion.promotionCodeId } : {}),
    ...boundAmounts(plan),
    ...(taxes === undefined ? {} : { taxes }),
  };
  return { expiresAt, token: signToken(keys, 'quote', { subject: plan.subscription.id, data, now, expiresAt }) };
}

export interface OpenedQuote {
  target: ChangeTarget;
  terms: ChangeTerms;
  at: Date;
  /** Throws `QuoteExpiredError` unless the plan made now has exactly the quoted amounts, or `ValidationError`. */
  confirm(plan: ChangePlan): void;
}

/** Reads a quote for a subscription in its current version, or throws `QuoteExpiredError`. */
export function openQuote(
  keys: Keys,
  token: string,
  subscription: { id: string; version: number; currentPeriodEnd: Date },
  now: Date,
): OpenedQuote {
  const data = verifyToken<QuoteData>(keys, 'quote', token, now);
  // A token of an earlier version of the program has no terms.
  const valid = data?.sub === subscription.id && data.terms && now < subscription.currentPeriodEnd;
  if (!data || !valid) throw new QuoteExpiredError('TIME');
  if (data.version !== subscription.version) throw new QuoteExpiredError('SUBSCRIPTION_CHANGED');
  return {
    target: { itemId: data.itemId, priceId: data.priceId, quantity: data.quantity },
    terms: data.terms,
    at: new Date(data.at),
    confirm(plan) {
      if (plan.promotion?.promotionCodeId !== data.promotionCodeId)
        throw ValidationError.at(['input', 'promotionCode'], 'The quote is for a different change.');
      if (boundTaxes(plan) !== data.taxes) throw new QuoteExpiredError('TAX_CHANGED');
      const { total, amountDue, renewalDue } = boundAmounts(plan);
      if (total !== data.total || amountDue !== data.amountDue || renewalDue !== data.renewalDue)
        throw new QuoteExpiredError('AMOUNT_CHANGED');
    },
  };
}
