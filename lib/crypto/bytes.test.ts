import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeFields, encodeFields } from './bytes';
import { decodeKeyContext, encodeKeyContext } from './key-context';

it('no two lists of fields have the same bytes', () => {
  expect(encodeFields('ab', 'c')).not.toEqual(encodeFields('a', 'bc'));
  expect(encodeFields('a', '')).not.toEqual(encodeFields('a'));
  const list = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 4 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      const same = Buffer.compare(encodeFields(...a), encodeFields(...b)) === 0;
      expect(same).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it('fields come back as they went in, and broken bytes give null', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (fields) => {
      expect(decodeFields(encodeFields(...fields))?.map((f) => [...f])).toEqual(fields.map((f) => [...f]));
    }),
  );
  expect(decodeFields(Buffer.from([0, 0, 0, 9, 1]))).toBeNull();
  expect(decodeFields(Buffer.from([0, 0]))).toBeNull();
});

it('a key context has one form, whatever the order of its items', () => {
  expect(encodeKeyContext({ a: '1', b: '2' })).toEqual(encodeKeyContext({ b: '2', a: '1' }));
  expect(encodeKeyContext({ a: '1' })).not.toEqual(encodeKeyContext({ a: '1', b: '' }));
  const context = { organization_id: 'org_1', ünï: '💧', empty: '' };
  expect(decodeKeyContext(encodeKeyContext(context))).toEqual(context);
});
