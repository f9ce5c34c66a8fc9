/** The errors of the SDK in the port's four classes. Messages of Stripe are dropped: they may quote a key or an address. */
import type Stripe from 'stripe';
import { AmountNotChargeable, ProviderDown, ProviderInvalid, ProviderRefusedUs } from '../../port.ts';

/** Stripe refused the request itself; `code` is Stripe's, such as `resource_missing`. */
export class StripeInvalid extends ProviderInvalid {
  readonly code: string;
  constructor(code: string) {
    super('Stripe refused the request as invalid.');
    this.code = code;
  }
}

type StripeError = Stripe.errors.StripeError;

/** True for an error of the SDK. Its classes are unknown here, because the SDK is loaded on demand. */
export function isStripeError(error: unknown): error is StripeError {
  return error instanceof Error && 'rawType' in error && 'type' in error && /^Stripe\w+Error$/.test(String(error.type));
}

const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const UNCHARGEABLE = new Set(['amount_too_small', 'amount_too_large', 'invalid_charge_amount']);

/** The time that Stripe requires to wait, in milliseconds; null if it requires none. */
function retryAfter({ headers }: StripeError): number | null {
  const seconds = Number(headers?.['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** The error that the port's callers get. Other errors than the SDK's are returned as they are. */
export function portError(error: unknown): unknown {
  if (!isStripeError(error)) return error;
  const { statusCode = 0, type, code } = error;
  if (type === 'StripeConnectionError') return new ProviderDown(neverSent(error) ? 'NO' : 'MAYBE');
  if (statusCode === 401 || statusCode === 403) return new ProviderRefusedUs('Stripe refused the key.');
  if (statusCode === 429) return new ProviderDown('NO', retryAfter(error));
  // A request with the same key is still running: it may act.
  if (statusCode === 409) return new ProviderDown('MAYBE', retryAfter(error));
  if (statusCode >= 500) return new ProviderDown('MAYBE', retryAfter(error));
  if (UNCHARGEABLE.has(code ?? '')) return new AmountNotChargeable('Stripe cannot charge this amount.');
  if (statusCode >= 400) return new StripeInvalid(code ?? type);
  // A response that cannot be read, for example of a proxy.
  return new ProviderDown('MAYBE');
}

function neverSent({ detail }: StripeError): boolean {
  return typeof detail === 'object' && 'code' in detail && NOT_SENT.has(String(detail.code));
}

/** True if the same request may be sent again with the same key at once: Stripe requires it, or it was not acted upon. */
export function mayRepeat(error: unknown): boolean {
  if (!isStripeError(error)) return false;
  const advice = error.headers?.['stripe-should-retry'];
  if (advice === 'false') return false;
  if (advice === 'true') return true;
  const { statusCode = 0 } = error;
  return statusCode === 409 || statusCode === 429 || statusCode >= 500;
}

/** The time to wait before the next attempt, in milliseconds: as Stripe requires, otherwise longer each time. */
export function pauseBefore(error: unknown, attempt: number): number {
  const asked = isStripeError(error) ? retryAfter(error) : null;
  return asked ?? 250 * 2 ** attempt;
}

/** True if the account as a whole sends too many requests, rather than that another one holds the same object. */
export function isTooFast(error: unknown): boolean {
  return isStripeError(error) && error.statusCode === 429 && error.code !== 'lock_timeout';
}
