/** Destinations of sign-in links: every destination, and the form that its context must have. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PortalDestination } from '../../src/db/generated/client/enums.ts';
import { newId } from '../../src/kernel/ids.ts';
import { mailedLink, tokenOf } from '../support/access.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';

let t: TestApp;
let shop: Awaited<ReturnType<TestApp['company']>>;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
  shop = await t.company();
  customerId = await makeCustomer(shop.merchant, { email: 'ada@example.com' });
});
afterAll(() => t.close());

const ALL = Object.values(PortalDestination);
const ID = newId('Subscription', new Date(0));
const FITTING: Record<string, string> = {
  SUBSCRIPTIONS: ID,
  SWITCH_PLAN: ID,
  CANCEL_SUBSCRIPTION: ID,
  INVOICES: newId('Invoice', new Date(0)),
  PAY_INVOICE: newId('Invoice', new Date(0)),
};

interface Outcome {
  url?: string;
  expiresInMinutes?: number;
  code?: string;
  path?: string[];
}
async function handOver(input: object): Promise<Outcome> {
  const { createPortalLink } = await shop.merchant.request<{ createPortalLink: Outcome }>(
    `mutation ($input: CreatePortalLinkInput!) { createPortalLink(input: $input) {
       ... on CreatePortalLinkSuccess { url } ... on UserError { code path } } }`,
    { input: { customerId, ...input } },
  );
  return createPortalLink;
}
async function ask(input: object): Promise<Outcome> {
  const { requestPortalLink } = await t.client().request<{ requestPortalLink: Outcome }>(
    `mutation ($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) {
       ... on RequestPortalLinkSuccess { expiresInMinutes } ... on UserError { code path } } }`,
    { input: { companyId: shop.companyId, email: 'nobody@example.com', ...input } },
  );
  return requestPortalLink;
}

test('the portal has eight link destinations', () => {
  expect([...ALL].sort()).toEqual(
    [
      ...['BILLING_INFORMATION', 'CANCEL_SUBSCRIPTION', 'HOME', 'INVOICES'],
      ...['PAYMENT_METHODS', 'PAY_INVOICE', 'SUBSCRIPTIONS', 'SWITCH_PLAN'],
    ].sort(),
  );
});

test.each(ALL)('a link to %s passes its context on, by mail and by createPortalLink', async (destination) => {
  const destinationContext = FITTING[destination] ?? 'whatever:1';
  const arrived = async (token: string | undefined) => {
    const { consumePortalLink } = await t.client().request<{ consumePortalLink: object }>(
      `mutation ($token: String!) { consumePortalLink(input: { token: $token }) {
         ... on ConsumePortalLinkSuccess { destination destinationContext } } }`,
      { token },
    );
    return consumePortalLink;
  };
  const there = { destination, destinationContext };
  const { url } = await handOver({ destination, destinationContext });
  expect(await arrived(tokenOf(url ?? ''))).toEqual(there);
  const { token, mail } = await mailedLink(t, {
    companyId: shop.companyId,
    email: 'ada@example.com',
    destination,
    destinationContext,
  });
  expect(await arrived(token)).toEqual(there);
  expect(mail.text).not.toMatch(/undefined|null/);
  t.clock.advance(3600_000);
});

test.each(Object.keys(FITTING))(
  'a link to %s accepts only an id of the right type as context, or no context',
  async (destination) => {
    const wrongKind = destination.includes('INVOICE') ? ID : newId('Invoice', new Date(0));
    const refused = { code: 'VALIDATION_FAILED', path: ['input', 'destinationContext'] };
    for (const destinationContext of ['whatever', wrongKind, 'sub_', 'in_1', `${FITTING[destination]}x`]) {
      expect(await handOver({ destination, destinationContext })).toEqual(refused);
      expect(await ask({ destination, destinationContext })).toEqual(refused);
    }
    expect((await handOver({ destination })).url).toContain('#token=');
  },
);
