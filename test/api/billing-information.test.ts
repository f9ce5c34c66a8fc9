/** updateBillingInformation emits an event for a change, and only for a change. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import {
  CreateCustomerDocument,
  UpdateBillingInformationDocument,
  type UpdateBillingInformationInput,
} from '../support/graphql/graphql.ts';

let t: TestApp;
let portal: GraphQLClient;
let merchant: GraphQLClient;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp();
  ({ merchant } = await t.company());
  customerId = await makeCustomer(merchant, { token: null });
  ({ portal } = await t.signIn(merchant, customerId));
});
afterAll(() => t.close());

const save = async (input: UpdateBillingInformationInput) =>
  success((await portal.request(UpdateBillingInformationDocument, { input })).updateBillingInformation);
const told = () =>
  t.db.prisma.event.count({ where: { objectId: customerId, type: 'customer.billing_information_updated' } });

test('saving billing information emits an event only if a value changed', async () => {
  const whole = { name: 'Ada', address: { line1: 'Main Street 1', city: null }, taxId: null, locale: 'de-at' };
  await save(whole);
  expect(await told()).toBe(1);
  await save(whole);
  await save({ name: 'Ada' });
  await save({});
  expect(await told()).toBe(1);
  await save({ ...whole, address: { line1: 'Main Street 1', city: 'Vienna' } });
  expect(await told()).toBe(2);
  // An omitted field stays as it is; setting a field to null is a change.
  await save({ address: { city: null } });
  expect(await told()).toBe(3);
  expect(await t.db.prisma.customer.findUnique({ where: { id: customerId } })).toMatchObject({
    name: 'Ada',
    addressLine1: 'Main Street 1',
    addressCity: null,
    locale: 'de-AT',
  });
});

test('a tax id is stored in its normal form, and one with a wrong check digit is refused at its field', async () => {
  await save({ taxId: { type: 'eu_vat', value: 'de 136 695 976' } });
  const stored = () =>
    t.db.prisma.customer.findUnique({
      where: { id: customerId },
      select: { taxIdType: true, taxIdValue: true, addressCity: true },
    });
  expect(await stored()).toMatchObject({ taxIdType: 'eu_vat', taxIdValue: 'DE136695976' });

  const wrong = { type: 'eu_vat', value: 'DE136695977' };
  const refused = { code: 'VALIDATION_FAILED', path: ['input', 'taxId', 'value'] };
  const { updateBillingInformation } = await portal.request(UpdateBillingInformationDocument, {
    input: { taxId: wrong, address: { city: 'Bonn' } },
  });
  expect(updateBillingInformation).toMatchObject(refused);
  expect(JSON.stringify(updateBillingInformation)).not.toContain('136695977');
  expect(await stored()).toMatchObject({ taxIdValue: 'DE136695976', addressCity: null });
  const byMerchant = await merchant.request<{ updateCustomer: object }>(
    `mutation ($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) { ... on UserError { code path } }
    }`,
    { input: { customerId, taxId: wrong } },
  );
  expect(byMerchant.updateCustomer).toMatchObject(refused);
  const created = await merchant.request(CreateCustomerDocument, {
    input: { email: 'wrong.id@example.com', taxId: wrong },
  });
  expect(created.createCustomer).toMatchObject(refused);
  expect(await t.db.prisma.customer.count({ where: { email: 'wrong.id@example.com' } })).toBe(0);

  await save({ taxId: { type: 'sg_gst', value: 'M2-1234567-8' } });
  expect(await stored()).toMatchObject({ taxIdType: 'sg_gst', taxIdValue: 'M2-1234567-8' });
});

test('a wrong tax id from before the check stays while other fields change', async () => {
  const old = { taxIdType: 'eu_vat', taxIdValue: 'DE 123 old' };
  await t.db.prisma.customer.update({ where: { id: customerId }, data: old });
  const saved = await save({ taxId: { type: 'eu_vat', value: 'DE 123 old' }, address: { city: 'Linz' } });
  expect(saved.customer).toMatchObject({ taxId: { value: 'DE 123 old' }, address: { city: 'Linz' } });
});

test('a postal code that its country does not use is refused at its field, and an older stored one stays', async () => {
  const refused = { code: 'VALIDATION_FAILED', path: ['input', 'address', 'postalCode'] };
  const tried = async (address: object) =>
    (await portal.request(UpdateBillingInformationDocument, { input: { address } })).updateBillingInformation;
  expect(await tried({ postalCode: 'XX', country: 'GB' })).toMatchObject(refused);
  await save({ address: { postalCode: 'SW1Y 4JH', country: 'GB' } });
  // One of the two is given, the other is stored.
  expect(await tried({ country: 'DE' })).toMatchObject(refused);
  expect(await tried({ postalCode: '20099' })).toMatchObject(refused);
  await save({ address: { postalCode: '20099', country: 'DE' } });
  await t.db.prisma.customer.update({ where: { id: customerId }, data: { addressPostalCode: 'D 20099' } });
  const saved = await save({ address: { postalCode: 'D 20099', country: 'DE', city: 'Hamburg' } });
  expect(saved.customer.address.city).toBe('Hamburg');

  const input = { email: 'wrong.code@example.com', address: { postalCode: '2009', country: 'DE' } };
  expect((await merchant.request(CreateCustomerDocument, { input })).createCustomer).toMatchObject(refused);
  const company = await merchant.request<{ updateCompany: object }>(
    'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { ... on UserError { code path } } }',
    { input: { address: input.address } },
  );
  expect(company.updateCompany).toMatchObject(refused);
});

test('a customer cannot clear its own name, and the merchant can', async () => {
  await save({ name: 'Ada' });
  const input = { name: null };
  const { updateBillingInformation } = await portal.request(UpdateBillingInformationDocument, { input });
  expect(updateBillingInformation).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'name'] });
  const byMerchant = await merchant.request(UpdateBillingInformationDocument, { input: { ...input, customerId } });
  expect(success(byMerchant.updateBillingInformation).customer.name).toBeNull();
});
