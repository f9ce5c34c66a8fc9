/** Limits against abuse by customers: card testing, huge quantities, deceptive names, links that outlive a session. */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { bounded } from '../../src/http/serveInvoicePdf.ts';
import { HOUR } from '../../src/kernel/clock.ts';
import { MAXIMUM_METHODS } from '../../src/modules/payment/cardTesting.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
let customerId: string;
let token: string;
beforeEach(async () => {
  t = await openTestApp();
  company = await t.company();
  customerId = await makeCustomer(company.merchant);
  ({ token } = await t.signIn(company.merchant, customerId));
  return () => t.close();
});

const as = (credential: string) => ({ authorization: `Bearer ${credential}` });
const ADD = `mutation M($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) {
  __typename ... on ConflictError { reason } } }`;
const add = (credential: string, input: object) => t.post({ query: ADD, variables: { input } }, as(credential));
const stored = () => t.db.prisma.paymentMethod.count({ where: { customerId, removedAt: null } });

describe('card testing', () => {
  test('a session tries ten payment methods an hour, declined ones included, and then gets 429', async () => {
    for (let index = 0; index < 10; index++) {
      const { body } = await add(token, { token: index % 2 ? 'tok_visa' : 'tok_chargeDeclined' });
      expect(body.data.addPaymentMethod.__typename).toMatch(/Success|Declined|Validation/);
    }
    const before = await stored();
    const refused = await add(token, { token: 'tok_visa' });
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect(await stored()).toBe(before);
    expect(await t.db.prisma.securityEvent.findMany({ where: { kind: 'RATE_LIMIT_REACHED' } })).toMatchObject([
      { customerId, actorKind: 'CUSTOMER', detail: 'methodPerSession', address: '127.0.0.1' },
    ]);
    t.clock.advance(HOUR);
    const { token: later } = await t.signIn(company.merchant, customerId);
    expect((await add(later, { token: 'tok_visa' })).body.data.addPaymentMethod.__typename).toMatch(/Success/);
  });

  test('a customer has twenty tries an hour to add a payment method, however often it signs in', async () => {
    let tries = 0;
    for (let session = 0; session < 4; session++) {
      const { token: another } = await t.signIn(company.merchant, customerId);
      for (let index = 0; index < 10; index++) if ((await add(another, { token: 'no token' })).status === 200) tries++;
    }
    expect(tries).toBe(20);
  });

  test('a customer has at most twenty payment methods, also by parallel requests of the merchant', async () => {
    const results = await Promise.all(
      Array.from({ length: MAXIMUM_METHODS + 5 }, () => add(company.apiKey, { customerId, token: 'tok_visa' })),
    );
    expect(await stored()).toBe(MAXIMUM_METHODS);
    const refused = results.map(({ body }) => body.data.addPaymentMethod).filter(({ reason }) => reason);
    expect(refused).toEqual(Array(6).fill({ __typename: 'ConflictError', reason: 'LIMIT_REACHED' }));
  });
});

describe('the maximum quantity of a portal', () => {
  const CHANGE = `mutation M($input: UpdateQuantityInput!) { updateQuantity(input: $input) {
    __typename ... on UserError { path message } } }`;
  const PREVIEW = `query Q($input: UpdateQuantityInput!) { previewUpdateQuantity(input: $input) {
    __typename ... on UserError { path message } } }`;
  let subscriptionId: string;
  beforeEach(async () => {
    const { priceId } = await makePrice(company.merchant, { amount: 1000 });
    const made = await makeSubscription(company.merchant, customerId, priceId, { quantity: 2 });
    subscriptionId = made.subscription.id;
    await mutate(
      company.merchant,
      'updatePortalConfig',
      { allowQuantityUpdates: true, maximumQuantity: 5 },
      '__typename',
    );
  });
  const change = async (credential: string, quantity: number) =>
    (await t.post({ query: CHANGE, variables: { input: { subscriptionId, quantity } } }, as(credential))).body.data
      .updateQuantity;

  test('a customer may choose the maximum quantity of the portal and not more, in the preview and in the change', async () => {
    const refused = { __typename: 'ValidationError', path: ['input', 'quantity'], message: 'Must be at most 5.' };
    const preview = await t.post({ query: PREVIEW, variables: { input: { subscriptionId, quantity: 6 } } }, as(token));
    expect(preview.body.data.previewUpdateQuantity).toEqual(refused);
    expect(await change(token, 6)).toEqual(refused);
    expect((await change(token, 5)).__typename).toBe('UpdateQuantitySuccess');
  });

  test('a merchant may set a quantity above the maximum of the portal, and the customer may then lower it', async () => {
    expect((await change(company.apiKey, 50)).__typename).toBe('UpdateQuantitySuccess');
    expect((await change(token, 51)).__typename).toBe('ValidationError');
    expect((await change(token, 49)).__typename).toBe('UpdateQuantitySuccess');
  });

  test.each([0, -1, 1_000_001, 1.5])('the configuration refuses a maximum of %s', async (maximumQuantity) => {
    await expect(mutate(company.merchant, 'updatePortalConfig', { maximumQuantity }, '__typename')).rejects.toThrow();
  });
});

