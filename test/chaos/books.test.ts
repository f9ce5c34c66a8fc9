/** Each rule of the books finds the violation that it is written for. */
import { expect, test } from 'vitest';
import { openTestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { violatedRules } from './books.ts';

test.each([
  ['UPDATE subscription SET version = version + 1', 'another number of changes than events'],
  ['UPDATE company SET next_invoice_sequence = 1; UPDATE invoice SET sequence = 2', 'a gap or a repetition'],
  ["UPDATE payment SET created_at = created_at + interval '100 years'", 'from another time'],
  ['UPDATE invoice_settlement SET amount = amount - 1', 'a paid amount that no settlement explains'],
  [
    `INSERT INTO payment SELECT (jsonb_populate_record(p, '{"id": "pay_second", "provider_ref": "second"}')).* FROM payment p`,
    'charged twice',
  ],
])('the books report a violation after %s', async (sql, rule) => {
  const t = await openTestApp();
  const { merchant } = await t.company();
  const { priceId } = await makePrice(merchant, { amount: 100 });
  await makeSubscription(merchant, await makeCustomer(merchant), priceId);
  await t.app.tick();
  expect(await violatedRules(t.db)).toEqual([]);
  await t.db.raw.query(`SET session_replication_role = replica; ${sql}; SET session_replication_role = DEFAULT`);
  expect((await violatedRules(t.db)).join('\n')).toContain(rule);
  await t.close();
});
