import type { Page } from '@playwright/test';
import { type Person, signIn } from '../support/dashboard';
import { besideServer, COMMAND_LINE, makePerson } from '../support/people';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const server = sharedServer;
let acme: string;
let secret: string;
let admin: Person;
let member: Person;
let leaver: string;
const VALUE = 'what-explain-must-not-show';

test.beforeAll(async () => {
  await besideServer(server(), async (vault) => {
    acme = (await vault.createOrganization(COMMAND_LINE, { name: 'Explain Acme' })).id;
    const role = (one: 'admin' | 'viewer' | 'editor') => [{ role: one, organizationId: acme }];
    admin = await makePerson(vault, 'Explain Admin', role('admin'));
    member = await makePerson(vault, 'Explain Viewer', role('viewer'));
    const left = { email: `${crypto.randomUUID()}@example.com`, name: 'Explain Leo', grants: role('editor') };
    leaver = (await vault.createUser(COMMAND_LINE, left)).id;
    const { token } = await vault.createApiKey(COMMAND_LINE, { name: 'Explain everywhere' });
    const key = { via: 'api-key', token, requestId: 'test' } as const;
    const context = { organization_id: acme };
    const make = async (name: string) => (await vault.createSecret(key, { name, value: VALUE, context })).id;
    secret = await make('explain/first');
    await make('explain/second');
    await vault.readSecret(key, { id: secret });
    await vault.removeMember(COMMAND_LINE, { organizationId: acme, userId: leaver });
  });
});

async function open(page: Page, person: Person, path: string): Promise<void> {
  await signIn(page, server(), person);
  await page.goto(path);
}

test('an administrator asks who may and why, and works off what somebody who left could read', async ({
  page,
}) => {
  await open(page, admin, `/orgs/${acme}/secrets/${secret}`);
  await expect(page.getByText('Explain everywhere').first()).toBeVisible();
  await page.getByRole('link', { name: 'Explain who may do what' }).click();
  await page.getByRole('link', { name: 'Explain Viewer' }).click();
  const answer = page.getByRole('listitem').filter({ hasText: 'Reveal the value: no' });
  await expect(answer).toContainText('Explain Viewer is Viewer of this organization, which is not enough.');
  await expect(answer).toContainText('Explain Viewer becomes Reader of this organization, or more.');
  await page.getByRole('link', { name: 'Explain Admin' }).click();
  await expect(page.getByText('Reveal the value: yes')).toBeVisible();
  expect(await page.content()).not.toContain(VALUE);

  await page.getByRole('link', { name: 'Departures' }).click();
  await expect(page.getByText('2 secrets left')).toBeVisible();
  await page.getByRole('link', { name: 'Explain Leo' }).click();
  await page.getByRole('link', { name: 'explain/first' }).click();
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('a new one');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('Version 2 is the current one now.')).toBeVisible();

  await page.getByRole('link', { name: 'Departures' }).click();
  await page.getByRole('link', { name: 'Explain Leo' }).click();
  const rows = page.getByRole('table', { name: 'Secrets to be replaced' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await page.getByText('Close the list').first().click();
  await page.getByLabel('Reason').fill('The system is gone');
  await page.getByRole('button', { name: 'Close the list' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing left to do' })).toBeVisible();
  await page.goto(`/orgs/${acme}/activity`);
  await expect(page.getByText('for this reason: The system is gone')).toBeVisible();
});

test('a member sees who looked, and that one of them was no member', async ({ page }) => {
  await open(page, member, `/orgs/${acme}/receipts`);
  const row = page.getByRole('row').filter({ hasText: 'explain/first' });
  await expect(row).toContainText('Explain everywhere');
  await expect(row).toContainText('Key for the whole installation');
  await page.getByRole('link', { name: 'By reader' }).click();
  await page.getByRole('link', { name: 'Explain everywhere' }).click();
  await expect(page.getByText('What Explain everywhere saw here')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Departures' })).toHaveCount(0);
});
