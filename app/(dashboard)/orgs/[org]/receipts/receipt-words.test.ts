import { describe, expect, it } from 'vitest';
import type { Receipt } from '@/lib/vault';
import { groupsOf, linesOf, strangerWords } from './receipt-words';

const RECEIPT: Receipt = {
  id: 'event_9',
  at: '2026-01-31T12:09:00.000Z',
  reader: { id: 'user_1', name: 'Ada', kind: 'person', maker: null },
  secret: { id: 'secret_1', name: 'db' },
  purpose: 'reveal',
  reach: 'organization',
  address: null,
  reason: null,
  approvalId: null,
};
const other = { ...RECEIPT, reader: { ...RECEIPT.reader, id: 'user_2' } };

describe('the lines of who looked', () => {
  it('make one of the same look several times in a row', () => {
    const earlier = { ...RECEIPT, id: 'event_8', at: '2026-01-31T12:00:00.000Z' };
    expect(linesOf([RECEIPT, earlier])).toEqual([{ newest: RECEIPT, times: 2, since: earlier.at }]);
    expect(linesOf([RECEIPT, other, earlier])).toHaveLength(3);
    for (const change of [{ purpose: 'copy' as const }, { reason: 'why' }, { address: '::1' }]) {
      expect(linesOf([RECEIPT, { ...earlier, ...change }])).toHaveLength(2);
    }
  });

  it('are grouped by who or by what, whoever was last first', () => {
    const groups = groupsOf([other, RECEIPT, other], 'reader');
    expect(groups.map(({ first, lines }) => [first.reader.id, lines[0]?.times])).toEqual([
      ['user_2', 2],
      ['user_1', 1],
    ]);
    expect(groupsOf([other, RECEIPT], 'secret')).toHaveLength(1);
  });

  it('mark who does not belong to the organization', () => {
    expect(strangerWords(RECEIPT)).toBeNull();
    expect(strangerWords({ ...RECEIPT, reach: null })).toBeNull();
    expect(strangerWords({ ...RECEIPT, reach: 'environment' })).toBe('Runs the installation');
  });
});
