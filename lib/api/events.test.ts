import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApi } from './app';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
let acme: { id: string };
beforeAll(async () => {
  t = await openTestApi();
  acme = await t.newOrganization('Acme');
});
afterAll(() => t.close());

interface Listed {
  id: string;
  event: string;
  data: Record<string, unknown>;
  created_at: string;
}
const events = async (query = ''): Promise<Listed[]> =>
  (await t.ask('GET', `/events?limit=100${query}`)).body.data;

describe('events', () => {
  it('are asked for by each type once, however often it is given', async () => {
    const listEvents = vi.fn<typeof t.vault.listEvents>((...given) => t.vault.listEvents(...given));
    const api = createApi({ vault: { ...t.vault, listEvents }, requestsPerMinute: 10 });
    const query = `${'vault.data.read,'.repeat(20_000)}organization.created&events=vault.data.read`;
    const headers = { authorization: `Bearer ${t.key.token}` };
    expect((await api(new Request(`http://x/events?events=${query}`, { headers }))).status).toBe(200);
    expect(listEvents).toHaveBeenLastCalledWith(expect.anything(), {
      types: ['vault.data.read', 'organization.created'],
    });
  });

  it('have the shapes of the contract, type by type', async () => {
    const context = { organization_id: acme.id };
    const { body } = await t.ask('POST', '/vault/v1/kv', {
      body: { name: 'db', value: 'v', key_context: context },
    });
    const { id, key_id, version_id } = body;
    await t.ask('PUT', `/vault/v1/kv/${id}`, { body: { value: 'w' } });
    await t.ask('GET', `/vault/v1/kv/${id}/metadata`);
    await t.ask('GET', `/vault/v1/kv/${id}`);
    await t.ask('DELETE', `/vault/v1/kv/${id}`);
    await t.ask('GET', `/vault/v1/kv?organization_id=${acme.id}`);
    const { encrypted_keys: keys } = (await t.ask('POST', '/vault/v1/keys/data-key', { body: { context } }))
      .body;
    await t.ask('POST', '/vault/v1/keys/decrypt', { body: { keys } });

    const all = await events();
    const only = (type: string) => all.find(({ event }) => event === type)?.data;
    const by = { actor_id: t.key.keyId, actor_source: 'api', actor_name: 'Test key' };
    const about = { ...by, kv_name: 'db' };
    expect(only('vault.data.created')).toEqual({ ...about, key_id, key_context: context });
    expect(only('vault.data.updated')).toEqual({ ...about, key_id, key_context: context });
    expect(only('vault.data.read')).toEqual({
      ...about,
      key_id,
      version_id: expect.any(String),
      purpose: 'read',
    });
    expect(only('vault.data.read')?.version_id).not.toBe(version_id);
    expect(only('vault.metadata.read')).toEqual(about);
    expect(only('vault.data.deleted')).toEqual(about);
    expect(only('vault.names.listed')).toMatchObject(by);
    expect(only('vault.kek.created')).toMatchObject({
      ...by,
      key_name: expect.any(String),
      key_id: expect.any(String),
    });
    expect(only('vault.dek.read')).toMatchObject({
      ...by,
      key_ids: [expect.any(String)],
      key_context: context,
    });
    expect(only('vault.dek.decrypted')).toMatchObject({ ...by, key_id: expect.any(String) });
    expect(only('organization.created')).toMatchObject({
      object: 'organization',
      id: acme.id,
      external_id: null,
    });
    expect(all.find(({ event }) => event === 'vault.data.read')).toMatchObject({
      object: 'event',
      id: expect.stringMatching(/^event_/),
      created_at: '2026-01-31T12:00:00.000Z',
      context: { actor: { id: t.key.keyId, source: 'api', name: 'Test key' } },
    });
    // The command line made the key: a source that the contract has in the context only.
    const system = all.find(({ event }) => event === 'api_key.created');
    expect(system).toMatchObject({
      data: { actor_source: 'dashboard' },
      context: { actor: { source: 'system' } },
    });
  });

  it('are filtered, bounded and walked', async () => {
    const types = (listed: Listed[]) => new Set(listed.map(({ event }) => event));
    expect(types(await events('&events=vault.data.read,vault.data.updated'))).toEqual(
      new Set(['vault.data.read', 'vault.data.updated']),
    );
    expect(types(await events('&events=vault.data.read&events=vault.data.deleted')).size).toBe(2);
    const all = await events();
    const asc = await events('&order=asc');
    expect(asc.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toReversed());
    const rest = await events(`&after=${all[0]?.id}`);
    expect(rest.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
    expect(await events('&range_start=2026-02-01')).toEqual([]);
    expect((await events('&range_start=2026-01-31&range_end=2026-02-01')).length).toBe(all.length);
    expect(await events('&range_end=2026-01-01T00:00:00%2B01:00')).toEqual([]);
    const ofAcme = await events(`&organization_id=${acme.id}`);
    expect(ofAcme.length).toBeGreaterThan(5);
    expect(types(ofAcme)).not.toContain('api_key.created');
    const bad = await t.ask('GET', '/events?events=vault.data.red');
    expect([bad.status, bad.body.errors[0].field]).toEqual([400, 'events.0']);
  });
});
