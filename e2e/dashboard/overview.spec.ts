import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  listens,
  newOrganization,
  newPerson,
  newSecret,
  signIn,
  valueOf,
} from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let api: Api;
let org: string;
let empty: string;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Looked over');
  empty = await newOrganization(server, 'Looked over, empty');
  await newPerson(server, { name: 'Overview Reader', role: 'reader', organization: org });
  const made = [];
  for (const name of ['small', 'medium', 'large'])
    made.push(await newSecret(api, org, name, name.repeat(name.length)));
  const gone = await newSecret(api, org, 'gone', 'much larger than all of the others'.repeat(9));
  await api('DELETE', `/vault/v1/kv/${gone.id}`);
  await valueOf(api, made[1]?.id ?? '');
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Overview Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());

const card = (title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, level: 2 }) });
const namesIn = (title: string) => card(title).getByRole('list').getByRole('link');

test('an overview has the figures, names what wants a look, and leads to it', async () => {
  await page.goto(`/orgs/${org}/secrets`);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Overview', exact: true })
    .click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.locator('dl').first()).toContainText('Secrets3');
  await expect(page.locator('dl').first()).toContainText('Members1');
  await expect(page.locator('dl').first()).toContainText('End to end API key read the value of medium');
  await expect(namesIn('Never read')).toHaveText(['large', 'small']);
  await expect(namesIn('Largest')).toHaveText(['medium', 'large', 'small']);
  await expect(card('Due')).toContainText('Nothing to worry about');
  await expect(card('Not replaced for long')).toContainText('Nothing to worry about');
  await expect(page.getByText('gone')).toHaveCount(0);

  await card('Never read')
    .getByRole('link', { name: /Show all 2 in the list/ })
    .click();
  await expect(page.getByRole('link', { name: 'Never read: take this filter away' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Secrets' }).getByRole('link')).toHaveText(['large', 'small']);
  await page.goBack();
  await page.getByRole('link', { name: '1 in the trash' }).click();
  await expect(page.getByRole('heading', { name: 'Trash', level: 1 })).toBeVisible();
  await page.goBack();
  await namesIn('Largest').first().click();
  await expect(page.getByRole('heading', { name: 'medium', level: 1 })).toBeVisible();
});

test('the list is narrowed to what is due', async () => {
  await page.goto(`/orgs/${org}/secrets?due=30`);
  await expect(page.getByRole('link', { name: 'Due within 30 days: take this filter away' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No secret matches' })).toBeVisible();
});

test('of a new organization it says that there is nothing to worry about', async () => {
  await page.goto(`/orgs/${empty}/overview`);
  await expect(page.getByRole('heading', { name: 'Nothing to worry about' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'New secret' })).toBeVisible();
});

test('the switcher and the palette lead to it', async () => {
  await page.goto(`/orgs/${org}/overview`);
  await page.getByRole('button', { name: 'Organization: Looked over' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Looked over, empty' })).toHaveAttribute(
    'href',
    `/orgs/${empty}/overview`,
  );
  await page.keyboard.press('Escape');
  await page.goto(`/orgs/${org}/trash`);
  await listens(page);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('overv');
  await expect(palette.getByRole('option', { name: /Overview/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

test('the organizations are listed with their figures, and summed up for administrators alone', async ({
  browser,
}) => {
  await page.goto('/orgs?q=Looked over');
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'Looked over', exact: true }) });
  await expect(row.getByRole('cell').nth(1)).toHaveText(/3$/);
  await expect(row.getByRole('cell').nth(3)).toHaveText(/1$/);
  await expect(row.getByRole('cell').nth(4)).toContainText('by End to end');
  await expect(page.getByText(/organizations with \d+ secrets/)).toBeVisible();
  const server = sharedServer();
  const reader = await newPerson(server, { name: 'Overview Other', role: 'reader', organization: org });
  const own = await browser.newContext({ baseURL: server.baseURL });
  const other = await own.newPage();
  await signIn(other, server, reader);
  await other.goto('/orgs');
  await expect(other.getByRole('link', { name: 'Looked over', exact: true })).toBeVisible();
  await expect(other.getByText(/organizations? with/)).toHaveCount(0);
  await own.close();
});
