import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '@/lib/vault';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
let acme: { id: string };
beforeAll(async () => {
  t = await openTestApi();
  acme = await t.newOrganization('Acme', 'acme-ext');
});
afterAll(() => t.close());

let made = 0;
const create = (fields: object = {}) =>
  t.ask('POST', '/vault/v1/kv', {
    body: { name: `made ${made++}`, value: 'v', key_context: { organization_id: acme.id }, ...fields },
  });

describe('an object through the API', () => {
  it('is created, listed, described, read, updated and deleted in the shapes of the contract', async () => {
    const created = await create({ name: 'life' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^secret_/),
      context: { organization_id: acme.id },
      environment_id: t.vault.environmentId,
      key_id: expect.any(String),
      updated_at: expect.stringMatching(/^2026-01-31T12:00:00/),
      updated_by: { id: t.key.keyId, name: 'Test key' },
      version_id: expect.stringMatching(/^version_/),
    });
    const { id, version_id: first } = created.body;
    const list = await t.ask('GET', '/vault/v1/kv?search=lif&order=desc');
    expect(list.body).toEqual({
      data: [{ id, name: 'life', updated_at: created.body.updated_at }],
      list_metadata: { before: null, after: null },
    });
    const described = await t.ask('GET', `/vault/v1/kv/${id}/metadata`);
    expect(described.body).toEqual({ id, name: 'life', metadata: created.body });
    const read = await t.ask('GET', `/vault/v1/kv/${id}`);
    expect(read.body).toEqual({ id, name: 'life', value: 'v', metadata: created.body });

    const updated = await t.ask('PUT', `/vault/v1/kv/${id}`, { body: { value: 'w', version_check: first } });
    expect(updated.status).toBe(201);
    expect(Object.keys(updated.body)).toEqual(['id', 'name', 'metadata']);
    const repeated = await t.ask('PUT', `/vault/v1/kv/${id}`, { body: { value: 'x', version_check: first } });
    expect([repeated.status, repeated.body.code]).toEqual([409, 'version_mismatch']);
    expect(
      (await t.ask('PUT', `/vault/v1/kv/${id}`, { body: { value: 'y', version_check: null } })).status,
    ).toBe(201);

    const versions = await t.ask('GET', `/vault/v1/kv/${id}/versions`);
    expect(versions.body.data.map((one: { current_version: boolean }) => one.current_version)).toEqual([
      true,
      false,
      false,
    ]);
    expect(versions.body.data[2]).toEqual({
      id: first,
      created_at: expect.any(String),
      current_version: false,
      size: 1,
      etag: expect.stringMatching(/^[0-9a-f]{32}$/),
    });

    expect((await t.ask('DELETE', `/vault/v1/kv/${id}?version_check=${first}`)).status).toBe(409);
    const gone = await t.ask('DELETE', `/vault/v1/kv/${id}`);
    expect([gone.status, gone.body]).toEqual([200, { success: true, name: 'life' }]);
    for (const [method, path] of [
      ['GET', `/vault/v1/kv/${id}`],
      ['GET', `/vault/v1/kv/${id}/metadata`],
      ['GET', `/vault/v1/kv/${id}/versions`],
      ['GET', '/vault/v1/kv/name/life'],
      ['DELETE', `/vault/v1/kv/${id}`],
      ['PUT', `/vault/v1/kv/${id}`],
    ] as const) {
      const after = await t.ask(method, path, method === 'PUT' ? { body: { value: 'z' } } : {});
      expect([after.status, after.body.code], `${method} ${path}`).toEqual([404, 'not_found']);
    }
    expect((await create({ name: 'life' })).status, 'the name is free at once').toBe(201);
  });

  it.each([
    ['empty', ''],
    ['leading and trailing blanks', '  v \t'],
    ['line breaks', '\r\nv\n'],
    ['NUL', 'a\0b'],
    ['a byte order mark', '\ufeffv'],
    ['emoji', '🔐👩🏽‍💻'],
    ['64 KiB that JSON escapes six times over', '\u0001'.repeat(LIMITS.valueBytes)],
    [
      '64 KiB of UTF-8 in three-byte characters',
      '€'.repeat(LIMITS.valueBytes / 4) + 'x'.repeat(LIMITS.valueBytes / 4),
    ],
  ])('keeps a value byte for byte: %s', async (_, value) => {
    const { body, status } = await create({ value });
    expect(status).toBe(201);
    expect((await t.ask('GET', `/vault/v1/kv/${body.id}`)).body.value).toBe(value);
  });

  it.each([
    'my secret/1',
    'per%2Fcent%',
    'a?b#c&d=e+f',
    '..',
    '.',
    'metadata',
    'versions',
    'name',
    '__proto__',
    'back\\slash',
    'ü€🔐',
    '%25',
  ])('is read by the name %j', async (name) => {
    const { body } = await create({ name, value: `of ${name}` });
    const target = `/vault/v1/kv/name/${encodeURIComponent(name)}`;
    // The target is what the server passes on, as it came over the wire: a URL has no `.` and `..`.
    const read = await t.ask('GET', '/', { facts: { target } });
    expect(read.body).toMatchObject({ id: body.id, name, value: `of ${name}` });
    if (!/^\.+$/.test(name)) expect((await t.ask('GET', target)).body).toMatchObject({ id: body.id });
  });

  it('asks for the organization where several use a name', async () => {
    const other = await t.newOrganization('Other');
    await create({ name: 'twice' });
    const { body } = await create({ name: 'twice', key_context: { organizationId: other.id } });
    expect(body.context, 'the canonical spelling').toEqual({ organization_id: other.id });
    const read = await t.ask('GET', '/vault/v1/kv/name/twice');
    expect([read.status, read.body.code]).toEqual([409, 'ambiguous_name']);
    expect((await t.ask('GET', `/vault/v1/kv/name/twice?organization_id=${other.id}`)).body.id).toBe(body.id);
    const list = await t.ask('GET', `/vault/v1/kv?organization_id=${other.id}`);
    expect(list.body.data).toEqual([expect.objectContaining({ id: body.id })]);
  });

  it('takes an external id for the organization, and no organization at all', async () => {
    expect((await create({ key_context: { organization_id: 'acme-ext' } })).body.context).toEqual({
      organization_id: acme.id,
    });
    expect((await create({ key_context: {} })).body.context).toEqual({});
  });
});

