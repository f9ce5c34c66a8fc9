/** The official SDK, loaded when the first account needs it: it costs memory and most of a second. */
import type Stripe from 'stripe';
import type { ProviderAccount } from '../../port.ts';

/**
 * The version of Stripe's API whose shapes the SDK's types describe. A webhook endpoint has it for life; an upgrade of the
 * SDK therefore registers a new endpoint.
 */
export const API_VERSION = '2026-10-28.endive' satisfies Stripe.LatestApiVersion;

/** Stripe's script for the page, whose version must be that of the API. */
export const STRIPE_SCRIPT = `https://js.stripe.com/${API_VERSION.split('.')[1]}/stripe.js`;

/** A call without a response by then is given up. */
export const CALL_TIMEOUT_MS = 8_000;

/** Where Stripe's API is: a stand-in on this machine in tests. */
export interface StripeAddress {
  protocol: 'http' | 'https';
  host: string;
  port: string;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The parts of an address that replaces Stripe's own. Throws for one that leads to another machine. */
export function stripeAddress(base: string): StripeAddress {
  const { protocol, hostname, port, pathname } = new URL(base);
  if (!LOOPBACK.has(hostname) || pathname !== '/' || (protocol !== 'http:' && protocol !== 'https:'))
    throw new RangeError('Another address of the Stripe API must be on this machine.');
  return { protocol: protocol === 'http:' ? 'http' : 'https', host: hostname, port: port || '80' };
}

/** A client of the account. It repeats nothing by itself, except once what a closed connection has cut off. */
export async function openClient(account: ProviderAccount, address: StripeAddress | null): Promise<Stripe> {
  const { default: Sdk } = await import('stripe');
  return new Sdk(account.secretKey, {
    apiVersion: API_VERSION,
    timeout: CALL_TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(account.connectedRef === null ? {} : { stripeAccount: account.connectedRef }),
    ...(address ?? {}),
  });
}
