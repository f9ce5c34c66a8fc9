/** The signature of a delivery, as Standard Webhooks specifies it: https://www.standardwebhooks.com */
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from '../../db/generated/client/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import { openSecret } from './secret.ts';

/** The headers of Standard Webhooks. During a rotation they carry two signatures. */
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
