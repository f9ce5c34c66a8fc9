/** The signature of Stripe's webhooks, compared with the official SDK in both directions. */
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { after as later, MINUTE, SECOND } from '../../../src/kernel/clock.ts';
import { EVENT_TYPES, readWebhook } from '../../../src/modules/payment/providers/stripe/signals.ts';

const { webhooks } = new Stripe('sk_test_signs_webhooks_only');
const NOW = new Date('2026-03-01T12:00:00.000Z');
const SECRET = 'whsec_current';
const PREVIOUS = 'whsec_previous';

const event = (more: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    created: 1_772_366_400,
    livemode: false,
    data: { object: { id: 'pi_1', object: 'payment_intent', status: 'succeeded' } },
    ...more,
  });

interface Sent {
  secrets?: string[];
  body?: string;
  signedBody?: string;
  secret?: string;
  at?: Date;
}

function read({ secrets = [SECRET, PREVIOUS], body = event(), secret = SECRET, at = NOW, ...sent }: Sent = {}) {
  const { signedBody = body } = sent;
  const timestamp = Math.floor(at.getTime() / 1000);
  const signature = webhooks.generateTestHeaderString({ payload: signedBody, secret, timestamp });
  return readWebhook(secrets, new Headers({ 'stripe-signature': signature }), Buffer.from(body), NOW);
}

const withHeader = (header: string | null, secrets = [SECRET]) =>
  readWebhook(secrets, new Headers(header === null ? {} : { 'stripe-signature': header }), Buffer.from(event()), NOW);

describe('a webhook of Stripe', () => {
  test('a signed webhook names an object and no more', () => {
    expect(read()).toEqual([
      { id: 'evt_1', about: 'payment', ref: 'pi_1', live: false, at: new Date(1_772_366_400_000), cursor: 'evt_1' },
    ]);
  });

  test('a webhook may be signed with the previous secret', () => {
    expect(read({ secret: PREVIOUS })).toHaveLength(1);
  });

  test.each([
    ['with another secret', () => read({ secret: 'whsec_other' })],
    ['for another body', () => read({ signedBody: event({ id: 'evt_2' }) })],
    ['more than five minutes ago', () => read({ at: later(NOW, -5 * MINUTE - SECOND) })],
    ['in the future', () => read({ at: later(NOW, 6 * MINUTE) })],
    ['with a blank secret that is also ours', () => read({ secrets: [' '], secret: ' ' })],
    ['without a secret of ours', () => read({ secrets: [] })],
    ['over text that is no JSON', () => read({ body: 'nothing' })],
    ['not at all', () => withHeader(null)],
    ['by a header without a time', () => withHeader('v1=00')],
    ['by a header with two times', () => withHeader('t=1,t=2,v1=00')],
    ['by an older scheme', () => withHeader(`t=${NOW.getTime() / 1000},v0=00`)],
  ])('a webhook signed %s is refused', (_how, attempt) => {
    expect(attempt()).toBeNull();
  });

  test('changed signatures are accepted or refused exactly as by Stripe’s SDK', () => {
    const timestamp = Math.floor(NOW.getTime() / 1000);
    const good = webhooks.generateTestHeaderString({ payload: event(), secret: SECRET, timestamp });
    const verdicts = [good, good.replace(/.$/, 'g'), good.slice(0, -2), good.replace('v1', 'v2'), `${good},v1=00`].map(
      (header) => {
        let theirs = true;
        try {
          webhooks.constructEvent(event(), header, SECRET, 300, undefined, NOW.getTime());
        } catch {
          theirs = false;
        }
        return [withHeader(header) !== null, theirs];
      },
    );
    expect(verdicts).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  test('a webhook of a type that is not subscribed to, or without an object, is acknowledged and names nothing', () => {
    expect(read({ body: event({ type: 'charge.succeeded' }) })).toEqual([]);
    expect(read({ body: event({ data: { object: {} } }) })).toEqual([]);
    expect(read({ body: event({ data: null }) })).toEqual([]);
  });

  test.each(EVENT_TYPES)('a webhook of type %s is read as one signal', (type) => {
    expect(read({ body: event({ type }) })).toHaveLength(1);
  });
});
