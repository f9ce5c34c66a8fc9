/**
 * Quotes: signed results of a preview, valid for ten minutes. A quote binds the instant, the price and quantity, how the
 * change is billed, when it takes effect, and the subscription's version. Confirming it charges exactly the quoted amount
 * or fails.
 */
import { after, MINUTE } from '../../../kernel/clock.ts';
import { QuoteExpiredError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { signToken, verifyToken } from '../../../kernel/signedTokens.ts';
import type { ChangePlan, ChangeTerms } from './planChange.ts';
import type { ChangeTarget } from './resolveChange.ts';

export const QUOTE_LIFETIME_MINUTES = 10;

interface QuoteData {
  version: number;
  itemId: string;
  priceId: string;
  quantity: number;
  terms: ChangeTerms;
  at: number;
  total: string;
  amountDue: string;
  renewalDue: string | null;
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

/** Signs the plan's target, terms and amounts. */
export function quoteOf(keys: Keys, plan: ChangePlan, now: Date): Quote {
  const expiresAt = after(now, QUOTE_LIFETIME_MINUTES * MINUTE);
  const data: QuoteData = {
    version: plan.subscription.version,
    itemId: plan.item.id,
    priceId: plan.next.price.id,
    quantity: plan.next.quantity,
    terms: plan.terms,
    at: plan.at.getTime(),
    ...boundAmounts(plan),
  };
  return { expiresAt, token: signToken(keys, 'quote', { subject: plan.subscription.id, data, now, expiresAt }) };
}

export interface OpenedQuote {
  target: ChangeTarget;
  terms: ChangeTerms;
  at: Date;
  /** Throws `QuoteExpiredError` unless the plan made now has exactly the quoted amounts. */
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
  const valid =
    data &&
    data.sub === subscription.id &&
    // A token of an earlier version of the program has no terms.
    data.terms &&
    data.version === subscription.version &&
    now < subscription.currentPeriodEnd;
  if (!valid) throw new QuoteExpiredError();
  return {
    target: { itemId: data.itemId, priceId: data.priceId, quantity: data.quantity },
    terms: data.terms,
    at: new Date(data.at),
    confirm(plan) {
      const { total, amountDue, renewalDue } = boundAmounts(plan);
      if (total !== data.total || amountDue !== data.amountDue || renewalDue !== data.renewalDue)
        throw new QuoteExpiredError();
    },
  };
}
