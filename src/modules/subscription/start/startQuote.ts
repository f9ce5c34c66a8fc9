/** The quote of `subscribe`: it binds the customer, the ended subscription's version, the items and all amounts. */
import { createHash } from 'node:crypto';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { QuoteExpiredError, ValidationError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { signToken, verifyToken } from '../../../kernel/signedTokens.ts';
import type { Promotion } from '../../coupon/redeemPromotion.ts';
import { boundTaxes, QUOTE_LIFETIME_MINUTES, type Quote } from '../change/signedQuote.ts';
import type { UpcomingInvoice } from '../forecast/nextPeriod.ts';
import type { LoadedSubscription } from '../record/load.ts';
import type { StartPlan } from './planStart.ts';

export interface SubscribePlan extends StartPlan {
  /** The ended subscription after which the customer comes back; null for another subscription. */
  previous: LoadedSubscription | null;
  promotion: Promotion | null;
  /** The invoice of the first renewal. */
  renewal: UpcomingInvoice | null;
}

interface StartQuoteData {
  /** A digest of the choice. */
  choice: string;
  version: number | null;
  total: string;
  amountDue: string;
  /** Only if the invoice is sent. */
  daysUntilDue?: number;
  renewalDue: string | null;
  taxes?: string;
}

const AMOUNTS = ['total', 'amountDue', 'renewalDue', 'daysUntilDue'] as const;

function dataOf(plan: SubscribePlan): StartQuoteData {
  const { columns, items, previous, promotion, total, amountDue, renewal } = plan;
  const choice = [
    previous?.id ?? null,
    promotion?.promotionCodeId ?? null,
    items.map(({ price, quantity }) => [price.id, quantity]),
  ];
  const taxes = boundTaxes(plan);
  return {
    choice: createHash('sha256').update(JSON.stringify(choice)).digest('base64url').slice(0, 22),
    version: previous?.version ?? null,
    total: total.toString(),
    amountDue: amountDue.toString(),
    renewalDue: renewal?.amountDue.toString() ?? null,
    ...(columns.daysUntilDue === null ? {} : { daysUntilDue: columns.daysUntilDue }),
    ...(taxes === undefined ? {} : { taxes }),
  };
}

export function startQuote(keys: Keys, plan: SubscribePlan, now: Date): Quote {
  const expiresAt = after(now, QUOTE_LIFETIME_MINUTES * MINUTE);
  const claims = { subject: plan.columns.customerId, data: dataOf(plan), now, expiresAt };
  return { expiresAt, token: signToken(keys, 'subscribe-quote', claims) };
}

/** Throws `QuoteExpiredError` or `ValidationError` unless the plan made now is exactly what was quoted to this customer. */
export function confirmStartQuote(keys: Keys, token: string, plan: SubscribePlan, now: Date): void {
  const quoted = verifyToken<StartQuoteData>(keys, 'subscribe-quote', token, now);
  const data = dataOf(plan);
  if (!quoted || quoted.sub !== plan.columns.customerId) throw new QuoteExpiredError('TIME');
  if (quoted.choice !== data.choice)
    throw ValidationError.at(['input', 'quote'], 'The quote is for a different choice.');
  if (quoted.version !== data.version) throw new QuoteExpiredError('SUBSCRIPTION_CHANGED');
  if (quoted.taxes !== data.taxes) throw new QuoteExpiredError('TAX_CHANGED');
  if (AMOUNTS.some((name) => quoted[name] !== data[name])) throw new QuoteExpiredError('AMOUNT_CHANGED');
}
