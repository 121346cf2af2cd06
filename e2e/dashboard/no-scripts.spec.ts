import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  fillSignIn,
  newOrganization,
  newPerson,
  newSecret,
  type Person,
  valueOf,
} from '../support/dashboard';
import { besideServer, COMMAND_LINE } from '../support/people';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

/** A form that is posted without scripts is answered within this. */
const ANSWER_MS = 5_000;

let server: RunningServer;
let organization: string;
let ada: Person;
let api: Api;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  server = await startServer();
  organization = await newOrganization(server, 'Acme');
  ada = await newPerson(server, { name: 'Ada', role: 'admin' });
  api = apiOf(server, await newApiKey(server));
  const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false });
  page = await context.newPage();
});
test.afterAll(async () => {
  await page?.context().close();
  await server?.stop();
});

/** Presses a button and waits for the whole new page, as long as a form may take and no longer. */
async function send(button: string) {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST', {
    timeout: ANSWER_MS,
  });
  await page.getByRole('button', { name: button, exact: true }).first().click({ timeout: ANSWER_MS });
  await answer;
  await page.waitForLoadState('load', { timeout: ANSWER_MS });
}

/** Seconds that all threads of the server have worked so far. */
function cpuSeconds(): number {
  const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8');
  // After the name, which may hold blanks: utime and stime, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A form that React renders again and again would answer, if at all, and keep a core busy. */
async function expectServerAtRest() {
  const before = Date.now();
  const health = await fetch(`${server.baseURL}/api/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
  expect(health.status).toBe(200);
  expect(Date.now() - before, 'ms that the health check took').toBeLessThan(1_000);
  if (process.platform !== 'linux') return;
  // What is left of the answer may still be written.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const worked = cpuSeconds();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(cpuSeconds() - worked, 'seconds of work in a second without requests').toBeLessThan(0.5);
}

test('a wrong password is refused with words, and a right one opens the organization', async () => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill('not the right password');
  await send('Sign in');
  await expect(page.getByText('The e-mail address or the password is not right.')).toBeVisible();
  expect(await page.content()).not.toContain('not the right password');
  await expectServerAtRest();

  await fillSignIn(page, ada);
  await expect(page).toHaveURL(`/orgs/${organization}/secrets`);
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
});

test('a secret is created, line breaks as they were typed; a taken name is refused with words', async () => {
  await page.getByRole('link', { name: 'New secret' }).click();
  await page.getByLabel('Name', { exact: true }).fill('plain/secret');
  await page.getByLabel('Value', { exact: true }).fill('one\n two ');
  await page.getByLabel('Name of item 1').fill('region');
  await page.getByLabel('Value of item 1').fill('eu-west');
  await send('Create secret');
  await expect(page.getByRole('heading', { name: 'plain/secret', level: 1 })).toBeVisible();
  await expect(page.getByText('eu-west')).toBeVisible();
  await expectServerAtRest();
  expect(await valueOf(api, secretId())).toBe('one\n two ');

  await page.goto(`/orgs/${organization}/secrets/new`);
  await page.getByLabel('Name', { exact: true }).fill('plain/secret');
  await page.getByLabel('Value', { exact: true }).fill('never stored');
  await send('Create secret');
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect(await page.content()).not.toContain('never stored');
  await expectServerAtRest();
});

test('the list, the search and every page of an organization are there', async () => {
  await newSecret(api, organization, 'another', 'x');
  await page.goto(`/orgs/${organization}/secrets`);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('plain');
  await page.getByRole('searchbox', { name: 'Search by name' }).press('Enter');
  await expect(page).toHaveURL(/\?q=plain$/);
  await expect(page.getByRole('row')).toHaveCount(2);
  for (const name of ['Overview', 'Trash', 'Activity', 'Organizations', 'API keys']) {
    await page.getByRole('link', { name, exact: true }).first().click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }
});

test('a value is revealed alone, as a text that nothing keeps, and the trail says so', async () => {
  const list = `/orgs/${organization}/secrets`;
  await page.goto(`${list}?q=plain`);
  await page.getByRole('link', { name: 'plain/secret' }).click();
  await expect(page.getByRole('heading', { name: 'plain/secret', level: 1 })).toBeVisible();
  expect(await page.content()).not.toContain(' two ');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Reveal: Value of plain/secret' }).click(),
  ]);
  expect(await answer.text()).toBe('one\n two ');
  const headers = answer.headers();
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['x-content-type-options']).toBe('nosniff');
  await expect(page.getByText('one')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'plain/secret', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('revealed the value of')).toBeVisible();
});

test('a value is replaced, and the server rests after it', async () => {
  await page.goto(`/orgs/${organization}/secrets?q=plain`);
  await page.getByRole('link', { name: 'plain/secret' }).click();
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('the second value');
  await send('Replace');
  await expectServerAtRest();
  expect(await valueOf(api, secretId())).toBe('the second value');
  await page.goto(page.url());
  await expect(page.getByRole('row', { name: /Version\s*2\b/ })).toContainText('Current');
});

test('a value that somebody else has replaced is not replaced again', async () => {
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('based on the second');
  const faster = await api('PUT', `/vault/v1/kv/${secretId()}`, { value: 'the third value' });
  expect(faster.ok).toBe(true);
  await send('Replace');
  await expect(page.getByText('End to end replaced this value while you were writing')).toBeAttached();
  await expectServerAtRest();
  expect(await valueOf(api, secretId())).toBe('the third value');
});

test('a secret is deleted, and restored from the trash', async () => {
  const id = secretId();
  await page.goto(`/orgs/${organization}/secrets/${id}`);
  await send('Delete');
  await expect(page).toHaveURL(new RegExp(`/orgs/${organization}/secrets`));
  await expect(page.getByRole('link', { name: 'plain/secret' })).toHaveCount(0);
  await expectServerAtRest();
  expect(await valueOf(api, id)).toBeNull();

  await page.getByRole('link', { name: 'Trash' }).click();
  await send('Restore plain/secret');
  await expectServerAtRest();
  expect(await valueOf(api, id)).toBe('the third value');
  await page.goto(`/orgs/${organization}/secrets`);
  await expect(page.getByRole('link', { name: 'plain/secret' })).toBeVisible();
});

test('several secrets are deleted together, and restored', async () => {
  await page.goto(`/orgs/${organization}/secrets`);
  const boxes = page.getByRole('checkbox', { name: /^Choose / });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await send('Delete');
  // Playwright's texts pass over what stands in a <noscript>.
  const said = page.locator('main noscript p');
  await expect(said).toContainText('2 secrets moved to the trash.');
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await expectServerAtRest();
  await page.getByRole('link', { name: 'Trash' }).click();
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('form', { name: 'What is chosen' }).getByRole('button', { name: 'Restore' }).click();
  await expect(said).toContainText('2 secrets restored.');
  await page.goto(`/orgs/${organization}/secrets`);
  await expect(page.getByRole('link', { name: 'plain/secret' })).toBeVisible();
});

test('an invitation is accepted with its token pasted, and members are there to read', async ({
  browser,
}) => {
  const email = 'without.scripts@example.com';
  const { token } = await besideServer(server, (vault) =>
    vault.createInvitation(COMMAND_LINE, { organizationId: organization, role: 'viewer', email }),
  );
  const fresh = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false });
  const theirs = await fresh.newPage();
  await theirs.goto('/invite');
  await theirs.getByLabel('Token').fill(token);
  await theirs.getByLabel('Your name').fill('Without Scripts');
  await theirs.getByLabel('Password', { exact: true }).fill('short');
  await theirs.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(theirs.getByText('A password has at least 12 characters.')).toBeVisible();
  await expect(theirs.getByLabel('Your name')).toHaveValue('Without Scripts');
  await theirs.getByLabel('Password', { exact: true }).fill('a few words in a row');
  await theirs.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(theirs).toHaveURL(`/orgs/${organization}/secrets`);
  await theirs.getByRole('link', { name: 'Members' }).click();
  await expect(theirs.getByRole('row').filter({ hasText: email })).toContainText('Viewer');
  await fresh.close();
});

test('whoever signs out is out', async () => {
  await send('Sign out');
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(`/orgs/${organization}/secrets`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

const secretId = () => /secret_\w+/.exec(page.url())?.[0] ?? '';
