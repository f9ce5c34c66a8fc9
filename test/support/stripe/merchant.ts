/** A company that connects an account of the stand-in by the API. */
import type { GraphQLClient } from 'graphql-request';
import type { TestApp } from '../app.ts';
import { mutate } from '../world.ts';
import type { StandInAccount } from './account.ts';
import type { StripeObject } from './objects.ts';
import type { StripeStandIn } from './server.ts';
import type { Delivery } from './webhooks.ts';

export const PUBLISHABLE_KEY = 'pk_test_standin0000000000';

/** All fields of an account, with the result of a refusal. */
export const ACCOUNT_FIELDS = `id provider live accountRef connectedAccountRef publishableKey keyLastFour status brokenAt
  missingPermissions webhookHealth webhookUrl lastSignalAt previousSecretUntil createdAt`;

export interface StripeMerchant {
  companyId: string;
  merchant: GraphQLClient;
  account: StandInAccount;
  /** The secret key that was connected. */
  key: string;
  providerAccountId: string;
  /** Posts a webhook as it was delivered, and returns the response. */
  post(delivery: Delivery, path?: string): Promise<Response>;
  /** Delivers an event of the account, signed by the stand-in. */
  deliver(event: StripeObject, signing?: { secret?: string; at?: Date }): Promise<number>;
}

export async function connectStripe(t: TestApp, standIn: StripeStandIn, name = 'Acme'): Promise<StripeMerchant> {
  const { companyId, merchant } = await t.company(name);
  const { account, key } = standIn.account();
  const input = { provider: 'stripe', secretKey: key, publishableKey: PUBLISHABLE_KEY };
  const { paymentProvider } = await mutate(
    merchant,
    'connectPaymentProvider',
    input,
    'paymentProvider { id webhookUrl }',
  );
  const { id: providerAccountId, webhookUrl } = paymentProvider as { id: string; webhookUrl: string };
  const post = ({ headers, body }: Delivery, path = new URL(webhookUrl).pathname) =>
    t.app.fetch(new Request(new URL(path, webhookUrl), { method: 'POST', headers, body }));
  return {
    ...{ companyId, merchant, account, key, providerAccountId, post },
    deliver: async (event, signing) => (await post(standIn.delivery(account, event, signing))).status,
  };
}
