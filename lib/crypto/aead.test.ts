import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONCE_BYTES, open, randomKey, seal, sealWithNonce, TAG_BYTES } from './aead';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

/** D. McGrew, J. Viega: The Galois/Counter Mode of Operation (GCM), appendix B, test cases 13 to 16 (256-bit keys, 96-bit nonces). */
const VECTORS = [
  {
    name: 'test case 13: nothing at all',
    key: hex('00'.repeat(32)),
    nonce: hex('00'.repeat(12)),
    plaintext: hex(''),
    aad: hex(''),
    ciphertext: hex(''),
    tag: hex('530f8afbc74536b9a963b4f1c4cb738b'),
  },
  {
    name: 'test case 14: one block of zeros',
    key: hex('00'.repeat(32)),
    nonce: hex('00'.repeat(12)),
    plaintext: hex('00'.repeat(16)),
    aad: hex(''),
    ciphertext: hex('cea7403d4d606b6e074ec5d3baf39d18'),
    tag: hex('d0d1c8a799996bf0265b98b5d48ab919'),
  },
  {
    name: 'test case 15: four blocks',
    key: hex('feffe9928665731c6d6a8f9467308308'.repeat(2)),
    nonce: hex('cafebabefacedbaddecaf888'),
    plaintext: hex(`d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72
                    1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b391aafd255`),
    aad: hex(''),
    ciphertext: hex(`522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa
                     8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662898015ad`),
    tag: hex('b094dac5d93471bdec1a502270e3cc6c'),
  },
  {
    name: 'test case 16: associated data, no whole number of blocks',
    key: hex('feffe9928665731c6d6a8f9467308308'.repeat(2)),
    nonce: hex('cafebabefacedbaddecaf888'),
    plaintext: hex(`d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72
                    1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b39`),
    aad: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    ciphertext: hex(`522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa
                     8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662`),
    tag: hex('76fc6ece0f4e1768cddf8853bb2d551b'),
  },
];

describe('AES-256-GCM', () => {
  for (const { name, key, nonce, plaintext, aad, ciphertext, tag } of VECTORS) {
    it(`agrees with ${name}`, () => {
      const sealed = Buffer.concat([nonce, ciphertext, tag]);
      expect(sealWithNonce(key, nonce, plaintext, aad)).toEqual(sealed);
      expect(Buffer.from(open(key, sealed, aad))).toEqual(plaintext);
    });
  }

  it('opens what it sealed, whatever the bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, (plaintext, aad) => {
        const key = randomKey();
        const sealed = seal(key, plaintext, aad);
        expect(sealed.length).toBe(NONCE_BYTES + plaintext.length + TAG_BYTES);
        expect(new Uint8Array(open(key, sealed, aad))).toEqual(new Uint8Array(plaintext));
      }),
    );
  });

  it('opens nothing after any one bit was flipped: nonce, ciphertext or tag', () => {
    const key = randomKey();
    const aad = Buffer.from('aad');
    const sealed = seal(key, Buffer.from('a value'), aad);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => open(key, flipped, aad)).toThrowError(expect.objectContaining({ kind: 'wrong' }));
    }
    expect(open(key, sealed, aad)).toEqual(Buffer.from('a value'));
  });

  it('opens nothing with other associated data, another key, or too few bytes', () => {
    const key = randomKey();
    const sealed = seal(key, Buffer.from('a value'), Buffer.from('here'));
    expect(() => open(key, sealed, Buffer.from('there'))).toThrow();
    expect(() => open(randomKey(), sealed, Buffer.from('here'))).toThrow();
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(key, sealed.subarray(0, length), Buffer.from('here'))).toThrow();
    }
  });
});
