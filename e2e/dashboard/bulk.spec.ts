import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import { type Api, apiOf, newOrganization, newPerson, newSecret, signIn } from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let api: Api;
let org: string;
let list: string;
let page: Page;

test.beforeEach(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Many at once');
  list = `/orgs/${org}/secrets`;
  for (const name of ['one', 'two', 'three', 'four']) await newSecret(api, org, name, 'x');
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Bulk Admin', role: 'admin' }));
  await page.goto(list);
});
test.afterEach(() => page?.close());

const links = () => page.getByRole('table').getByRole('link');
const box = (name: string) => page.getByRole('checkbox', { name: `Choose ${name}`, exact: true });
const bar = () => page.getByRole('form', { name: 'What is chosen' });
const press = (name: string | RegExp) => bar().getByRole('button', { name }).click();

test('what is chosen goes to the trash together, and comes back with one Undo', async () => {
  await expect(bar()).toBeHidden();
  await box('four').check();
  await box('two').check();
  await expect(bar()).toContainText('2 chosen');
  await press('Delete');
  await expect(page.getByText('2 secrets moved to the trash')).toBeVisible();
  await expect(links()).toHaveText(['three', 'one']);
  await expect(bar()).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(links()).toHaveText(['four', 'three', 'two', 'one']);
});

test('all of a page are chosen at once, a row between with Shift, and Clear lets go', async () => {
  await box('four').click();
  await box('two').click({ modifiers: ['Shift'] });
  await expect(bar()).toContainText('3 chosen');
  await press('Clear');
  await expect(bar()).toBeHidden();
  await expect(box('four')).not.toBeChecked();
  // With the keyboard: down to the first row, choose it, one further, choose that too.
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(box('three')).toBeChecked();
  await expect(bar()).toContainText('2 chosen');
  await press(/All 4/);
  await expect(bar()).toContainText('4 chosen');
  await press('Delete');
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
});

test('from the trash they are restored together, but for a name that is taken by now', async () => {
  for (const name of ['one', 'two', 'three']) await box(name).check();
  await press('Delete');
  await expect(page.getByText('3 secrets moved to the trash')).toBeVisible();
  await newSecret(api, org, 'two', 'another');
  await page.goto(`/orgs/${org}/trash`);
  await box('one').check();
  await press(/All 3/);
  await press('Restore');
  await expect(page.getByText('2 secrets restored')).toBeVisible();
  await expect(page.getByText('two stays in the trash, because its name is taken by now.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'two' })).toHaveCount(1);
  await page.goto(list);
  await expect(links()).toHaveText(['two', 'four', 'three', 'one']);
});

test('a lost connection loses nothing that was chosen', async () => {
  await box('one').check();
  await page.context().setOffline(true);
  await press('Delete');
  await expect(page.getByText('Not deleted')).toBeVisible();
  await expect(box('one')).toBeChecked();
  await page.context().setOffline(false);
  await press('Delete');
  await expect(page.getByText('1 secret moved to the trash')).toBeVisible();
});
