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

const create = async (name: string, organization_id = org) =>
  (await test.vault.createSecret(key, { name, value: `value of ${name}`, context: { organization_id } })).id;
const remove = (ids: readonly string[], organizationId = org) =>
  test.vault.deleteSecrets(key, { organizationId, ids: [...ids] });
const restore = (ids: readonly string[], organizationId = org) =>
  test.vault.restoreSecrets(key, { organizationId, ids: [...ids] });
const live = async (organizationId = org) => {
  const { items } = await test.vault.listSecrets(key, { organizationId, limit: 100 });
  return items.map(({ name }) => name).toSorted();
};

describe('several secrets at once', () => {
  it('go to the trash and come back, each with its event', async () => {
    const [a, b, c] = [await create('a'), await create('b'), await create('c')];
    expect(await remove([a, b])).toMatchObject({ deleted: expect.arrayContaining([{ id: a, name: 'a' }]) });
    expect(await live()).toEqual(['c']);
    const { restored, nameTaken } = await restore([a, b]);
    expect(restored).toHaveLength(2);
    expect(nameTaken).toEqual([]);
    expect(await live()).toEqual(['a', 'b', 'c']);
    expect((await test.vault.readSecret(key, { id: a })).value).toBe('value of a');
    for (const id of [a, b]) {
      const { items } = await test.vault.listEvents(key, { secretId: id });
      const types = items.map(({ type }) => type);
      expect(types).toContain('vault.data.deleted');
      expect(types).toContain('vault.data.restored');
    }
    const { items } = await test.vault.listEvents(key, { secretId: c });
    expect(items.map(({ type }) => type)).not.toContain('vault.data.deleted');
  });

  it('pass over what is gone already; nothing left is not found', async () => {
    const [a, b] = [await create('a'), await create('b')];
    await remove([a]);
    expect((await remove([a, b, 'secret_none'])).deleted).toEqual([{ id: b, name: 'b' }]);
    await expect(remove([a, b])).rejects.toMatchObject({ code: 'not_found' });
    await expect(restore(['secret_none'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stay in the trash where their name is taken, by a live one or by each other', async () => {
    const [taken, free] = [await create('taken'), await create('free')];
    await remove([taken, free]);
    const twin = await create('free');
    await remove([twin]);
    await create('taken');
    const { restored, nameTaken } = await restore([taken, free, twin]);
    expect(restored.map(({ name }) => name)).toEqual(['free']);
    expect(nameTaken.map(({ name }) => name).toSorted()).toEqual(['free', 'taken']);
    await expect(restore(nameTaken.map(({ id }) => id))).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('are of one organization: those of another are passed over like those that never were', async () => {
    const other = (await test.newOrganization('Other')).id;
    const [mine, theirs] = [await create('mine'), await create('theirs', other)];
    expect((await remove([mine, theirs])).deleted).toEqual([{ id: mine, name: 'mine' }]);
    expect(await live(other)).toEqual(['theirs']);
    const foreigner = await test.newKey(other);
    await expect(
      test.vault.restoreSecrets(foreigner, { organizationId: org, ids: [mine] }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      test.vault.deleteSecrets(foreigner, { organizationId: other, ids: [mine] }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are at most 100, and at least one', async () => {
    for (const ids of [[], Array.from({ length: 101 }, (_, i) => `secret_${i}`)]) {
      await expect(remove(ids)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const ids = await Promise.all(Array.from({ length: 100 }, (_, i) => create(`s${i}`)));
    expect((await remove(ids)).deleted).toHaveLength(100);
    expect((await restore(ids)).restored).toHaveLength(100);
  });

  it('are not for readers', async () => {
    const id = await create('a');
    const reader = await test.newUser({ role: 'reader', organizationId: org });
    for (const attempt of [
      test.vault.deleteSecrets(reader, { organizationId: org, ids: [id] }),
      test.vault.restoreSecrets(reader, { organizationId: org, ids: [id] }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('race with one another: every secret is deleted once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => create(`s${i}`)));
    const halves = [ids.slice(0, 12), ids.slice(8)];
    const done = await Promise.all(halves.map((half) => remove(half)));
    const gone = done.flatMap(({ deleted }) => deleted.map(({ id }) => id));
    expect(gone.toSorted()).toEqual(ids.toSorted());
    expect(await live()).toEqual([]);
  });

  it('do not come back to an organization that is gone', async () => {
    const id = await create('a');
    await remove([id]);
    await test.vault.deleteOrganization(test.operator, { id: org });
    await expect(restore([id])).rejects.toMatchObject({ code: 'not_found' });
  });
});
