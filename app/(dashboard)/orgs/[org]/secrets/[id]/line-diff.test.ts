import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff';

const shown = (before: string, after: string) =>
  lineDiff(before, after).lines.map(
    ({ kind, text, endsOpen }) =>
      `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}${endsOpen ? '' : '¶'}`,
  );

describe('two values laid over each other', () => {
  it('show which lines went and which came', () => {
    expect(shown('HOST=a\nPORT=1\nUSER=x\n', 'HOST=a\nPORT=2\nUSER=x\nNEW=y\n')).toEqual([
      ' HOST=a¶',
      '-PORT=1¶',
      '+PORT=2¶',
      ' USER=x¶',
      '+NEW=y¶',
    ]);
    expect(lineDiff('a\nb\n', 'a\n')).toMatchObject({ removed: 1, added: 0 });
  });

  it('show a value of one line as what it was and what it is', () => {
    expect(shown('old', 'new')).toEqual(['-old', '+new']);
    expect(shown('', 'new')).toEqual(['+new']);
    expect(shown('same', 'same')).toEqual([' same']);
  });

  it('differ in a line break at the end', () => {
    expect(shown('a', 'a\n')).toEqual(['-a', '+a¶']);
    expect(lineDiff('a', 'a\n').endingsDiffer).toBe(true);
    expect(lineDiff('a', 'b').endingsDiffer).toBe(false);
  });

  it('differ in blanks and in carriage returns, which nobody sees', () => {
    expect(shown('a ', 'a')).toEqual(['-a ', '+a']);
    expect(shown('a\r\n', 'a\n')).toEqual(['-a\r¶', '+a¶']);
  });

  it('are given up on, whole, if they have too little in common', () => {
    const noise = (seed: number) =>
      Array.from({ length: 32_000 }, (_, i) => ((i * seed) % 97).toString(36)).join('\n');
    const { removed, added } = lineDiff(noise(31), noise(57));
    expect(removed).toBeGreaterThan(0);
    expect(added).toBeGreaterThan(0);
  });
});