describe('what is refused', () => {
  const tooMany = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v']));
  it.each([
    ['no name', { name: undefined }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a name of 201 characters', { name: 'n'.repeat(201) }, 'name'],
    ['a name that is a number', { name: 1 }, 'name'],
    ['a line break in a name', { name: 'a\nb' }, 'name'],
    ['no value', { value: undefined }, 'value'],
    ['a value that is null', { value: null }, 'value'],
    ['no context', { key_context: undefined }, 'key_context'],
    ['a context that is a list', { key_context: [] }, 'key_context'],
    ['11 items of a context', { key_context: tooMany }, 'key_context'],
    [
      'an item name of 121 characters',
      { key_context: { ['k'.repeat(121)]: 'v' } },
      `key_context.${'k'.repeat(120)}`,
    ],
    ['an item of 501 characters', { key_context: { k: 'v'.repeat(501) } }, 'key_context.k'],
    ['an item that is a number', { key_context: { k: 1 } }, 'key_context.k'],
    ['an unknown organization', { key_context: { organization_id: 'org_1' } }, 'key_context.organization_id'],
  ])('%s is 422 and creates nothing', async (_, fields, field) => {
    const { status, body } = await create({ name: 'refused', ...fields });
    expect(status).toBe(422);
    expect(body).toEqual({
      error: body.message,
      message: expect.stringContaining(field),
      code: expect.stringMatching(/^(invalid_input|unknown_organization)$/),
      errors: expect.arrayContaining([{ field, code: expect.any(String), message: expect.any(String) }]),
    });
    expect((await t.ask('GET', '/vault/v1/kv/name/refused')).status).toBe(404);
  });

  it('__proto__ as an item of a context is 422, not lost', async () => {
    const raw = '{"name":"p","value":"v","key_context":{"__proto__":"x"}}';
    expect(await t.ask('POST', '/vault/v1/kv', { raw })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'key_context.__proto__' }] },
    });
  });

  it('the limits themselves are taken', async () => {
    const context = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`${i}`.padEnd(120, 'k'), 'v'.repeat(500)]),
    );
    const name = 'n'.repeat(200);
    expect((await create({ name, key_context: { ...context, organization_id: acme.id } })).status).toBe(201);
    expect((await t.ask('GET', `/vault/v1/kv/name/${name}`)).status).toBe(200);
  });

  it('a lone surrogate is 422 on create and on update', async () => {
    const raw = `{"name":"s","value":"\\ud800","key_context":{}}`;
    expect(await t.ask('POST', '/vault/v1/kv', { raw })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'value' }] },
    });
    const { body } = await create();
    expect((await t.ask('PUT', `/vault/v1/kv/${body.id}`, { raw: '{"value":"\\ud800"}' })).status).toBe(422);
  });

  it('one byte over 64 KiB is 413', async () => {
    const { status, body } = await create({ value: 'x'.repeat(LIMITS.valueBytes + 1) });
    expect([status, body.code, body.errors[0].field]).toEqual([413, 'value_too_large', 'value']);
  });

  it('a name that is taken is 409', async () => {
    await create({ name: 'taken' });
    const { status, body } = await create({ name: 'taken' });
    expect([status, body.code]).toEqual([409, 'name_taken']);
  });

  it.each([
    ['PUT', '/vault/v1/kv/ID', '{"value":1}'],
    ['PUT', '/vault/v1/kv/ID', '{"value":"v","version_check":1}'],
    ['PUT', '/vault/v1/kv/ID', '[]'],
    ['PUT', '/vault/v1/kv/ID', '{'],
    ['POST', '/vault/v1/kv', '{'],
    ['POST', '/vault/v1/kv', ''],
    ['GET', '/vault/v1/kv?limit=0', null],
    ['GET', '/vault/v1/kv?limit=101', null],
    ['GET', '/vault/v1/kv?limit=ten', null],
    ['GET', '/vault/v1/kv?limit=1&limit=2', null],
    ['GET', '/vault/v1/kv?order=up', null],
    ['GET', '/vault/v1/kv?order=normal', null],
    ['GET', '/vault/v1/kv?updatedAfter=yesterday', null],
    ['GET', '/vault/v1/kv?after=secret_0', null],
    ['GET', '/vault/v1/kv/name/%', null],
    ['GET', '/vault/v1/kv/%ff', null],
    ['DELETE', '/vault/v1/kv/ID?version_check=', null],
  ])('%s %s with the body %s is 400', async (method, path, raw) => {
    const { body } = await create();
    const answer = await t.ask(method, path.replace('ID', body.id), raw === null ? {} : { raw });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: answer.body.message, code: expect.any(String) });
  });

  it('bytes that are no UTF-8 are 400, not replaced', async () => {
    const raw = Buffer.from('{"name":"u","value":"\xff","key_context":{}}', 'latin1');
    expect((await t.ask('POST', '/vault/v1/kv', { raw })).body).toMatchObject({ code: 'malformed_json' });
  });
});

