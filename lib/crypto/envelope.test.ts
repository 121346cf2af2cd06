import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomKey } from './aead';
import {
  envelopeKekIds,
  type Kek,
  openDataKey,
  openValue,
  parseDataKeyBlob,
  sealValue,
  type VersionPlace,
  wrapDataKey,
} from './envelope';

const kek = (id: string): Kek => ({ id, key: randomKey() });
const place: VersionPlace = {
  environmentId: 'environment_1',
  organizationId: 'org_1',
  secretId: 'secret_1',
  versionNumber: 3,
  context: { organization_id: 'org_1', tier: 'gold' },
};
const value = Buffer.from('correct horse battery staple');
const wrong = expect.objectContaining({ kind: 'wrong' });

describe('an envelope', () => {
  it('opens with all of its KEKs, in whatever order they are handed over', () => {
    const [a, b] = [kek('kek_a'), kek('kek_b')];
    const envelope = sealValue(value, [a, b], place);
    expect(openValue(envelope, [b, a], place)).toEqual(value);
    expect(envelopeKekIds(envelope)).toEqual(['kek_a', 'kek_b']);
  });

  it('needs every one of its KEKs', () => {
    const [a, b, c] = [kek('kek_a'), kek('kek_b'), kek('kek_c')];
    const envelope = sealValue(value, [a, b, c], place);
    for (const some of [[], [a], [b], [c], [a, b], [a, c], [b, c]]) {
      expect(() => openValue(envelope, some, place)).toThrowError(wrong);
    }
    const impostor = { id: 'kek_b', key: randomKey() };
    expect(() => openValue(envelope, [a, impostor, c], place)).toThrowError(wrong);
  });

  it('opens at its own place only', () => {
    const keks = [kek('kek_a')];
    const envelope = sealValue(value, keks, place);
    const elsewhere: Partial<VersionPlace>[] = [
      { environmentId: 'environment_2' },
      { organizationId: 'org_2' },
      { organizationId: null },
      { secretId: 'secret_2' },
      { versionNumber: 2 },
      { versionNumber: 4 },
      { context: { organization_id: 'org_1' } },
      { context: { organization_id: 'org_1', tier: 'silver' } },
      { context: { organization_id: 'org_1', tier: 'gold', more: '' } },
    ];
    for (const moved of elsewhere) {
      expect(() => openValue(envelope, keks, { ...place, ...moved })).toThrowError(wrong);
    }
    const sameInAnotherOrder = { tier: 'gold', organization_id: 'org_1' };
    expect(openValue(envelope, keks, { ...place, context: sameInAnotherOrder })).toEqual(value);
  });

  it('opens nothing after any one bit was flipped', () => {
    const keks = [kek('kek_a'), kek('kek_b')];
    const envelope = sealValue(value, keks, place);
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      const flipped = Uint8Array.from(envelope);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openValue(flipped, keks, place)).toThrowError(wrong);
    }
  });

  it('has a key of its own each time: equal values give different bytes', () => {
    const keks = [kek('kek_a')];
    expect(sealValue(value, keks, place)).not.toEqual(sealValue(value, keks, place));
  });

  it('cannot lend its wrapped key or its ciphertext to another envelope', () => {
    const keks = [kek('kek_a')];
    const mine = sealValue(value, keks, place);
    const other = sealValue(value, keks, place);
    const half = mine.length - (value.length + 12 + 16);
    const spliced = Buffer.concat([mine.subarray(0, half), other.subarray(half)]);
    expect(spliced.length).toBe(mine.length);
    expect(() => openValue(spliced, keks, place)).toThrowError(wrong);
  });

  it('brings back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const keks = [kek('kek_a')];
        expect(new Uint8Array(openValue(sealValue(bytes, keks, place), keks, place))).toEqual(
          new Uint8Array(bytes),
        );
      }),
    );
  });

  it('refuses bytes that are no envelope with one kind of error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => openValue(bytes, [kek('kek_a')], place)).toThrowError(wrong);
        expect(() => parseDataKeyBlob(bytes)).toThrowError(wrong);
      }),
    );
  });

  // A format, once stored, is read for ever. These bytes were written by the first release.
  it('of format 1 stays readable', () => {
    const first = { id: 'kek_1', key: Buffer.alloc(32, 1) };
    const second = { id: 'kek_2', key: Buffer.alloc(32, 2) };
    expect(openValue(FORMAT_1, [first, second], place).toString()).toBe('format 1');
  });
});

describe('a data key', () => {
  const dataKey = { id: 'datakey_1', context: { organization_id: 'org_1', tier: 'gold' }, key: randomKey() };

  it('comes back from its blob', () => {
    const keks = [kek('kek_a'), kek('kek_b')];
    const blob = parseDataKeyBlob(wrapDataKey(dataKey, keks, 'environment_1'));
    expect(blob).toMatchObject({ id: 'datakey_1', context: dataKey.context, kekIds: ['kek_a', 'kek_b'] });
    expect(openDataKey(blob, keks, 'environment_1')).toEqual(dataKey.key);
  });

  it('does not open under another environment, id or context', () => {
    const keks = [kek('kek_a')];
    const blob = parseDataKeyBlob(wrapDataKey(dataKey, keks, 'environment_1'));
    expect(() => openDataKey(blob, keks, 'environment_2')).toThrowError(wrong);
    expect(() => openDataKey({ ...blob, id: 'datakey_2' }, keks, 'environment_1')).toThrowError(wrong);
    expect(() => openDataKey({ ...blob, context: {} }, keks, 'environment_1')).toThrowError(wrong);
  });

  it('names ten KEKs at most: a blob with more is none', () => {
    const blobOf = (count: number) =>
      wrapDataKey(
        dataKey,
        Array.from({ length: count }, (_, i) => kek(`kek_${i}`)),
        'environment_1',
      );
    expect(parseDataKeyBlob(blobOf(10)).kekIds).toHaveLength(10);
    expect(() => parseDataKeyBlob(blobOf(11))).toThrowError(wrong);
  });

  it('does not open after any one bit was flipped', () => {
    const keks = [kek('kek_a')];
    const bytes = wrapDataKey(dataKey, keks, 'environment_1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openDataKey(parseDataKeyBlob(flipped), keks, 'environment_1')).toThrowError(wrong);
    }
  });
});

const FORMAT_1 = Buffer.from(
  'AQAAABIAAAAFa2VrXzEAAAAFa2VrXzIAAABYinYTRZI/PeKdukw2lRojc0kjLavECX02zAK8nhRl2oA5V4BDqIpbFpcnm9Z13v52nZfyNUXnG/h4NUFL7q4K0oN+WGbxoeD2tF0Q7iE/CfMJcKINyXwhYQAAACRbw42TEzLEWAnw5eCSpfm8tVrBCZs3StFhoHUcwSCuCniq+y4=',
  'base64',
);
