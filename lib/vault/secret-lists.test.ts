import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let org: string;
beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  org = (await test.newOrganization()).id;
});
afterEach(() => test.close());

type Picked = Parameters<TestVault['vault']['listSecrets']>[1];
const DAY_MS = 86_400_000;

const create = (name: string, context: Record<string, string> = {}) =>
  test.vault.createSecret(key, { name, value: 'v', context: { organization_id: org, ...context } });
async function names(more: Picked = {}): Promise<string[]> {
  const { items } = await test.vault.listSecrets(key, { organizationId: org, limit: 100, ...more });
  return items.map(({ name }) => name);
}
/** Every page, forwards and then back again. */
async function walk(more: Picked): Promise<{ there: string[]; back: string[] }> {
  const [there, back]: [string[], string[]] = [[], []];
  let page = await test.vault.listSecrets(key, { organizationId: org, ...more });
  for (;;) {
    there.push(...page.items.map(({ name }) => name));
    if (!page.after) break;
    page = await test.vault.listSecrets(key, { organizationId: org, ...more, after: page.after });
  }
  for (;;) {
    back.unshift(...page.items.map(({ name }) => name));
    if (!page.before) break;
    page = await test.vault.listSecrets(key, { organizationId: org, ...more, before: page.before });
  }
  return { there, back };
}

describe('a list by name', () => {
  const unsorted = ['b', 'a/2', 'Z', 'ä', 'a/10', 'a', '😀', 'c%_'];
  const sorted = ['Z', 'a', 'a/10', 'a/2', 'b', 'c%_', 'ä', '😀'];

  it('is in the order of code points, on every page, forth and back', async () => {
    for (const name of unsorted) await create(name);
    for (const limit of [1, 3, 8]) {
      const forth = await walk({ sort: 'name', order: 'asc', limit });
      expect(forth).toEqual({ there: sorted, back: sorted });
      const backwards = await walk({ sort: 'name', order: 'desc', limit });
      expect(backwards.there).toEqual(sorted.toReversed());
    }
  });

  it('goes on behind a row that was deleted meanwhile', async () => {
    const made = [await create('a'), await create('b'), await create('c')];
    const { after } = await test.vault.listSecrets(key, {
      organizationId: org,
      sort: 'name',
      order: 'asc',
      limit: 2,
    });
    await test.vault.deleteSecret(key, { id: made[1]?.id ?? '' });
    expect(await names({ sort: 'name', order: 'asc', after: after ?? '' })).toEqual(['c']);
  });

  it('wants one organization', async () => {
    await expect(test.vault.listSecrets(key, { sort: 'name' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'sort' }],
    });
    const own = await test.newKey(org);
    await create('a');
    expect((await test.vault.listSecrets(own, { sort: 'name' })).items).toHaveLength(1);
  });
});

describe('a list that is narrowed', () => {
  it('by how a name begins takes that as it is, whatever the order', async () => {
    for (const name of ['prod/db', 'prod/api', 'prod', 'Prod/db', 'a prod/db', 'prod%']) await create(name);
    for (const sort of ['name', 'created'] as const) {
      expect((await names({ sort, prefix: 'prod/' })).toSorted()).toEqual(['prod/api', 'prod/db']);
      expect(await names({ sort, prefix: 'prod%' })).toEqual(['prod%']);
      expect(await names({ sort, prefix: 'nothing' })).toEqual([]);
    }
  });

  it('by when a value was replaced', async () => {
    await create('old');
    test.clock.advance(10 * DAY_MS);
    const between = test.clock.now().toISOString();
    test.clock.advance(10 * DAY_MS);
    await create('new');
    expect(await names({ updatedAfter: between })).toEqual(['new']);
    expect(await names({ updatedBefore: between })).toEqual(['old']);
  });

  it('by who wrote the current version', async () => {
    const editor = await test.newUser({ role: 'editor', organizationId: org });
    await create('by a key');
    const { id } = await create('by a person');
    const changed = await test.vault.updateSecret(editor, { id, value: 'w' });
    expect(await names({ updatedBy: changed.updatedBy.name })).toEqual(['by a person']);
  });

  it('by an item of the key context, name and value both', async () => {
    await create('api', { service: 'api', 'a.b"c': 'x' });
    await create('web', { service: 'web' });
    expect(await names({ context: { name: 'service', value: 'api' } })).toEqual(['api']);
    expect(await names({ context: { name: 'a.b"c', value: 'x' } })).toEqual(['api']);
    expect(await names({ context: { name: 'service', value: 'x' } })).toEqual([]);
  });

  it('to what nobody has ever read', async () => {
    const { id } = await create('read');
    const { id: described } = await create('described');
    await test.vault.readSecret(key, { id });
    await test.vault.describeSecret(key, { id: described });
    expect(await names({ neverRead: true })).toEqual(['described']);
  });

  it('by several at once has pages like any other', async () => {
    for (let i = 0; i < 9; i++) await create(`${i % 2 ? 'odd' : 'even'}/${i}`, { service: 'api' });
    const { there, back } = await walk({
      sort: 'name',
      order: 'asc',
      prefix: 'even/',
      neverRead: true,
      context: { name: 'service', value: 'api' },
      limit: 2,
    });
    expect(there).toEqual(['even/0', 'even/2', 'even/4', 'even/6', 'even/8']);
    expect(back).toEqual(there);
  });

  it('shows nothing of another organization', async () => {
    const other = (await test.newOrganization('Other')).id;
    await test.vault.createSecret(key, {
      name: 'theirs',
      value: 'v',
      context: { organization_id: other, service: 'api' },
    });
    const own = await test.newKey(org);
    for (const more of [
      { prefix: 't' },
      { neverRead: true },
      { context: { name: 'service', value: 'api' } },
    ]) {
      expect((await test.vault.listSecrets(own, more)).items).toEqual([]);
      expect(await names(more)).toEqual([]);
    }
  });
});
