/** Products, prices and customers for tests, created through the merchant's API. A day of a 30-day month is a round amount. */
import type { GraphQLClient } from 'graphql-request';
import { success } from './app.ts';
import {
  AddPaymentMethodDocument,
  type BillingInterval,
  CreateCustomerDocument,
  CreatePriceDocument,
  CreateProductDocument,
  CreateSubscriptionDocument,
} from './graphql/graphql.ts';

export async function makePrice(
  merchant: GraphQLClient,
  price: {
    name?: string;
    productId?: string;
    amount: number;
    currency?: string;
    interval?: BillingInterval;
    intervalCount?: number;
  },
): Promise<{ priceId: string; productId: string }> {
  const productId =
    price.productId ??
    success((await merchant.request(CreateProductDocument, { input: { name: price.name ?? 'Plan' } })).createProduct)
      .product.id;
  const { createPrice } = await merchant.request(CreatePriceDocument, {
    input: {
      productId,
      unitAmount: { amount: price.amount, currency: price.currency ?? 'EUR' },
      interval: price.interval ?? 'MONTH',
      intervalCount: price.intervalCount ?? 1,
    },
  });
  return { productId, priceId: success(createPrice).price.id };
}

let counter = 0;

/** A customer with a payment method: `tok_visa` by default, none for `null`. */
export async function makeCustomer(
  merchant: GraphQLClient,
  options: { email?: string; name?: string; token?: string | null } = {},
): Promise<string> {
  const email = options.email ?? `customer-${++counter}@example.com`;
  const { createCustomer } = await merchant.request(CreateCustomerDocument, { input: { email, name: options.name } });
  const { id: customerId } = success(createCustomer).customer;
  if (options.token !== null) {
    const input = { customerId, token: options.token ?? 'tok_visa' };
    success((await merchant.request(AddPaymentMethodDocument, { input })).addPaymentMethod);
  }
  return customerId;
}

export async function makeSubscription(
  merchant: GraphQLClient,
  customerId: string,
  priceId: string,
  more: { quantity?: number; couponId?: string; trialEnd?: string } = {},
) {
  const { quantity, ...rest } = more;
  const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
    input: { customerId, items: [{ priceId, quantity }], ...rest },
  });
  return success(createSubscription);
}
