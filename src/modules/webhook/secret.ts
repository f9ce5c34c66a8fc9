/** The signing secret of an endpoint: shown once, and stored sealed because signature.ts needs it for each delivery. */
import { randomBytes } from 'node:crypto';
import { HOUR } from '../../kernel/clock.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { seal } from '../../kernel/secrets.ts';

const PURPOSE = 'webhook-secrets';

/** The time for which a replaced secret still signs. */
export const OVERLAP = 24 * HOUR;

/** A new secret in the format of Standard Webhooks: a prefix and 32 random bytes in base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The id of the server's key that seals secrets now. */
export function sealedUnder(keys: Keys): string {
  return keys.signing(PURPOSE)[0].id;
}

/** Bound to the endpoint, so that a sealed secret cannot be used in another row. */
export function sealSecret(keys: Keys, endpointId: string, secret: string): string {
  return seal(keys.secretFor(PURPOSE), [endpointId, secret]);
}

/** Throws if it was sealed for another endpoint, or under a server secret that is gone. */
export function openSecret(keys: Keys, endpointId: string, sealed: string): string {
  const [owner, secret] = openSealed<[string, string]>(keys, PURPOSE, sealed);
  if (owner !== endpointId) throw new Error('A secret of another endpoint.');
  return secret;
}
