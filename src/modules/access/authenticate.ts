/** Who is calling: the one place where a credential becomes a principal. */
import type { Db } from '../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { Principal } from '../../op.ts';
import { authenticateApiKey } from '../company/authenticateApiKey.ts';
import { authenticateSession } from './sessions.ts';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4000})$/;

interface Parts {
  db: Db;
  keys: Keys;
  /** Takes writes that the answer does not wait for. */
  background(work: Promise<unknown>): void;
  onUnexpected(error: unknown): void;
}

/**
 * A credential that is missing or does not hold makes somebody anonymous. On a company's own domain only sessions of
 * that company's customers mean anything: no other company's, and no API key.
 */
export async function authenticateCaller(
  parts: Parts,
  headers: Pick<Headers, 'get'>,
  now: Date,
  hostCompanyId: string | null,
): Promise<Principal> {
  const token = BEARER.exec(headers.get('authorization') ?? '')?.[1];
  const principal = token === undefined ? null : await holderOf(parts, token, now);
  if (!principal) return { kind: 'anonymous' };
  const welcome = hostCompanyId === null || (principal.kind === 'customer' && principal.companyId === hostCompanyId);
  return welcome ? principal : { kind: 'anonymous' };
}

async function holderOf({ db, keys, background, onUnexpected }: Parts, token: string, now: Date) {
  if (!token.startsWith('sk_')) return authenticateSession(db, keys, token, now, background);
  const merchant = await authenticateApiKey(db, token, now, onUnexpected);
  if (merchant) background(merchant.touched);
  return merchant?.principal ?? null;
}
