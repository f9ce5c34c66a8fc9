/** Session tokens: a caller with a forged, borrowed or expired token is anonymous. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { signToken } from '../../src/kernel/signedTokens.ts';
import { signedIn } from '../support/access.ts';
import { openTestApp, PUBLIC_URL, success, TEST_SECRET, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  CreateInvoicePdfLinkDocument,
  PreviewSwitchPlanDocument,
  UpdatePortalConfigDocument,
} from '../support/graphql/graphql.ts';

const OLD_SECRET = TEST_SECRET;
const NEW_SECRET = 'the secret after the rotation, which is long too';
const keys = createKeys(TEST_SECRET);
const [{ id: kid, key }] = keys.signing('portal-session');

let t: TestApp;
let good: string;
let sessionId: string;
let quote: string;
let pdfUrl: URL;
beforeAll(async () => {
  t = await openTestApp();
  const { merchant } = await t.company();
  success(
    (await merchant.request(UpdatePortalConfigDocument, { input: { allowPlanSwitch: true } })).updatePortalConfig,
  );
  const small = await makePrice(merchant, { name: 'Small', amount: 3000 });
  const large = await makePrice(merchant, { name: 'Large', amount: 9000 });
  const customerId = await makeCustomer(merchant);
  const { subscription, invoice } = await makeSubscription(merchant, customerId, small.priceId);
  const { token, portal } = await t.signIn(merchant, customerId);
  good = token;
  sessionId = (await t.db.prisma.portalSession.findFirstOrThrow()).id;
  const input = { subscriptionId: subscription.id, priceId: large.priceId };
  quote = success((await portal.request(PreviewSwitchPlanDocument, { input })).previewSwitchPlan).quote.token;
  const link = await portal.request(CreateInvoicePdfLinkDocument, { input: { invoiceId: invoice?.id ?? '' } });
  pdfUrl = new URL(success(link.createInvoicePdfLink).url);
});
afterAll(() => t.close());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(t.clock.now().getTime() / 1000);
const claims = (change: object = {}) => ({
  iss: 'portico',
  aud: 'portal-session',
  sub: sessionId,
  iat: now(),
  exp: now() + 3600,
  ...change,
});
const header = (change: object = {}) => ({ alg: 'HS256', typ: 'JWT', kid, ...change });
/** Signed with the right key, so that only the changed part can be the reason for a refusal. */
const sign = (payload: object, head: object = header(), secret: string | Buffer = key, algorithm = 'sha256') => {
  const signed = `${part(head)}.${part(payload)}`;
  return `${signed}.${createHmac(algorithm, secret).update(signed).digest('base64url')}`;
};

test('a hand-made token of the right form is accepted, so each forgery fails for its one defect', async () => {
  expect(await signedIn(t, good)).toBe(true);
  expect(await signedIn(t, sign(claims()))).toBe(true);
});

