/** From an API key to the merchant who calls with it. Runs once per request, so it is one prepared statement. */
import type { Db } from '../../db/client.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { hashToken } from '../../kernel/secrets.ts';
import type { MerchantPrincipal } from '../../op.ts';

const KEY = /^sk_(?:test|live)_[A-Za-z0-9_-]{43}$/;
const LAST_USED_PRECISION = MINUTE;

const FIND = `SELECT k.id, k.company_id, k.last_used_at, c.test_clock_at
  FROM api_key k JOIN company c ON c.id = k.company_id
  WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND c.disabled_at IS NULL`;
const TOUCH = `UPDATE api_key SET last_used_at = $2
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`;

export interface AuthenticatedMerchant {
  principal: MerchantPrincipal;
  /** Settles, and never rejects, when the key's last use has been noted. No request waits for it. */
  touched: Promise<void>;
}

/** Who calls with a key; null for one that is malformed (which costs no query), unknown, revoked, or of a disabled company. */
export async function authenticateApiKey(
  db: Db,
  key: string,
  now: Date,
  onTouchFailed: (error: unknown) => void = () => {},
): Promise<AuthenticatedMerchant | null> {
  if (!KEY.test(key)) return null;
  const [row] = await db.sql<{ id: string; company_id: string; last_used_at: Date | null; test_clock_at: Date | null }>(
    'api_key_find',
    FIND,
    [hashToken(key)],
  );
  if (!row) return null;
  const before = new Date(now.getTime() - LAST_USED_PRECISION);
  const stale = row.last_used_at === null || row.last_used_at <= before;
  return {
    principal: { kind: 'merchant', companyId: row.company_id, apiKeyId: row.id, testClockAt: row.test_clock_at },
    touched: stale ? touch(db, row.id, now, before).catch(onTouchFailed) : Promise.resolve(),
  };
}

async function touch(db: Db, id: string, now: Date, before: Date): Promise<void> {
  await db.sql('api_key_touch', TOUCH, [id, now, before]);
}

const STILL_VALID = `SELECT k.id FROM api_key k JOIN company c ON c.id = k.company_id
  WHERE k.id = ANY ($1::text[]) AND k.revoked_at IS NULL AND c.disabled_at IS NULL`;

/** Which of these keys, by their ids, open something still; for what lasts longer than a request. */
export async function stillValidKeys(db: Db, apiKeyIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.sql<{ id: string }>('api_keys_still_valid', STILL_VALID, [apiKeyIds]);
  return new Set(rows.map(({ id }) => id));
}
