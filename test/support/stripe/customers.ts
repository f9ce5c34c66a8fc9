/** Customers of a company with an account of the stand-in, and the methods that they enter in Stripe's form. */
import { makePrice } from '../catalog.ts';
import { mutate } from '../world.ts';
import { confirmInBrowser } from './browser.ts';
import type { StripeMerchant } from './merchant.ts';
import type { TestMethodName } from './outcomes.ts';
import type { StripeStandIn } from './server.ts';

let customers = 0;

export async function makeStripeCustomer({ merchant }: StripeMerchant): Promise<string> {
  customers += 1;
  const input = { email: `s${customers}@example.com` };
  return (await mutate(merchant, 'createCustomer', input, 'customer { id }')).customer.id;
}

/** Enters a card or account in Stripe's form and adds it. */
export async function enterMethod(
  standIn: StripeStandIn,
  { merchant, account }: StripeMerchant,
  customerId: string,
  name: TestMethodName,
): Promise<string> {
  const { clientSecret } = await mutate(merchant, 'createSetupIntent', { customerId }, 'clientSecret');
  const [setupRef = ''] = String(clientSecret).split('_secret');
  if ((await confirmInBrowser(standIn, account, setupRef, name)) !== 200) throw new Error('The form was refused.');
  if (account.get(setupRef, 'setup_intent').status === 'requires_action')
    await confirmInBrowser(standIn, account, setupRef, null);
  const add = { customerId, token: setupRef, makeDefault: true };
  return (await mutate(merchant, 'addPaymentMethod', add, 'paymentMethod { id }')).paymentMethod.id;
}

/** A customer with a method and a subscription. */
export async function makeStripeSubscriber(
  standIn: StripeStandIn,
  shop: StripeMerchant,
  name: TestMethodName,
  { amount = 3000, interval = 'MONTH' }: { amount?: number; interval?: 'MONTH' | 'YEAR' } = {},
) {
  const customerId = await makeStripeCustomer(shop);
  await enterMethod(standIn, shop, customerId, name);
  const { priceId } = await makePrice(shop.merchant, { amount, interval });
  const create = { customerId, items: [{ priceId }] };
  const { subscription } = await mutate(
    shop.merchant,
    'createSubscription',
    create,
    'subscription { id items { id } }',
  );
  return { customerId, subscriptionId: subscription.id as string, itemId: subscription.items[0].id as string };
}
