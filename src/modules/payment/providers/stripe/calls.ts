/** Every request to Stripe: its turn, its deadline, its repetition with the same key, and its errors. */
import { setTimeout as pause } from 'node:timers/promises';
import type Stripe from 'stripe';
import { withTimeout } from '../../../../kernel/withTimeout.ts';
import { type ProviderAccount, ProviderDown } from '../../port.ts';
import { type Lane, Limiter } from '../limiter.ts';
import { isStripeError, isTooFast, mayRepeat, pauseBefore, portError } from './failures.ts';
import { CALL_TIMEOUT_MS, openClient, type StripeAddress } from './stripeClient.ts';

/** The whole of a call, including waiting and repeating. The SDK's own timeout ends at each sign of life. */
const DEADLINE_MS = 9_500;
const ATTEMPTS = 4;
/** A repetition needs at least this much time. */
const MINIMUM_MS = 1_000;

/** Stripe's limits per second; test mode has the lower one for all endpoints together. */
const LIMITS = { live: { perSecond: 100, perEndpoint: 25 }, test: { perSecond: 25, perEndpoint: 25 } };

interface Request<T> {
  lane: Lane;
  /** The resource that is called: Stripe limits each. */
  endpoint: string;
  send(client: Stripe, options: Stripe.RequestOptions): Promise<T>;
  /** The result that an error amounts to; undefined if there is none. */
  recover?(error: Stripe.errors.StripeError): T | undefined;
}

export type Call = <T>(request: Request<T>) => Promise<T>;

function recovered<T>(request: Request<T>, error: unknown): T {
  const result = isStripeError(error) ? request.recover?.(error) : undefined;
  if (result === undefined) throw error;
  return result;
}

export function createCall(account: ProviderAccount, address: StripeAddress | null): Call {
  const limiter = new Limiter(account.live ? LIMITS.live : LIMITS.test);
  let opened: Promise<Stripe> | null = null;
  const client = () => {
    opened ??= openClient(account, address);
    return opened;
  };

  async function attempt<T>(request: Request<T>, left: number): Promise<T> {
    const { lane, endpoint, send } = request;
    const sdk = await client();
    const options = { timeout: Math.min(CALL_TIMEOUT_MS, left) };
    return await limiter.run(lane, endpoint, () => send(sdk, options).catch((error) => recovered(request, error)));
  }

  /** The time to wait before the same request is sent again, in milliseconds; null if it must not be. */
  function repeatAfter(error: unknown, tried: number, left: number): number | null {
    const wait = pauseBefore(error, tried - 1);
    if (isTooFast(error)) limiter.pause(wait);
    return tried === ATTEMPTS || !mayRepeat(error) || wait + MINIMUM_MS > left ? null : wait;
  }

  async function attempts<T>(request: Request<T>, started: number): Promise<T> {
    const left = () => DEADLINE_MS - (performance.now() - started);
    for (let tried = 1; ; tried++) {
      try {
        return await attempt(request, left());
      } catch (error) {
        const wait = repeatAfter(error, tried, left());
        if (wait === null) throw portError(error);
        await pause(wait);
      }
    }
  }

  return (request) =>
    withTimeout(DEADLINE_MS, attempts(request, performance.now()), () => {
      throw new ProviderDown('MAYBE');
    });
}
