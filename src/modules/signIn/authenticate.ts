/** Turns a credential into a principal; no other file does. */
import type { Db } from '../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { Principal } from '../../operation/operation.ts';
import { noteSecurityEvent } from '../../operation/securityLog.ts';
import { authenticateApiKey, type RefusedKey } from '../company/authenticateApiKey.ts';
import { authenticateSession } from './sessions.ts';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4000})$/;

interface Parts {
  db: Db;
  keys: Keys;
  /** The client's address. */
  clientAddress: string;
  /** Whether a refusal of this key was not recorded lately, so that a flood fills no log. */
  isNews(refusal: string, now: Date): boolean;
  /** Takes over writes that the response does not wait for. */
  background(work: Promise<unknown>): void;
  onUnexpected(error: unknown): void;
}

/** The credentials of a request. */
export interface Credentials {
  authorization: string | null;
  /** The session in the hosted page's cookie, and the portal that the cookie belongs to. */
  cookieSession: { token: string; companyId: string } | null;
}

/**
 * A credential in the header takes precedence over the hosted page's cookie, even if it is invalid. Without a valid
 * credential the caller is anonymous. On a company's own domain only sessions of that company's customers are valid: no
 * other company's, and no API key.
 */
export async function authenticateCaller(
  parts: Parts,
  { authorization, cookieSession }: Credentials,
  now: Date,
  hostCompanyId: string | null,
): Promise<Principal> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  const principal =
    authorization === null
      ? await cookiePrincipal(parts, cookieSession, now)
      : await bearerPrincipal(parts, token, now);
  if (!principal) return { kind: 'anonymous' };
  const accepted = hostCompanyId === null || (principal.kind === 'customer' && principal.companyId === hostCompanyId);
  return accepted ? principal : { kind: 'anonymous' };
}

async function bearerPrincipal(parts: Parts, token: string | undefined, now: Date) {
  const { db, keys, background, onUnexpected, clientAddress: address } = parts;
  if (token === undefined) return null;
  if (!token.startsWith('sk_')) return authenticateSession(db, keys, token, now, background);
  const merchant = await authenticateApiKey(db, { key: token, now, address }, onUnexpected);
  if (merchant && 'reason' in merchant) noteRefusal(parts, merchant, now);
  if (!merchant || 'reason' in merchant) return null;
  background(merchant.touched);
  return merchant.principal;
}

function noteRefusal(parts: Parts, { companyId, apiKeyId, reason }: RefusedKey, now: Date): void {
  const { db, background, isNews, clientAddress: address } = parts;
  if (!isNews(`${apiKeyId} ${reason} ${address}`, now)) return;
  const entry = {
    kind: 'API_KEY_REFUSED',
    address,
    detail: reason,
    actor: { kind: 'MERCHANT', id: apiKeyId },
  } as const;
  background(noteSecurityEvent(db, companyId, now, entry));
}

/** A cookie's session is valid only in the portal that the cookie belongs to. */
async function cookiePrincipal(
  { db, keys, background }: Parts,
  cookieSession: Credentials['cookieSession'],
  now: Date,
) {
  if (!cookieSession) return null;
  const principal = await authenticateSession(db, keys, cookieSession.token, now, background);
  return principal?.companyId === cookieSession.companyId ? principal : null;
}
