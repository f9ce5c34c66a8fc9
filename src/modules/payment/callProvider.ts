/** A bound on how long a payment provider may take, and the end of transactions before it is called. */
import { insideTransaction } from '../../db/insideTransaction.ts';
import { PaymentProviderUnavailableError } from '../../kernel/errors.ts';
import { withTimeout } from '../../kernel/withTimeout.ts';
import { ProviderDown, ProviderRefusedUs } from './port.ts';

const PROVIDER_TIMEOUT_MS = 10_000;

/**
 * Runs a call to the payment provider for at most ten seconds. Throws `ProviderDown` if the provider does not respond
 * in time; the caller handles all errors of the port. Throws at once inside a transaction, whose locks must not wait
 * for a provider.
 */
export async function callProvider<T>(call: () => Promise<T>): Promise<T> {
  if (insideTransaction()) throw new Error('A payment provider is called inside a transaction.');
  return withTimeout<T>(PROVIDER_TIMEOUT_MS, call(), () => {
    throw new ProviderDown('MAYBE');
  });
}

/** Like `callProvider`, for calls that move no money: an outage is `PaymentProviderUnavailableError`. */
export async function askProvider<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await callProvider(call);
  } catch (error) {
    throw isOutage(error) ? new PaymentProviderUnavailableError() : error;
  }
}

/** True if the provider does not respond or does not accept our credentials: the payment itself was not refused. */
export const isOutage = (error: unknown): error is ProviderDown | ProviderRefusedUs =>
  error instanceof ProviderDown || error instanceof ProviderRefusedUs;
