import { describe, expect, it } from 'vitest';
import { conformsToKekProvider } from './conformance';
import { LocalKekProvider, rootKeyFingerprint } from './local';

const rootKey = Buffer.alloc(32, 7);

describe('the local provider of the root key', () => {
  conformsToKekProvider(() => Promise.resolve(new LocalKekProvider(rootKey)));

  it('does not unwrap with another root key', async () => {
    const wrapped = await new LocalKekProvider(rootKey).wrap(Buffer.alloc(32, 1), {});
    const other = new LocalKekProvider(Buffer.alloc(32, 8));
    await expect(other.unwrap(wrapped, {})).rejects.toMatchObject({ kind: 'wrong' });
  });

  it('takes a key of 32 bytes only', () => {
    for (const length of [0, 16, 31, 33, 64])
      expect(() => new LocalKekProvider(Buffer.alloc(length))).toThrow();
  });

  it('names a key by a fingerprint that never changes', () => {
    expect(rootKeyFingerprint(rootKey)).toBe('29805d0594bd4bdc');
    expect(rootKeyFingerprint(Buffer.alloc(32, 8))).not.toBe(rootKeyFingerprint(rootKey));
  });

  // A format, once stored, is read for ever. These bytes were written by the first release.
  it('unwraps format 1', async () => {
    const wrapped = Buffer.from(
      'AR2DOUchQfZ1z1yqLpiUbUfPLkYetN+0CJ4OrgjZh2+Y+qADYEYFdFhy2P66zJL/FINe5CdaB41A4qdPqw==',
      'base64',
    );
    const key = await new LocalKekProvider(rootKey).unwrap(wrapped, { kek: 'kek_1' });
    expect(Buffer.from(key)).toEqual(Buffer.alloc(32, 9));
  });
});
