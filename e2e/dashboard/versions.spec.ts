import type { BrowserContext, Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  newOrganization,
  newPerson,
  newSecret,
  type Person,
  signIn,
  valueOf,
} from '../support/dashboard';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

let server: RunningServer;
let api: Api;
let acme: string;
let ada: Person;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  acme = await newOrganization(server, 'Acme');
  ada = await newPerson(server, { name: 'Ada', role: 'admin' });
  api = apiOf(server, await newApiKey(server));
  context = await browser.newContext({ baseURL: server.baseURL });
  page = await context.newPage();
  await signIn(page, server, ada);
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
});

const toast = (title: string) => page.getByRole('dialog', { name: title, exact: true });
const currentRow = () => page.getByRole('row').filter({ hasText: 'Current' });
const rollBack = (number: number) => page.getByRole('button', { name: `Roll back to version ${number}` });

/** A secret with a version for each value, and its page. */
async function show(name: string, first: string, ...others: string[]): Promise<string> {
  const { id } = await newSecret(api, acme, name, first);
  for (const value of others) await api('PUT', `/vault/v1/kv/${id}`, { value });
  await page.goto(`/orgs/${acme}/secrets/${id}`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return id;
}

test('a secret is rolled back with the keyboard, and is not shown', async () => {
  const bodies: string[] = [];
  page.on(
    'response',
    (response) =>
      void response.text().then(
        (text) => bodies.push(text),
        () => undefined,
      ),
  );
  const id = await show('rolled/back', 'first-7a31', 'second-7a31');
  await rollBack(1).focus();
  await page.keyboard.press('Enter');
  await expect(toast('Rolled back to version 1')).toContainText('version 3 now');
  await expect(currentRow()).toContainText('Version 3');
  await expect(rollBack(1)).toBeFocused();
  expect(await valueOf(api, id)).toBe('first-7a31');
  expect(await page.content()).not.toContain('7a31');
  expect(bodies.join()).toContain('rolled/back');
  expect(bodies.join()).not.toContain('7a31');

  await rollBack(1).click();
  await expect(toast('Nothing was changed')).toContainText(
    'The value of version 1 is the current one already.',
  );
  await expect(page.getByRole('row', { name: /Version 4/ })).toHaveCount(0);
  await page.goto(`/orgs/${acme}/activity?secret=${id}&show=changes`);
  await expect(page.getByText('rolled back to version 1:')).toHaveCount(1);
});

test('somebody who was faster is named, and nothing is rolled back', async () => {
  const id = await show('raced', 'first', 'second');
  await api('PUT', `/vault/v1/kv/${id}`, { value: 'theirs' });
  await rollBack(1).click();
  await expect(toast('Not rolled back')).toContainText('replaced this value in the meantime');
  expect(await valueOf(api, id)).toBe('theirs');
  await toast('Not rolled back').getByRole('button', { name: 'Look again' }).click();
  await expect(currentRow()).toContainText('Version 3');
});

test('an old version is compared with the current one line by line, which is recorded as two readings', async () => {
  const id = await show('compared', 'HOST=a\nPORT=1\n', 'HOST=a\nPORT=2\nNEW=y\n');
  await page.getByRole('button', { name: 'Open version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Version 1' });
  expect(await page.content()).not.toContain('PORT=');
  await dialog.getByRole('button', { name: 'Compare with the current value' }).click();
  await expect(dialog).toContainText('Since then 2 lines come and 1 line goes.');
  await expect(dialog.getByRole('listitem')).toHaveText([
    ' HOST=a',
    '−Removed: PORT=1',
    '+Added: PORT=2',
    '+Added: NEW=y',
  ]);
  await dialog.getByRole('button', { name: 'Hide the comparison' }).click();
  expect(await page.content()).not.toContain('PORT=');
  await page.keyboard.press('Escape');
  await page.goto(`/orgs/${acme}/activity?secret=${id}&show=values`);
  await expect(page.getByText('revealed the value of')).toHaveCount(2);
});

test('the page of a secret says who can read it and who read it last', async () => {
  const id = await show('asked', 'value');
  const facts = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Details' }) });
  await expect(facts).toContainText('Never');
  await valueOf(api, id);
  await page.reload();
  await expect(facts).toContainText('just now by End to end');
  const readers = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Who can read it' }) });
  await expect(readers).toContainText('Ada administrator of the whole installation');
  await expect(readers).toContainText('End to end API key for the whole installation');
});

test('a reader is not offered it', async ({ browser }) => {
  const id = await show('read/only', 'first', 'second');
  const reader = await newPerson(server, { name: 'Rita', role: 'reader', organization: acme });
  const own = await browser.newContext({ baseURL: server.baseURL });
  const other = await own.newPage();
  await signIn(other, server, reader);
  await other.goto(`/orgs/${acme}/secrets/${id}`);
  await expect(other.getByRole('button', { name: 'Open version 1' })).toBeVisible();
  await expect(other.getByRole('button', { name: /Roll back/ })).toHaveCount(0);
  await own.close();
});
