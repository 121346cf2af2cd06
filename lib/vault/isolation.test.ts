import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newApiKey } from '../crypto/tokens';
import { apiKeys, events, keks, secrets, secretVersions } from '../db/schema';
import type { SecretMetadata } from './secret-rows';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

/** What somebody who can write to the database file may try. Each attempt is made on rows that opened a moment before. */
let test: TestVault;
let key: ApiKeyCaller;
let a: SecretMetadata;
let b: SecretMetadata;

beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  a = await create('a', (await test.newOrganization('A')).id, 'value of a');
  b = await create('b', (await test.newOrganization('B')).id, 'value of b');
});
afterEach(() => test.close());

const create = (name: string, organizationId: string, value: string) =>
  test.vault.createSecret(key, { name, value, context: { organization_id: organizationId } });

async function read(secret: SecretMetadata): Promise<string> {
  test.vault.forgetKeys();
  return (await test.vault.readSecret(key, { id: secret.id })).value;
}

const versionOf = async (secret: SecretMetadata) => {
  const [row] = await test.database.query
    .select()
    .from(secretVersions)
    .where(eq(secretVersions.id, secret.versionId));
  return row as typeof secretVersions.$inferSelect;
};

const integrityFailure = expect.objectContaining({ code: 'integrity_failure' });

describe('with the KEK of organization A destroyed', () => {
  beforeEach(() =>
    test.database.commit([
      test.database.query
        .update(keks)
        .set({ wrappedKey: null, destroyedAt: 'now' })
        .where(eq(keks.contextValue, a.organizationId as string)),
    ]),
  );

  it('B reads everything and A nothing', async () => {
    expect(await read(b)).toBe('value of b');
    await expect(read(a)).rejects.toMatchObject({ code: 'key_destroyed' });
    await expect(test.vault.readVersion(key, { id: a.id, versionId: a.versionId })).rejects.toMatchObject({
      code: 'key_destroyed',
    });
  });

  it('A takes no new value either', async () => {
    await expect(test.vault.updateSecret(key, { id: a.id, value: 'x' })).rejects.toMatchObject({
      code: 'key_destroyed',
    });
    await expect(create('c', a.organizationId as string, 'x')).rejects.toMatchObject({
      code: 'key_destroyed',
    });
  });
});

describe('a secret whose context has two items', () => {
  it('needs the keys of both', async () => {
    const context = { organization_id: a.organizationId as string, region: 'eu' };
    const secret = await test.vault.createSecret(key, { name: 'two', value: 'both', context });
    expect(await read(secret)).toBe('both');
    await test.database.commit([
      test.database.query.update(keks).set({ wrappedKey: null }).where(eq(keks.contextName, 'region')),
    ]);
    await expect(read(secret)).rejects.toMatchObject({ code: 'key_destroyed' });
    expect(await read(a)).toBe('value of a');
  });
});

