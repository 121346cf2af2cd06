import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { wrong } from './errors';

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
 * SP 800-38D section 8.3 allows 2^32 messages under one key with random nonces: a DEK seals one, a KEK wraps one per version.
 */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

const CIPHER = 'aes-256-gcm';

/** Returns nonce ‖ ciphertext ‖ tag, NONCE_BYTES + TAG_BYTES longer than the plaintext. */
export function seal(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  return sealWithNonce(key, randomBytes(NONCE_BYTES), plaintext, associatedData);
}

/** For published vectors only: a nonce that is used twice under one key gives the key's secrets away. */
export function sealWithNonce(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext of what `seal` returned. Throws CryptoError `wrong` if anything at all is not as it was sealed. */
export function open(key: Uint8Array, sealed: Uint8Array, associatedData: Uint8Array): Uint8Array {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw wrong('The sealed bytes are too short.');
  const tagStart = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(tagStart));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagStart)), decipher.final()]);
  } catch {
    throw wrong('The sealed bytes do not open: another key, another place, or changed bytes.');
  }
}

export function randomKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}
