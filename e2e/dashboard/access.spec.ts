import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  type MadeSecret,
  newOrganization,
  newPerson,
  newSecret,
  type Person,
  signIn,
  valueOf,
} from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const VALUE = 'what only Acme may see';
const server = sharedServer;

let api: Api;
let acme: string;
let secret: MadeSecret;
let reader: Person;
let stranger: Person;
let contexts: { admin: BrowserContext; reader: BrowserContext; stranger: BrowserContext };

test.beforeAll(async ({ browser }) => {
  api = apiOf(server(), await newApiKey(server()));
  acme = await newOrganization(server(), 'Acme');
  const other = await newOrganization(server(), 'Bolt');
  secret = await newSecret(api, acme, 'access/secret', VALUE);
  const admin = await newPerson(server(), { name: 'Access Admin', role: 'admin' });
  reader = await newPerson(server(), { name: 'Access Reader', role: 'reader', organization: acme });
  stranger = await newPerson(server(), { name: 'Access Stranger', role: 'editor', organization: other });
  const signedIn = async (person: Person) => {
    const context = await browser.newContext({ baseURL: server().baseURL });
    const page = await context.newPage();
    await signIn(page, server(), person);
    await page.close();
    return context;
  };
  contexts = {
    admin: await signedIn(admin),
    reader: await signedIn(reader),
    stranger: await signedIn(stranger),
  };
});
test.afterAll(async () => {
  for (const context of Object.values(contexts ?? {})) await context.close();
});

/** What takes and gives files of secrets. One body does for all of them. */
const filePaths = (org = acme) =>
  ['import/compare', 'import/store', 'export/file'].map((path) => `/orgs/${org}/${path}`);
const FILE_BODY = {
  rows: [{ name: 'access/secret', value: VALUE }],
  reason: 'None of their business',
  format: 'json',
  encryption: 'none',
};
const valuePath = (org = acme, id = secret.id) => `/orgs/${org}/secrets/${id}/value`;

/** The headers with which a page of the site itself asks. */
const fromHere = () => ({
  'Content-Type': 'application/json',
  Origin: server().baseURL,
  'Sec-Fetch-Site': 'same-origin',
});

/** As the page's own scripts would, with the cookies of the context. */
const askValue = (context: BrowserContext, path: string, body: object = { purpose: 'reveal' }) =>
  context.request.post(path, { headers: fromHere(), data: JSON.stringify(body) });

test('the API takes keys, and no session', async ({ request }) => {
  for (const path of ['/vault/v1/kv', `/vault/v1/kv/${secret.id}`, '/organizations', '/events']) {
    expect((await request.get(path)).status(), path).toBe(401);
  }
  // A session is for the dashboard: the API takes keys only.
  expect((await contexts.admin.request.get(`/vault/v1/kv/${secret.id}`)).status()).toBe(401);
});

test('files of secrets: a stranger’s organization is not there, and a reader takes and gives none', async () => {
  const answers = async (context: BrowserContext, org: string) =>
    Promise.all(
      filePaths(org).map(async (path) => {
        const body = path.endsWith('store') ? { rows: [{ ...FILE_BODY.rows[0], over: null }] } : FILE_BODY;
        const response = await askValue(context, path, body);
        return { status: response.status(), body: await response.text() };
      }),
    );
  const foreign = await answers(contexts.stranger, acme);
  // To export is for administrators, wherever it is.
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 403]);
  expect(foreign).toEqual(await answers(contexts.stranger, 'org_01ARZ3NDEKTSV4RRFFQ69G5FAV'));
  const read = await answers(contexts.reader, acme);
  expect(read.map(({ status }) => status)).toEqual([403, 403, 403]);
  for (const { body } of [...foreign, ...read]) expect(body).not.toContain(VALUE);
  const [compared, stored, exported] = await answers(contexts.admin, acme);
  expect(compared?.body).toContain('"status":"equal"');
  expect(stored?.body).toContain('"refused":[{"name":"access/secret","why":"taken"}]');
  expect(exported?.body).toContain(VALUE);
});

test('a secret under the address of another organization is not there, not even for an administrator', async () => {
  const bolt = await newOrganization(server(), 'Under another address');
  expect((await askValue(contexts.admin, valuePath())).status()).toBe(200);
  expect((await askValue(contexts.admin, valuePath(bolt))).status()).toBe(404);
  expect((await contexts.admin.request.get(`/orgs/${bolt}/secrets/${secret.id}`)).status()).toBe(404);
});

