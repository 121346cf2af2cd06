import { describe, expect, it } from 'vitest';
import { chipsOf, filtersOf, listInput } from './filters';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const input = (given: Record<string, string | string[]>) => listInput(filtersOf(given), NOW);

describe('the address of a list of secrets', () => {
  it('says how it is sorted and narrowed', () => {
    expect(
      input({
        q: 'db',
        sort: 'name',
        prefix: 'prod/',
        since: '2026-01-31',
        idle: '90',
        due: '30',
        by: 'Ada',
        item: 'service=a=b',
        unread: '1',
        tag: 'shop',
      }),
    ).toEqual({
      search: 'db',
      sort: 'name',
      order: 'asc',
      prefix: 'prod/',
      updatedAfter: '2026-01-31T00:00:00.000Z',
      updatedBefore: '2026-08-26T12:00:00.000Z',
      dueUntil: '2026-12-24T12:00:00.000Z',
      updatedBy: 'Ada',
      context: { name: 'service', value: 'a=b' },
      neverRead: true,
      tag: 'shop',
    });
  });

  it('is taken as if it had not said what makes no sense', () => {
    const nothing = { tag: undefined, search: undefined, prefix: undefined, updatedBy: undefined };
    for (const given of [
      { sort: 'size' },
      { since: 'yesterday' },
      { since: '2026-99-99' },
      { idle: '0' },
      { idle: '-1' },
      { idle: '1e9' },
      { due: '-1' },
      { due: '1000' },
      { item: 'service' },
      { item: '=x' },
      { unread: 'yes' },
      { prefix: ['a', 'b'] },
      { prefix: '' },
    ]) {
      expect(input(given), JSON.stringify(given)).toEqual(nothing);
    }
  });

  it('tells each of its filters in words, and the address without it', () => {
    const filters = filtersOf({ q: 'db', sort: 'name', prefix: 'prod/', idle: '1' });
    expect(chipsOf(filters).map(({ words }) => words)).toEqual([
      'Starts with prod/',
      'Not replaced for 1 day',
    ]);
    expect(chipsOf(filters)[0]?.without).toEqual({ ...filters, prefix: undefined });
    expect(chipsOf(filtersOf({ q: 'db', sort: 'name' }))).toEqual([]);
    const due = (days: string) => chipsOf(filtersOf({ due: days })).map(({ words }) => words);
    expect([due('0'), due('1'), due('30')]).toEqual([
      ['Overdue'],
      ['Due within 1 day'],
      ['Due within 30 days'],
    ]);
  });
});
