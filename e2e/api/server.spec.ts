import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { newApiKey } from '../support/cli';
import { newPerson } from '../support/dashboard';
import { startServer } from '../support/server';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let apiKey: string;
test.beforeAll(async () => {
  apiKey = await newApiKey(sharedServer());
});

interface Sent {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Without a client's manners: the target is sent as it stands, and so are the headers. */
function send(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { hostname, port } = new URL(sharedServer().baseURL);
  const { method = 'GET', headers = {}, body } = options;
  return new Promise<Sent>((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const authorized = () => ({ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' });

test('names that are dots and names with slashes are names', async () => {
  for (const name of ['..', '.', 'a/../b', 'back\\slash', '%2e%2e']) {
    const body = JSON.stringify({ name, value: `of ${name}`, key_context: {} });
    expect((await send('/vault/v1/kv', { method: 'POST', headers: authorized(), body })).status).toBe(201);
    const read = await send(`/vault/v1/kv/name/${encodeURIComponent(name)}`, { headers: authorized() });
    expect(JSON.parse(read.body), name).toMatchObject({ name, value: `of ${name}` });
  }
  const dots = await send('/vault/v1/kv/name/%2E%2e', { headers: authorized() });
  expect(JSON.parse(dots.body).value).toBe('of ..');
});

test('the API answers under any host, the dashboard under its own only', async () => {
  const { host } = new URL(sharedServer().baseURL);
  expect((await send('/vault/v1/kv', { headers: { ...authorized(), host: 'vault.internal' } })).status).toBe(
    200,
  );
  const page = await send('/sign-in?next=%2Fkeys', { headers: { host: 'evil.example' } });
  expect(page).toMatchObject({ status: 307, headers: { location: `http://${host}/sign-in?next=%2Fkeys` } });
  const twoSlashes = await send('//evil.example/', { headers: { host: 'evil.example' } });
  expect(twoSlashes.headers.location).toBe(`http://${host}//evil.example/`);
  expect((await send('/sign-in', { method: 'POST', headers: { host: 'evil.example' } })).status).toBe(421);
  expect((await send('/sign-in', { headers: { host } })).status).toBe(200);
  expect((await send('http://evil.example/sign-in')).status, 'no proxy').toBe(400);
});

test('no header of a client decides what Next believes', async () => {
  const { host } = new URL(sharedServer().baseURL);
  const signedOut = await send('/', { headers: { host } });
  expect([301, 302, 303, 307, 308]).toContain(signedOut.status);
  const forged = await send('/', {
    headers: {
      host,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
      'x-middleware-rewrite': '/setup',
      'x-matched-path': '/setup',
      'x-nonce': 'forged',
    },
  });
  expect([forged.status, forged.headers.location]).toEqual([signedOut.status, signedOut.headers.location]);
  expect(forged.headers['content-security-policy']).toBeTruthy();
  expect(forged.headers['content-security-policy']).not.toContain('forged');
  expect(forged.body).not.toContain('evil.example');
});

test('a client that offers an upgrade gets its answer', async () => {
  const headers = {
    ...authorized(),
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAA',
  };
  await send('/sign-in', { headers: { host: new URL(sharedServer().baseURL).host } });
  expect((await send('/vault/v1/kv', { headers })).status).toBe(200);
});

test('an upgrade that nobody wants is a request like any other, and keeps no process alive', async () => {
  const server = await startServer();
  const { host, hostname, port } = new URL(server.baseURL);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /nope HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  const [first] = (await once(socket, 'data')) as [Buffer];
  expect(first.toString()).toMatch(/^HTTP\/1\.1 404 /);
  const closed = once(socket.resume(), 'close');
  const began = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - began).toBeLessThan(2_000);
  await closed;
});

test('Next fetches nothing from the inside, and meets no path of the API', async () => {
  const headers = { host: new URL(sharedServer().baseURL).host };
  for (const local of ['/vault/v1/kv', '/api/health', '/icon.svg']) {
    const image = await send(`/_next/image?url=${encodeURIComponent(local)}&w=640&q=75`, { headers });
    expect(image.status, local).toBe(404);
  }
  for (const dots of ['/./vault/v1/kv', '/x/%2e%2e/vault/v1/kv', '/_next/../vault/v1/kv', '/x\\..\\vault'])
    expect((await send(dots, { headers })).status, dots).toBe(400);
  expect((await send('/sign-in', { method: 'TRACE', headers })).status).toBe(405);
});

test('every page keeps its headers, also where nothing is found', async () => {
  const headers = { host: new URL(sharedServer().baseURL).host };
  const pages = [
    '/sign-in',
    '/nope',
    '/api/zzz',
    '/api',
    '/favicon.ico',
    '/api/auth/verify-request',
    '/icon.svg/x',
  ];
  for (const page of pages) {
    const { headers: got } = await send(page, { headers });
    expect(got['content-security-policy'], page).toContain("frame-ancestors 'none'");
    expect(got['x-frame-options'], page).toBe('DENY');
  }
  expect((await send('/icon.svg', { headers })).headers['content-type']).toContain('image/svg');
});

test('a form has room for the longest value, and an end', async ({ page }) => {
  const { baseURL } = sharedServer();
  // There is no form before there is somebody to sign in.
  await newPerson(sharedServer(), { name: 'Long Writer', role: 'admin' });
  const post = async (characters: number) => {
    await page.goto(`${baseURL}/sign-in`);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).evaluate((field: HTMLInputElement, length) => {
      field.value = '\u{1F511}'.repeat(length / 2);
    }, characters);
    // The page asks for passkeys by itself, at another address.
    const answered = page.waitForResponse(
      (one) => one.request().method() === 'POST' && new URL(one.url()).pathname === '/sign-in',
    );
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    return (await answered).status();
  };
  // 128 KiB in UTF-8, twice the longest value; then more than 1 MiB.
  expect([await post(65_536), await post(600_000)]).toEqual([200, 413]);
});

test('an upload that breaks off leaves no line in the log', async () => {
  const { hostname, port } = new URL(sharedServer().baseURL);
  const { stderr } = sharedServer();
  const before = readFileSync(stderr, 'utf8');
  for (const length of [{ 'content-length': '1000' }, {}]) {
    const request = httpRequest({
      hostname,
      port,
      path: '/vault/v1/kv',
      method: 'POST',
      headers: { ...authorized(), ...length },
    });
    request.on('error', () => {});
    request.write('{"name":');
    await new Promise((resolve) => setTimeout(resolve, 200));
    request.destroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readFileSync(stderr, 'utf8').slice(before.length)).toBe('');
});

test('an unlimited body ends early', async () => {
  const { hostname, port } = new URL(sharedServer().baseURL);
  const sent = await new Promise<{ status: number; bytes: number }>((resolve, reject) => {
    let bytes = 0;
    const request = httpRequest(
      { hostname, port, path: '/vault/v1/kv', method: 'POST', headers: authorized() },
      (response) => {
        clearInterval(timer);
        response.resume();
        resolve({ status: response.statusCode ?? 0, bytes });
        request.destroy();
      },
    );
    // Chunked: nobody says how much is to come.
    const timer = setInterval(() => {
      bytes += 65_536;
      request.write(Buffer.alloc(65_536, 0x20));
    }, 2);
    request.on('error', reject);
  });
  expect(sent.status).toBe(413);
  expect(sent.bytes).toBeLessThan(4_000_000);
  expect((await send('/api/health')).body).toBe('{"status":"ok"}');
});

test('a stop lets a running request end, closes the vault and exits with 0', async () => {
  const server = await startServer();
  const key = await newApiKey(server);
  const { hostname, port } = new URL(server.baseURL);
  const answered = new Promise<number>((resolve, reject) => {
    const body = JSON.stringify({ name: 'slow', value: 'v', key_context: {} });
    const headers = { authorization: `Bearer ${key}`, 'content-length': String(body.length) };
    const request = httpRequest(
      { hostname, port, path: '/vault/v1/kv', method: 'POST', headers },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    request.write(body.slice(0, 5));
    setTimeout(() => request.end(body.slice(5)), 600);
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = server.stop();
  expect(await answered).toBe(201);
  expect(await stopped).toBe(0);
});

test('the second server on a port says what to do, and writes nothing', async () => {
  const { port } = new URL(sharedServer().baseURL);
  await expect(startServer({ env: { PORT: port } })).rejects.toThrow(
    new RegExp(`Port ${port} is in use.*PORT=\\d+ npm start`),
  );
});

test('the description of the API is served without a key', async () => {
  const { paths } = JSON.parse((await send('/openapi.json')).body) as { paths: object };
  expect(Object.keys(paths).toSorted()).toEqual([
    '/events',
    '/organizations',
    '/organizations/external_id/{external_id}',
    '/organizations/{id}',
    '/vault/v1/keys/data-key',
    '/vault/v1/keys/decrypt',
    '/vault/v1/keys/rekey',
    '/vault/v1/kv',
    '/vault/v1/kv/name/{name}',
    '/vault/v1/kv/{id}',
    '/vault/v1/kv/{id}/metadata',
    '/vault/v1/kv/{id}/versions',
  ]);
});
