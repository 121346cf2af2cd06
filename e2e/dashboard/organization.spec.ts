import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import { type Api, apiOf, newOrganization, newPerson, newSecret, signIn } from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let api: Api;
let org: string;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Before');
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Settings Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());

const save = () => page.getByRole('button', { name: 'Save' }).click();
const toast = (text: string) => page.getByRole('dialog').filter({ hasText: text });

test('an organization is renamed, gets an external id, and its trash another time', async () => {
  await page.goto(`/orgs/${org}/secrets`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Name').fill('After');
  await page.getByLabel('External id').fill('after-1');
  await page.getByLabel('Days in the trash').fill('14');
  await save();
  await expect(toast('Settings saved')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('After');
  const found = await api('GET', '/organizations/external_id/after-1');
  expect(await found.json()).toMatchObject({ id: org, name: 'After' });

  const { id } = await newSecret(api, org, 'old', 'x');
  await api('DELETE', `/vault/v1/kv/${id}`);
  await page.goto(`/orgs/${org}/trash`);
  await expect(page.getByText('After 14 days they are destroyed.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'old' })).toContainText('in 14 days');
});

test('what another administrator has changed meanwhile stays, and what is wrong is said beside its field', async () => {
  await page.goto(`/orgs/${org}/settings`);
  await api('PUT', `/organizations/${org}`, { name: 'Renamed meanwhile' });
  await page.getByLabel('Days in the trash').fill('91');
  await save();
  await expect(page.getByLabel('Days in the trash')).toBeFocused();
  await expect(page.getByText('The trash keeps secrets for 7 to 90 days.')).toBeVisible();
  await page.getByLabel('Days in the trash').fill('90');
  await save();
  await expect(toast('Settings saved')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Renamed meanwhile');
  expect(await (await api('GET', `/organizations/${org}`)).json()).toMatchObject({
    name: 'Renamed meanwhile',
    external_id: 'after-1',
  });
});

test('an organization is deleted by its name, and with its secrets only by who says so', async () => {
  const { id } = await newSecret(api, org, 'live', 'x');
  await page.goto(`/orgs/${org}/settings`);
  await page.getByRole('button', { name: 'Delete organization' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete Renamed meanwhile?' });
  const confirm = question.getByRole('button', { name: 'Delete organization' });
  await expect(confirm).toBeDisabled();
  await question.getByRole('textbox').fill('Renamed meanwhile');
  await confirm.click();
  await expect(question).toContainText('This organization still has secrets.');
  expect((await api('GET', `/vault/v1/kv/${id}`)).status).toBe(200);
  await question.getByRole('checkbox', { name: 'Delete its secrets too' }).check();
  await confirm.click();
  await expect(page).toHaveURL('/orgs');
  await expect(page.getByText('Renamed meanwhile')).toHaveCount(0);
  expect((await api('GET', `/vault/v1/kv/${id}`)).status).toBe(404);
  expect((await page.request.get(`/orgs/${org}/settings`)).status()).toBe(404);
});
