import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
let acme: { id: string };
beforeAll(async () => {
  t = await openTestApi();
  acme = await t.newOrganization();
});
afterAll(() => t.close());

const post = (path: string, body: unknown) => t.ask('POST', `/vault/v1/keys/${path}`, { body });

describe('data keys', () => {
  it('are made, brought back, and bound to another context as the same key', async () => {
    const made = await post('data-key', { context: { organizationId: acme.id } });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      id: expect.any(String),
      context: { organization_id: acme.id },
      data_key: expect.any(String),
      encrypted_keys: expect.any(String),
    });
    const { id, data_key, encrypted_keys } = made.body;
    expect(Buffer.from(data_key, 'base64')).toHaveLength(32);
    expect((await post('decrypt', { keys: encrypted_keys })).body).toEqual({ id, data_key });
    const rekeyed = await post('rekey', { context: { tier: 'gold' }, encrypted_keys });
    expect(rekeyed.body).toMatchObject({ id, data_key, context: { tier: 'gold' } });
    expect(rekeyed.body.encrypted_keys).not.toBe(encrypted_keys);
    expect((await post('decrypt', { keys: rekeyed.body.encrypted_keys })).body.data_key).toBe(data_key);
  });

  it.each([
    ['data-key', {}, 422, 'context'],
    ['data-key', { context: { k: 1 } }, 422, 'context.k'],
    ['data-key', { context: { organization_id: 'org_0' } }, 422, 'context.organization_id'],
    ['rekey', { context: {} }, 422, 'encrypted_keys'],
    ['decrypt', {}, 400, 'keys'],
    ['decrypt', { keys: 1 }, 400, 'keys'],
  ])('%s of %j is %i and names %s', async (path, body, status, field) => {
    expect(await post(path, body)).toMatchObject({
      status,
      body: { errors: [{ field }], message: expect.stringContaining(field) },
    });
  });

  it.each(['', 'not base64 !', 'anVuaw==', Buffer.alloc(200, 1).toString('base64')])(
    'the keys %j are 400 with one answer',
    async (keys) => {
      for (const answer of [
        await post('decrypt', { keys }),
        await post('rekey', { context: {}, encrypted_keys: keys }),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_keys']);
      }
    },
  );
});