describe('forged session tokens', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const without = (name: string) => Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name));
  const forgeries: [string, () => string][] = [
    ['without a signature: alg none', () => `${part(header({ alg: 'none' }))}.${part(claims())}.`],
    ['without a signature: alg NONE', () => `${part(header({ alg: 'NONE' }))}.${part(claims())}.`],
    ['whose signature was cut off', () => `${good.split('.').slice(0, 2).join('.')}.`],
    ['of two parts', () => good.split('.').slice(0, 2).join('.')],
    ['signed with HS512', () => sign(claims(), header({ alg: 'HS512' }), key, 'sha512')],
    ['signed with HS384', () => sign(claims(), header({ alg: 'HS384' }), key, 'sha384')],
    ['whose header declares HS512 for an HS256 signature', () => sign(claims(), header({ alg: 'HS512' }))],
    ['signed with RS256', () => jwt.sign(claims(), privateKey, { algorithm: 'RS256', keyid: kid })],
    ['of an unknown kid', () => sign(claims(), header({ kid: 'unknown' }))],
    ['of no kid', () => sign(claims(), { alg: 'HS256', typ: 'JWT' })],
    ['whose kid is a path', () => sign(claims(), header({ kid: '../../dev/null' }), '')],
    ['whose kid is a list', () => sign(claims(), header({ kid: [kid] }))],
    [
      'that brings its key as jwk',
      () => jwt.sign(claims(), privateKey, { header: { alg: 'RS256', kid, jwk } as never }),
    ],
    ['signed with the public key that it brings', () => sign(claims(), header({ jwk }), pem)],
    ['that names its key by jku', () => sign(claims(), header({ jku: 'https://evil.example/jwks.json' }), 'evil')],
    ['that names its key by x5u', () => sign(claims(), header({ x5u: 'https://evil.example/x.pem' }), 'evil')],
    ['signed with the secret itself', () => sign(claims(), header(), TEST_SECRET)],
    [
      'signed with another secret',
      () => sign(claims(), header(), createKeys(NEW_SECRET).signing('portal-session')[0].key),
    ],
    ['signed with the key for quotes', () => sign(claims(), header(), keys.signing('quote')[0].key)],
    ['signed with the key for PDFs', () => sign(claims(), header(), keys.signing('invoice-pdf')[0].key)],
    ['signed with an empty key', () => sign(claims(), header(), '')],
    ['without exp', () => sign(without('exp'))],
    ['without aud', () => sign(without('aud'))],
    ['without iss', () => sign(without('iss'))],
    ['without sub', () => sign(without('sub'))],
    ['whose exp is text', () => sign(claims({ exp: '9999999999' }))],
    ['that has expired', () => sign(claims({ exp: now() }))],
    ['that is not valid yet', () => sign(claims({ nbf: now() + 60 }))],
    ['for quotes', () => sign(claims({ aud: 'quote' }))],
    ['of another issuer', () => sign(claims({ iss: 'portico.evil.example' }))],
    ['of no session', () => sign(claims({ sub: 'ps_00000000000000000000000000' }))],
    ['whose subject is a list', () => sign(claims({ sub: [sessionId] }))],
    [
      'whose payload is no JSON',
      () => {
        const signed = `${part(header())}.${Buffer.from('x').toString('base64url')}`;
        return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
      },
    ],
    [
      'whose payload was changed',
      () => {
        const [head, , signature] = good.split('.');
        return [head, part(claims({ exp: now() + 999_999 })), signature].join('.');
      },
    ],
    ['whose signature was changed', () => `${good.slice(0, -4)}${good.at(-4) === 'A' ? 'B' : 'A'}${good.slice(-3)}`],
    ['that is a quote', () => quote],
    ['that is the token of an invoice PDF', () => pdfUrl.searchParams.get('token') ?? ''],
    [
      'of another server',
      () =>
        signToken(createKeys(NEW_SECRET), 'portal-session', {
          subject: sessionId,
          now: t.clock.now(),
          expiresAt: new Date(t.clock.now().getTime() + 3_600_000),
        }),
    ],
    ['that is a session id', () => sessionId],
    ['that is garbage', () => 'a.b.c'],
    ['of four parts', () => `${good}.x`],
  ];
  test.each(forgeries)('a caller with a token %s is anonymous', async (_, forge) => {
    const token = forge();
    expect(token.length).toBeGreaterThan(1);
    expect(await signedIn(t, token)).toBe(false);
  });

  test('forged tokens are not written to the log', () => {
    expect(t.warnings()).toEqual([]);
  });
});

test('session and quote tokens do not open an invoice PDF', async () => {
  expect((await t.app.fetch(new Request(pdfUrl))).status).toBe(200);
  for (const token of [good, quote, '', 'x']) {
    const wrong = new URL(pdfUrl);
    wrong.searchParams.set('token', token);
    expect((await t.app.fetch(new Request(wrong))).status).toBe(404);
  }
});

test('during a key rotation both keys verify and the new one signs, and afterwards the old one is refused', async () => {
  const server = async (secret: string, previous?: string) => {
    const app = await createApp({
      db: t.db,
      clock: t.clock,
      mailer: t.mailbox,
      providerOf: t.providerOf,
      keys: createKeys(secret, previous),
      log: pino({ level: 'silent' }),
      publicUrl: PUBLIC_URL,
    });
    return {
      knows: async (token: string) => {
        const response = await app.fetch(
          new Request(`${PUBLIC_URL}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            body: JSON.stringify({ query: '{ currentCustomer { id } }' }),
          }),
        );
        const body = (await response.json()) as { data?: { currentCustomer?: object } | null };
        return Boolean(body.data?.currentCustomer);
      },
    };
  };
  const [before, during, after] = [
    await server(OLD_SECRET),
    await server(NEW_SECRET, OLD_SECRET),
    await server(NEW_SECRET),
  ];
  const fresh = signToken(createKeys(NEW_SECRET, OLD_SECRET), 'portal-session', {
    subject: sessionId,
    now: t.clock.now(),
    expiresAt: new Date(t.clock.now().getTime() + 3_600_000),
  });
  expect(await Promise.all([before.knows(good), during.knows(good), after.knows(good)])).toEqual([true, true, false]);
  expect(await Promise.all([before.knows(fresh), during.knows(fresh), after.knows(fresh)])).toEqual([
    false,
    true,
    true,
  ]);
});
