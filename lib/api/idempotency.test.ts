import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
beforeAll(async () => {
  t = await openTestApi();
});
afterAll(() => t.close());

const post = (path: string, key: string, body: unknown, token?: string) =>
  t.ask('POST', path, { body, headers: { 'idempotency-key': key }, ...(token ? { token } : {}) });

describe('a POST with an Idempotency-Key', () => {
  it.each([
    [
      '/vault/v1/kv',
      { name: 'once', value: 'v', key_context: {} },
      { name: 'once', value: 'w', key_context: {} },
    ],
    ['/vault/v1/keys/data-key', { context: {} }, { context: { tier: 'gold' } }],
    ['/organizations', { name: 'Once' }, { name: 'Twice' }],
  ])('to %s gives the first answer again, and is 422 with another body', async (path, body, other) => {
    const first = await post(path, `k ${path}`, body);
    expect(first.status).toBeLessThan(300);
    const again = await post(path, `k ${path}`, body);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    const mismatch = await post(path, `k ${path}`, other);
    expect([mismatch.status, mismatch.body.code]).toEqual([422, 'idempotency_mismatch']);
    const elsewhere = await post(path, `another ${path}`, other);
    expect(elsewhere.status, 'another key, another request').not.toBe(422);
  });

  it('sent eight times at once creates once', async () => {
    const body = { name: 'race', value: 'v', key_context: { tier: 'new' } };
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/vault/v1/kv', 'race', body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await t.ask('GET', '/vault/v1/kv?search=race')).body.data).toHaveLength(1);
  });

  it('belongs to the API key that sent it', async () => {
    const { token } = await t.newKey();
    const mine = await post('/organizations', 'shared', { name: 'Mine' });
    const theirs = await post('/organizations', 'shared', { name: 'Theirs' }, token);
    expect([mine.body.name, theirs.body.name]).toEqual(['Mine', 'Theirs']);
  });

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['not printable', 'k\u00e9'],
  ])('that is %s is 400', async (_, key) => {
    const answer = await post('/organizations', key, { name: 'X' });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_idempotency_key']);
  });
});
