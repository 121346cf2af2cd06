import { describe, expect, it } from 'vitest';
import type { VaultEvent } from '@/lib/vault';
import { linesOf } from './lines';

const LISTED: VaultEvent = {
  id: 'event_2',
  type: 'vault.versions.listed',
  organizationId: 'org_1',
  actor: { id: 'user_1', name: 'Ada', source: 'dashboard' },
  secretId: 'secret_1',
  data: { kv_name: 'db/password' },
  requestId: 'req_1',
  address: null,
  createdAt: '2026-01-31T12:00:00.000Z',
};
const READ: VaultEvent = { ...LISTED, id: 'event_1', type: 'vault.metadata.read' };

describe('the lines of the trail', () => {
  it('show one opening of a secret as one line', () => {
    expect(linesOf([LISTED, READ])).toEqual([{ event: LISTED, opened: true }]);
    expect(linesOf([LISTED, READ, LISTED, READ])).toHaveLength(2);
  });

  it.each([
    ['another request', { requestId: 'req_2' }],
    ['another secret', { secretId: 'secret_2' }],
    ['another person', { actor: { ...READ.actor, id: 'user_2' } }],
    ['a value that was seen', { type: 'vault.data.read' as const }],
    ['the same again', { type: 'vault.versions.listed' as const }],
  ])('keep apart what belongs to %s', (_, other) => {
    expect(linesOf([LISTED, { ...READ, ...other }])).toHaveLength(2);
  });

  it('keep apart what has something between', () => {
    const between = { ...READ, id: 'event_3', type: 'vault.data.read' as const };
    expect(linesOf([LISTED, between, READ])).toHaveLength(3);
  });
});
