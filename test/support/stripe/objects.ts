/** Objects of the stand-in, built from Stripe's published examples, so that they have every field. */
import { readFileSync } from 'node:fs';

const examples: Record<string, StripeObject> = JSON.parse(
  readFileSync(new URL('../../contract/stripe/examples.json', import.meta.url), 'utf8'),
);

/** Any object of Stripe's. Its fields have no types here: judge.ts checks them against Stripe's OpenAPI document. */
// biome-ignore lint/suspicious/noExplicitAny: the OpenAPI document checks what is written and read.
export type StripeObject = { id: string; object: string; [field: string]: any };

let serial = 0;

/** A new id, such as `pi_standin0001`. */
export function newRef(prefix: string): string {
  serial += 1;
  return `${prefix}_standin${serial.toString().padStart(6, '0')}`;
}

/** A copy of the example of a resource with other values. */
export function build(resource: string, fields: object): StripeObject {
  const example = examples[resource];
  if (!example) throw new Error(`There is no example of ${resource}.`);
  return { ...structuredClone(example), ...fields } as StripeObject;
}

const EVENT_FIELDS = { request: { id: null, idempotency_key: null }, pending_webhooks: 1 };

export function buildEvent(type: string, object: StripeObject, created: number, livemode: boolean): StripeObject {
  const event = build('event', { id: newRef('evt'), type, created, livemode, ...EVENT_FIELDS });
  event.api_version = '2026-10-28.endive';
  event.data = { object: structuredClone(object) };
  return event;
}

/** The fingerprint, which is equal for equal numbers. */
const fingerprintOf = (lastFour: string) => `fp${lastFour.padEnd(14, 'x')}`;

export interface MethodLooks {
  type: 'card' | 'sepa_debit' | 'us_bank_account' | 'bacs_debit' | 'link' | 'paypal';
  lastFour?: string;
  wallet?: string | null;
}

export function buildMethod({ type, lastFour = '4242', wallet = null }: MethodLooks, fields: object): StripeObject {
  const method = build('payment_method', { id: newRef('pm'), type, customer: null, ...fields });
  const { card } = method;
  delete method.card;
  const fingerprint = fingerprintOf(lastFour);
  if (type === 'card') {
    const held = wallet === null ? null : { type: wallet, dynamic_last4: null };
    method.card = { ...card, brand: 'visa', exp_month: 8, exp_year: 2030, last4: lastFour, fingerprint, wallet: held };
  }
  if (type === 'sepa_debit') {
    const from = { charge: null, setup_attempt: null };
    const bank = { bank_code: '19043', branch_code: '', country: 'AT', generated_from: from };
    method.sepa_debit = { ...bank, fingerprint, last4: lastFour };
  }
  if (type === 'bacs_debit') method.bacs_debit = { fingerprint, last4: lastFour, sort_code: '108800' };
  if (type === 'us_bank_account')
    method.us_bank_account = {
      ...{ account_holder_type: 'individual', account_type: 'checking', bank_name: 'STRIPE TEST BANK' },
      ...{ financial_connections_account: null, networks: null, routing_number: '110000000', status_details: null },
      ...{ fingerprint, last4: lastFour },
    };
  if (type === 'paypal') method.paypal = { payer_email: 'person@example.com', payer_id: 'PAYERSTANDIN' };
  if (type === 'link') method.link = { email: 'person@example.com' };
  return method;
}

/** The charge of an intent, which has the end of its hold. */
export function buildCharge(intent: StripeObject, method: StripeObject, fields: object): StripeObject {
  const charge = build('charge', {
    id: newRef('ch'),
    amount: intent.amount,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    livemode: intent.livemode,
    payment_intent: intent.id,
    payment_method: method.id,
    receipt_url: null,
    balance_transaction: null,
    shipping: null,
    source: null,
    transfer_data: null,
    outcome: null,
    ...fields,
  });
  const details = charge.payment_method_details.card;
  charge.payment_method_details =
    method.type === 'card'
      ? { type: 'card', card: { ...details, last4: method.card.last4, wallet: null, installments: null } }
      : { type: method.type, [method.type]: debitDetails(method) };
  charge.refunds.url = `/v1/charges/${charge.id}/refunds`;
  return charge;
}

function debitDetails(method: StripeObject): object {
  const { last4, fingerprint } = method[method.type];
  const bank = { bank_code: '19043', branch_code: '', country: 'AT', mandate: null };
  if (method.type === 'sepa_debit') return { ...bank, last4, fingerprint };
  return { last4, fingerprint, mandate: null };
}
