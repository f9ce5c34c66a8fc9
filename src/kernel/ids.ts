/**
 * Ids: one opaque, prefixed, time-ordered string per record (`cus_01k…`), used as primary key, API id and
 * log id alike. The body is a ULID in lower case: 48 bits of time in Crockford's base 32, and 80 that no other id of that
 * time has.
 */
import { randomInt } from 'node:crypto';
import { microseconds } from './clock.ts';

/** The prefix of each kind of record, by which `node(id:)` recognizes the kind. */
export const ID_PREFIX = {
  Company: 'co',
  ApiKey: 'ak',
  CustomDomain: 'dom',
  Customer: 'cus',
  Product: 'prod',
  Price: 'price',
  Coupon: 'coup',
  PromotionCode: 'promo',
  PromotionCodeRedemption: 'prr',
  Subscription: 'sub',
  SubscriptionItem: 'si',
  ScheduledChange: 'sch',
  Invoice: 'in',
  InvoiceLine: 'il',
  InvoiceSettlement: 'is',
  Payment: 'pay',
  Refund: 're',
  Dispute: 'dp',
  RecordedPayment: 'rpay',
  PaymentMethod: 'pm',
  CreditEntry: 'ce',
  PortalLink: 'pl',
  PortalSession: 'ps',
  Event: 'evt',
  WebhookEndpoint: 'whe',
  WebhookDelivery: 'whd',
  WebhookAttempt: 'wha',
  IdempotencyRecord: 'idem',
  SecurityEvent: 'sev',
  TaxRegistration: 'txr',
  TaxRate: 'txa',
  TaxIdCheck: 'tic',
  LocationEvidence: 'le',
  InvoiceTax: 'itx',
  InvoiceCorrection: 'ico',
  CustomerEmail: 'eml',
  ProviderAccount: 'pacc',
  ProviderSignal: 'psig',
} as const;

export type IdKind = keyof typeof ID_PREFIX;

const KIND_BY_PREFIX = new Map(Object.entries(ID_PREFIX).map(([kind, prefix]) => [prefix as string, kind as IdKind]));
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_PATTERN = /^([a-z]{2,5})_[0-9a-hjkmnp-tv-z]{26}$/;
const RANDOM_BITS = 80n;

/** 52 bits of microseconds last until 2112, and the other 28 are random. */
const MOMENT_BITS = 52n;
const NOISE_BITS = RANDOM_BITS - MOMENT_BITS;

let last = 0n;

/**
 * A new id of a kind, made at an instant. Ids of one instant are in the order in which they were made, also by several
 * processes: under a test clock that does not move, many operations have one instant, and their records are listed as they
 * happened.
 */
export function newId(kind: IdKind, now: Date): string {
  const moment = microseconds() & ((1n << MOMENT_BITS) - 1n);
  const unique = (moment << NOISE_BITS) | BigInt(randomInt(2 ** Number(NOISE_BITS)));
  last = unique > last ? unique : last + 1n;
  let rest = (BigInt(now.getTime()) << RANDOM_BITS) | last;
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
