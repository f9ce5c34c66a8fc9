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

/** What a request brings along. */
export interface Credentials {
  authorization: string | null;
  /** The session in the cookie of the hosted page, and the portal that the cookie is of. */
  kept: { token: string; companyId: string } | null;
}

/**
 * A credential in the header counts, and nothing else where there is one; otherwise the cookie of the hosted page. One
 * that is missing or does not hold makes somebody anonymous. On a company's own domain only sessions of that company's
 * customers mean anything: no other company's, and no API key.
 */
export async function authenticateCaller(
  parts: Parts,
  { authorization, kept }: Credentials,
  now: Date,
  hostCompanyId: string | null,
): Promise<Principal> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  const principal = authorization === null ? await keeperOf(parts, kept, now) : await holderOf(parts, token, now);
  if (!principal) return { kind: 'anonymous' };
  const welcome = hostCompanyId === null || (principal.kind === 'customer' && principal.companyId === hostCompanyId);
  return welcome ? principal : { kind: 'anonymous' };
}

async function holderOf({ db, keys, background, onUnexpected }: Parts, token: string | undefined, now: Date) {
  if (token === undefined) return null;
  if (!token.startsWith('sk_')) return authenticateSession(db, keys, token, now, background);
  const merchant = await authenticateApiKey(db, token, now, onUnexpected);
  if (merchant) background(merchant.touched);
  return merchant?.principal ?? null;
}

/** A session counts only in the portal in whose cookie it is kept. */
async function keeperOf({ db, keys, background }: Parts, kept: Credentials['kept'], now: Date) {
  if (!kept) return null;
  const principal = await authenticateSession(db, keys, kept.token, now, background);
  return principal?.companyId === kept.companyId ? principal : null;
}
