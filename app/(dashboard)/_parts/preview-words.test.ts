import { describe, expect, it } from 'vitest';
import type { Difference } from '@/lib/vault';
import { differenceWords, headlineOf } from './preview-words';

const one = (kind: Difference['kind'], change: Partial<Difference>): Difference => ({
  id: `${kind}_1`,
  name: 'A',
  kind,
  gains: [],
  loses: [],
  ...change,
});

describe('the words of a preview', () => {
  it('count people and keys, who gain and who lose', () => {
    const differences = [
      one('person', { gains: ['reveal'] }),
      one('person', { gains: ['reveal', 'replace'] }),
      one('key', { loses: ['reveal'] }),
    ];
    expect(headlineOf({ differences, more: false })).toBe('2 people gain, 1 key loses.');
    expect(headlineOf({ differences: [], more: false })).toBe('Nobody gains or loses anything.');
    expect(headlineOf({ differences, more: true })).toContain('more than 200');
  });

  it('say what changes for one of them', () => {
    const difference = one('person', { gains: ['see'], loses: ['reveal', 'replace'] });
    expect(differenceWords(difference, 'all')).toBe(
      'can see names and details, can no longer reveal values or replace values',
    );
    expect(differenceWords(one('key', { gains: ['reveal', 'replace'] }), 'secret')).toBe(
      'can reveal the value and replace the value',
    );
  });
});
