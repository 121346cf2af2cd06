import path from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { openDatabase } from '@/lib/db/client';
import { sessions } from '@/lib/db/schema';
import type { Person } from '../support/dashboard';
import {
  besideServer,
  COMMAND_LINE,
  fieldsOf,
  fromHere,
  makePerson,
  noBrowser,
  signInWithout,
} from '../support/people';
import { type RunningServer, startServer } from '../support/server';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const server = sharedServer;
const COOKIE = 'strongroom-session';

let ada: Person;
let bob: Person;
let acme: string;
test.beforeAll(async () => {
  await besideServer(server(), async (vault) => {
    acme = (await vault.createOrganization(COMMAND_LINE, { name: 'Sessions Acme' })).id;
    ada = await makePerson(vault, 'Sessions Ada', [{ role: 'admin' }]);
    bob = await makePerson(vault, 'Sessions Bob', [{ role: 'reader', organizationId: acme }]);
  });
});

async function signedIn(person: Person): Promise<APIRequestContext> {
  const context = await noBrowser(server());
  expect((await signInWithout(context, server(), person)).status).toBe(303);
  return context;
}
const cookieOf = async (context: APIRequestContext) =>
  (await context.storageState()).cookies.find(({ name }) => name.endsWith(COOKIE))?.value ?? '';

/** Somebody who brings nothing but this. */
async function visit(cookie: string, at = '/orgs') {
  const context = await noBrowser(server());
  const response = await context.get(at, { headers: { Cookie: `${COOKIE}=${cookie}` }, maxRedirects: 0 });
  const seen = {
    status: response.status(),
    to: response.headers().location ?? '',
    text: await response.text(),
  };
  await context.dispose();
  return seen;
}
const signInAt = { status: 307, to: '/sign-in?next=%2Forgs' };

function change(user: string, set: Partial<typeof sessions.$inferInsert>) {
  const database = openDatabase({ url: `file:${path.join(server().dataFolder, 'strongroom.db')}` });
  return database
    .commit([database.query.update(sessions).set(set).where(eq(sessions.userId, user))])
    .finally(() => database.close());
}

test('a stolen cookie opens what its owner may, and nothing from the moment that the session ends', async () => {
  const owner = await signedIn(bob);
  const stolen = await cookieOf(owner);
  expect((await visit(stolen)).status, 'until then it does').toBe(200);
  const left = await owner.post('/sign-out', { headers: fromHere(server()), maxRedirects: 0 });
  expect(left.status()).toBe(303);
  expect(await visit(stolen), 'after the sign-out').toMatchObject(signInAt);

  const again = await cookieOf(await signedIn(bob));
  expect((await visit(again)).status).toBe(200);
  const { userId } = await besideServer(server(), (vault) =>
    vault.createSession({ via: 'nobody', requestId: 'x' }, { email: bob.email, password: bob.password }),
  );
  await change(userId, { expiresAt: new Date(Date.now() - 1).toISOString() });
  expect(await visit(again), 'after its time').toMatchObject(signInAt);

  const third = await cookieOf(await signedIn(bob));
  await change(userId, { revokedAt: new Date().toISOString() });
  expect(await visit(third), 'after it was revoked').toMatchObject(signInAt);

  const fourth = await cookieOf(await signedIn(bob));
  expect((await visit(fourth, `/orgs/${acme}/secrets`)).status).toBe(200);
  await besideServer(server(), (vault) => vault.deleteOrganization(COMMAND_LINE, { id: acme }));
  expect((await visit(fourth, `/orgs/${acme}/secrets`)).status, 'after the right has gone').toBe(403);
});

test('a cookie that this vault did not seal is no session', async () => {
  const good = await cookieOf(await signedIn(ada));
  const [header = '', key = '', nonce = '', content = '', tag = ''] = good.split('.');
  const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const claims = Buffer.from(JSON.stringify({ sid: 'x', sub: 'x' })).toString('base64url');
  const elsewhere = await encode({ token: { sid: 'x' }, secret: 'x'.repeat(64), salt: COOKIE });
  const forged = {
    'a changed header': [flip(header), key, nonce, content, tag].join('.'),
    'a changed content': [header, key, nonce, flip(content), tag].join('.'),
    'a changed tag': [header, key, nonce, content, flip(tag)].join('.'),
    'no tag': [header, key, nonce, content].join('.'),
    'no algorithm': `${none}.${claims}.`,
    'another vault’s': elsewhere,
    'a plain token': 'A'.repeat(43),
    'a long one': 'A'.repeat(6_000),
    nothing: '',
    'one of markup': '%22%3E%3Cscript%3E',
  };
  expect((await visit(good)).status).toBe(200);
  for (const [what, cookie] of Object.entries(forged))
    expect(await visit(cookie), what).toMatchObject(signInAt);
});

