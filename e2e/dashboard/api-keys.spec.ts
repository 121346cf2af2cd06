import type { BrowserContext, Page } from '@playwright/test';
import { apiOf, newSecret, type Person, signIn } from '../support/dashboard';
import { besideServer, COMMAND_LINE, makePerson } from '../support/people';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/** An administrator of one organization makes a key that does little, and puts another one in its place. */
const server = sharedServer;
let acme: string;
let admin: Person;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  ({ acme, admin } = await besideServer(server(), async (vault) => {
    const { id } = await vault.createOrganization(COMMAND_LINE, { name: 'Keys of Acme' });
    await vault.createApiKey(COMMAND_LINE, { name: 'of the whole vault' });
    return {
      acme: id,
      admin: await makePerson(vault, 'Keys Admin', [{ role: 'admin', organizationId: id }]),
    };
  }));
  context = await browser.newContext({ baseURL: server().baseURL });
  page = await context.newPage();
  await signIn(page, server(), admin);
});
test.afterAll(() => context.close());

const shown = () => page.getByRole('region', { name: 'The new API key' });
const statusOf = async (key: string, path: string) => (await apiOf(server(), key)('GET', path)).status;

test('an organization’s administrator makes, rotates and sees the keys of that organization alone', async () => {
  const { token } = await besideServer(server(), (vault) =>
    vault.createApiKey(COMMAND_LINE, { name: 'seed', organizationId: acme, expiresInDays: 3 }),
  );
  const inside = await newSecret(apiOf(server(), token), acme, 'billing/db', 'v');
  const outside = await newSecret(apiOf(server(), token), acme, 'shop/db', 'v');

  await page.goto(`/orgs/${acme}/secrets`);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await expect(page.getByRole('row', { name: 'seed' })).toContainText('Ends soon');
  await expect(page.getByText('of the whole vault')).toHaveCount(0);

  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Name', { exact: true }).fill('billing');
  await dialog.getByLabel('Read only').check();
  await dialog.getByLabel('Only secrets whose name').fill('billing/');
  await dialog.getByText('Addresses and limit').click();
  await dialog.getByLabel('Only from these addresses').fill('nowhere');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  await expect(dialog.getByText('Give an address or a range')).toBeVisible();
  await expect(dialog.getByLabel('Only from these addresses')).toBeFocused();
  await dialog.getByLabel('Only from these addresses').fill('');
  await dialog.getByLabel('Requests a minute').fill('100');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  const key = await shown().innerText();
  const row = page.getByRole('row', { name: 'billing' });
  await expect(row).toContainText('Read only');
  await expect(row).toContainText('in billing/…');
  await expect(row).toContainText('100 a minute');
  await expect(row).toContainText('Never');

  const read = await apiOf(server(), key)('GET', `/vault/v1/kv/${inside.id}`);
  expect([read.status, read.headers.get('ratelimit-limit')]).toEqual([200, '100']);
  expect(await statusOf(key, `/vault/v1/kv/${outside.id}`)).toBe(404);
  expect(await statusOf(key, '/events')).toBe(403);

  await page.getByRole('button', { name: 'What to do with billing' }).click();
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByLabel('The old key goes on working for').selectOption('1');
  await page.getByRole('button', { name: 'Rotate key' }).click();
  await expect(page.getByText('The new key of billing is ready')).toBeVisible();
  const next = await shown().innerText();
  expect(next).not.toBe(key);
  for (const each of [key, next]) expect(await statusOf(each, `/vault/v1/kv/${inside.id}`)).toBe(200);
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: 'Being replaced' })).toHaveCount(1);
  await expect(row.first()).toContainText('from 127.0.0.1');
  expect(await page.content()).not.toContain(next);

  await page
    .getByRole('row')
    .filter({ hasText: next.slice(-4) })
    .getByRole('button')
    .click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(`The key that it replaces, …${key.slice(-4)}, still works until `);
  await question.getByRole('textbox').fill('billing');
  await question.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('Key revoked')).toBeVisible();
  const old = page.getByRole('row').filter({ hasText: key.slice(-4) });
  await expect(old).toContainText('Ends soon');
  expect(await statusOf(key, `/vault/v1/kv/${inside.id}`)).toBe(200);
  expect(await statusOf(next, `/vault/v1/kv/${inside.id}`)).toBe(401);
});
