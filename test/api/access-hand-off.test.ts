/** createPortalSession: a merchant hands over a customer whom it has signed in itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consume, handedOver, REFUSED, sessionFrom, signedIn, tokenOf, updateCustomer } from '../support/access.ts';
import { openTestApp, PUBLIC_URL, success, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalogue.ts';
import {
  CreatePortalSessionDocument,
  type CreatePortalSessionInput,
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
const handOff = async (input: Partial<CreatePortalSessionInput>, by = merchant) =>
  (await by.request(CreatePortalSessionDocument, { input: { customerId, ...input } })).createPortalSession;
const tokenIn = (result: Awaited<ReturnType<typeof handOff>>) => tokenOf(success(result).url);

test('the link works once, for ten minutes, without a mail, and leads where it was asked to', async () => {
  const made = success(await handOff({ destination: 'PAYMENT_METHODS', destinationContext: 'shop:1' }));
  expect(made.url).toMatch(
    new RegExp(
      `^${PUBLIC_URL}/portal/${companyId}/sign-in#token=pl_[\\w-]{43}&destination=PAYMENT_METHODS&context=shop%3A1$`,
    ),
  );
  expect(made.expiresAt).toBe('2026-03-01T00:10:00.000Z');
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

describe('[21] returnUrl', () => {
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
  ])('%j is refused, without being repeated', async (returnUrl) => {
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
  ])('%j is of the same origin and is where the way back leads', async (returnUrl, leadsTo) => {
    expect(await consume(t, { token: tokenIn(await handOff({ returnUrl })) })).toMatchObject({ returnUrl: leadsTo });
  });

  test('is refused while the configuration names none', async () => {
    const other = await t.company('Other');
    const id = await makeCustomer(other.merchant, { token: null });
    const result = await handOff({ customerId: id, returnUrl: 'https://acme.example/' }, other.merchant);
    expect(result).toMatchObject({ __typename: 'ValidationError', path: ['input', 'returnUrl'] });
    expect(await consume(t, { token: tokenIn(await handOff({ customerId: id }, other.merchant)) })).toMatchObject({
      returnUrl: null,
    });
  });
});

describe('who may be handed over, and by whom', () => {
  test("another company's customer is answered like one that does not exist", async () => {
    const other = await t.company('Other');
    const theirs = await makeCustomer(other.merchant, { token: null });
    const answers = [];
    for (const id of [theirs, 'cus_00000000000000000000000000', 'nonsense', companyId, ''])
      answers.push(await handOff({ customerId: id }));
    expect(answers[0]).toMatchObject({ __typename: 'NotFoundError', path: ['input', 'customerId'] });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await t.db.prisma.portalLink.count({ where: { customerId: theirs } })).toBe(0);
  });

  test('a disabled customer is a ConflictError', async () => {
    const id = await makeCustomer(merchant, { token: null });
    await updateCustomer(merchant, { customerId: id, disabled: true });
    expect(await handOff({ customerId: id })).toMatchObject({
      __typename: 'ConflictError',
      path: ['input', 'customerId'],
    });
  });

  test('neither a stranger nor a customer can hand anybody over', async () => {
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