test('a cookie from before the sign-in never becomes the session, and each sign-in makes a new one', async () => {
  const attackers = await cookieOf(await signedIn(bob));
  // Bob's cookie was put into Ada's browser, or one that he made up, and she signs in as herself.
  for (const value of [attackers, 'B'.repeat(80)]) {
    const victim = await noBrowser(server(), { name: COOKIE, value });
    expect(await cookieOf(victim), 'it is there').toBe(value);
    // As it is where one is signed in already: the page would lead on at once.
    const fields = fieldsOf(await (await (await noBrowser(server())).get('/sign-in')).text());
    const { status } = await signInWithout(victim, server(), ada, undefined, fields);
    expect(status).toBe(303);
    const hers = await cookieOf(victim);
    expect(hers).not.toBe(value);
    expect((await visit(hers, '/orgs')).text).toContain(ada.name);
    expect((await visit(value)).text).not.toContain(ada.name);
    expect(await cookieOf(await signedIn(ada)), 'and another time another one').not.toBe(hers);
  }
});

test('what next-auth answers itself opens no session for anybody', async () => {
  const mine = await cookieOf(await signedIn(bob));
  for (const site of [fromHere(server()), { Origin: 'https://evil.example' }, {}]) {
    const context = await noBrowser(server());
    const { csrfToken } = (await (await context.get('/api/auth/csrf')).json()) as { csrfToken: string };
    for (const token of [undefined, csrfToken]) {
      for (const endpoint of ['callback/credentials', 'signin/credentials', 'signin', 'callback']) {
        const response = await context.post(`/api/auth/${endpoint}`, {
          headers: site,
          form: {
            ...(token ? { csrfToken: token } : {}),
            email: ada.email,
            password: ada.password,
            token: mine,
            id: mine,
            callbackUrl: 'https://evil.example/',
            redirectTo: 'https://evil.example/',
          },
          maxRedirects: 0,
        });
        const { location = '/', 'set-cookie': set = '' } = response.headers();
        expect(set, endpoint).not.toContain(`${COOKIE}=`);
        expect(location, endpoint).not.toContain('evil.example');
        expect(response.status(), endpoint).toBeLessThan(500);
      }
    }
    for (const endpoint of ['callback/credentials', 'signin/credentials', 'session', 'providers', 'error']) {
      const response = await context.get(
        `/api/auth/${endpoint}?callbackUrl=https://evil.example/&email=${ada.email}&token=${mine}`,
        { maxRedirects: 0 },
      );
      expect(response.headers()['set-cookie'] ?? '', `GET ${endpoint}`).not.toContain(`${COOKIE}=`);
      expect(response.headers().location ?? '', `GET ${endpoint}`).not.toContain('evil.example');
    }
    expect((await context.get('/orgs', { maxRedirects: 0 })).status()).toBe(307);
    await context.dispose();
  }
  // Nor does it end one by an address, or by a form of another site.
  const context = await signedIn(bob);
  for (const site of [{ Origin: 'https://evil.example' }, {}]) {
    await context.get('/api/auth/signout', { headers: site, maxRedirects: 0 });
    await context.post('/api/auth/signout', { headers: site, form: {}, maxRedirects: 0 });
    await context.post('/sign-out', { headers: site, maxRedirects: 0 });
  }
  await context.get('/sign-out', { maxRedirects: 0 });
  expect((await context.get('/orgs', { maxRedirects: 0 })).status()).not.toBe(307);
});

/** What leads elsewhere, in all the ways that browsers and parsers disagree about. */
const ELSEWHERE = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example/orgs',
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  '%2F%2Fevil.example',
  '/%2F%2Fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  '@evil.example',
  '.evil.example',
  ':80@evil.example',
  '/@evil.example/..//evil.example',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '//evil.example%2F@localhost',
  '/\u2028/evil.example',
  '／／evil.example',
  '/?next=//evil.example#//evil.example',
  '/orgs\r\nLocation: https://evil.example',
];

test('no address leads to another site after a sign-in, nor out of one', async () => {
  const context = await signedIn(ada);
  const { origin } = new URL(server().baseURL);
  // As a browser takes it.
  const lands = (location: string) => new URL(location, `${origin}/sign-in`);
  for (const next of ELSEWHERE) {
    const response = await context.get(`/sign-in?next=${encodeURIComponent(next)}`, { maxRedirects: 0 });
    const { location = '' } = response.headers();
    expect(response.status(), JSON.stringify(next)).toBe(307);
    expect(lands(location).origin, JSON.stringify(next)).toBe(origin);
    expect(lands(location).pathname, JSON.stringify(next)).not.toMatch(/^\/[/\\]/);
  }
  // Without the encoding, as a careless link has it.
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/%2F/evil.example']) {
    const response = await context.get(`/sign-in?next=${next}`, { maxRedirects: 0 });
    expect(lands(response.headers().location ?? '').origin, next).toBe(origin);
  }
  // The form's own field is a second way in.
  for (const next of ['//evil.example', '/\\evil.example', 'javascript:alert(1)', '/orgs\r\nX: y']) {
    const visitor = await noBrowser(server());
    const { status, location } = await signInWithout(visitor, server(), ada, next);
    expect(status, next).toBe(303);
    expect(lands(location).origin, next).toBe(origin);
    await visitor.dispose();
  }
});

