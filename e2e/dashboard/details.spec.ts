import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  newOrganization,
  newPerson,
  newSecret,
  signIn,
  valueOf,
} from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/** Made for this test; its key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB2zCCAYCgAwIBAgIUG3xh9Y4skpyJz74Wud3cFSkbJcAwCgYIKoZIzj0EAwIw
LTEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMRQwEgYDVQQKDAtFeGFtcGxlIEx0ZDAe
Fw0yNjExMjQxMzIyMDZaFw0zNjExMjExMzIyMDZaMC0xFTATBgNVBAMMDHNob3Au
ZXhhbXBsZTEUMBIGA1UECgwLRXhhbXBsZSBMdGQwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT3O/gpDCoEmLp4R1VwvRCJGEYIf6soDUbBUxaQ4lTGvK4gLUEao3Ih
TeapOO+ORIUTPt7M4eSO9K1oTSCDEtiao34wfDAdBgNVHQ4EFgQUzppKbeCBpio1
6S9JrYJaaUxNmpIwHwYDVR0jBBgwFoAUzppKbeCBpio16S9JrYJaaUxNmpIwDwYD
VR0TAQH/BAUwAwEB/zApBgNVHREEIjAgggxzaG9wLmV4YW1wbGWCEHd3dy5zaG9w
LmV4YW1wbGUwCgYIKoZIzj0EAwIDSQAwRgIhAKtYzJjo4FaSkwOgDKQAbXT3zFIA
xSGAFThtbdRD4qORAiEAunlO0egGWnermS2SCuubthJZFH1wnORPIYzSknxzq5w=
-----END CERTIFICATE-----
`;

let api: Api;
let org: string;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Details');
  const context = await browser.newContext({ baseURL: server.baseURL });
  page = await context.newPage();
  await signIn(page, server, await newPerson(server, { name: 'Details Admin', role: 'admin' }));
});
test.afterAll(() => page?.context().close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const show = (id: string) => page.goto(`/orgs/${org}/secrets/${id}`);
const currentRow = () => page.getByRole('row').filter({ hasText: 'Current' });
async function replaceWith(value: string, note = '') {
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill(value);
  await page.getByLabel('What changed').fill(note);
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
}

test('a note, tags and reminders are given with a secret, changed, and found in the list', async () => {
  await page.goto(`/orgs/${org}/secrets/new`);
  await page.getByLabel('Name', { exact: true }).fill('described');
  await page.getByLabel('Value', { exact: true }).fill('x');
  await page.getByText('Note, tags and reminders').click();
  await page.getByLabel('Note').fill('For the shop.\nAsk Ada.');
  await page.getByLabel('Tags').fill('shop, eu');
  await page.getByLabel('Expires on').fill(inDays(10));
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByRole('heading', { name: 'described', level: 1 })).toBeVisible();
  await expect(page.getByText('For the shop.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['shop', 'eu']);
  await expect(page.getByText(/Expires in (9|10) days/)).toBeVisible();

  await page.getByRole('link', { name: 'Edit details' }).click();
  await expect(page.getByLabel('Note')).toHaveValue('For the shop.\nAsk Ada.');
  await page.getByLabel('Replace every').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Give a whole number of days, 1 to 3650.')).toBeVisible();
  await expect(page.getByLabel('Replace every')).toBeFocused();
  await page.getByLabel('Replace every').fill('2');
  await page.getByLabel('Tags').fill('eu');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('To be replaced in 2 days')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['eu']);

  await newSecret(api, org, 'plain', 'x');
  await page.goto(`/orgs/${org}/secrets`);
  await expect(page.getByRole('row').filter({ hasText: 'described' })).toContainText('To be replaced');
  await page.getByText('Sort and filter').click();
  await page.getByLabel('Tagged').fill('eu');
  await page.getByLabel('Expires or is to be replaced').selectOption('Within 30 days');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('table').getByRole('link')).toHaveText(['described']);
  await page.goto(`/orgs/${org}/activity`);
  await expect(page.getByText('changed the note, tags or reminders of').first()).toBeVisible();
});

test('two people change different details at the same time, and both changes stay', async () => {
  const { id } = await newSecret(api, org, 'shared details', 'x');
  const other = await page.context().newPage();
  for (const one of [page, other]) await one.goto(`/orgs/${org}/secrets/${id}/details`);
  await page.getByLabel('Note').fill('Mine');
  await other.getByLabel('Tags').fill('theirs');
  for (const one of [page, other]) {
    await one.getByRole('button', { name: 'Save' }).click();
    await expect(one.getByRole('heading', { name: 'shared details', level: 1 })).toBeVisible();
  }
  await page.reload();
  await expect(page.getByText('Mine')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Tags' })).toHaveText('theirs');
  await other.close();
});

test('a version says why it was written, also after a roll-back', async () => {
  const { id } = await newSecret(api, org, 'with a history', 'first');
  await show(id);
  await replaceWith('second', 'Leaked in a log');
  await expect(page.getByText('Value replaced')).toBeVisible();
  await expect(currentRow()).toContainText('Leaked in a log');
  // The form is closed, and the keyboard goes on where it stood.
  await expect(page.locator('summary', { hasText: 'Replace the value' })).toBeFocused();
  await page.getByRole('button', { name: 'Roll back to version 1' }).click();
  await expect(currentRow()).toContainText('Rolled back to version 1');
});

test('a certificate says whose it is and until when, once it is revealed', async () => {
  const { id } = await newSecret(api, org, 'certificate', CERTIFICATE);
  await show(id);
  await expect(page.getByRole('button', { name: 'Reveal' })).toBeVisible();
  expect(await page.content()).not.toContain('shop.example');
  await page.getByRole('button', { name: 'Reveal' }).click();
  const facts = page.getByRole('list', { name: 'Certificates' });
  await expect(facts).toContainText('shop.example signed by itself');
  await expect(facts).toContainText('Valid until 21 Nov 2036');
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(facts).toHaveCount(0);
});

test('the value that is there already is no change, and what was typed stays', async () => {
  const { id } = await newSecret(api, org, 'the same', 'one and the same');
  await show(id);
  await replaceWith('one and the same');
  await expect(page.getByText('This is the current value already.')).toBeVisible();
  await expect(page.getByLabel('New value')).toHaveValue('one and the same');
  await expect(page.getByRole('row').filter({ hasText: /^Version/ })).toHaveCount(2);
  await page.getByLabel('New value').fill('another');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('Value replaced')).toBeVisible();
  expect(await valueOf(api, id)).toBe('another');
});
