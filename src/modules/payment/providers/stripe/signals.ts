/** Stripe's events as signals: the object's id and nothing of its content. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../../../../kernel/clock.ts';
import type { ReadWebhook, Signal } from '../../port.ts';

/** The events that are subscribed to and listed. No `charge.*` but disputes: intents report all the rest. */
export const EVENT_TYPES = [
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.amount_capturable_updated',
  'setup_intent.succeeded',
  'setup_intent.setup_failed',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'payment_method.detached',
  'mandate.updated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
] as const;

const SUBSCRIBED = new Set<string>(EVENT_TYPES);

function aboutOf(type: string): Signal['about'] | null {
  if (!SUBSCRIBED.has(type)) return null;
  if (type.startsWith('payment_intent.')) return 'payment';
  if (type.startsWith('setup_intent.')) return 'setup';
  if (type.startsWith('payment_method.')) return 'method';
  if (type.startsWith('mandate.')) return 'mandate';
  return type.startsWith('refund.') ? 'refund' : 'dispute';
}

/** The fields of an event that are read; nothing about it is trusted but that it was signed. */
interface EventLike {
  id?: unknown;
  type?: unknown;
  created?: unknown;
  livemode?: unknown;
  data?: { object?: object | null } | null;
}

/** The signal of an event; null for an event of another type, or one without an object's id. */
export function signalOf({ id, type, created, livemode, data }: EventLike): Signal | null {
  const object = data?.object;
  const ref = typeof object === 'object' && object !== null && 'id' in object ? object.id : null;
  if (typeof id !== 'string' || typeof type !== 'string' || typeof created !== 'number' || typeof ref !== 'string')
    return null;
  const about = aboutOf(type);
  return about && { id, about, ref, live: livemode === true, at: new Date(created * 1000), cursor: id };
}

/** The greatest age of a signature. Repeated deliveries are signed anew. */
const TOLERANCE_MS = 5 * MINUTE;

interface SignatureParts {
  timestamp: string;
  signatures: string[];
}

function partsOf(header: string): SignatureParts | null {
  const fields = header.split(',').map((field) => field.trim().split('=', 2) as [string, string?]);
  const timestamps = fields.filter(([name]) => name === 't');
  const timestamp = timestamps[0]?.[1] ?? '';
  if (timestamps.length !== 1 || !/^\d{1,12}$/.test(timestamp)) return null;
  return { timestamp, signatures: fields.flatMap(([name, value]) => (name === 'v1' && value ? [value] : [])) };
}

function isSigned(secret: string, { timestamp, signatures }: SignatureParts, body: Uint8Array): boolean {
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return signatures.some((signature) => {
    const given = Buffer.from(signature, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Stripe's signature scheme `v1`. Blank secrets verify nothing. */
export const readWebhook: ReadWebhook = (secrets, headers, body, now) => {
  const parts = partsOf(headers.get('stripe-signature') ?? '');
  if (!parts || Math.abs(now.getTime() - Number(parts.timestamp) * 1000) > TOLERANCE_MS) return null;
  const usable = secrets.filter((secret) => secret.trim() !== '');
  if (!usable.some((secret) => isSigned(secret, parts, body))) return null;
  try {
    const event: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof event !== 'object' || event === null) return null;
    const signal = signalOf(event);
    return signal ? [signal] : [];
  } catch {
    return null;
  }
};
