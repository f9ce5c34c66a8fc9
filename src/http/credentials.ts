/** Who is calling: an API key or a portal session in the header, or the session in the hosted page's cookie. */
import type { Db } from '../db/client.ts';
import type { Keys } from '../kernel/keys.ts';
import { authenticateSession } from '../modules/access/sessions.ts';
import { authenticateApiKey } from '../modules/company/authenticateApiKey.ts';
import type { Principal } from '../op.ts';
import { keptSession } from './sessionCookie.ts';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4000})$/;
const ANONYMOUS: Principal = { kind: 'anonymous' };

export interface AuthenticatorOptions {
  db: Db;
  keys: Keys;
  https: boolean;
  /** Is handed the notes of use, which no answer waits for. */
  inBackground(work: Promise<unknown>): void;
  onUnexpected(error: unknown): void;
}

/** A credential in the header counts, and nothing else where there is one; otherwise the page's cookie. */
export function authenticator({ db, keys, https, inBackground, onUnexpected }: AuthenticatorOptions) {
  /** A session counts only in the portal in whose cookie it is kept. */
  async function byCookie(headers: Headers, now: Date): Promise<Principal | null> {
    const kept = keptSession(headers, https);
    if (!kept) return null;
    const principal = await authenticateSession(db, keys, kept.token, now, inBackground);
    return principal?.companyId === kept.companyId ? principal : null;
  }

  return async ({ headers }: Request, now: Date): Promise<Principal> => {
    const authorization = headers.get('authorization');
    if (authorization === null) return (await byCookie(headers, now)) ?? ANONYMOUS;
    const token = BEARER.exec(authorization)?.[1];
    if (token?.startsWith('sk_')) {
      const merchant = await authenticateApiKey(db, token, now, onUnexpected);
      if (merchant) inBackground(merchant.touched);
      return merchant?.principal ?? ANONYMOUS;
    }
    if (token === undefined) return ANONYMOUS;
    return (await authenticateSession(db, keys, token, now, inBackground)) ?? ANONYMOUS;
  };
}
