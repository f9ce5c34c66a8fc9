/** The credentials of provider accounts, which are sent to the provider and therefore sealed rather than hashed. */
import { HOUR } from '../../../kernel/clock.ts';
import { type Keys, openSealed } from '../../../kernel/keys.ts';
import { seal } from '../../../kernel/secrets.ts';

const PURPOSE = 'provider-credentials';

/** The time for which a replaced webhook secret still verifies. */
export const OVERLAP = 24 * HOUR;

/** The id of the server's key that seals credentials now. */
export function sealedUnder(keys: Keys): string {
  return keys.signing(PURPOSE)[0].id;
}

/** Bound to the account, so that a sealed credential cannot be used in another row. */
export function sealCredential(keys: Keys, accountId: string, credential: string): string {
  return seal(keys.secretFor(PURPOSE), [accountId, credential]);
}

/** Throws if it was sealed for another account, or under a server secret that is gone. */
export function openCredential(keys: Keys, accountId: string, sealed: string): string {
  const [owner, credential] = openSealed<[string, string]>(keys, PURPOSE, sealed);
  if (owner !== accountId) throw new Error('A credential of another account.');
  return credential;
}

interface SecretColumns {
  id: string;
  sealedWebhookSecret: string | null;
  sealedPreviousSecret: string | null;
  previousSecretUntil: Date | null;
}

/** The webhook secrets of an account that verify now. Those that can no longer be opened verify nothing. */
export function webhookSecrets(keys: Keys, account: SecretColumns, now: Date): string[] {
  const { sealedWebhookSecret, sealedPreviousSecret, previousSecretUntil } = account;
  const previous = previousSecretUntil && previousSecretUntil > now ? sealedPreviousSecret : null;
  return [sealedWebhookSecret, previous].flatMap((sealed) => {
    try {
      return sealed === null ? [] : [openCredential(keys, account.id, sealed)];
    } catch {
      return [];
    }
  });
}
