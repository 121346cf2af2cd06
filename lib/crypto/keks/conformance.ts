import { expect, it } from 'vitest';
import type { KekProvider } from './provider';

/** What every provider of a root key has to do. Call it inside a `describe`; `open` gives a new provider with the same key. */
export function conformsToKekProvider(open: () => Promise<KekProvider>): void {
  const key = Buffer.from('a key-encryption key of 32 bytes');
  const context = { environment: 'environment_1', kek: 'kek_1' };
  const wrong = expect.objectContaining({ name: 'CryptoError', kind: 'wrong' });

  it('unwraps what it wrapped, and so does a later one with the same key', async () => {
    const wrapped = await (await open()).wrap(key, context);
    expect(Buffer.from(await (await open()).unwrap(wrapped, context))).toEqual(key);
  });

  it('wraps the same key differently each time, and never in clear', async () => {
    const provider = await open();
    const [once, twice] = [await provider.wrap(key, context), await provider.wrap(key, context)];
    expect(once).not.toEqual(twice);
    expect(Buffer.from(once).includes(key)).toBe(false);
  });

  it('says `wrong`, for good, when the context is another', async () => {
    const provider = await open();
    const wrapped = await provider.wrap(key, context);
    for (const other of [{}, { ...context, kek: 'kek_2' }, { ...context, more: '' }]) {
      await expect(provider.unwrap(wrapped, other)).rejects.toEqual(wrong);
    }
  });

  it('says `wrong` for any flipped bit and any missing byte', async () => {
    const provider = await open();
    const wrapped = await provider.wrap(key, context);
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const flipped = Uint8Array.from(wrapped);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await expect(provider.unwrap(flipped, context)).rejects.toEqual(wrong);
    }
    for (let length = 0; length < wrapped.length; length++) {
      await expect(provider.unwrap(wrapped.subarray(0, length), context)).rejects.toEqual(wrong);
    }
  });

  it('names its key, always the same, without telling it', async () => {
    const [id, again] = [await (await open()).currentKekId(), await (await open()).currentKekId()];
    expect(id).toBe(again);
    expect(id).toMatch(/^[a-z0-9]+:\S+$/);
  });

  it('says `unreachable` once it is closed', async () => {
    const provider = await open();
    const wrapped = await provider.wrap(key, context);
    await provider.close();
    const unreachable = expect.objectContaining({ name: 'CryptoError', kind: 'unreachable' });
    await expect(provider.wrap(key, context)).rejects.toEqual(unreachable);
    await expect(provider.unwrap(wrapped, context)).rejects.toEqual(unreachable);
  });
}
