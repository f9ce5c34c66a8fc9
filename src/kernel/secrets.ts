/**
 * Random tokens and codes, the hashes that are stored of them, and keys derived from the server's secret.
 * A token is 32 bytes from the system's generator; only its hash is stored.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';

/** The shortest server secret that is accepted, in bytes. */
export const MINIMUM_SECRET_BYTES = 32;

/** No 0/O, 1/I/L, U/V: a person reads the code from one screen and types it on another. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const CODE_LENGTH = 6;

/** A bearer token: a prefix that names its kind, and 32 random bytes in base64url. */
export function randomToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The stored form of a token. A fast hash suffices, because 256 random bits cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A code to type, such as `K7M4QX`; by default as short as those for signing in on another device. */
export function randomCode(length = CODE_LENGTH): string {
  return Array.from({ length }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
}

/** Normalizes a typed code: without blanks and dashes, in capitals. */
export function normalizeCode(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

export function randomSalt(): string {
  return randomBytes(16).toString('base64url');
}

/** The stored form of a short code. Slow and salted, because a short code can be guessed from its hash. */
export function hashCode(code: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, { N: 2 ** 14, r: 8, p: 1 }, (error, key) =>
      error ? reject(error) : resolve(key.toString('base64url')),
    );
  });
}

/** Compares two strings in constant time. */
export function equalSecrets(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A key for one purpose, derived from the server's secret, so that no key ever serves two purposes. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'portico', purpose, 32));
}

/** A keyed hash, for values that must be comparable but not readable at rest. */
export function keyedHash(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}

/** Encrypts a value that is stored where it must not be readable, such as a job's payload. */
export function seal(key: Buffer, value: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** Decrypts a value that `seal` encrypted. Throws if the key differs or the value was changed. */
export function unseal<T>(key: Buffer, sealed: string): T {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')) as T;
}
