import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
beforeAll(async () => {
  t = await openTestApi();
});
afterAll(() => t.close());

const create = (body: object) => t.ask('POST', '/organizations', { body });

describe('organizations', () => {
  it('have the shape of the contract, are changed in part, and deleted when empty', async () => {
    const made = await create({
      name: 'Foo Corp',
      external_id: 'foo/1 %',
      metadata: { tier: 'diamond' },
      domain_data: [{ domain: 'Foo-Corp.com', state: 'verified' }],
      allow_profiles_outside_organization: true,
    });
    expect(made.status).toBe(201);
    const { id } = made.body;
    const times = { created_at: '2026-01-31T12:00:00.000Z', updated_at: '2026-01-31T12:00:00.000Z' };
    expect(made.body).toEqual({
      object: 'organization',
      id: expect.stringMatching(/^org_/),
      name: 'Foo Corp',
      domains: [
        {
          object: 'organization_domain',
          id: expect.stringMatching(/^org_domain_/),
          organization_id: id,
          domain: 'foo-corp.com',
          state: 'verified',
          verification_strategy: 'manual',
          ...times,
        },
      ],
      metadata: { tier: 'diamond' },
      external_id: 'foo/1 %',
      allow_profiles_outside_organization: false,
      ...times,
    });
    expect((await t.ask('GET', `/organizations/${id}`)).body).toEqual(made.body);
    const path = `/organizations/external_id/${encodeURIComponent('foo/1 %')}`;
    expect((await t.ask('GET', path)).body).toEqual(made.body);
    expect((await t.ask('GET', '/organizations?domains=foo-corp.com,none.com')).body.data).toHaveLength(1);
    const repeated = await t.ask('GET', `/organizations?domains=${'foo-corp.com,'.repeat(40_000)}`);
    expect([repeated.status, repeated.body.data?.length], 'one domain, often').toEqual([200, 1]);
    const many = (count: number) => Array.from({ length: count }, (_, i) => `d${i}.com`).join(',');
    expect((await t.ask('GET', `/organizations?domains=${many(100)}`)).status).toBe(200);
    for (const count of [101, 40_000]) {
      const { status, body } = await t.ask('GET', `/organizations?domains=${many(count)}`);
      expect([status, body.message]).toEqual([400, 'domains: There may be at most 100 of these.']);
    }

    const changed = await t.ask('PUT', `/organizations/${id}`, { body: { name: 'Bar', metadata: null } });
    expect([changed.status, changed.body]).toEqual([200, { ...made.body, name: 'Bar', metadata: {} }]);
    const cleared = await t.ask('PUT', `/organizations/${id}`, {
      body: { external_id: null, domains: ['b.com'] },
    });
    expect(cleared.body).toMatchObject({
      external_id: null,
      domains: [{ domain: 'b.com', state: 'pending' }],
    });

    const secret = await t.ask('POST', '/vault/v1/kv', {
      body: { name: 'x', value: 'y', key_context: { organization_id: id } },
    });
    const full = await t.ask('DELETE', `/organizations/${id}`);
    expect([full.status, full.body.code]).toEqual([409, 'organization_not_empty']);
    await t.ask('DELETE', `/vault/v1/kv/${secret.body.id}`);
    expect((await t.ask('DELETE', `/organizations/${id}`)).status).toBe(200);
    for (const method of ['GET', 'DELETE'])
      expect((await t.ask(method, `/organizations/${id}`)).status).toBe(404);
  });

  it.each([
    ['no name', {}, 422, 'invalid_input'],
    ['an empty name', { name: '' }, 422, 'invalid_input'],
    ['a domain that is none', { name: 'X', domains: ['no domain'] }, 422, 'invalid_input'],
    ['metadata of numbers', { name: 'X', metadata: { k: 1 } }, 400, 'invalid_metadata'],
    [
      'a metadata key of 41 characters',
      { name: 'X', metadata: { ['k'.repeat(41)]: 'v' } },
      400,
      'invalid_metadata',
    ],
    ['an external id with a line break', { name: 'X', external_id: 'a\nb' }, 422, 'invalid_input'],
    ['an external id that is taken', { name: 'X', external_id: 'taken' }, 400, 'external_id_already_used'],
  ])('%s is refused', async (_, body, status, code) => {
    await create({ name: 'First', external_id: 'taken' });
    const answer = await create(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('are listed both ways, and `normal` turns the cursors around', async () => {
    for (let i = 0; i < 4; i++) await create({ name: `Listed ${i}` });
    const get = async (query: string) =>
      (await t.ask('GET', `/organizations?search=Listed&limit=2${query}`)).body;
    const names = ({ data }: { data: { name: string }[] }) => data.map(({ name }) => name.at(-1)).join('');
    const first = await get('');
    expect([first.object, names(first)]).toEqual(['list', '32']);
    expect(names(await get(`&after=${first.list_metadata.after}`))).toBe('10');
    expect(names(await get('&order=asc'))).toBe('01');
    const normal = await get('&order=normal');
    expect([names(normal), normal.list_metadata.after]).toEqual(['32', null]);
    const older = await get(`&order=normal&before=${normal.list_metadata.before}`);
    expect([names(older), older.list_metadata.before]).toEqual(['10', null]);
    expect(names(await get(`&order=normal&after=${older.list_metadata.after}`))).toBe('32');
  });
});