test.each(['\u202e', '\u2066', '\u2028', '\u2029'])('a name with the character %j is refused', async (character) => {
  const query = `mutation M($input: UpdateBillingInformationInput!) { updateBillingInformation(input: $input) {
    __typename ... on UserError { path } } }`;
  const { body } = await t.post({ query, variables: { input: { name: `Ada${character}ecilA` } } }, as(token));
  expect(body.data.updateBillingInformation).toEqual({ __typename: 'ValidationError', path: ['input', 'name'] });
});

describe('links to PDFs', () => {
  let invoiceId: string;
  beforeEach(async () => {
    const { priceId } = await makePrice(company.merchant, { amount: 1000 });
    invoiceId = (await makeSubscription(company.merchant, customerId, priceId)).invoice?.id ?? '';
  });
  const linkOf = async (credential: string): Promise<string> => {
    const query = `mutation { createInvoicePdfLink(input: { invoiceId: "${invoiceId}" }) {
      ... on CreateInvoicePdfLinkSuccess { url } } }`;
    return (await t.post({ query }, as(credential))).body.data.createInvoicePdfLink.url;
  };
  const open = async (url: string) => {
    const response = await t.app.fetch(new Request(url));
    await response.arrayBuffer();
    return response;
  };

  test('a link that a customer requested ends with the session, one of the merchant does not', async () => {
    const [ofCustomer, ofMerchant] = [await linkOf(token), await linkOf(company.apiKey)];
    expect([(await open(ofCustomer)).status, (await open(ofMerchant)).status]).toEqual([200, 200]);
    await mutate(t.client(token), 'signOutPortal', {}, '__typename');
    expect([(await open(ofCustomer)).status, (await open(ofMerchant)).status]).toEqual([404, 200]);
  });

  test('more than four PDFs at once are refused with Retry-After, and served again afterwards', async () => {
    // A document so long that it is not finished before it is read.
    const lines = Array.from({ length: 200 }, (_, n) => ({
      description: `Work ${n} `.repeat(10).trim(),
      unitAmount: 100,
    }));
    const drafted = await mutate(
      company.merchant,
      'createInvoice',
      { customerId, currency: 'EUR', lines },
      'invoice { id }',
    );
    invoiceId = drafted.invoice.id;
    await mutate(company.merchant, 'finalizeInvoice', { invoiceId }, '__typename');
    const url = await linkOf(company.apiKey);
    const twelve = () => Promise.all(Array.from({ length: 12 }, () => t.app.fetch(new Request(url))));
    const read = (responses: Response[]) => Promise.all(responses.map((response) => response.arrayBuffer()));
    const served = (responses: Response[]) => responses.filter(({ status }) => status === 200);
    // PDFs that an earlier test of this process did not read are aborted after half a minute.
    await expect
      .poll(
        async () => {
          const responses = await twelve();
          await read(responses);
          return served(responses).length;
        },
        { timeout: 45_000, interval: 500 },
      )
      .toBe(4);
    const responses = await twelve();
    const refused = responses.filter(({ status }) => status === 503);
    expect(served(responses)).toHaveLength(4);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(Array(8).fill('2'));
    await read(responses);
    expect((await open(url)).status).toBe(200);
  });

  test('a PDF that the client does not read is aborted, so that others are served', async () => {
    const pdf = bounded(() => new Readable({ read() {} }), 20);
    await expect(finished(pdf)).rejects.toThrow('not read in time');
    expect(pdf.destroyed).toBe(true);
  });
});
