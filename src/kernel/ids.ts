/**
 * Ids: one opaque, prefixed, time-ordered string per record (`cus_01k…`), used as primary key, API id and
 * log id alike. The body is a ULID in lower case: 48 bits of time and 80 of randomness in Crockford's base 32.
 */
import { randomBytes } from 'node:crypto';

/** The prefix of every kind of record; `node(id:)` tells the kind by it. */
export const ID_PREFIX = {
  Company: 'co',
  ApiKey: 'ak',
  CustomDomain: 'dom',
  Customer: 'cus',
  Product: 'prod',
  Price: 'price',
  Coupon: 'coup',
  Subscription: 'sub',
  SubscriptionItem: 'si',
  ScheduledChange: 'sch',
  Invoice: 'in',
  InvoiceLine: 'il',
  InvoiceSettlement: 'is',
  Payment: 'pay',
  PaymentMethod: 'pm',
  CreditEntry: 'ce',
  PortalLink: 'pl',
  PortalSession: 'ps',
  Event: 'evt',
  WebhookEndpoint: 'whe',
  WebhookDelivery: 'whd',
  WebhookAttempt: 'wha',
  IdempotencyRecord: 'idem',
} as const;

export type IdKind = keyof typeof ID_PREFIX;

const KIND_BY_PREFIX = new Map(Object.entries(ID_PREFIX).map(([kind, prefix]) => [prefix as string, kind as IdKind]));
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_PATTERN = /^([a-z]{2,5})_[0-9a-hjkmnp-tv-z]{26}$/;
const RANDOM_BITS = 80n;

let lastTime = -1;
let lastRandom = 0n;

/**
 * A new id of a kind, made at an instant. Ids made by one process for the same millisecond keep the order in
 * which they were made, so that the events of one operation are listed as they happened.
 */
export function newId(kind: IdKind, now: Date): string {
  const time = now.getTime();
  const fresh = BigInt(`0x${randomBytes(10).toString('hex')}`);
  lastRandom = time === lastTime ? (lastRandom + 1n) & ((1n << RANDOM_BITS) - 1n) : fresh;
  lastTime = time;
  let rest = (BigInt(time) << RANDOM_BITS) | lastRandom;
  let body = '';
  for (let index = 0; index < 26; index++) {
    body = ALPHABET[Number(rest & 31n)] + body;
    rest >>= 5n;
  }
  return `${ID_PREFIX[kind]}_${body}`;
}

/** The kind of record an id names, or null when the string is no id of ours. */
export function kindOfId(id: string): IdKind | null {
  const prefix = ID_PATTERN.exec(id)?.[1];
  return prefix === undefined ? null : (KIND_BY_PREFIX.get(prefix) ?? null);
}
