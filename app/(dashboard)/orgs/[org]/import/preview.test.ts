import { describe, expect, it } from 'vitest';
import { choose, firstChoice, previewOf } from './preview';

const ROWS = previewOf(
  [
    { line: 1, name: 'new', value: 'v' },
    { line: 2, name: '', value: '', fault: 'no assignment' },
    { line: 3, name: 'changed', value: 'v', note: 'look' },
    { line: 4, name: 'equal', value: 'v' },
    { line: 5, name: 'empty', value: '' },
    { line: 6, name: 'too long', value: 'v' },
  ],
  [
    { status: 'new' },
    { status: 'changed', versionId: 'version_1' },
    { status: 'equal' },
    { status: 'new' },
    { status: 'faulty', why: 'too long' },
  ],
);

describe('a preview', () => {
  it('puts the answers beside the rows that were asked about', () => {
    expect(ROWS.map(({ name, status, over, words }) => [name, status, over, words])).toEqual([
      ['new', 'new', null, undefined],
      ['', 'faulty', null, 'no assignment'],
      ['changed', 'changed', 'version_1', 'look'],
      ['equal', 'equal', null, undefined],
      ['empty', 'new', null, expect.stringContaining('empty')],
      ['too long', 'faulty', null, 'too long'],
    ]);
  });

  it('chooses what is new by itself; what replaces, and what is empty, only when somebody says so', () => {
    expect([...firstChoice(ROWS)]).toEqual([0]);
    expect([...choose(new Set(), ROWS, true)]).toEqual([0, 2]);
    expect([...choose(new Set([0, 2, 4]), ROWS.slice(0, 3), false)]).toEqual([4]);
  });
});
