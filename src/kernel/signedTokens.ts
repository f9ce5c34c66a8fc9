/**
 * Signed tokens (JWT, RFC 7519) with everything pinned that jsonwebtoken leaves open: one algorithm, issuer,
 * audience, purpose and an expiry are required, the key is chosen by a known `kid` only, and time is the caller's.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Keys } from './keys.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'portico';

/** The purpose. Each has a key of its own, so a token for one purpose does not verify for another. */
export type TokenPurpose = 'portal-session' | 'quote' | 'subscribe-quote' | 'invoice-pdf';

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

/** The token's subject and data; null if it was not issued here, is for another purpose, was changed, or has expired. */
export function verifyToken<T extends object>(
  keys: Keys,
  purpose: TokenPurpose,
  token: string,
  now: Date,
): (T & { sub: string }) | null {
  const seconds = Math.floor(now.getTime() / 1000);
  for (const { key } of keys.signing(purpose)) {
    const seen = verified.get(key)?.get(token);
    if (seen) return seen.exp > seconds ? (seen as T & Verified) : null;
  }
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
      clockTimestamp: seconds,
    });
    if (typeof payload === 'string' || typeof payload.sub !== 'string' || typeof payload.exp !== 'number') return null;
    remember(known.key, token, payload as Verified);
    return payload as T & Verified;
  } catch {
    return null;
  }
}

interface Verified {
  sub: string;
  exp: number;
}

/**
 * Tokens with a verified signature, by the key that verified them: a session sends the same token with every request.
 * Only the expiry can change the result, and it is checked each time. A key that is rotated out drops its tokens.
 */
const verified = new WeakMap<Buffer, Map<string, Verified>>();
const REMEMBERED = 2000;

function remember(key: Buffer, token: string, payload: Verified): void {
  let tokens = verified.get(key);
  if (!tokens) {
    tokens = new Map();
    verified.set(key, tokens);
  }
  if (tokens.size >= REMEMBERED) tokens.delete(tokens.keys().next().value ?? '');
  tokens.set(token, payload);
}

const secretKeys = new WeakMap<Buffer, KeyObject>();

/** The key as a KeyObject. Given bytes, the library would try to parse a public key from them for every token. */
function secretKey(bytes: Buffer): KeyObject {
  let key = secretKeys.get(bytes);
  if (!key) {
    key = createSecretKey(bytes);
    secretKeys.set(bytes, key);
  }
  return key;
}
