/** Stripe behind the port. */
import type { Clock } from '../../../../kernel/clock.ts';
import type { Provider } from '../../port.ts';
import { createCall } from './calls.ts';
import { checkKey } from './check.ts';
import { createCustomers } from './customers.ts';
import { capability } from './kinds.ts';
import { stripeAddress } from './stripeClient.ts';
import { chargeable } from './stripeMoney.ts';
import { createPayments } from './stripePayments.ts';
import { createWatching } from './watching.ts';

export interface StripeOptions {
  /** Wall time: Stripe's objects do not live by a test clock. */
  clock: Clock;
  /** The address of a stand-in on this machine instead of Stripe's API. */
  apiBase?: string | undefined;
}

export function createStripe({ clock, apiBase }: StripeOptions): Provider {
  const address = apiBase === undefined ? null : stripeAddress(apiBase);
  return {
    name: 'stripe',
    capability,
    chargeable,
    dashboardUrl: ({ live, accountRef }, about, ref) =>
      `https://dashboard.stripe.com/${accountRef}/${live ? '' : 'test/'}${about}s/${encodeURIComponent(ref)}`,
    open(account) {
      const call = createCall(account, address);
      return {
        check: () => checkKey(call, account.live),
        ...createCustomers(account, call),
        ...createPayments(account, call),
        ...createWatching(call, clock),
      };
    },
  };
}