test('a reader sees values and no way to write', async () => {
  const page = await contexts.reader.newPage();
  await page.goto('/');
  await expect(page).toHaveURL(`/orgs/${acme}/secrets`);
  await expect(page.getByRole('link', { name: 'New secret' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'API keys' })).toHaveCount(0);
  await page.getByRole('link', { name: 'access/secret' }).click();
  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByText(VALUE)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await expect(page.getByText('Replace the value')).toHaveCount(0);
  await page.goto(`/orgs/${acme}/secrets`);
  await expect(page.getByRole('row').filter({ hasText: 'access/secret' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /^Choose/ })).toHaveCount(0);

  const gone = await newSecret(api, acme, 'access/gone', 'x');
  await api('DELETE', `/vault/v1/kv/${gone.id}`);
  await page.goto(`/orgs/${acme}/trash`);
  await expect(page.getByText('access/gone')).toBeVisible();
  await expect(page.getByRole('button', { name: /Restore|for good/ })).toHaveCount(0);
  await page.goto('/orgs');
  await expect(page.getByRole('link', { name: 'New organization' })).toHaveCount(0);
  const own = [
    'api-keys',
    'secrets/new',
    `secrets/${secret.id}/details`,
    `secrets/${secret.id}/restriction`,
    'settings',
    'import',
    'export',
  ];
  for (const path of [
    ...own.map((one) => `/orgs/${acme}/${one}`),
    '/orgs/new',
    '/people',
    '/api-keys',
    '/settings',
    '/design',
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByRole('heading', { name: 'This is for others to do' })).toBeVisible();
  }
  expect(
    (
      await contexts.reader.request.post('/api-keys/create', { headers: fromHere(), data: '{"name":"x"}' })
    ).status(),
  ).toBe(403);
  await page.close();
});

interface Sent {
  readonly what: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** What an action needs to be taken for one: everything else is about who asks. */
const KEPT_HEADERS = ['accept', 'content-type', 'next-action', 'next-router-state-tree'];

/** Does everything that writes as an administrator, and keeps what the browser sent for it. */
async function recordWrites(page: Page): Promise<Sent[]> {
  const sent: Sent[] = [];
  /** Presses the button and keeps the action that it sends. */
  const press = async (what: string, button: Locator) => {
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.method() === 'POST' && 'next-action' in one.headers()),
      button.click(),
    ]);
    const all = request.headers();
    const headers = Object.fromEntries(KEPT_HEADERS.map((name) => [name, all[name] ?? '']));
    sent.push({ what, url: request.url(), headers, body: request.postDataBuffer() ?? Buffer.of() });
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const said = (words: string) => expect(page.getByText(words)).toBeVisible();
  const typeName = (name: string) => page.getByRole('alertdialog').getByRole('textbox').fill(name);

  await page.goto(`/orgs/${acme}/secrets/new`);
  await page.getByLabel('Name', { exact: true }).fill('written/again');
  await page.getByLabel('Value', { exact: true }).fill('first');
  await press('create', button('Create secret'));
  await expect(page.getByRole('heading', { name: 'written/again', level: 1 })).toBeVisible();
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('second');
  await press('replace', button('Replace'));
  await said('Value replaced');
  await expect(page.getByRole('row').filter({ hasText: 'Current' })).toContainText('2');
  await page.getByRole('link', { name: 'Edit details' }).click();
  await page.getByLabel('Note').fill('written once');
  await press('details', button('Save'));
  await said('written once');
  await press('delete', button('Delete'));
  await said('Moved to the trash');
  await press('undo', button('Undo'));
  await expect(page.getByText('Moved to the trash')).toHaveCount(0);
  await page.getByRole('link', { name: 'written/again' }).click();
  await press('delete again', button('Delete'));
  await said('Moved to the trash');
  await page.goto(`/orgs/${acme}/trash`);
  await press('restore', button('Restore written/again'));
  await said('written/again is back');
  await page.goto(`/orgs/${acme}/secrets`);
  await page.getByRole('checkbox', { name: 'Choose written/again' }).check();
  await press('delete chosen', button('Delete'));
  await said('1 secret moved to the trash');
  await press('undo of chosen', button('Undo'));
  await page.getByRole('checkbox', { name: 'Choose written/again' }).check();
  await press('delete chosen', button('Delete'));
  await said('1 secret moved to the trash');
  await page.goto(`/orgs/${acme}/trash`);
  await page.getByRole('checkbox', { name: 'Choose written/again' }).check();
  await press(
    'restore chosen',
    page.getByRole('form', { name: 'What is chosen' }).getByRole('button', { name: 'Restore' }),
  );
  await said('1 secret restored');
  const doomed = await newSecret(api, acme, 'doomed', 'x');
  await api('DELETE', `/vault/v1/kv/${doomed.id}`);
  await page.goto(`/orgs/${acme}/trash`);
  await button('Delete doomed for good').click();
  await typeName('doomed');
  await press('purge', button('Delete for good'));
  await said('Deleted for good');
  await page.goto('/orgs/new');
  await page.getByLabel('Name').fill('Made once');
  await press('organization', button('Create organization'));
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  const made = new URL(page.url()).pathname.split('/')[2];
  await page.goto(`/orgs/${acme}/settings`);
  await page.getByLabel('Days in the trash').fill('31');
  await press('settings', button('Save'));
  await said('Settings saved');
  await page.goto(`/orgs/${made}/settings`);
  await button('Delete organization').click();
  await typeName('Made once');
  await press(
    'delete organization',
    page.getByRole('alertdialog').getByRole('button', { name: 'Delete organization' }),
  );
  await expect(page.getByRole('heading', { name: 'Organizations', level: 1 })).toBeVisible();
  await newApiKey(server());
  await page.goto('/api-keys');
  await button('What to do with End to end').first().click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await typeName('End to end');
  await press('revoke', button('Revoke key'));
  await said('Key revoked');
  return sent;
}

