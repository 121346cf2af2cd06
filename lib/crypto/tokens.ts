import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * Tokens: random, shown once, stored as a MAC. 32 random bytes cannot be guessed,
 * so one round of SHA-256 is enough; a slow hash is for what people choose.
 */
const TOKEN_BYTES = 32;
const API_KEY_PREFIX = 'sk_';
const RANDOM_CHARS = 43; // 62^43 > 2^256
const CHECKSUM_CHARS = 6; // 62^6 > 2^32
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const API_KEY = new RegExp(`^${API_KEY_PREFIX}[0-9A-Za-z]{${RANDOM_CHARS + CHECKSUM_CHARS}}$`);

/** `sk_` ‖ 43 base62 characters ‖ CRC-32 of what stands before it, 6 base62 characters: scanners recognize a leaked one. */
export function newApiKey(): string {
  const random = toBase62(BigInt(`0x${randomBytes(TOKEN_BYTES).toString('hex')}`), RANDOM_CHARS);
  return `${API_KEY_PREFIX}${random}${checksum(API_KEY_PREFIX + random)}`;
}

/** Whether a text has the form and the checksum of an API key. Says nothing of whether it exists. */
export function isApiKey(text: string): boolean {
  if (!API_KEY.test(text)) return false;
  return text.slice(-CHECKSUM_CHARS) === checksum(text.slice(0, -CHECKSUM_CHARS));
}

/** For sessions and one-time links: 43 characters, safe in a URL and a cookie. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/**
 * What is stored of a token: a MAC under the vault's service key, so that nobody who only writes into the
 * database can put a token of their own there.
 */
export function hashToken(serviceKey: Uint8Array, token: string): Uint8Array {
  return createHmac('sha256', serviceKey).update('strongroom/token/1\n').update(token, 'utf8').digest();
}

function checksum(text: string): string {
  return toBase62(BigInt(crc32(text)), CHECKSUM_CHARS);
}

function toBase62(number: bigint, length: number): string {
  let text = '';
  for (let rest = number; rest > 0n; rest /= 62n) text = BASE62[Number(rest % 62n)] + text;
  return text.padStart(length, '0');
}
