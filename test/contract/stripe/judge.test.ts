/**
 * The check of requests and responses against Stripe's document: what it refuses, and that a violation fails a test.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stripeJudge } from '../../support/stripe/judge.ts';
import { build, type StripeObject } from '../../support/stripe/objects.ts';
import { startStripe } from '../../support/stripe/server.ts';
import { NEWER_PARAMETERS, NEWER_VALUES } from './newerParameters.ts';

const judge = stripeJudge();
const PAYMENT = { amount: '1200', currency: 'eur', confirm: 'true', off_session: 'true', capture_method: 'manual' };

function problems(parameters: object, path = '/v1/payment_intents', method = 'POST'): string[] {
  const matched = judge.match(method, path);
  if (!matched) throw new Error('There is no such operation.');
  return judge.request(matched, structuredClone(parameters));
}

describe('the judge', () => {
  test('the check against Stripe’s document passes a request as the adapter makes it, and coerces its values', () => {
    expect(problems(PAYMENT)).toEqual([]);
  });

  test.each([
    ['a mistyped parameter', { ...PAYMENT, amout: '1200' }],
    ['a fraction of a cent', { ...PAYMENT, amount: '19.99' }],
    ['an unknown way of capturing', { ...PAYMENT, capture_method: 'later' }],
    ['no currency', { amount: '1200' }],
    ['a parameter of another operation', { ...PAYMENT, amount_to_capture: '1200' }],
  ])('the check against Stripe’s document refuses %s', (_what, parameters) => {
    expect(problems(parameters)).not.toEqual([]);
  });

  test('the check against Stripe’s document refuses a reason of cancellation that Stripe does not know, and a parameter in a query', () => {
    expect(problems({ cancellation_reason: 'bored' }, '/v1/payment_intents/pi_1/cancel')).not.toEqual([]);
    expect(problems({ customr: 'cus_1' }, '/v1/payment_intents', 'GET')).not.toEqual([]);
  });

  test('the check against Stripe’s document refuses a response without a field that Stripe always sends', () => {
    const matched = judge.match('GET', '/v1/payment_intents/pi_1');
    if (!matched) throw new Error('There is no such operation.');
    const intent = build('payment_intent', {});
    expect(judge.response(matched, 200, intent)).toEqual([]);
    const { status: _status, ...without } = intent;
    expect(judge.response(matched, 200, without)).not.toEqual([]);
  });

  test('parameters newer than Stripe’s document are allowed only by name, with the page that defines them', () => {
    for (const { page } of [...NEWER_PARAMETERS, ...NEWER_VALUES])
      expect(page).toMatch(/^https:\/\/docs\.stripe\.com\//);
    expect(problems({ ...PAYMENT, allowed_payment_method_types: ['card'] })).toEqual([]);
    expect(problems({ allowed_payment_method_types: ['card'] }, '/v1/payment_intents/pi_1/capture')).not.toEqual([]);
  });
});

describe('the stand-in', () => {
  test('the stand-in fails the test file in which a request had a mistyped parameter, though the caller ignores the response', async () => {
    const standIn = await startStripe();
    const { key } = standIn.account();
    const response = await fetch(`${standIn.url}/v1/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: new URLSearchParams({ emial: 'ada@example.com' }),
    });
    expect(response.status).toBe(400);
    await expect(standIn.close()).rejects.toThrow(/emial/);
  });

  test('the stand-in fails the test file in which it has responded otherwise than the document declares', async () => {
    const standIn = await startStripe();
    const { account, key } = standIn.account();
    account.add({ id: 'pi_broken', object: 'payment_intent' } as StripeObject);
    await fetch(`${standIn.url}/v1/payment_intents/pi_broken`, { headers: { authorization: `Bearer ${key}` } });
    await expect(standIn.close()).rejects.toThrow(/Response of GET/);
  });

  test('the stand-in builds its objects from examples that fit the document', () => {
    const examples: Record<string, object> = JSON.parse(
      readFileSync(new URL('examples.json', import.meta.url), 'utf8'),
    );
    const paths = Object.keys(examples).filter((name) => !['account', 'customer'].includes(name));
    expect(paths.length).toBeGreaterThanOrEqual(10);
    for (const name of paths) {
      const matched = judge.match('GET', `/v1/${name}s/x`);
      expect(matched && judge.response(matched, 200, examples[name]), name).toEqual([]);
    }
  });
});
