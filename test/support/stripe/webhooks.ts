/** Webhooks of the stand-in, signed by the official SDK. */
import Stripe from 'stripe';
import type { StandInAccount } from './account.ts';
import type { StripeObject } from './objects.ts';

export interface Delivery {
  headers: Record<string, string>;
  body: string;
}

const { webhooks } = new Stripe('sk_test_signs_webhooks_only');

/** Signed with the secret of the account's newest endpoint unless another is given. */
export function deliver(
  account: StandInAccount,
  event: StripeObject,
  { secret, at }: { secret?: string; at: Date },
): Delivery {
  const body = JSON.stringify(event);
  const own = account.all('webhook_endpoint').at(-1)?.secret;
  const signature = webhooks.generateTestHeaderString({
    payload: body,
    secret: secret ?? own ?? 'whsec_none',
    timestamp: Math.floor(at.getTime() / 1000),
  });
  return { headers: { 'content-type': 'application/json', 'stripe-signature': signature }, body };
}