test.describe('behind a proxy that is trusted, under https', () => {
  let behind: RunningServer;
  let proxied: string;
  let carol: Person;
  test.beforeAll(async () => {
    behind = await startServer({
      env: {
        PORT: String(20_000 + (process.pid % 20_000)),
        STRONGROOM_URL: 'https://vault.example.com',
        STRONGROOM_TRUSTED_PROXIES: '127.0.0.1,::1',
      },
    });
    proxied = `http://localhost:${20_000 + (process.pid % 20_000)}`;
    await besideServer(behind, async (vault) => {
      carol = await makePerson(vault, 'Carol', [{ role: 'owner' }]);
    });
  });
  test.afterAll(async () => {
    await behind?.stop();
  });

  test('the cookie is for https and this host alone, and what the proxy saw is the address', async () => {
    const context = await noBrowser({ baseURL: proxied });
    const told = { Host: 'vault.example.com', 'X-Forwarded-For': '198.51.100.7, 203.0.113.9' };
    const here = { Origin: 'https://vault.example.com', 'Sec-Fetch-Site': 'same-origin' };
    const fields = fieldsOf(await (await context.get('/sign-in', { headers: told })).text());
    const response = await context.post('/sign-in', {
      headers: { ...told, ...here },
      multipart: { ...fields, email: carol.email, password: carol.password },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(303);
    const set = response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
    const session = set.find(({ value }) => value.includes(COOKIE))?.value ?? '';
    expect(session).toMatch(/^__Host-strongroom-session=/);
    expect(session).toMatch(/; Path=\//);
    expect(session).toMatch(/; HttpOnly/i);
    expect(session).toMatch(/; Secure/i);
    expect(session).toMatch(/; SameSite=lax/i);
    expect(session).not.toMatch(/Domain=/i);
    const { items } = await besideServer(behind, async (vault) => {
      const { token } = await vault.createApiKey(COMMAND_LINE, { name: 'Reads the trail' });
      return vault.listEvents({ via: 'api-key', token, requestId: 'x' }, { types: ['session.created'] });
    });
    expect(items[0]?.address).toBe('203.0.113.9');
    await context.dispose();
  });
});

/** All that a client may say of an address that is not its own. */
const FORGED = {
  'X-Forwarded-For': '203.0.113.77',
  Forwarded: 'for=203.0.113.77;host=evil.example;proto=https',
  'X-Real-IP': '203.0.113.77',
  'X-Client-IP': '203.0.113.77',
  'True-Client-IP': '203.0.113.77',
  'CF-Connecting-IP': '203.0.113.77',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Port': '1',
  'X-Host': 'evil.example',
  'X-Original-URL': '/setup',
  'X-Rewrite-URL': '/setup',
};

test('what a client says of its own address changes neither the trail nor a limit', async () => {
  const { token } = await besideServer(server(), (vault) =>
    vault.createApiKey(COMMAND_LINE, { name: 'Forged headers' }),
  );
  const context = await noBrowser(server());
  const authorization = `Bearer ${token}`;
  await context.get('/organizations', { headers: { ...FORGED, authorization } });
  await context.get('/vault/v1/kv/secret_of_forged_headers', { headers: { ...FORGED, authorization } });
  const fields = await context.get('/sign-in', { headers: FORGED });
  expect(await fields.text()).not.toContain('evil.example');
  // Eleven wrong passwords of one account from one peer, each said to come from elsewhere: the eleventh is too many.
  const answers: string[] = [];
  for (let i = 0; i < 12; i++) {
    const html = await (await context.get('/sign-in')).text();
    const response = await context.post('/sign-in', {
      headers: { ...fromHere(server()), ...FORGED, 'X-Forwarded-For': `203.0.113.${i}` },
      multipart: { ...fieldsOf(html), email: 'forged.headers@example.com', password: 'wrong' },
      maxRedirects: 0,
    });
    answers.push(await response.text());
    expect(response.headers().location ?? '').not.toContain('evil.example');
  }
  expect(answers[0]).toContain('is not right');
  expect(answers.at(-1)).toContain('Too many');
  const trail = await context.get('/events?limit=100', { headers: { authorization } });
  const text = await trail.text();
  expect(text).toContain('secret.read');
  expect(text).not.toContain('203.0.113.');
  expect(text).not.toContain('evil.example');
});
