/**
 * Signed tokens (JWT, RFC 7519) with everything pinned that jsonwebtoken leaves open: one algorithm, issuer,
 * audience, purpose and an expiry are required, the key is chosen by a known `kid` only, and time is the caller's.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Keys } from './keys.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'portico';

/** What the token is for; a token for one purpose is worthless for another, as each has its own key. */
export type TokenPurpose = 'portal-session' | 'quote' | 'invoice-pdf';

export function signToken(
  keys: Keys,
  purpose: TokenPurpose,
  claims: { subject: string; data?: object; now: Date; expiresAt: Date },
): string {
  const [{ id, key }] = keys.signing(purpose);
  const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
  const payload = {
    ...claims.data,
    iss: ISSUER,
    aud: purpose,
    sub: claims.subject,
    iat: seconds(claims.now),
    exp: Math.ceil(claims.expiresAt.getTime() / 1000),
  };
  return jwt.sign(payload, secretKey(key), { algorithm: ALGORITHM, keyid: id });
}

/** The token's subject and data, or null when it is not ours, for another purpose, changed, or expired. */
export function verifyToken<T extends object>(
  keys: Keys,
  purpose: TokenPurpose,
  token: string,
  now: Date,
): (T & { sub: string }) | null {
  // The header is read only to choose among our own keys; jku, jwk and x5u in it are never followed.
  let kid: unknown;
  try {
    kid = jwt.decode(token, { complete: true })?.header.kid;
  } catch {
    return null;
  }
  const known = keys.signing(purpose).find(({ id }) => id === kid);
  if (!known) return null;
  try {
    const payload = jwt.verify(token, secretKey(known.key), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: purpose,
      clockTimestamp: Math.floor(now.getTime() / 1000),
    });
    if (typeof payload === 'string' || typeof payload.sub !== 'string' || typeof payload.exp !== 'number') return null;
    return payload as T & { sub: string; exp: number };
  } catch {
    return null;
  }
}

const secretKeys = new WeakMap<Buffer, KeyObject>();

/** The key as the library wants it. Handed bytes, it would try to read a public key out of them, for every token. */
function secretKey(bytes: Buffer): KeyObject {
  let key = secretKeys.get(bytes);
  if (!key) {
    key = createSecretKey(bytes);
    secretKeys.set(bytes, key);
  }
  return key;
}
