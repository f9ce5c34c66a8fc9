/** createPortalLink: a merchant sends a customer whom it has signed in itself to the portal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consume, handedOver, REFUSED, sessionFrom, signedIn, tokenOf, updateCustomer } from '../support/access.ts';
import { openTestApp, PUBLIC_URL, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import {
  CreatePortalLinkDocument,
  type CreatePortalLinkInput,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
let companyId: string;
let merchant: ReturnType<TestApp['client']>;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp({ trustedProxyHops: 1 });
  ({ companyId, merchant } = await t.company());
  customerId = await makeCustomer(merchant, { token: null });
  await configure(merchant, 'https://acme.example/account');
});
afterAll(() => t.close());

async function configure(of: ReturnType<TestApp['client']>, returnUrl: string | null) {
  success((await of.request(UpdatePortalConfigDocument, { input: { returnUrl } })).updatePortalConfig);
}
const handOff = async (input: Partial<CreatePortalLinkInput>, by = merchant) =>
  (await by.request(CreatePortalLinkDocument, { input: { customerId, ...input } })).createPortalLink;
const tokenIn = (result: Awaited<ReturnType<typeof handOff>>) => tokenOf(success(result).url);

test('createPortalLink returns a link to the given destination that works once, for ten minutes, without a mail', async () => {
  const made = success(await handOff({ destination: 'PAYMENT_METHODS', destinationContext: 'shop:1' }));
  expect(made.url).toMatch(
    new RegExp(
      `^${PUBLIC_URL}/portal/${companyId}/sign-in#token=pl_[\\w-]{43}&destination=PAYMENT_METHODS&context=shop%3A1$`,
    ),
  );
  expect(made.portalLink).toEqual({
    id: expect.stringMatching(/^pl_/),
    origin: 'MERCHANT',
    destination: 'PAYMENT_METHODS',
    expiresAt: '2026-03-01T00:10:00.000Z',
    usedAt: null,
  });
  const token = tokenOf(made.url);
  expect(await consume(t, { token })).toMatchObject({
    customer: { id: customerId },
    destination: 'PAYMENT_METHODS',
    destinationContext: 'shop:1',
    returnUrl: 'https://acme.example/account',
  });
  expect(await consume(t, { token })).toEqual(REFUSED);
  expect(t.mailbox.list()).toHaveLength(0);
});

describe('createPortalLink returnUrl', () => {
  test.each([
    '//evil.example',
    '//evil.example/account',
    '/\\evil.example',
    '\\\\evil.example',
    'https:\\\\evil.example',
    'https:/\\evil.example',
    'https:evil.example',
    'https:///evil.example',
    'https://evil.example',
    'https://acme.example@evil.example/',
    'https://acme.example:x@evil.example/',
    'https://user@acme.example/account',
    'https://acme.example%40evil.example/',
    'https://acme.example.evil.example/',
    'https://acme.example.',
    'https://evilacme.example/',
    'https://acme.example.evil',
    'https://acme.example%2eevil.example/',
    'https://acme.example%2f.evil.example/',
    'https://acme.example%5c.evil.example/',
    'https://sub.acme.example/',
    'https://acme.example:8443/',
    'http://acme.example/account',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'javascript://acme.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://acme.example/',
    'https://аcme.example/',
    'https://xn--cme-5cd.example/',
    'https://acme。example.evil.example/',
    'https://acme.example/\r\nLocation: https://evil.example',
    'https://acme.example/\nx',
    ' https://acme.example/',
    'https://acme.example/\u202ecod.exe',
    'https://acme.example\u0001.evil.example/',
    '%68ttps://acme.example/',
    'https%3A%2F%2Facme.example',
    '%2F%2Fevil.example',
    '/account',
    'account',
    'https://',
    `https://acme.example/${'x'.repeat(2000)}`,
  ])('the return URL %j is refused and not repeated in the error', async (returnUrl) => {
    const result = await handOff({ returnUrl });
    expect(result).toMatchObject({ __typename: 'ValidationError', path: ['input', 'returnUrl'] });
    expect(JSON.stringify(result)).not.toContain('evil');
  });

  test.each([
    ['https://acme.example', 'https://acme.example/'],
    ['https://acme.example/', 'https://acme.example/'],
    ['HTTPS://ACME.example/a/../b?x=1#y', 'https://acme.example/b?x=1#y'],
    ['https://acme.example:443/account', 'https://acme.example/account'],
    ['https://acme.example/%2F%2Fevil.example', 'https://acme.example/%2F%2Fevil.example'],
    ['https://acme.example/?next=https://evil.example', 'https://acme.example/?next=https://evil.example'],
  ])('the same-origin return URL %j is accepted and normalized', async (returnUrl, leadsTo) => {
    expect(await consume(t, { token: tokenIn(await handOff({ returnUrl })) })).toMatchObject({ returnUrl: leadsTo });
  });

  test('a return URL is refused while the portal configuration has none', async () => {
    const other = await t.company('Other');
    const id = await makeCustomer(other.merchant, { token: null });
    const result = await handOff({ customerId: id, returnUrl: 'https://acme.example/' }, other.merchant);
    expect(result).toMatchObject({ __typename: 'ValidationError', path: ['input', 'returnUrl'] });
    expect(await consume(t, { token: tokenIn(await handOff({ customerId: id }, other.merchant)) })).toMatchObject({
      returnUrl: null,
    });
  });
});

describe('createPortalLink authorization', () => {
  test('a customer of another company gets the same NotFoundError as a customer that does not exist', async () => {
    const other = await t.company('Other');
    const theirs = await makeCustomer(other.merchant, { token: null });
    const answers = [];
    for (const id of [theirs, 'cus_00000000000000000000000000', 'nonsense', companyId, ''])
      answers.push(await handOff({ customerId: id }));
    expect(answers[0]).toMatchObject({ __typename: 'NotFoundError', path: ['input', 'customerId'] });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await t.db.prisma.portalLink.count({ where: { customerId: theirs } })).toBe(0);
  });

  test('createPortalLink for a disabled customer returns a ConflictError', async () => {
    const id = await makeCustomer(merchant, { token: null });
    await updateCustomer(merchant, { customerId: id, disabled: true });
    expect(await handOff({ customerId: id })).toMatchObject({
      __typename: 'ConflictError',
      path: ['input', 'customerId'],
    });
  });

  test('anonymous callers and customers cannot call createPortalLink', async () => {
    const session = await sessionFrom(t, { token: (await handedOver(merchant, customerId)).token });
    await expect(handOff({}, t.client())).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    await expect(handOff({}, t.client(session))).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
    expect(await signedIn(t, session)).toBe(true);
  });
});
