import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf, parseFile } from './parse-file';
import { FORMATS, type Format } from './parsed';
import { writeFile } from './write-file';

const pairs = async (text: string, format: Format) =>
  (await parseFile(text, format)).rows.map(({ name, value }) => [name, value]);

describe('a JSON file', () => {
  it('keeps every digit and every line; what is no text is said', async () => {
    const { rows } = await parseFile(
      '{\n"a": "x\\n",\n"n": 12345678901234567890,\n"b": true,\n"z": null,\n"o": {"k": "deep"},\n"l": []\n}',
      'json',
    );
    expect(rows).toEqual([
      { line: 2, name: 'a', value: 'x\n' },
      { line: 3, name: 'n', value: '12345678901234567890', note: expect.stringContaining('A number') },
      { line: 4, name: 'b', value: 'true', note: expect.stringContaining('A boolean') },
      { line: 5, name: 'z', value: '', fault: 'There is no value here.' },
      { line: 6, name: 'o', value: '', fault: expect.stringContaining('Only a text') },
      { line: 7, name: 'l', value: '', fault: expect.stringContaining('Only a text') },
    ]);
  });

  it('keeps odd names and tells repeated ones', async () => {
    const { rows } = await parseFile('{"__proto__":"1","2":"2","1":"1","2":"3"}', 'json');
    expect(rows.map(({ name }) => name)).toEqual(['__proto__', '2', '1', '2']);
    expect(rows[1]?.fault).toContain('comes again');
  });

  it.each(['{"a": "secret"', '["secret"]', '"secret"', '{"a":"secret",}', '// c\n{}', ''])(
    'that is none is told apart, without its content: %s',
    async (text) => {
      const parsed = await parseFile(text, 'json');
      expect(parsed.problem).toBeTruthy();
      expect(JSON.stringify(parsed)).not.toContain('secret');
    },
  );
});

describe('a YAML file', () => {
  it('keeps numbers as they are written; what is no text is said', async () => {
    const { rows } = await parseFile(
      '# c\na: text # c\nn: 1.10\nb: yes\nt: true\nz:\nd: 2026-01-31\nm: |\n  one\n  two\no:\n  k: deep\nl: [1]\n1: one\nx: &x v\ny: *x\na: again\n',
      'yaml',
    );
    expect(rows.map(({ line, name, value, fault, note }) => [line, name, value, !!fault, !!note])).toEqual([
      [2, 'a', 'text', true, false],
      [3, 'n', '1.10', false, true],
      [4, 'b', 'yes', false, false],
      [5, 't', 'true', false, true],
      [6, 'z', '', true, false],
      [7, 'd', '2026-01-31', false, false],
      [8, 'm', 'one\ntwo\n', false, false],
      [11, 'o', '', true, false],
      [13, 'l', '', true, false],
      [14, '1', 'one', false, false],
      [15, 'x', 'v', false, false],
      [16, 'y', '', true, false],
      [17, 'a', 'again', false, false],
    ]);
  });

  it.each(['- secret\n', 'secret', 'a: [secret', 'a: secret\n---\nb: secret\n', 'a: "secret\n', ''])(
    'that is none is told apart, without its content: %s',
    async (text) => {
      const parsed = await parseFile(text, 'yaml');
      expect(parsed.problem).toBeTruthy();
      expect(JSON.stringify(parsed)).not.toContain('secret');
    },
  );
});

