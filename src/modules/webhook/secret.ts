/** The secret that an endpoint's deliveries are signed with: shown once, kept sealed, because it is needed again. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from '../../db/generated/client/client.ts';
import { HOUR } from '../../kernel/clock.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { seal } from '../../kernel/secrets.ts';

const PURPOSE = 'webhook-secrets';

/** How long a secret goes on signing after it was replaced. */
export const OVERLAP = 24 * HOUR;

/** A new secret in the form of Standard Webhooks: 32 random bytes in base64 after a prefix. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The name of the key that is sealed with today. */
export function sealedUnder(keys: Keys): string {
  return keys.signing(PURPOSE)[0].id;
}

/** The endpoint goes in as well, so that a sealed secret is of no use in another row. */
export function sealSecret(keys: Keys, endpointId: string, secret: string): string {
  return seal(keys.secretFor(PURPOSE), [endpointId, secret]);
}

/** Throws when it was sealed for another endpoint, or under a server secret that is gone. */
export function openSecret(keys: Keys, endpointId: string, sealed: string): string {
  const [owner, secret] = openSealed<[string, string]>(keys, PURPOSE, sealed);
  if (owner !== endpointId) throw new Error('A secret of another endpoint.');
  return secret;
}

/** The headers of Standard Webhooks; while two secrets hold, there are two signatures. */
export function signedHeaders(
  keys: Keys,
  endpoint: Pick<WebhookEndpoint, 'id' | 'sealedSecret' | 'sealedPreviousSecret' | 'previousSecretUntil'>,
  { messageId, body, now }: { messageId: string; body: string; now: Date },
): Record<string, string> {
  const { id, sealedSecret, sealedPreviousSecret: previous, previousSecretUntil: until } = endpoint;
  const sealed = previous !== null && until !== null && until > now ? [sealedSecret, previous] : [sealedSecret];
  const signatures = sealed.map((one) => new Webhook(openSecret(keys, id, one)).sign(messageId, now, body));
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
