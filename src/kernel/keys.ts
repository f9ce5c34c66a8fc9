/** The server's keys: one derived key per purpose from the current secret, and from the one before it. */
import { deriveKey, hashToken, MINIMUM_SECRET_BYTES, unseal } from './secrets.ts';

interface SigningKey {
  /** Identifies the secret without revealing it. A token carries it, so verification need not try each key. */
  id: string;
  key: Buffer;
}

export interface Keys {
  /** The keys for a purpose; the first signs, all of them verify. */
  signing(purpose: string): readonly [SigningKey, ...SigningKey[]];
  /** The key for sealing and for keyed hashes; only ever the current one. */
  secretFor(purpose: string): Buffer;
}

/** Keys from the current secret and, during a rotation, from the previous one. */
export function createKeys(secret: string, previousSecret?: string): Keys {
  for (const given of [secret, previousSecret])
    if (given !== undefined && Buffer.byteLength(given) < MINIMUM_SECRET_BYTES)
      throw new Error(`A secret needs ${MINIMUM_SECRET_BYTES} bytes.`);
  const derive = (from: string, purpose: string): SigningKey => ({
    id: hashToken(`kid:${from}`).slice(0, 12),
    key: deriveKey(from, purpose),
  });
  const cache = new Map<string, readonly [SigningKey, ...SigningKey[]]>();
  const signing = (purpose: string) => {
    let keys = cache.get(purpose);
    if (!keys) {
      const older = previousSecret === undefined ? [] : [derive(previousSecret, purpose)];
      keys = [derive(secret, purpose), ...older];
      cache.set(purpose, keys);
    }
    return keys;
  };
  return { signing, secretFor: (purpose) => signing(purpose)[0].key };
}

/** Opens a value sealed for a purpose, also under the previous secret during a rotation. Throws if no key fits. */
export function openSealed<T>(keys: Keys, purpose: string, sealed: string): T {
  const [current, ...older] = keys.signing(purpose);
  for (const { key } of older) {
    try {
      return unseal<T>(key, sealed);
    } catch {
      // The value was sealed with another key.
    }
  }
  return unseal<T>(current.key, sealed);
}