describe('an API key that somebody wrote into the database', () => {
  it('opens nothing: its stored form needs the service key', async () => {
    const token = newApiKey();
    const [real] = await test.database.query.select().from(apiKeys);
    const tokenHash = createHash('sha256').update(token).digest();
    const forged = { ...(real as typeof apiKeys.$inferSelect), seq: undefined, id: 'key_forged', tokenHash };
    await test.database.commit([test.database.query.insert(apiKeys).values(forged)]);
    const thief = { via: 'api-key', token, requestId: 'test' } as const;
    await expect(test.vault.readSecret(thief, { id: a.id })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect((await test.vault.readSecret(key, { id: a.id })).value).toBe('value of a');
  });
});

describe('an item that two organizations have in their contexts', () => {
  it('has a key in each: neither learns of the other, and the end of one is not the end of both', async () => {
    const shared = (organizationId: string | null) =>
      test.vault.createSecret(key, {
        name: `shared ${organizationId}`,
        value: 'v',
        context: { organization_id: organizationId as string, project: 'merger' },
      });
    const [ofA, ofB] = [await shared(a.organizationId), await shared(b.organizationId)];
    const made = await test.vault.listEvents(key, { types: ['vault.kek.created'], limit: 100 });
    expect(made.items.filter(({ data }) => data.key_name === 'project').map((e) => e.organizationId)).toEqual(
      [b.organizationId, a.organizationId],
    );
    await test.database.commit([
      test.database.query
        .update(keks)
        .set({ wrappedKey: null })
        .where(and(eq(keks.contextName, 'project'), eq(keks.organizationId, a.organizationId as string))),
    ]);
    await expect(read(ofA)).rejects.toMatchObject({ code: 'key_destroyed' });
    expect(await read(ofB)).toBe('v');
  });
});

describe('a row that was tampered with does not open:', () => {
  it('the ciphertext of another secret', async () => {
    const { envelope } = await versionOf(b);
    await test.database.commit([
      test.database.query.update(secretVersions).set({ envelope }).where(eq(secretVersions.id, a.versionId)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
    expect(await read(b)).toBe('value of b');
  });

  it('the ciphertext of another secret of the same organization', async () => {
    const sibling = await create('sibling', a.organizationId as string, 'value of a sibling');
    const { envelope } = await versionOf(sibling);
    await test.database.commit([
      test.database.query.update(secretVersions).set({ envelope }).where(eq(secretVersions.id, a.versionId)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('a version that was moved to another secret', async () => {
    await test.database.commit([
      test.database.query.update(secretVersions).set({ number: 9 }).where(eq(secretVersions.id, a.versionId)),
      test.database.query
        .update(secretVersions)
        .set({ secretId: a.id })
        .where(eq(secretVersions.id, b.versionId)),
      test.database.query.update(secrets).set({ versionId: b.versionId }).where(eq(secrets.id, a.id)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('the wrapped key of another item of a context', async () => {
    const [wrapped] = await test.database.query
      .select()
      .from(keks)
      .where(eq(keks.contextValue, b.organizationId as string));
    await test.database.commit([
      test.database.query
        .update(keks)
        .set({ wrappedKey: wrapped?.wrappedKey ?? null })
        .where(eq(keks.contextValue, a.organizationId as string)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('a KEK that was given to another organization', async () => {
    await test.database.commit([
      test.database.query
        .update(keks)
        .set({ organizationId: b.organizationId })
        .where(eq(keks.contextValue, a.organizationId as string)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('a KEK that was given to another item of a context', async () => {
    await test.database.commit([
      test.database.query
        .update(keks)
        .set({ contextValue: 'elsewhere' })
        .where(eq(keks.contextValue, a.organizationId as string)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('a context that was changed', async () => {
    const context = { organization_id: a.organizationId as string, more: 'x' };
    await test.database.commit([
      test.database.query.update(secrets).set({ context }).where(eq(secrets.id, a.id)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('a secret that was moved to another organization, with its key context or without', async () => {
    const moves = [
      { organizationId: b.organizationId },
      { organizationId: b.organizationId, context: { organization_id: b.organizationId as string } },
    ];
    for (const move of moves) {
      await test.database.commit([test.database.query.update(secrets).set(move).where(eq(secrets.id, a.id))]);
      await expect(read(a)).rejects.toEqual(integrityFailure);
    }
  });

  it('an older version under the number of the current one', async () => {
    const first = await versionOf(a);
    const updated = await test.vault.updateSecret(key, { id: a.id, value: 'second' });
    await test.database.commit([
      test.database.query
        .update(secretVersions)
        .set({ envelope: first.envelope })
        .where(eq(secretVersions.id, updated.versionId)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('an older row put back whole, with its version: the trail remembers the newer one', async () => {
    const [before] = await test.database.query.select().from(secrets).where(eq(secrets.id, a.id));
    const updated = await test.vault.updateSecret(key, { id: a.id, value: 'second' });
    expect(await read(a)).toBe('second');
    const { seq: _, remindsAt: __, ...older } = before as typeof secrets.$inferSelect;
    await test.database.commit([
      test.database.query.update(secrets).set(older).where(eq(secrets.id, a.id)),
      test.database.query.delete(secretVersions).where(eq(secretVersions.id, updated.versionId)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
  });

  it('and each failed attempt leaves its event', async () => {
    await test.database.commit([
      test.database.query
        .update(secretVersions)
        .set({ envelope: Buffer.from([1, 2, 3]) })
        .where(eq(secretVersions.id, a.versionId)),
    ]);
    await expect(read(a)).rejects.toEqual(integrityFailure);
    const [last] = await test.database.query.select().from(events).orderBy(sql`seq desc`).limit(1);
    expect(last).toMatchObject({
      type: 'operation.refused',
      data: { operation: 'secret.read', code: 'integrity_failure' },
    });
  });
});
