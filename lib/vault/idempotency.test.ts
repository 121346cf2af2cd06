import { readFileSync } from 'node:fs';
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

const create = (idempotencyKey: string, name = 's', value = 'v') =>
  test.vault.createSecret({ ...key, idempotencyKey }, { name, value, context: { organization_id: org } });

describe('a repeated request with the same idempotency key', () => {
  it('gets the first answer again, and nothing happens twice', async () => {
    const first = await create('retry-1');
    expect(await create('retry-1')).toEqual(first);
    expect((await test.vault.listSecrets(key, {})).items).toHaveLength(1);
    const made = await test.vault.listEvents(key, { types: ['vault.data.created'] });
    expect(made.items).toHaveLength(1);
  });

  it('gets it even when both are under way at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('retry-1')));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await test.vault.listSecrets(key, {})).items).toHaveLength(1);
  });

  it('and another body is refused', async () => {
    await create('retry-1');
    await expect(create('retry-1', 'other')).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    await expect(create('retry-1', 's', 'other value')).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
    await expect(
      test.vault.createOrganization({ ...key, idempotencyKey: 'retry-1' }, { name: 's' }),
    ).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  });

  it('gets the same data key, of which only the wrapped form is stored', async () => {
    const make = () =>
      test.vault.createDataKey({ ...key, idempotencyKey: 'retry-1' }, { context: { organization_id: org } });
    const first = await make();
    expect(await make()).toEqual(first);
    const bytes = [test.path, `${test.path}-wal`].map((file) => readFileSync(file));
    expect(bytes.some((b) => b.includes(first.encryptedKeys))).toBe(true);
    expect(
      bytes.some((b) => b.includes(first.dataKey) || b.includes(Buffer.from(first.dataKey, 'base64'))),
    ).toBe(false);
    expect((await test.vault.listEvents(key, { types: ['vault.dek.read'] })).items).toHaveLength(2);
  });

  it('may try again what was refused', async () => {
    await test.vault.createSecret(key, { name: 's', value: 'v', context: { organization_id: org } });
    await expect(create('retry-1')).rejects.toMatchObject({ code: 'name_taken' });
    await test.vault.deleteSecret(key, { id: (await test.vault.readSecret(key, { name: 's' })).id });
    expect((await create('retry-1')).name).toBe('s');
  });

  it('after 24 hours is a new request', async () => {
    const first = await create('retry-1');
    test.clock.advance(24 * 60 * 60 * 1000);
    expect((await create('retry-1', 'later')).id).not.toBe(first.id);
  });

  it('by another API key is a request of its own', async () => {
    const first = await create('retry-1');
    const other = await test.newKey();
    const second = await test.vault.createSecret(
      { ...other, idempotencyKey: 'retry-1' },
      { name: 't', value: 'v', context: {} },
    );
    expect(second.id).not.toBe(first.id);
  });
});
