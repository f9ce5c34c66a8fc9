/** Authenticates API keys. Runs once per request, so it is one prepared statement. */
import type { Db } from '../../db/client.ts';
import type { ApiKeyScope } from '../../db/generated/client/enums.ts';
import { liesIn } from '../../kernel/addressRanges.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { hashToken } from '../../kernel/secrets.ts';
import type { MerchantPrincipal } from '../../operation/operation.ts';

const KEY = /^sk_(?:test|live)_[A-Za-z0-9_-]{43}$/;
const LAST_USED_PRECISION = MINUTE;

const FIND = `SELECT k.id, k.company_id, k.last_used_at, k.scopes::text[] AS scopes, k.allowed_addresses, k.expires_at,
    k.revoked_at, c.test_clock_at
  FROM api_key k JOIN company c ON c.id = k.company_id
  WHERE k.key_hash = $1 AND c.disabled_at IS NULL`;
const TOUCH = `UPDATE api_key SET last_used_at = $2, last_used_address = $4
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`;

interface KeyRow {
  id: string;
  company_id: string;
  last_used_at: Date | null;
  scopes: ApiKeyScope[];
  allowed_addresses: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  test_clock_at: Date | null;
}

type RefusalReason = 'REVOKED' | 'EXPIRED' | 'ADDRESS_NOT_ALLOWED';

export interface AuthenticatedMerchant {
  principal: MerchantPrincipal;
  /** Settles when the key's last use is recorded; never rejects. No request waits for it. */
  touched: Promise<void>;
}

/** A key of a company that is not valid now, or not from this address. */
export interface RefusedKey {
  companyId: string;
  apiKeyId: string;
  reason: RefusalReason;
}

interface Attempt {
  key: string;
  now: Date;
  /** The client's address. */
  address: string;
}

function refusalOf(row: KeyRow, { now, address }: Attempt): RefusalReason | null {
  if (row.revoked_at) return 'REVOKED';
  if (row.expires_at && row.expires_at <= now) return 'EXPIRED';
  const restricted = row.allowed_addresses.length > 0;
  return restricted && !liesIn(address, row.allowed_addresses) ? 'ADDRESS_NOT_ALLOWED' : null;
}

/**
 * The merchant of a key; null for a malformed key (without a query), an unknown one, or a disabled company; the refusal of
 * a known key.
 */
export async function authenticateApiKey(
  db: Db,
  attempt: Attempt,
  onTouchFailed: (error: unknown) => void = () => {},
): Promise<AuthenticatedMerchant | RefusedKey | null> {
  const { key, now, address } = attempt;
  if (!KEY.test(key)) return null;
  const [row] = await db.sql<KeyRow>('api_key_find', FIND, [hashToken(key)]);
  if (!row) return null;
  const reason = refusalOf(row, attempt);
  if (reason) return { companyId: row.company_id, apiKeyId: row.id, reason };
  const before = new Date(now.getTime() - LAST_USED_PRECISION);
  const stale = row.last_used_at === null || row.last_used_at <= before;
  const { id: apiKeyId, company_id: companyId, scopes, test_clock_at: testClockAt } = row;
  return {
    principal: { kind: 'merchant', companyId, apiKeyId, scopes, testClockAt },
    touched: stale ? touch(db, apiKeyId, [now, before, address]).catch(onTouchFailed) : Promise.resolve(),
  };
}

async function touch(db: Db, id: string, values: readonly [Date, Date, string]): Promise<void> {
  await db.sql('api_key_touch', TOUCH, [id, ...values]);
}

const STILL_VALID = `SELECT k.id FROM api_key k JOIN company c ON c.id = k.company_id
  WHERE k.id = ANY ($1::text[]) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
    AND c.disabled_at IS NULL`;

/** Returns the ids of the given API keys that are still valid. For streams, which outlive their request. */
export async function stillValidKeys(db: Db, apiKeyIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const rows = await db.sql<{ id: string }>('api_keys_still_valid', STILL_VALID, [apiKeyIds, now]);
  return new Set(rows.map(({ id }) => id));
}
