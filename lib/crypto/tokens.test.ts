import { describe, expect, it } from 'vitest';
import { hashToken, isApiKey, newApiKey, newToken } from './tokens';

describe('an API key', () => {
  it('has a prefix, 43 random characters and a checksum', () => {
    const key = newApiKey();
    expect(key).toMatch(/^sk_[0-9A-Za-z]{49}$/);
    expect(isApiKey(key)).toBe(true);
  });

  it('is recognized by its checksum: any changed character shows', () => {
    const key = newApiKey();
    for (let i = 0; i < key.length; i++) {
      const changed = key.slice(0, i) + (key[i] === 'x' ? 'y' : 'x') + key.slice(i + 1);
      expect(isApiKey(changed)).toBe(false);
    }
    expect(isApiKey(`${key} `)).toBe(false);
    expect(isApiKey('')).toBe(false);
  });

  it('of the first release stays valid', () => {
    expect(isApiKey('sk_HB1QH4idfnjRaXnWjLsXhjfrKs8b9g9S4NJh5y00eS81XaSeH')).toBe(true);
  });

  it('is never made twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, newApiKey)).size).toBe(1_000);
    expect(new Set(Array.from({ length: 1_000 }, newToken)).size).toBe(1_000);
  });
});

it('a token is stored as its SHA-256 (FIPS 180-4, "abc")', () => {
  expect(Buffer.from(hashToken('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
