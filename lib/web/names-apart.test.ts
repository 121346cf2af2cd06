import { describe, expect, it } from 'vitest';
import { namesApart } from './names-apart';

describe('organizations in a list', () => {
  it('are told apart where they share a name, and only there', () => {
    expect(
      namesApart([
        { id: 'org_01AAAAAA', name: 'Acme', externalId: 'acme-eu' },
        { id: 'org_01BBBBBB', name: 'Acme', externalId: null },
        { id: 'org_01CCCCCC', name: 'Globex', externalId: 'globex' },
      ]),
    ).toEqual([
      { id: 'org_01AAAAAA', name: 'Acme', detail: 'acme-eu' },
      { id: 'org_01BBBBBB', name: 'Acme', detail: '…BBBBBB' },
      { id: 'org_01CCCCCC', name: 'Globex' },
    ]);
  });
});
