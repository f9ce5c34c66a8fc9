/** Many subscriptions of one company, copied by a few statements from one that the API has made. */
import type { GraphQLClient } from 'graphql-request';
import type { TestApp } from './app.ts';
import { makeCustomer, makeSubscription } from './catalog.ts';

/** `count` customers with a card and one subscription to the price each; returns the ids of the subscriptions. */
export async function manySubscriptions(
  t: Pick<TestApp, 'db' | 'app'>,
  merchant: GraphQLClient,
  priceId: string,
  count: number,
): Promise<string[]> {
  const customerId = await makeCustomer(merchant);
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  await t.app.tick();
  const id = (prefix: string) => `'${prefix}_' || right($1, 20) || lpad(n::text, 6, '0')`;
  const copy = (table: string, changed: string, condition: string) =>
    t.db.raw.query(
      `INSERT INTO ${table} SELECT copied.* FROM ${table} o, generate_series(2, $2::int) n,
         jsonb_populate_record(o, jsonb_build_object(${changed})) copied WHERE ${condition}`,
      [customerId, count],
    );
  await copy(
    'customer',
    `'id', ${id('cus')}, 'email', n || '-copy@example.com', 'sign_in_key', n || '-copy@example.com', 'external_id', null,
     'provider_customer_ref', 'sbx_' || ${id('cus')}, 'default_payment_method_id', null`,
    'o.id = $1',
  );
  const owner = `'customer_id', ${id('cus')}`;
  await copy(
    'payment_method',
    `'id', ${id('pm')}, ${owner}, 'provider_ref', 'sbx_tok_visa_' || lpad(n::text, 24, '0')`,
    'o.customer_id = $1',
  );
  await t.db.raw.query(
    `UPDATE customer SET default_payment_method_id = pm.id FROM payment_method pm
     WHERE pm.customer_id = customer.id AND customer.default_payment_method_id IS NULL AND right($1, 20) = substr(customer.id, 5, 20)`,
    [customerId],
  );
  await copy('subscription', `'id', ${id('sub')}, ${owner}`, 'o.customer_id = $1');
  await copy(
    'subscription_item',
    `'id', ${id('si')}, 'subscription_id', ${id('sub')}`,
    `o.subscription_id = (SELECT id FROM subscription WHERE customer_id = $1 ORDER BY id LIMIT 1)`,
  );
  const copies = Array.from(
    { length: count - 1 },
    (_, index) => `sub_${customerId.slice(-20)}${String(index + 2).padStart(6, '0')}`,
  );
  return [subscription.id, ...copies];
}