describe('a CSV file', () => {
  it('has its columns in any order, separated as spreadsheets do', async () => {
    expect(await pairs('name,value\na,1\nb,"x ""y"",\nz"\n', 'csv')).toEqual([
      ['a', '1'],
      ['b', 'x "y",\nz'],
    ]);
    expect(await pairs('\ufeff"Value";"Note";"Name"\r\n1;n;a\r\n', 'csv')).toEqual([['a', '1']]);
    expect(await pairs('name\tvalue\na\t=1+1\n', 'csv')).toEqual([['a', '=1+1']]);
  });

  it('tells the line of each row, which columns it leaves out, and rows that do not fit', async () => {
    const { rows, note } = await parseFile('name,value,note\na,"1\n2",x\n\nb,2\nc,3,x,y\nd,4,x', 'csv');
    expect(rows.map(({ line, name, fault }) => [line, name, !!fault])).toEqual([
      [2, 'a', false],
      [5, 'b', true],
      [6, 'c', true],
      [7, 'd', false],
    ]);
    expect(note).toContain('note');
  });

  it.each(['a,secret\n', 'name,value\na,"secret\n', ''])('that is none is told apart: %s', async (text) => {
    const parsed = await parseFile(text, 'csv');
    expect(parsed.problem).toBeTruthy();
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});

describe('a format', () => {
  it.each([
    ['A=1', '', 'env'],
    ['# c\nexport A="x: y"', '', 'env'],
    ['URL=http://x', '', 'env'],
    ['{"a":"b"}', '', 'json'],
    ['a: b', '', 'yaml'],
    ['# c\n---\na: b', '', 'yaml'],
    ['"a b": c', '', 'yaml'],
    ['name,value\na,b', '', 'csv'],
    ['value;name', '', 'csv'],
    ['', '', 'env'],
    ['a: b', 'x.env', 'env'],
    ['A=1', '.env', 'env'],
    ['A=1', 'values.YML', 'yaml'],
    ['A=1', '.env.local', 'env'],
  ])('is seen: %j %s is %s', (text, name, format) => {
    expect(formatOf(text, name)).toBe(format);
  });
});

/** Anything that the vault stores, with what makes trouble in files more often than chance would have it. */
const trouble = fc.constantFrom(
  "'",
  '"',
  '`',
  '\\',
  '\\n',
  '\\r',
  '\n',
  '\r',
  '\r\n',
  '#',
  '$A',
  '=',
  '=1+1',
  '@',
  ',',
  ';',
  '\t',
  ' ',
  ': ',
  '- ',
  '|',
  '>',
  '&',
  '*',
  '!',
  '%',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u0000',
  '\u007f',
  'null',
  'true',
  '1e3',
  '~',
  '---',
  '<<',
  '😀',
  'é',
);
const value = fc
  .array(fc.oneof(trouble, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const name = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      '__proto__',
      'constructor',
      '1',
      '01',
      'null',
      'true',
      'a: b',
      '- a',
      '#',
      '"',
      "'",
      'db/password',
      '<<',
      '~',
      '?',
      'name',
      ' a ',
    ),
  )
  .filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));
const variable = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/);
const rowsWith = (names: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ name: names, value }), {
    selector: (row) => row.name,
    minLength: 1,
    maxLength: 8,
  });

describe('a YAML file', () => {
  it.each([
    ['a value that begins with a line of blanks', { name: 'A', value: ' \n' }],
    ['a value with a line of blanks within', { name: 'A', value: 'one\n  \ntwo\n' }],
    ['a name between blanks of Unicode', { name: '\u00a0', value: '' }],
  ])('keeps %s', async (_, row) => {
    const written = writeFile([row], 'yaml');
    const text = 'text' in written ? written.text : '';
    expect((await parseFile(text, 'yaml')).rows).toMatchObject([row]);
    expect(formatOf(text)).toBe('yaml');
  });
});

describe('what is written is read again as it was (property)', () => {
  for (const format of ['json', 'yaml', 'csv'] as const) {
    it(FORMATS[format].label, async () => {
      await fc.assert(
        fc.asyncProperty(rowsWith(name), async (rows) => {
          const written = writeFile(rows, format);
          if (!('text' in written)) throw new Error('It was not written.');
          const parsed = await parseFile(written.text, format);
          expect(parsed).toEqual({ rows: rows.map((row) => expect.objectContaining(row)) });
          expect(parsed.rows.some(({ fault, note }) => fault ?? note)).toBe(false);
          expect(formatOf(written.text)).toBe(format);
        }),
        { numRuns: 2_000 },
      );
    });
  }

  it('.env, or it is said for which names that cannot be', async () => {
    let [wrote, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(rowsWith(variable), async (rows) => {
        const written = writeFile(rows, 'env');
        if ('impossible' in written) {
          refused += 1;
          for (const one of rows.filter((row) => written.impossible.includes(row.name))) {
            // Each kind of quotes is in the way, or the end is, or a line break that only double quotes can hold.
            expect(one.value).toMatch(/\\$|['\r]/);
          }
          return;
        }
        wrote += 1;
        const { rows: read } = await parseFile(written.text, 'env');
        expect(read.map((row) => [row.name, row.value])).toEqual(rows.map((row) => [row.name, row.value]));
      }),
      { numRuns: 5_000 },
    );
    expect(wrote).toBeGreaterThan(refused);
  });
});
