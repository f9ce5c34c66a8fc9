/**
 * The stand-in and the adapter beside responses of the real API. These were recorded by another project and are not part
 * of this repository: STRIPE_API_DATA names the folder that has them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paymentFacts } from '../../../src/modules/payment/providers/stripe/facts.ts';
import { signalOf } from '../../../src/modules/payment/providers/stripe/signals.ts';
import { describeUnless } from '../../support/requirement.ts';
import { confirmInBrowser } from '../../support/stripe/browser.ts';
import type { StripeObject } from '../../support/stripe/objects.ts';
import { type StripeStandIn, startStripe } from '../../support/stripe/server.ts';
import { openStripeSession } from '../../support/stripe/session.ts';

const FOLDER = process.env.STRIPE_API_DATA;
const recorded = (name: string): StripeObject => JSON.parse(readFileSync(join(FOLDER ?? '', 'recorded', name), 'utf8'));

/** Fields that Stripe has removed since, or sends only to accounts of an older kind. */
const REMOVED = /(^|\.)(charges|invoice|source|order|destination|dispute|radar_options|description_secret)($|\.)/;
/** Values that differ with each account. */
const OPEN_ENDED = /(^|\.)(metadata|next_action)$|\.payment_method_options\.us_bank_account$/;

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** The fields of the real response that the stand-in's lacks, or has with another type. */
function missing(theirs: unknown, ours: unknown, path = ''): string[] {
  if (REMOVED.test(path) || OPEN_ENDED.test(path) || theirs === null || ours === null) return [];
  if (typeOf(theirs) !== typeOf(ours)) return [`${path}: ${typeOf(theirs)}, ours ${typeOf(ours)}`];
  if (typeOf(theirs) !== 'object') return [];
  return Object.entries(theirs as object).flatMap(([name, value]) => {
    const field = path === '' ? name : `${path}.${name}`;
    if (!(name in (ours as object)))
      return REMOVED.test(field) || OPEN_ENDED.test(field) ? [] : [`${field} is missing`];
    return missing(value, (ours as Record<string, unknown>)[name], field);
  });
}

describeUnless(FOLDER ? undefined : 'STRIPE_API_DATA names no folder with recorded responses of Stripe')(
  'recorded responses of Stripe',
  () => {
    let standIn: StripeStandIn;
    beforeAll(async () => {
      standIn = await startStripe();
    });
    afterAll(() => standIn.close());

    async function ask(key: string, path: string, parameters?: Record<string, string>): Promise<StripeObject> {
      const response = await fetch(`${standIn.url}${path}`, {
        headers: { authorization: `Bearer ${key}` },
        ...(parameters ? { method: 'POST', body: new URLSearchParams(parameters) } : {}),
      });
      return (await response.json()) as StripeObject;
    }

    test.each([
      ['2025-04-30.basil_payment_intent_card_declined_response.json', 'pm_card_visa_chargeDeclined', 'true'],
      [
        '2025-04-30.basil_payment_intent_authentication_required_response.json',
        'pm_card_authenticationRequired',
        'true',
      ],
      ['2025-04-30.basil_payment_intent_requires_action_response.json', 'pm_card_authenticationRequired', 'false'],
    ] as const)('%s: the response of the stand-in has every field', async (name, method, offSession) => {
      const { account, payer } = openStripeSession(standIn);
      const { customerRef, methodRef } = await payer(method);
      const [key = ''] = account.keys;
      const ours = await ask(key, '/v1/payment_intents', {
        ...{ amount: '4620', currency: 'eur', customer: customerRef, payment_method: methodRef, confirm: 'true' },
        ...(offSession === 'true' ? { off_session: 'true' } : { return_url: 'https://app.example' }),
      });
      const theirs = recorded(name);
      expect(missing(theirs, ours)).toEqual([]);
      const intent = (one: StripeObject) => one.error?.payment_intent ?? one;
      expect(intent(ours).status).toBe(intent(theirs).status);
      expect(ours.error?.code).toBe(theirs.error?.code);
    });

    test('customers, payment methods and webhook endpoints have every field', async () => {
      const { account, payer, session } = openStripeSession(standIn);
      const { customerRef, methodRef } = await payer('pm_card_visa');
      const [key = ''] = account.keys;
      await session.watch('https://portal.example/provider-events/pacc_1');
      const [endpoint] = account.all('webhook_endpoint');
      const pairs: [string, unknown][] = [
        ['customer_retrieve_response', await ask(key, `/v1/customers/${customerRef}`)],
        ['retrieve_payment_method_response', await ask(key, `/v1/payment_methods/${methodRef}`)],
        ['webhook_endpoint_create_response', endpoint],
      ];
      for (const [name, ours] of pairs)
        expect(missing(recorded(`2025-04-30.basil_${name}.json`), ours), name).toEqual([]);
    });

    test('the stand-in’s webhooks have every field of the recorded ones', async () => {
      const { account, payer, session } = openStripeSession(standIn);
      await session.pay(await payer('pm_card_visa'));
      await session.pay(await payer('pm_card_visa_chargeDeclined'));
      const held = await session.pay({ ...(await payer('pm_card_visa')), take: 'HOLD' });
      await session.cancel(held.ref, 'recorded-cancel');
      const { customerRef, methodRef } = await payer('pm_card_visa');
      await session.detach(methodRef);
      const setup = await session.beginSetup({
        ...{ customerId: 'cus_r', customerRef, kinds: ['CARD'], currency: 'EUR', key: 'recorded-setup' },
      });
      await confirmInBrowser(standIn, account, setup.setupRef, 'pm_card_visa');
      for (const type of [
        'payment_intent.succeeded',
        'payment_intent.payment_failed',
        'payment_intent.canceled',
        'payment_method.detached',
        'setup_intent.succeeded',
      ]) {
        const ours = account.events.find((event) => event.type === type);
        expect(missing(recorded(`2025-04-30.basil_webhooks_${type.replace('.', '_')}.json`), ours), type).toEqual([]);
      }
    });

    test('the adapter reads each recorded webhook as a signal, and each payment in it as its state', () => {
      const names = readdirSync(join(FOLDER ?? '', 'recorded')).filter((name) => /_webhooks_/.test(name));
      expect(names.length).toBeGreaterThanOrEqual(16);
      const states = new Set<string>();
      for (const name of names) {
        const event = recorded(name);
        const signal = signalOf(event);
        if (/customer_updated|charge_refund_updated/.test(name)) expect(signal, name).toBeNull();
        else expect(signal, name).toMatchObject({ ref: event.data.object.id, live: event.livemode });
        if (event.data.object.object !== 'payment_intent') continue;
        const facts = paymentFacts(event.data.object as Stripe.PaymentIntent);
        expect(facts.failure === null, name).toBe(facts.state !== 'FAILED');
        states.add(facts.state);
      }
      expect([...states].sort()).toEqual(['CANCELED', 'FAILED', 'SUCCEEDED']);
    });

    test('the adapter reads the recorded refusals with their codes', () => {
      const facts = (name: string) => paymentFacts(recorded(name).error.payment_intent as Stripe.PaymentIntent);
      const sca = facts('2025-04-30.basil_payment_intent_authentication_required_response.json');
      expect(sca).toMatchObject({ state: 'FAILED', failure: { code: 'authentication_required', advice: 'CUSTOMER' } });
      expect(sca.methodRef).toMatch(/^pm_/);
      const declined = facts('2025-04-30.basil_payment_intent_card_declined_response.json');
      expect(declined).toMatchObject({ state: 'FAILED', failure: { code: 'generic_decline', advice: 'RETRY' } });
    });
  },
);
