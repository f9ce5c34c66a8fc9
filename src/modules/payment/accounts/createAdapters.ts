/** The adapters of this installation, and the form of the keys of each. */
import type { Clock } from '../../../kernel/clock.ts';
import type { Provider, ReadWebhook } from '../port.ts';
import { readWebhook } from '../providers/stripe/signals.ts';
import { createStripe } from '../providers/stripe/stripe.ts';

/** A provider that companies can connect. */
export interface Adapter {
  provider: Provider;
  readWebhook: ReadWebhook;
  /** The mode of a secret key by its form; null if it is no key of the provider. */
  modeOfSecretKey(key: string): 'LIVE' | 'TEST' | null;
  /** The mode of a publishable key, which the page uses; null if it is no key of the provider. */
  modeOfPublishableKey(key: string): 'LIVE' | 'TEST' | null;
  /** The permissions without which no money can be taken, as `check` names them. */
  required: readonly string[];
}

/** The adapters by the names of their providers. */
export type Adapters = ReadonlyMap<string, Adapter>;

const modeBy = (pattern: RegExp) => (key: string) => {
  const mode = pattern.exec(key)?.[1];
  return mode === undefined ? null : mode === 'live' ? 'LIVE' : 'TEST';
};

/** `stripeApiBase` is the address of a stand-in on this machine. */
export function createAdapters({
  clock,
  stripeApiBase,
}: {
  clock: Clock;
  stripeApiBase?: string | undefined;
}): Adapters {
  const stripe: Adapter = {
    provider: createStripe({ clock, apiBase: stripeApiBase }),
    readWebhook,
    modeOfSecretKey: modeBy(/^(?:sk|rk)_(live|test)_[A-Za-z0-9]{10,250}$/),
    modeOfPublishableKey: modeBy(/^pk_(live|test)_[A-Za-z0-9]{10,250}$/),
    required: [
      'Customers: write',
      'PaymentIntents: write',
      'SetupIntents: write',
      'PaymentMethods: write',
      'Refunds: write',
      'Charges: read',
      'Events: read',
    ],
  };
  return new Map([['stripe', stripe]]);
}
