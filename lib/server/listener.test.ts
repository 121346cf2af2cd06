import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '@/lib/api/context';
import { clientAddressBehind } from './client-address';
import { cleanHeaders } from './headers';
import { createListener } from './listener';

/** Says which part was asked, and what it was told. */
interface Told {
  readonly part: string;
  readonly headers: Record<string, string>;
  readonly facts?: Facts;
}

const PARTS: Parameters<typeof createListener>[0] = {
  origin: 'https://vault.example.com',
  dev: false,
  clientAddress: clientAddressBehind([]),
  api: async (asked, facts) =>
    Response.json({ part: 'api', headers: Object.fromEntries(asked.headers), facts }, { status: 201 }),
  pages: ({ headers, rawHeaders }, outgoing) => {
    const raw = rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    outgoing.end(JSON.stringify({ part: 'pages', headers, raw }));
  },
};

let server: Server;
beforeAll(async () => {
  server = createServer(createListener(PARTS));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => server.close());

function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = '', of = server) {
  const { port } = of.address() as AddressInfo;
  return new Promise<{
    status: number;
    location: string | undefined;
    allow: string | undefined;
    text: string;
    told: () => Told & { raw: string[] };
  }>((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path, method, headers: { host: 'vault.example.com', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => {
          const { statusCode = 0, headers: got } = response;
          resolve({
            status: statusCode,
            location: got.location,
            allow: got.allow,
            text,
            told: () => JSON.parse(text),
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What a browser says of a page of this site. */
const HERE = { origin: PARTS.origin };

describe('the one listener', () => {
  it.each([
    ['/vault/v1/kv', 'api'],
    ['/vault', 'api'],
    ['/organizations', 'api'],
    ['/organizations?limit=1', 'api'],
    ['/events', 'api'],
    ['/openapi.json', 'api'],
    ['/api/health', 'api'],
    ['/vaults', 'pages'],
    ['/eventsource', 'pages'],
    ['/orgs/org_1/secrets', 'pages'],
    ['/api/auth/session', 'pages'],
    ['/', 'pages'],
  ])('gives %s to the %s', async (path, part) => {
    expect((await ask(path)).told().part).toBe(part);
  });

  it('tells the API the target as it was sent, and the address of the peer', async () => {
    const { status, told } = await ask('/vault/v1/kv/name/..', {
      'x-forwarded-for': '203.0.113.9',
      host: 'any',
    });
    expect(status).toBe(201);
    expect(told().facts).toEqual({ address: '127.0.0.1', target: '/vault/v1/kv/name/..' });
  });

  it.each([
    '/./vault/v1/kv',
    '/%2e/vault/v1/kv',
    '/x/../vault/v1/kv',
    '/x/%2E%2e/vault/v1/kv',
    '/x/.%2e/vault/v1/kv',
    '/_next/../vault/v1/kv',
    '/x\\..\\vault/v1/kv',
    '/\\..\\vault',
    '/..',
    '/x/..?a=1',
    '/x/..#a',
  ])('refuses %s, which pages would take for a path of the API', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 400, text: expect.stringMatching(/segment/) });
  });

  it.each(['/.well-known/x', '/x/...', '/x.y/..z', '/sign-in?next=/a/../b'])(
    'takes no offence at %s',
    async (path) => {
      expect((await ask(path)).told().part).toBe('pages');
    },
  );

  it('has pages for the usual methods only', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await ask('/', HERE, method)).status, method).toBe(200);
    for (const method of ['TRACE', 'PROPFIND', 'PURGE']) {
      const { status, allow, text } = await ask('/', {}, method);
      expect([status, allow], method).toEqual([405, 'GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS']);
      expect(text).toMatch(/method/);
    }
  });

  it.each<Record<string, string>>([
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://vault.example.com' },
    { origin: 'https://vault.example.com.evil.example' },
    { origin: PARTS.origin, 'sec-fetch-site': 'cross-site' },
    { origin: PARTS.origin, 'sec-fetch-site': 'same-site' },
    { origin: PARTS.origin, 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin, cross-site' },
    { referer: `${PARTS.origin}/` },
  ])('lets nothing be written by what says %j of where it comes from', async (headers) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await ask('/orgs', headers, method)).status, method).toBe(403);
    expect((await ask('/orgs', headers)).status, 'who only looks').toBe(200);
    expect((await ask('/vault/v1/kv', headers, 'POST')).status, 'the API wants a key').toBe(201);
    expect((await ask('/orgs', { 'sec-fetch-site': 'same-origin' }, 'POST')).status).toBe(200);
    expect((await ask('/orgs', HERE, 'POST')).status).toBe(200);
  });

  it('refuses a form that says it is too long', async () => {
    const status = async (bytes: number) =>
      (await ask('/', { ...HERE, 'content-length': String(bytes) }, 'POST', 'x'.repeat(bytes))).status;
    expect([await status(1024 * 1024), await status(1024 * 1024 + 1)]).toEqual([200, 413]);
  });

  it('takes more in the two requests that bring a file of secrets, and refuses what is more than that', async () => {
    const status = async (path: string, bytes: number) =>
      (await ask(path, { ...HERE, 'content-length': String(bytes) }, 'POST', 'x'.repeat(bytes))).status;
    const most = 16 * 1024 * 1024;
    expect(await status('/orgs/org_1/import/store', most)).toBe(200);
    expect(await status('/orgs/org_1/import/compare', most + 1)).toBe(413);
    for (const path of ['/orgs/org_1/import', '/orgs/org_1/import/store/x', '/x/orgs/org_1/import/store']) {
      expect(await status(path, 1024 * 1024 + 1), path).toBe(413);
    }
  });

  it('lets a client say nothing that only a proxy or Next may say', async () => {
    const forged = {
      'X-Forwarded-For': '203.0.113.9',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '1',
      'x-forwarded-server': 'evil',
      forwarded: 'host=evil.example',
      'x-real-ip': '203.0.113.9',
      'x-middleware-subrequest': 'proxy',
      'x-middleware-rewrite': '/setup',
      'x-invoke-path': '/setup',
      'x-matched-path': '/setup',
      'x-now-route-matches': '1',
      'x-nextjs-rewritten-path': '/setup',
      'x-nextjs-request-id': '1',
      'x-next-revalidated-tags': 'all',
      'x-prerender-revalidate': 'guess',
      'next-resume': '1',
      'x-nonce': 'known',
    };
    const { headers, raw } = (await ask('/', forged)).told();
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'vault.example.com',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    });
    const ours = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'];
    for (const name of Object.keys(forged).map((one) => one.toLowerCase())) {
      if (!ours.includes(name)) expect(Object.keys(headers), name).not.toContain(name);
      expect(raw.filter((one) => one === name).length, name).toBe(ours.includes(name) ? 1 : 0);
    }
  });

  it('believes a proxy that it was told to trust', async () => {
    const behind = createServer(
      createListener({ ...PARTS, clientAddress: clientAddressBehind(['127.0.0.1']) }),
    );
    await new Promise<void>((resolve) => {
      behind.listen(0, '127.0.0.1', resolve);
    });
    const forwarded = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
    expect((await ask('/', forwarded, 'GET', '', behind)).told().headers['x-forwarded-for']).toBe(
      '203.0.113.9',
    );
    expect((await ask('/events', forwarded, 'GET', '', behind)).told().facts?.address).toBe('203.0.113.9');
    expect((await ask('/events', forwarded)).told().facts?.address).toBe('127.0.0.1');
    behind.close();
  });

  it("leaves what the browser's part of Next says", async () => {
    const honest = {
      rsc: '1',
      'next-router-state-tree': 'x',
      'next-action': 'y',
      'next-url': '/z',
      cookie: 'a=b',
    };
    expect((await ask('/', honest)).told().headers).toMatchObject(honest);
  });

  it('sends a reader to the one host that pages have, and refuses what is more than reading', async () => {
    const strange = { host: '127.0.0.1:3000' };
    expect(await ask('/sign-in?a=1', strange)).toMatchObject({
      status: 307,
      location: 'https://vault.example.com/sign-in?a=1',
    });
    expect((await ask('//evil.example', strange)).location).toBe('https://vault.example.com//evil.example');
    expect(await ask('/sign-in', strange, 'POST')).toMatchObject({
      status: 421,
      text: expect.stringContaining('only'),
    });
    expect((await ask('/orgs', { ...strange, rsc: '1' })).status).toBe(421);
    expect((await ask('http://evil.example/')).status).toBe(400);
  });
});

describe('cleanHeaders', () => {
  it("leaves what Next's development server is asked for, in development only", () => {
    const cleaned = (dev: boolean) => {
      const incoming = {
        headers: { 'x-nextjs-request-id': '1', 'x-invoke-path': '/setup' },
        rawHeaders: ['X-Nextjs-Request-Id', '1', 'X-Invoke-Path', '/setup'],
      } as unknown as IncomingMessage;
      cleanHeaders(incoming, { origin: new URL('http://localhost:3000'), address: '', dev });
      return incoming.headers;
    };
    expect(cleaned(true)).toMatchObject({ 'x-nextjs-request-id': '1' });
    expect(cleaned(true)).not.toHaveProperty('x-invoke-path');
    expect(cleaned(false)).not.toHaveProperty('x-nextjs-request-id');
  });
});
