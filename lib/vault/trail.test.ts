import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '../db/schema';
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

const create = (name: string, value = 'value') =>
  test.vault.createSecret(key, { name, value, context: { organization_id: org } });
const all = async () => (await test.vault.listEvents(key, { limit: 100, order: 'asc' })).items;
const types = async () => (await all()).map(({ type }) => type);

describe('the trail', () => {
  it('has one line for each thing done, in the words of the contract, with who and what', async () => {
    const { id, keyId, context } = await create('db');
    await test.vault.updateSecret(key, { id, value: '2' });
    await test.vault.listSecrets(key, {});
    await test.vault.describeSecret(key, { id });
    await test.vault.readSecret(key, { id });
    await test.vault.deleteSecret(key, { id });
    const { items } = await test.vault.listEvents(key, { secretId: id, order: 'asc', limit: 100 });
    expect(items.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'vault.data.created', data: { kv_name: 'db', key_id: keyId, key_context: context } },
      { type: 'vault.data.updated', data: { kv_name: 'db', key_id: keyId, key_context: context } },
      { type: 'vault.metadata.read', data: { kv_name: 'db' } },
      {
        type: 'vault.data.read',
        data: expect.objectContaining({ kv_name: 'db', key_id: keyId, purpose: 'read' }),
      },
      { type: 'vault.data.deleted', data: { kv_name: 'db' } },
    ]);
    for (const event of items) {
      expect(event).toMatchObject({
        organizationId: org,
        actor: { id: key.keyId, source: 'api', name: 'Test key' },
        requestId: 'test',
      });
    }
    expect(await types()).toContain('vault.kek.created');
    expect(await types()).toContain('vault.names.listed');
  });

  it('records what was refused: no right, not found, no such key', async () => {
    const narrow = await test.newKey(org);
    await expect(test.vault.createOrganization(narrow, { name: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(test.vault.readSecret(narrow, { id: 'secret_x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      test.vault.readSecret(
        { via: 'api-key', token: 'sk_wrong', requestId: 'r-9', address: '10.0.0.9' },
        { id: 'x' },
      ),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
    const refused = (await all()).filter(({ type }) => type === 'operation.refused');
    expect(refused).toMatchObject([
      {
        actor: { id: narrow.keyId },
        organizationId: org,
        data: { operation: 'organization.create', code: 'forbidden' },
      },
      {
        actor: { id: narrow.keyId },
        organizationId: org,
        data: { operation: 'secret.read', code: 'not_found' },
      },
      {
        actor: { id: 'nobody' },
        requestId: 'r-9',
        address: '10.0.0.9',
        data: { operation: 'secret.read', code: 'unauthenticated' },
      },
    ]);
  });

  it('cannot be filled by somebody whom nobody knows, or who does not even say who they are', async () => {
    const stranger = { via: 'api-key', token: 'sk_wrong', requestId: 'r', address: '10.9.9.9' } as const;
    const silent = { via: 'nobody', requestId: 'r', address: '10.9.9.10' } as const;
    for (let i = 0; i < 100; i++) {
      await test.vault.readSecret(stranger, { id: 'x' }).catch(() => null);
      await test.vault.readSecret(silent, { id: 'x' }).catch(() => null);
    }
    for (const from of [stranger.address, silent.address]) {
      expect((await all()).filter(({ address }) => address === from).length).toBe(30);
    }
  });

  it('has as many reads as values were shown, whatever is done (property)', async () => {
    const ids = await Promise.all([create('a'), create('b')].map(async (s) => (await s).id));
    let shown = 0;
    const countShown = async (result: Promise<unknown>) => {
      const got = await result.catch(() => null);
      if (got && typeof got === 'object' && 'value' in got) shown++;
    };
    const steps = fc.constantFrom<(id: string) => Promise<unknown>>(
      (id) => countShown(test.vault.readSecret(key, { id })),
      (id) => countShown(test.vault.readSecret(key, { id, purpose: 'copy' })),
      () => countShown(test.vault.readSecret(key, { name: 'a' })),
      (id) => countShown(test.vault.describeSecret(key, { id })),
      async (id) => {
        const versions = await test.vault.listVersions(key, { id }).catch(() => null);
        const versionId = versions?.items.at(-1)?.id;
        if (versionId) await countShown(test.vault.readVersion(key, { id, versionId }));
      },
      (id) => countShown(test.vault.updateSecret(key, { id, value: 'other' })),
      (id) => countShown(test.vault.deleteSecret(key, { id })),
      (id) => countShown(test.vault.restoreSecret(key, { id })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, fc.constantFrom(...ids)), { maxLength: 12 }), async (run) => {
        await Promise.all(run.map(([step, id]) => step(id).catch(() => null)));
        const rows = await test.database.query.select({ type: events.type }).from(events);
        expect(rows.filter(({ type }) => type === 'vault.data.read')).toHaveLength(shown);
      }),
      { numRuns: 25 },
    );
    // Or else it was shown of nothing: how often is the luck of the generator.
    expect(shown).toBeGreaterThan(0);
  });

  it('comes first: a value whose event cannot be stored is not shown', async () => {
    const { id } = await create('db');
    expect((await test.vault.readSecret(key, { id })).value).toBe('value');
    await test.database.query.run(
      "create trigger refuse before insert on events begin select raise(abort, 'no room for events'); end",
    );
    const shown = await test.vault.readSecret(key, { id }).catch((error: unknown) => error);
    expect(shown).toBeInstanceOf(Error);
    expect(JSON.stringify(shown)).not.toContain('"value":"value"');
  });

  it('of one organization is all that its key sees', async () => {
    const other = (await test.newOrganization('Other')).id;
    await test.vault.createSecret(key, { name: 'theirs', value: '', context: { organization_id: other } });
    await create('mine');
    const narrow = await test.newKey(org);
    const { items } = await test.vault.listEvents(narrow, { limit: 100 });
    expect(new Set(items.map(({ organizationId }) => organizationId))).toEqual(new Set([org]));
    await expect(test.vault.listEvents(narrow, { organizationId: other })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is filtered by type and by time, both ends included', async () => {
    await create('a');
    test.clock.advance(60_000);
    const from = test.clock.now().toISOString();
    const b = await create('b');
    test.clock.advance(60_000);
    await create('c');
    const createdFrom = from;
    const inMinute = await test.vault.listEvents(key, {
      types: ['vault.data.created'],
      createdFrom,
      createdTo: from,
    });
    expect(inMinute.items.map(({ secretId }) => secretId)).toEqual([b.id]);
    const later = await test.vault.listEvents(key, { types: ['vault.data.created'], createdFrom });
    expect(later.items).toHaveLength(2);
    const nothing = await test.vault.listEvents(key, { createdTo: '2000-01-01T00:00:00Z' });
    expect(nothing.items).toEqual([]);
  });
});

describe('a value', () => {
  it('is nowhere in the database file, its log or the trail, and the search that says so finds', async () => {
    const canary = 'canary-b7e1c4-value';
    const control = 'canary-b7e1c4-name';
    const { id } = await create(control, canary);
    await test.vault.updateSecret(key, { id, value: `${canary} 2` });
    await test.vault.readSecret(key, { id });
    await test.vault.createDataKey({ ...key, idempotencyKey: 'i' }, { context: { organization_id: org } });
    const files = [test.path, `${test.path}-wal`].map((file) => readFileSync(file));
    expect(files.some((bytes) => bytes.includes(control))).toBe(true);
    expect(files.some((bytes) => bytes.includes(canary))).toBe(false);
    expect(files.some((bytes) => bytes.includes(Buffer.from(canary).toString('base64').slice(0, 20)))).toBe(
      false,
    );
    expect(JSON.stringify(await all())).toContain(control);
    expect(JSON.stringify(await all())).not.toContain(canary);
  });

  it('can be told from nothing that is listed: equal values have different etags', async () => {
    const [a, b] = [await create('a', 'same'), await create('b', 'same')];
    const etag = async (id: string) => (await test.vault.listVersions(key, { id })).items[0]?.etag;
    expect(await etag(a.id)).not.toBe(await etag(b.id));
  });
});
