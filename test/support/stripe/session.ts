/** The adapter on an account of the stand-in, with a customer that has a payment method. */
import { type Clock, systemClock } from '../../../src/kernel/clock.ts';
import type { PayRequest, ProviderSession } from '../../../src/modules/payment/port.ts';
import { createStripe } from '../../../src/modules/payment/providers/stripe/stripe.ts';
import type { StandInAccount } from './account.ts';
import { TEST_METHODS, type TestMethodName } from './outcomes.ts';
import type { StripeStandIn } from './server.ts';

export interface StripeSession {
  account: StandInAccount;
  session: ProviderSession;
  /** A customer with a new method, and a request that charges it. */
  payer(method: TestMethodName): Promise<PayRequest>;
}

let payments = 0;

export function openStripeSession(
  standIn: StripeStandIn,
  { clock = systemClock, live = false }: { clock?: Clock; live?: boolean } = {},
): StripeSession {
  const { account, key } = standIn.account({ live });
  const session = createStripe({ clock, apiBase: standIn.url }).open({
    id: 'pacc_test',
    companyId: 'co_test',
    live,
    secretKey: key,
    publishableKey: `pk_${live ? 'live' : 'test'}_standin`,
    connectedRef: null,
  });
  return {
    account,
    session,
    async payer(name) {
      payments += 1;
      const customer = { customerId: `cus_${payments}`, name: 'Ada', email: 'ada@example.com' };
      const customerRef = await session.ensureCustomer(customer, `customer-${payments}`);
      const method = account.makeMethod(TEST_METHODS[name], customerRef);
      const kinds = {
        card: 'CARD',
        sepa_debit: 'SEPA_DEBIT',
        us_bank_account: 'US_BANK_ACCOUNT',
        paypal: 'PAYPAL',
      } as const;
      return {
        paymentId: `pay_${payments}`,
        key: `payment-${payments}`,
        customerRef,
        methodRef: method.id,
        methodKind: kinds[TEST_METHODS[name].type],
        amount: 1200n,
        currency: TEST_METHODS[name].type === 'us_bank_account' ? 'USD' : 'EUR',
        take: 'NOW',
        customerPresent: false,
        description: 'Invoice ACME-1',
      };
    },
  };
}
