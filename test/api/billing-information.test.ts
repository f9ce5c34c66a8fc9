/** What stands on a customer's invoices, saved by the customer: what changes is told, and only that. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';
import { UpdateBillingInformationDocument, type UpdateBillingInformationInput } from '../support/graphql/graphql.ts';

let t: TestApp;
let portal: GraphQLClient;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp();
  const { merchant } = await t.company();
  customerId = await makeCustomer(merchant, { token: null });
  ({ portal } = await t.signIn(merchant, customerId));
});
afterAll(() => t.close());

const save = async (input: UpdateBillingInformationInput) =>
  success((await portal.request(UpdateBillingInformationDocument, { input })).updateBillingInformation);
const told = () =>
  t.db.prisma.event.count({ where: { objectId: customerId, type: 'customer.billing_information_updated' } });

test('what is saved a second time is no change, and no event', async () => {
  const whole = { name: 'Ada', address: { line1: 'Main Street 1', city: null }, taxId: null, locale: 'de-at' };
  await save(whole);
  expect(await told()).toBe(1);
  await save(whole);
  await save({ name: 'Ada' });
  await save({});
  expect(await told()).toBe(1);
  await save({ ...whole, address: { line1: 'Main Street 1', city: 'Vienna' } });
  expect(await told()).toBe(2);
  // What is left out stays, and what is cleared is a change.
  await save({ address: { city: null } });
  expect(await told()).toBe(3);
  expect(await t.db.prisma.customer.findUnique({ where: { id: customerId } })).toMatchObject({
    name: 'Ada',
    addressLine1: 'Main Street 1',
    addressCity: null,
    locale: 'de-AT',
  });
});
