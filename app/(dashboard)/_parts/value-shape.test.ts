import { describe, expect, it } from 'vitest';
import { formatJson } from './format-json';
import { shapeOf } from './value-shape';

describe('what a value looks like', () => {
  it.each([
    ['{"a":1}', { kind: 'json' }],
    [' [1, 2]\n', { kind: 'json' }],
    ['{"a":1', { kind: 'broken json' }],
    ['[section]\nkey=value', { kind: 'broken json' }],
    ['"quoted"', { kind: 'text', lines: 1 }],
    ['', { kind: 'text', lines: 1 }],
    ['a\nb', { kind: 'text', lines: 2 }],
    ['a\nb\n', { kind: 'text', lines: 2 }],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', { kind: 'pem', label: 'certificate' }],
    ['-----BEGIN CERTIFICATE-----\nMIIB', { kind: 'text', lines: 2 }],
  ])('%j', (value, shape) => {
    expect(shapeOf(value)).toEqual(shape);
  });
});

describe('JSON over several lines', () => {
  it.each([
    '{"a":1,"b":[true,null,{"c":"x"}],"d":{},"e":[]}',
    '[]',
    '{ }',
    '["a,b:{}[]\\"\\\\"]',
    '  [1,\n2]  ',
  ])('is as JSON.stringify writes it: %s', (json) => {
    expect(formatJson(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
  });

  it('keeps the digits of numbers, repeated names and their order', () => {
    expect(formatJson('{"b":12345678901234567890.10,"a":1e400,"a":-0}')).toBe(
      '{\n  "b": 12345678901234567890.10,\n  "a": 1e400,\n  "a": -0\n}',
    );
  });
});
