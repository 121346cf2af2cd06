import { parse as dotenv } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnv } from './parse-env';
import { parseFile } from './parse-file';

const pairs = (text: string) => parseEnv(text).rows.map(({ name, value }) => [name, value]);

/** What files in the wild hold. */
const REAL = `# database
export DB_HOST=db.example.com   # where it is
DB_PORT = 5432
EMPTY=
SINGLE='it costs $5 # not a comment'
DOUBLE="two\\nlines"
TICKS=\`both ' and "\`
URL=postgres://user:p%40ss@host/db?a=b&c=d
SPACES="  kept  "
JSON={"a":"b"}
dotted.name-1=x
YAMLISH: y
KEY="-----BEGIN KEY-----
abc
# inside
-----END KEY-----"
BACKSLASH='C:\\new\\raw'
`;

describe('a .env file', () => {
  it('is read as programs read it: export, comments, quotes, several lines', () => {
    expect(pairs(REAL)).toEqual([
      ['DB_HOST', 'db.example.com'],
      ['DB_PORT', '5432'],
      ['EMPTY', ''],
      ['SINGLE', 'it costs $5 # not a comment'],
      ['DOUBLE', 'two\nlines'],
      ['TICKS', 'both \' and "'],
      ['URL', 'postgres://user:p%40ss@host/db?a=b&c=d'],
      ['SPACES', '  kept  '],
      ['JSON', '{"a":"b"}'],
      ['dotted.name-1', 'x'],
      ['YAMLISH', 'y'],
      ['KEY', '-----BEGIN KEY-----\nabc\n# inside\n-----END KEY-----'],
      ['BACKSLASH', 'C:\\new\\raw'],
    ]);
    expect(pairs(REAL.replaceAll('\n', '\r\n'))).toEqual(pairs(REAL));
    expect(parseEnv(REAL).rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17]);
  });

  it('of any kind is read as dotenv reads it (property)', () => {
    const part = fc.constantFrom(
      'A',
      'B',
      'export ',
      '=',
      ' = ',
      ': ',
      "'",
      '"',
      '`',
      '\\',
      '\\n',
      '\\"',
      '#',
      ' # c',
      '\n',
      '\r\n',
      ' ',
      '$A',
      'x y',
      'é',
      '\t',
      '\u2028',
      '-',
      '.',
      '/',
    );
    const parts = fc.array(part, { maxLength: 8 }).map((some) => some.join(''));
    const line = fc
      .tuple(
        fc.constantFrom('', '', 'A=', 'B = ', 'export C=', 'D: '),
        fc.constantFrom('', "'", '"', '`'),
        parts,
      )
      .map(([start, quote, rest]) => `${start}${quote}${rest}${quote}\n`);
    const texts = fc.array(line, { maxLength: 8 }).map((lines) => lines.join(''));
    let assigned = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const rows = parseEnv(text).rows.filter(({ fault }) => fault === undefined);
        assigned += rows.length;
        expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual(dotenv(text));
      }),
      { numRuns: 5_000 },
    );
    expect(assigned).toBeGreaterThan(500);
  });

  it('says of each line that is none, and of none that is a comment or empty, that it is not understood', () => {
    const { rows } = parseEnv('\n# A=1\nA=1\nhello\n\n  db/password=secret\nexport C\nB=2\n---');
    expect(rows.map(({ line, name, fault }) => [line, name, fault !== undefined])).toEqual([
      [3, 'A', false],
      [4, '', true],
      [6, '', true],
      [7, '', true],
      [8, 'B', false],
      [9, '', true],
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it.each([
    ['A=abc#def', /taken for a comment/],
    ['A="abc', /does not close/],
    ['A="a\\"b"', /backslash/],
    ['A=abc #def', undefined],
    ['A="abc"#def', undefined],
    ['A="#"', undefined],
  ])('draws attention to what may not be meant: %s', (text, note) => {
    const [row] = parseEnv(text).rows;
    if (note) expect(row?.note).toMatch(note);
    else expect(row?.note).toBeUndefined();
  });

  it('with one name twice takes the last one, and says so of the others', async () => {
    const { rows } = await parseFile('A=1\nB=2\nA=3\n__proto__=4', 'env');
    expect(rows.map(({ name, value, fault }) => [name, value, fault])).toEqual([
      ['A', '1', 'The name comes again in line 3, and the last one counts.'],
      ['B', '2', undefined],
      ['A', '3', undefined],
      ['__proto__', '4', undefined],
    ]);
  });

  it('of 10,000 lines is read in a moment', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `NAME_${i}="value ${i}"\n`).join('');
    const from = performance.now();
    expect(parseEnv(text).rows).toHaveLength(10_000);
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});
