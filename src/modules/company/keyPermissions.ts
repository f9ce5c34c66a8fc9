/**
 * The permissions of API keys, and the rule that no key gives more than it has. graphql/keyScopes.ts assigns a scope to each
 * mutation.
 */
import { ApiKeyScope } from '../../db/generated/client/enums.ts';
import { isWithin } from '../../kernel/addressRanges.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';

export const ALL_SCOPES: readonly ApiKeyScope[] = Object.values(ApiKeyScope);

export interface KeyPermissions {
  scopes: readonly ApiKeyScope[];
  /** Networks in CIDR form; empty for any. */
  allowedAddresses: readonly string[];
  /** Null for a key that does not expire. */
  expiresAt: Date | null;
}

/** Whether a key can do everything and does not expire. A company must not lose its last one. */
export const isFull = ({ scopes, expiresAt }: Pick<KeyPermissions, 'scopes' | 'expiresAt'>): boolean =>
  expiresAt === null && ALL_SCOPES.every((scope) => scopes.includes(scope));

type Given = { [Name in keyof KeyPermissions]?: KeyPermissions[Name] | null | undefined };

/** The permissions of a new key: those that are given, and otherwise those of the calling key. Throws for more than these. */
export function permissionsWithin(own: KeyPermissions, given: Given): KeyPermissions {
  const {
    scopes = own.scopes,
    allowedAddresses = own.allowedAddresses,
    expiresAt = own.expiresAt,
  } = withoutNull(given);
  if (!scopes.every((scope) => own.scopes.includes(scope)))
    throw ValidationError.at(['input', 'scopes'], 'Must be scopes of the calling key.');
  const allowed = own.allowedAddresses;
  const anywhere = allowedAddresses.length === 0;
  if (allowed.length > 0 && (anywhere || !allowedAddresses.every((range) => isWithin(range, allowed))))
    throw ValidationError.at(['input', 'allowedAddresses'], 'Must be inside the ranges of the calling key.');
  if (own.expiresAt && (!expiresAt || expiresAt > own.expiresAt))
    throw ValidationError.at(['input', 'expiresAt'], 'Must not be later than the expiry of the calling key.');
  return { scopes: ALL_SCOPES.filter((scope) => scopes.includes(scope)), allowedAddresses, expiresAt };
}

function withoutNull({ scopes, allowedAddresses, expiresAt }: Given): Partial<KeyPermissions> {
  return {
    ...(scopes ? { scopes } : {}),
    ...(allowedAddresses ? { allowedAddresses } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  };
}

/** Throws if a key has a scope that the calling key lacks: only equal or stronger keys revoke it. */
export function refuseStronger(own: Pick<KeyPermissions, 'scopes'>, other: Pick<KeyPermissions, 'scopes'>): void {
  if (!other.scopes.every((scope) => own.scopes.includes(scope)))
    throw new ConflictError('API_KEY_STRONGER', 'The API key has a scope that the calling key lacks.', [
      'input',
      'apiKeyId',
    ]);
}