test('what an administrator’s pages send is refused from a reader, a stranger and nobody', async ({
  browser,
}) => {
  const page = await contexts.admin.newPage();
  const writes = await recordWrites(page);
  expect(writes.map(({ what }) => what)).toEqual([
    'create',
    'replace',
    'details',
    'delete',
    'undo',
    'delete again',
    'restore',
    'delete chosen',
    'undo of chosen',
    'delete chosen',
    'restore chosen',
    'purge',
    'organization',
    'settings',
    'delete organization',
    'revoke',
  ]);
  const list = async () =>
    (await (await api('GET', '/vault/v1/kv?search=written')).json()) as { data: unknown };
  const before = await list();
  const organizations = async () => (await api('GET', '/organizations?limit=100')).text();
  const organizationsBefore = await organizations();

  const nobody = await browser.newContext({ baseURL: server().baseURL });
  const callers = {
    forbidden: contexts.reader,
    'not_found|unknown_organization|forbidden': contexts.stranger,
    unauthenticated: nobody,
  };
  for (const [codes, context] of Object.entries(callers)) {
    for (const { what, url, headers, body } of writes) {
      const response = await context.request.post(url, {
        headers: { ...headers, origin: server().baseURL },
        data: body,
        maxRedirects: 0,
      });
      const answer = await response.text();
      // The undo of a toast and what asks for a name answer in words only.
      const refusal = ['undo', 'undo of chosen', 'purge', 'delete organization', 'revoke'].includes(what)
        ? /"error":"[^"]+/
        : new RegExp(`"code":"(${codes})"`);
      expect(answer, `${what} (${codes})`).toMatch(refusal);
    }
  }
  expect(await list()).toEqual(before);
  expect(await organizations()).toBe(organizationsBefore);
  const [made] = before.data as { id: string }[];
  expect(await valueOf(api, made?.id ?? '')).toBe('second');
  await nobody.close();
  await page.close();
});

test('another site cannot ask for a value, make a key, write or sign out with somebody’s cookie', async () => {
  // The same host with another port: the browser calls it the same site, and does send the cookie.
  const evil = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Evil</title><form></form>'),
  );
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const { hostname } = new URL(server().baseURL);
  const page = await contexts.admin.newPage();
  try {
    for (const host of new Set([hostname, 'localhost', '127.0.0.1'])) {
      for (const path of [
        valuePath(),
        `${valuePath()}/alone`,
        ...filePaths(),
        '/api-keys/create',
        '/api-keys/rotate',
        '/people/invite',
        '/sign-out',
      ]) {
        await page.goto(`http://${host}:${(evil.address() as AddressInfo).port}/`);
        const [response] = await Promise.all([
          page.waitForResponse((one) => one.url() === server().baseURL + path),
          page.evaluate((to) => {
            const form = document.querySelector('form') as HTMLFormElement;
            Object.assign(form, { method: 'post', action: to, enctype: 'text/plain' });
            const input = document.createElement('input');
            // Reads as JSON: {"name":"evil","x":"="}
            Object.assign(input, { name: '{"name":"evil","purpose":"reveal","x":"', value: '"}' });
            form.append(input);
            form.submit();
          }, server().baseURL + path),
        ]);
        expect(response.status(), `${path} by a form of ${host}`).toBe(403);
        await page.waitForURL(server().baseURL + path);
        await page.goto(`http://${host}:${(evil.address() as AddressInfo).port}/`);
        const read = await page.evaluate(
          (to) =>
            fetch(to, {
              method: 'POST',
              credentials: 'include',
              mode: 'no-cors',
              body: '{"name":"evil"}',
            }).then(
              (answer) => answer.text(),
              () => 'refused',
            ),
          server().baseURL + path,
        );
        expect(['', 'refused'], `${path} by a script of ${host}`).toContain(read);
      }
    }
    await page.goto(`/orgs/${acme}/secrets`);
    await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();
    await page.goto('/api-keys');
    await expect(page.getByText('evil')).toHaveCount(0);
  } finally {
    evil.close();
    await page.close();
  }
});

test('no site may frame a page', async ({ request }) => {
  const { 'content-security-policy': policy = '', 'x-frame-options': frames } = (
    await request.get('/sign-in')
  ).headers();
  expect(policy).toContain("frame-ancestors 'none'");
  expect(frames).toBe('DENY');
});

test('the session’s cookie is out of reach for scripts and for other sites', async () => {
  const set = await contexts.reader.cookies();
  const session = set.find(({ name }) => name.endsWith('strongroom-session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  for (const cookie of set) expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const page = await contexts.reader.newPage();
  await page.goto('/');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.close();
});
