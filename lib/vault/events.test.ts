import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, EventType, VaultEvent } from './index';
import { openTestVault, type TestVault } from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

type Filter = Omit<Parameters<TestVault['vault']['listEvents']>[1], 'after' | 'before'>;

/** Ids of all pages from one end to the other, and back again by `before`. */
async function walk(caller: Caller, filter: Filter): Promise<{ there: string[]; back: string[] }> {
  const idsOf = (items: readonly VaultEvent[]) => items.map(({ id }) => id);
  const there: string[] = [];
  let page = await test.vault.listEvents(caller, filter);
  for (;;) {
    there.push(...idsOf(page.items));
    if (page.after === null) break;
    page = await test.vault.listEvents(caller, { ...filter, after: page.after });
  }
  const back = idsOf(page.items);
  while (page.before !== null) {
    page = await test.vault.listEvents(caller, { ...filter, before: page.before });
    back.unshift(...idsOf(page.items));
  }
  return { there, back };
}

/** Events of four types in three organizations and in none, in no order. */
async function makeEvents(): Promise<string[]> {
  const { vault } = test;
  const key = await test.newKey();
  const ids: string[] = [];
  for (const name of ['A', 'B', 'C']) ids.push((await test.newOrganization(name)).id);
  for (let i = 0; i < 24; i++) {
    const organizationId = [...ids, undefined][(i * 7) % 4];
    const context = organizationId ? { organization_id: organizationId } : {};
    const { id } = await vault.createSecret(key, { name: `secret ${i}`, value: 'v', context });
    if (i % 2) await vault.readSecret(key, { id });
    if (i % 3) await vault.updateSecret(key, { id, value: 'w' });
    test.clock.advance(1_000);
  }
  return ids;
}

const TYPE_FILTERS: (readonly EventType[] | undefined)[] = [
  undefined,
  ['vault.data.read'],
  ['vault.data.read', 'vault.data.updated', 'vault.kek.created'],
  ['vault.data.deleted', 'vault.data.created'],
  [],
];

describe('the trail, in pages', () => {
  it('gives each event that fits once, in order, to whoever reaches one, two or all organizations', async () => {
    const [a = '', b = '', c = ''] = await makeEvents();
    const admin = await test.newUser('admin');
    const grant = (organizationId: string) => ({ role: 'reader', organizationId }) as const;
    const callers: [Caller, string[] | 'all'][] = [
      [await test.newUser(grant(a)), [a]],
      [await test.newUser(grant(c), grant(b)), [b, c]],
      [admin, 'all'],
    ];
    const everything: VaultEvent[] = [];
    for (let after: string | undefined; ; ) {
      const page = await test.vault.listEvents(admin, {
        limit: 100,
        order: 'asc',
        ...(after ? { after } : {}),
      });
      everything.push(...page.items);
      if (page.after === null) break;
      after = page.after;
    }
    const ranges: Filter[] = [{}, { createdFrom: '2026-01-31T12:00:07Z', createdTo: '2026-01-31T12:00:15Z' }];
    for (const [caller, reach] of callers) {
      for (const types of TYPE_FILTERS) {
        for (const range of ranges) {
          const { createdFrom = '0', createdTo = '9' } = range;
          const wanted = everything
            .filter((one) => reach === 'all' || reach.includes(one.organizationId ?? ''))
            .filter((one) => !types || types.includes(one.type))
            .filter(({ createdAt }) => createdAt.slice(0, 19) >= createdFrom.slice(0, 19))
            .filter(({ createdAt }) => createdAt.slice(0, 19) <= createdTo.slice(0, 19))
            .map(({ id }) => id);
          for (const order of ['asc', 'desc'] as const) {
            const filter = { ...range, order, limit: 3, ...(types ? { types: [...types] } : {}) };
            const { there, back } = await walk(caller, filter);
            expect(there).toEqual(order === 'asc' ? wanted : wanted.toReversed());
            expect(back).toEqual(there);
          }
        }
      }
    }
    expect(everything.length).toBeGreaterThan(50);
  }, 20_000);

  it('gives nothing to a person whose organizations are none', async () => {
    const organization = await test.newOrganization();
    const reader = await test.newUser({ role: 'reader', organizationId: organization.id });
    await test.vault.deleteOrganization(test.operator, { id: organization.id });
    await expect(test.vault.listEvents(reader, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
