import { describe, expect, it } from 'vitest';
import { amountOf, countInWords, sizeInWords } from './in-words';

describe('figures in words', () => {
  it('say when nobody counted further', () => {
    expect(countInWords({ count: 12_345, more: false })).toBe('12,345');
    expect(countInWords({ count: 100, more: true })).toBe('100+');
  });

  it('are of one thing or of many', () => {
    expect(amountOf(1, 'secret')).toBe('1 secret');
    expect(amountOf(0, 'secret')).toBe('0 secrets');
    expect(amountOf({ count: 1, more: true }, 'secret')).toBe('1+ secrets');
    expect(amountOf(2, 'entry', 'entries')).toBe('2 entries');
  });

  it('give a size as people say it', () => {
    expect([0, 1, 1023, 1024, 65_536].map(sizeInWords)).toEqual([
      '0 bytes',
      '1 byte',
      '1023 bytes',
      '1.0 KiB',
      '64.0 KiB',
    ]);
  });
});
