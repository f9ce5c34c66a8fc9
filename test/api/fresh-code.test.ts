/** Actions that a portal protects by a fresh sign-in, which only a mailed link or code gives. */
import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
let customerId: string;
let counter = 0;
let email: string;
beforeEach(async () => {
  t = await openTestApp();
  company = await t.company();
  email = `ada-${++counter}@example.com`;
  customerId = await makeCustomer(company.merchant, { email });
  await mutate(
    company.merchant,
    'updatePortalConfig',
    { freshCodeActions: ['REMOVE_LAST_PAYMENT_METHOD', 'CANCEL_IMMEDIATELY'], cancellationMode: 'IMMEDIATELY' },
    '__typename',
  );
  return () => t.close();
});

/** A session by the code or the link of a mail. */
async function byMail(way: 'code' | 'link'): Promise<string> {
  await mutate(t.client(), 'requestPortalLink', { companyId: company.companyId, email }, '__typename');
  await t.app.tick();
  const text = t.mailbox.list()[0]?.text ?? '';
  const token = /#token=([^\s&]+)/.exec(text)?.[1];
  const code = /\b[2-9A-HJKMNP-TW-Z]{6}\b/.exec(text)?.[0];
  const input = way === 'code' ? { companyId: company.companyId, email, code } : { token };
  return (await mutate(t.client(), 'consumePortalLink', input, 'sessionToken')).sessionToken;
}
const run = async (credential: string, name: string, input: object) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation M($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { code } } }`;
  const { body } = await t.post({ query, variables: { input } }, { authorization: `Bearer ${credential}` });
  return body.data[name].__typename;
};

describe.each([
  ['removing the last payment method', 'removePaymentMethod', 'RemovePaymentMethod'],
  ['canceling immediately', 'cancelSubscription', 'CancelSubscription'],
])('%s', (_name, mutation, prefix) => {
  let input: object;
  beforeEach(async () => {
    const { id: paymentMethodId } = await t.db.prisma.paymentMethod.findFirstOrThrow({ where: { customerId } });
    input = { paymentMethodId };
    if (mutation === 'removePaymentMethod') return;
    const { priceId } = await makePrice(company.merchant, { amount: 1000 });
    const { subscription } = await makeSubscription(company.merchant, customerId, priceId);
    input = { subscriptionId: subscription.id };
  });

  test('a session opened by a merchant’s link is refused, and nothing changes', async () => {
    const { token } = await t.signIn(company.merchant, customerId);
    expect(await run(token, mutation, input)).toBe('FreshCodeRequiredError');
    expect(await t.db.prisma.paymentMethod.count({ where: { removedAt: null } })).toBe(1);
    expect(await t.db.prisma.subscription.count({ where: { status: 'CANCELED' } })).toBe(0);
  });

  test.each(['code', 'link'] as const)('a session opened by a mailed %s is accepted', async (way) => {
    expect(await run(await byMail(way), mutation, input)).toBe(`${prefix}Success`);
  });

  test('a session opened by a mailed code is refused after ten minutes', async () => {
    const session = await byMail('code');
    t.clock.advance(10 * MINUTE + 1);
    expect(await run(session, mutation, input)).toBe('FreshCodeRequiredError');
  });

  test('a session opened by a mailed code is accepted at exactly ten minutes', async () => {
    const session = await byMail('code');
    t.clock.advance(10 * MINUTE);
    expect(await run(session, mutation, input)).toBe(`${prefix}Success`);
  });

  test('a customer of a portal without the setting needs no session opened by mail', async () => {
    const { token } = await t.signIn(company.merchant, customerId);
    await mutate(company.merchant, 'updatePortalConfig', { freshCodeActions: [] }, '__typename');
    expect(await run(token, mutation, input)).toBe(`${prefix}Success`);
  });
});

test('a payment method that is not the last one is removed without a fresh code', async () => {
  await mutate(company.merchant, 'addPaymentMethod', { customerId, token: 'tok_visa' }, '__typename');
  const { token } = await t.signIn(company.merchant, customerId);
  const [first, second] = await t.db.prisma.paymentMethod.findMany({ where: { customerId } });
  expect(await run(token, 'removePaymentMethod', { paymentMethodId: first?.id })).toBe('RemovePaymentMethodSuccess');
  expect(await run(token, 'removePaymentMethod', { paymentMethodId: second?.id })).toBe('FreshCodeRequiredError');
});