describe('pages', () => {
  it('are walked both ways, and `updatedAfter` has two spellings', async () => {
    const { id } = await t.newOrganization('Pages');
    for (let i = 0; i < 5; i++) await create({ name: `p${i}`, key_context: { organization_id: id } });
    const get = async (query: string) =>
      (await t.ask('GET', `/vault/v1/kv?organization_id=${id}&limit=2${query}`)).body;
    const names = ({ data }: { data: { name: string }[] }) => data.map(({ name }) => name).join(' ');
    const first = await get('');
    expect([names(first), first.list_metadata.before]).toEqual(['p4 p3', null]);
    const second = await get(`&after=${first.list_metadata.after}`);
    const third = await get(`&after=${second.list_metadata.after}`);
    expect([names(second), names(third), third.list_metadata.after]).toEqual(['p2 p1', 'p0', null]);
    expect(names(await get(`&before=${second.list_metadata.before}`))).toBe('p4 p3');
    expect(names(await get('&order=asc'))).toBe('p0 p1');
    expect(names(await get('&updatedAfter=2026-02-01T00:00:00Z'))).toBe('');
    expect(names(await get('&updated_after=2026-02-01'))).toBe('');
    expect(names(await get('&updated_after=2026-01-01'))).toBe('p4 p3');
  });
});
