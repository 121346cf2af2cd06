import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, createApi } from './app';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
beforeEach(async () => {
  t = await openTestApi();
});
afterEach(() => t.close());

const SECRET = { name: 'db', value: 'hunter2', key_context: {} };
const eventTypes = async () =>
  (await t.ask('GET', '/events?limit=100')).body.data.map(
    (one: { event: string; data: { operation?: string } }) =>
      `${one.event} ${one.data.operation ?? ''}`.trim(),
  );

describe('who asks', () => {
  it.each([
    ['no key', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an unknown key', { authorization: 'Bearer sk_unknown' }],
  ])('%s is 401, before anything of the request is looked at', async (_, headers) => {
    for (const [method, path, raw] of [
      ['GET', '/vault/v1/kv', undefined],
      ['GET', '/vault/v1/kv?limit=none', undefined],
      ['GET', '/vault/v1/kv/%', undefined],
      ['POST', '/vault/v1/kv', '{'],
      ['POST', '/vault/v1/kv', 'x'.repeat(600_000)],
      ['POST', '/vault/v1/keys/decrypt', '{}'],
      ['DELETE', '/organizations/org_1', undefined],
      ['GET', '/events', undefined],
    ] as const) {
      const answer = await t.ask(method, path, { token: null, headers, ...(raw ? { raw } : {}) });
      expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([401, 'unauthenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await eventTypes()).toContain('operation.refused secret.create');
  });

  it('a revoked key is 401 at once', async () => {
    expect((await t.ask('GET', '/vault/v1/kv')).status).toBe(200);
    await t.vault.revokeApiKey(t.operator, { id: t.key.keyId });
    expect((await t.ask('GET', '/vault/v1/kv')).status).toBe(401);
  });

  it('a key without the right is 403, also when its question is malformed', async () => {
    const acme = await t.newOrganization();
    const { token } = await t.newKey(acme.id);
    expect((await t.ask('GET', '/vault/v1/kv', { token })).status, 'the key is good').toBe(200);
    for (const raw of ['{"name":"x"}', '{']) {
      const answer = await t.ask('POST', '/organizations', { token, raw });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    }
  });

  it('what is foreign answers exactly as what is missing', async () => {
    const [acme, rival] = [await t.newOrganization('Acme'), await t.newOrganization('Rival', 'rival')];
    const { token } = await t.newKey(acme.id);
    const context = { organization_id: rival.id };
    const { body } = await t.ask('POST', '/vault/v1/kv', { body: { ...SECRET, key_context: context } });
    const blob = (await t.ask('POST', '/vault/v1/keys/data-key', { body: { context } })).body.encrypted_keys;
    const pairs: [string, string, string, object?][] = [
      ['GET', `/vault/v1/kv/${body.id}`, '/vault/v1/kv/secret_0'],
      ['GET', `/vault/v1/kv/${body.id}/metadata`, '/vault/v1/kv/secret_0/metadata'],
      ['GET', `/vault/v1/kv/${body.id}/versions`, '/vault/v1/kv/secret_0/versions'],
      ['PUT', `/vault/v1/kv/${body.id}`, '/vault/v1/kv/secret_0', { value: 'x' }],
      ['DELETE', `/vault/v1/kv/${body.id}`, '/vault/v1/kv/secret_0'],
      ['GET', '/vault/v1/kv/name/db', '/vault/v1/kv/name/none'],
      [
        'GET',
        `/vault/v1/kv/name/db?organization_id=${rival.id}`,
        '/vault/v1/kv/name/db?organization_id=org_0',
      ],
      ['GET', `/vault/v1/kv?organization_id=${rival.id}`, '/vault/v1/kv?organization_id=org_0'],
      ['GET', `/vault/v1/kv?after=${body.id}`, '/vault/v1/kv?after=secret_0'],
      ['GET', `/organizations/${rival.id}`, '/organizations/org_0'],
      ['GET', '/organizations/external_id/rival', '/organizations/external_id/none'],
      ['GET', `/events?organization_id=${rival.id}`, '/events?organization_id=org_0'],
    ];
    for (const [method, foreign, missing, sent] of pairs) {
      const ask = { token, ...(sent ? { body: sent } : {}) };
      const [one, other] = [await t.ask(method, foreign, ask), await t.ask(method, missing, ask)];
      expect([one.status, one.text], foreign).toEqual([other.status, other.text]);
      expect(one.status, foreign).toBe(foreign.includes('after=') ? 400 : 404);
    }
    for (const named of [rival.id, 'rival', 'org_0']) {
      const answer = await t.ask('POST', '/vault/v1/kv', {
        token,
        body: { ...SECRET, key_context: { organization_id: named } },
      });
      expect([answer.status, answer.body.code], named).toEqual([422, 'unknown_organization']);
    }
    const keys = await t.ask('POST', '/vault/v1/keys/decrypt', { token, body: { keys: blob } });
    const junk = await t.ask('POST', '/vault/v1/keys/decrypt', { token, body: { keys: 'anVuaw==' } });
    expect([keys.status, keys.text]).toEqual([400, junk.text]);
    expect((await t.ask('GET', `/vault/v1/kv/${body.id}`)).status, 'it is there all the same').toBe(200);
  });
});

describe('every answer', () => {
  it('has a request id, and is for no cache', async () => {
    for (const [method, path, status] of [
      ['GET', '/vault/v1/kv', 200],
      ['GET', '/nowhere', 404],
      ['OPTIONS', '/vault/v1/kv', 404],
      ['PATCH', '/vault/v1/kv/x', 404],
      ['POST', '/vault/v1/kv', 400],
      ['GET', '/openapi.json', 200],
      ['GET', '/api/health', 200],
    ] as const) {
      const { status: got, headers } = await t.ask(method, path);
      expect(got, path).toBe(status);
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9A-Z]{26}$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-type')).toContain('application/json');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('takes over a request id that is harmless, into the trail too', async () => {
    const given = async (id: string) =>
      (await t.ask('GET', '/vault/v1/kv', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await given('abc.DEF-1_2')).toBe('abc.DEF-1_2');
    expect((await t.vault.listEvents(t.key, { limit: 1 })).items[0]?.requestId).toBe('abc.DEF-1_2');
    for (const id of ['a b', 'x'.repeat(65), '<script>']) expect(await given(id)).toMatch(/^req_/);
  });

  it('to HEAD is that to GET without its body', async () => {
    const response = await t.api(
      new Request('http://localhost/vault/v1/kv', {
        method: 'HEAD',
        headers: { authorization: `Bearer ${t.key.token}` },
      }),
    );
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('a body', () => {
  const limit = 512 * 1024;
  /** Counts what is asked of it. */
  function endless() {
    const counted = { sent: 0 };
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        counted.sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    return { stream, counted };
  }

  it('over the limit is refused while it streams', async () => {
    const { stream, counted } = endless();
    const answer = await t.ask('POST', '/vault/v1/kv', { raw: stream });
    expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
    expect(counted.sent).toBeGreaterThan(limit);
    expect(counted.sent).toBeLessThan(limit + 100_000);
  });

  it('that says it is over the limit is not read at all', async () => {
    const { stream, counted } = endless();
    const headers = { 'content-length': String(limit + 1) };
    expect((await t.ask('POST', '/vault/v1/kv', { raw: stream, headers })).status).toBe(413);
    expect(counted.sent).toBeLessThanOrEqual(16_384);
  });

  it('that does not arrive is the fault of its sender, and no line in the log', async () => {
    for (const headers of [{}, { 'content-length': '100' }]) {
      const torn = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.error(new Error('aborted')),
      });
      const answer = await t.ask('POST', '/vault/v1/kv', { raw: torn, headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'body_incomplete']);
    }
    expect(t.lines).toEqual([]);
  });

  it('is read of nobody whose key is not good, and a good key is looked up once', async () => {
    const { stream, counted } = endless();
    const wrong = { raw: stream, token: 'sk_wrong' };
    expect((await t.ask('POST', '/vault/v1/kv', wrong)).status).toBe(401);
    expect(counted.sent, 'what a stream holds ready').toBeLessThanOrEqual(16_384);
    const createSecret = vi.fn<typeof t.vault.createSecret>((...given) => t.vault.createSecret(...given));
    const api = createApi({ vault: { ...t.vault, createSecret }, requestsPerMinute: 10 });
    const asked: number[] = [];
    for (const name of ['first', 'second']) {
      const { status } = await api(
        new Request('http://x/vault/v1/kv', {
          method: 'POST',
          headers: { authorization: `Bearer ${t.key.token}` },
          body: JSON.stringify({ ...SECRET, name }),
        }),
      );
      expect(status).toBe(201);
      asked.push(createSecret.mock.calls.length);
    }
    expect(asked, 'twice for a key that was not known').toEqual([2, 3]);
  });

  it('of JSON is taken whatever it claims to be', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const answer = await t.ask('POST', '/vault/v1/kv', {
        raw: new TextEncoder().encode(JSON.stringify({ ...SECRET, name: `as ${type}` })),
        headers: { 'content-type': type },
      });
      expect(answer.status, type).toBe(201);
    }
  });
});

describe('limits', () => {
  it('a key has so many requests a minute, and knows it', async () => {
    const api = createApi({ vault: t.vault, requestsPerMinute: 2 });
    const get = () =>
      api(new Request('http://x/vault/v1/kv', { headers: { authorization: `Bearer ${t.key.token}` } }));
    const left = [];
    for (let i = 0; i < 3; i++) {
      const { status, headers } = await get();
      left.push([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]);
    }
    expect(left).toEqual([
      [200, '2', '1'],
      [200, '2', '0'],
      [429, '2', '0'],
    ]);
    const refused = await get();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests', message: expect.any(String) });
  });

  it('a key has its own limit where one was set, and the others keep theirs', async () => {
    const api = createApi({ vault: t.vault, requestsPerMinute: 3 });
    const describeOwnApiKey = vi.spyOn(t.vault, 'describeOwnApiKey');
    const own = createApi({ vault: { ...t.vault, describeOwnApiKey }, requestsPerMinute: 3 });
    const { token } = await t.newKey(null, { requestsPerMinute: 5 });
    const ask = async (of: Api, key: string) => {
      const { status, headers } = await of(
        new Request('http://x/vault/v1/kv', { headers: { authorization: `Bearer ${key}` } }),
      );
      return [status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];
    };
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await ask(own, token));
    expect(answers[0]).toEqual([200, '5', '4']);
    expect(answers.slice(4)).toEqual([
      [200, '5', '0'],
      [429, '5', '0'],
    ]);
    expect(describeOwnApiKey, 'once, not for each request').toHaveBeenCalledTimes(1);
    expect(await ask(api, t.key.token)).toEqual([200, '3', '2']);
    const tight = await t.newKey(null, { requestsPerMinute: 1, scopes: ['read'] });
    expect(await ask(api, tight.token), 'what is refused counts too').toEqual([403, '1', '0']);
    expect(await ask(api, tight.token)).toEqual([429, '1', '0']);
  });

  it('who comes with a stolen key from elsewhere fails like a stranger, and uses up nothing of it', async () => {
    const facts = { address: '10.0.0.7' };
    const { token } = await t.newKey(null, { requestsPerMinute: 2, allowedAddresses: ['10.0.0.0/8'] });
    const thief = { token, facts: { address: '192.0.2.66' } };
    const before = await t.ask('GET', '/vault/v1/kv', { token, facts });
    expect([before.status, before.headers.get('ratelimit-remaining')]).toEqual([200, '1']);
    const refused = await t.ask('GET', '/vault/v1/kv', { ...thief, token });
    expect([refused.status, refused.body.code]).toEqual([403, 'address_not_allowed']);
    const statuses = new Set<number>();
    for (let i = 0; i < 70; i++) statuses.add((await t.ask('GET', '/vault/v1/kv', thief)).status);
    expect([...statuses]).toEqual([403, 429]);
    const after = await t.ask('GET', '/vault/v1/kv', { token, facts });
    expect([after.status, after.headers.get('ratelimit-remaining')]).toEqual([200, '0']);
    const nowhere = await t.ask('GET', '/vault/v1/kv', { token });
    expect([nowhere.status, nowhere.body.code], 'no address is none of them').toEqual([
      403,
      'address_not_allowed',
    ]);
  });

  it('an address that fails 60 times a minute reaches the vault no more, but for keys that were good', async () => {
    const facts = { address: '192.0.2.1' };
    const listSecrets = vi.spyOn(t.vault, 'listSecrets');
    expect((await t.ask('GET', '/vault/v1/kv', { facts })).status).toBe(200);
    const wrong = { token: 'sk_wrong', facts };
    for (let i = 0; i < 60; i++) expect((await t.ask('GET', '/vault/v1/kv', wrong)).status).toBe(401);
    const blocked = await t.ask('GET', '/vault/v1/kv', wrong);
    expect([blocked.status, blocked.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(listSecrets, 'twice for the good one').toHaveBeenCalledTimes(62);
    expect((await t.ask('GET', '/vault/v1/kv', { facts })).status, 'a good key behind the same proxy').toBe(
      200,
    );
    const fresh = await t.newKey();
    expect((await t.ask('GET', '/vault/v1/kv', { facts, token: fresh.token })).status).toBe(429);
    const elsewhere = { address: '192.0.2.2' };
    expect((await t.ask('GET', '/vault/v1/kv', { facts: elsewhere, token: fresh.token })).status).toBe(200);
  });
});

describe('limits in a crowd', () => {
  const facts = { address: '192.0.2.7' };
  const crowd = async (size: number, token: (i: number) => string | null) => {
    const asks = Array.from({ length: size }, (_, i) =>
      t.ask('GET', '/vault/v1/kv', { token: token(i), facts }),
    );
    const answers = await Promise.all(asks);
    return (wanted: number) => answers.filter(({ status }) => status === wanted);
  };

  it.each([
    ['wrong keys', (i: number) => `sk_wrong${i}`],
    ['one wrong key', () => 'sk_wrong'],
    ['no key', () => null],
  ])('%s at the same moment fail 60 times, and the vault hears of no more', async (_, token) => {
    const listSecrets = vi.spyOn(t.vault, 'listSecrets');
    const answers = await crowd(300, token);
    expect([answers(401).length, answers(429).length]).toEqual([60, 240]);
    for (const { headers } of answers(429)) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(listSecrets).toHaveBeenCalledTimes(60);
  });

  it('good keys at the same moment all get through, though nobody knows them yet', async () => {
    const keys = await Promise.all(Array.from({ length: 90 }, () => t.newKey()));
    expect((await crowd(180, (i) => keys[i % 90]?.token ?? null))(200)).toHaveLength(180);
    expect((await crowd(100, () => null))(401), 'and have used up nothing').toHaveLength(60);
  });

  it('a good key that may not do what it asks for is no failure', async () => {
    const { token } = await t.newKey((await t.newOrganization()).id);
    for (let i = 0; i < 61; i++) {
      const asked = { token, facts, body: { name: 'x' } };
      expect((await t.ask('POST', '/organizations', asked)).status).toBe(403);
    }
    expect((await crowd(60, () => null))(401)).toHaveLength(60);
  });
});

describe('a fault of the server', () => {
  it('shows its request id and nothing else, and is logged without what was sent', async () => {
    const secret = 'canary-4711';
    const vault = { ...t.vault, createSecret: () => Promise.reject(new TypeError(`bad ${secret}`)) };
    const lines: string[] = [];
    const api = createApi({ vault, requestsPerMinute: 10, log: (line) => lines.push(line) });
    const response = await api(
      new Request(`http://x/vault/v1/kv?q=${secret}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${t.key.token}`, 'x-request-id': 'one' },
        body: JSON.stringify({ ...SECRET, name: secret }),
      }),
    );
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      code: 'internal_error',
      message: expect.stringContaining('one'),
    });
    expect(text).not.toContain(secret);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'error',
      at: expect.any(String),
      requestId: 'one',
      route: 'POST /vault/v1/kv',
      error: 'TypeError',
      code: 'unknown',
    });
  });

  it('is 503 with Retry-After while another process holds the database', async () => {
    const { default: Database } = await import('libsql');
    const other = new Database(t.path);
    other.exec('begin immediate');
    const answer = await t.ask('POST', '/vault/v1/kv', { body: SECRET });
    other.exec('rollback');
    other.close();
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.parse(t.lines[0] ?? '{}')).toMatchObject({ code: 'unavailable', route: 'POST /vault/v1/kv' });
    expect((await t.ask('POST', '/vault/v1/kv', { body: SECRET })).status, 'and is over afterwards').toBe(
      201,
    );
  });

  it('/api/health tells it', async () => {
    expect((await t.ask('GET', '/api/health', { token: null })).body).toEqual({ status: 'ok' });
    const vault = { ...t.vault, ping: () => Promise.reject(new Error('secret detail')) };
    const response = await createApi({ vault, requestsPerMinute: 10 })(new Request('http://x/api/health'));
    expect([response.status, await response.text()]).toEqual([503, '{"status":"unavailable"}']);
  });
});
