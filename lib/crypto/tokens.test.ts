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

// A form, once stored, is looked up for ever.
it('a token is stored as a MAC that needs the service key', () => {
  const stored = (key: number, token: string) =>
    Buffer.from(hashToken(Buffer.alloc(32, key), token)).toString('hex');
  expect(stored(1, 'abc')).toBe('b76b816226f85cc797a55201470d6641f3f6f11602c9266f99ab3146b606e610');
  expect(stored(2, 'abc')).not.toBe(stored(1, 'abc'));
  expect(stored(1, 'abd')).not.toBe(stored(1, 'abc'));
});
