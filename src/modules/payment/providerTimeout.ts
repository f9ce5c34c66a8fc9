/** A bound on how long a payment provider may take. */
import { PaymentProviderUnavailableError } from '../../kernel/errors.ts';
import { withTimeout } from '../../kernel/withTimeout.ts';
import { GatewayUnavailable } from './gateway.ts';

const PROVIDER_TIMEOUT_MS = 10_000;

/**
 * Runs a call to the payment provider for at most ten seconds. Throws `PaymentProviderUnavailableError` if the provider
 * does not respond in time or is unavailable; its other errors are the caller's.
 */
export async function withProviderTimeout<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await withTimeout<T>(PROVIDER_TIMEOUT_MS, call(), () => {
      throw new GatewayUnavailable('timeout');
    });
  } catch (error) {
    throw error instanceof GatewayUnavailable ? new PaymentProviderUnavailableError() : error;
  }
}
