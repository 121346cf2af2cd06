import path from 'node:path';
import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { openDatabase } from '@/lib/db/client';
import { approvals, events } from '@/lib/db/schema';
import { type Person, signIn } from '../support/dashboard';
import { ageProofs, besideServer, COMMAND_LINE, makePerson } from '../support/people';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const server = sharedServer;
const VALUE = 'what-a-second-person-lets-out';
let acme: string;
let secret: string;
let admin: Person;
let editor: Person;
let other: Person;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  await besideServer(server(), async (vault) => {
    acme = (await vault.createOrganization(COMMAND_LINE, { name: 'Approvals Acme' })).id;
    await vault.updateOrganization(COMMAND_LINE, { id: acme, requireReason: true });
    const role = (one: 'admin' | 'editor') => [{ role: one, organizationId: acme }];
    admin = await makePerson(vault, 'Approvals Admin', role('admin'));
    editor = await makePerson(vault, 'Approvals Editor', role('editor'));
    other = await makePerson(vault, 'Approvals Other', role('editor'));
    const { token } = await vault.createApiKey(COMMAND_LINE, { name: 'Approvals key', organizationId: acme });
    const key = { via: 'api-key', token, requestId: 'test' } as const;
    const context = { organization_id: acme };
    secret = (await vault.createSecret(key, { name: 'approvals/root', value: VALUE, context })).id;
  });
});

const at = () => `/orgs/${acme}/secrets/${secret}`;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** One that wants no approval. */
const plainSecret = (name: string) =>
  besideServer(server(), async (vault) => {
    const { token } = await vault.createApiKey(COMMAND_LINE, { name: 'Plain key', organizationId: acme });
    const key = { via: 'api-key', token, requestId: 'test' } as const;
    return vault.createSecret(key, { name, value: VALUE, context: { organization_id: acme } });
  });

async function typesOf(id: string): Promise<string[]> {
  const database = openDatabase({ url: `file:${path.join(server().dataFolder, 'strongroom.db')}` });
  const rows = await database.query.select().from(events).where(eq(events.secretId, id)).orderBy(events.seq);
  database.close();
  return rows.map(({ type }) => type);
}

async function withoutValue(page: Page): Promise<void> {
  expect(await page.content()).not.toContain(VALUE);
}

test('an administrator restricts a secret, an editor asks to open it, the administrator agrees, and it ends', async ({
  browser,
  page,
}) => {
  await signIn(page, server(), admin);
  await page.goto(at());
  await page.getByRole('link', { name: 'Edit access' }).click();
  // A second window, which will know less than is true.
  const stale = await page.context().newPage();
  await stale.goto(`${at()}/restriction`);
  // A window behind another one draws nothing.
  await page.bringToFront();
  await page.getByLabel('Of those, only the ones named here').check();
  await press(page, 'Save');
  await expect(page.getByText('Choose somebody, or whoever has the right.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Approvals Editor' }).check();
  await page.getByRole('checkbox', { name: 'Approvals Admin' }).check();
  await page.getByLabel('It opens with the approval of a second person').check();
  // Whoever bears a right on everything is among them.
  await expect(page.getByText(/^\d+ people lose, \d+ keys? loses?\.$/)).toBeVisible();
  await press(page, 'Save');
  await expect(page.getByText('Needs approval', { exact: true })).toBeVisible();
  await expect(page.getByText('Restricted', { exact: true })).toBeVisible();
  await stale.bringToFront();
  await stale.getByLabel('It opens with the approval of a second person').check();
  await press(stale, 'Save');
  await expect(stale.getByText('Somebody else has changed who may open this secret')).toBeVisible();
  await stale.close();
  await page.bringToFront();

  const theirs = await (await browser.newContext({ baseURL: server().baseURL })).newPage();
  await signIn(theirs, server(), editor);
  await theirs.goto(at());
  await expect(theirs.getByRole('button', { name: 'Reveal' })).toHaveCount(0);
  await press(theirs, 'Ask for approval');
  await expect(theirs.getByText('A reason must not be empty.')).toBeVisible();
  await theirs.getByLabel('Why do you need it?').fill('The outage of tonight');
  await press(theirs, 'Ask for approval');
  await expect(theirs.getByText('Waiting for an administrator')).toBeVisible();
  await expect(theirs.getByRole('heading', { level: 1 })).toBeFocused();
  await withoutValue(theirs);

  await page.goto(`/orgs/${acme}/secrets`);
  await expect(page.getByRole('row').filter({ hasText: 'approvals/root' })).toContainText('Restricted');
  await expect(page.getByRole('link', { name: 'Approvals 1 waiting' })).toBeVisible();
  await page.goto('/orgs?q=Approvals Acme');
  await page.getByRole('link', { name: '1 request', exact: true }).click();
  await expect(page.getByText('The outage of tonight')).toBeVisible();
  await withoutValue(page);
  await ageProofs(server(), admin.email);
  await press(page, 'Approve');
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await proof.getByLabel('Password', { exact: true }).fill(admin.password);
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Approvals Editor can open it now.')).toBeVisible();
  // Not on what the answer took away.
  await expect(proof).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('row').filter({ hasText: 'approvals/root' })).toContainText('Open');

  await theirs.reload();
  await expect(theirs.getByText('Open for you until')).toBeVisible();
  await withoutValue(theirs);
  // Why was said when it was asked for.
  await press(theirs, 'Reveal');
  await expect(theirs.getByText(VALUE)).toBeVisible();
  await press(theirs, 'Hide');

  await page.goto(`/orgs/${acme}/activity?secret=${secret}`);
  const line = page.getByRole('row').filter({ hasText: 'revealed the value of' }).first();
  await expect(line).toContainText('with an approval, because: The outage of tonight');
  for (const words of [
    'asked to open',
    'for 1 hour',
    'used an approval for the first time',
    'named Approvals',
  ])
    await expect(page.getByRole('row').filter({ hasText: words }).first()).toBeVisible();

  // An hour later.
  const database = openDatabase({ url: `file:${path.join(server().dataFolder, 'strongroom.db')}` });
  const { query } = database;
  await database.commit([
    query
      .update(approvals)
      .set({ expiresAt: '2026-01-01T00:00:00.000Z' })
      .where(eq(approvals.secretId, secret)),
  ]);
  database.close();
  await press(theirs, 'Reveal');
  await expect(
    theirs.getByText('This secret opens with the approval of a second person.').first(),
  ).toBeVisible();
  await withoutValue(theirs);
  await theirs.reload();
  await expect(theirs.getByText('Your last approval ended')).toBeVisible();
  await theirs.context().close();
});

test('who is not named sees that it is there, and no more', async ({ page }) => {
  await signIn(page, server(), other);
  await page.goto(at());
  await expect(page.getByText('This secret is restricted to those whom it names')).toBeVisible();
  await expect(page.getByRole('button', { name: /Reveal|Delete|Ask for approval|Open version/ })).toHaveCount(
    0,
  );
  await expect(page.getByText('Replace the value')).toHaveCount(0);
  await withoutValue(page);
});

test('a secret that nobody can open any more says so, and who may change that is told where', async ({
  page,
}) => {
  const { id } = await plainSecret('approvals/left');
  const leaver = await besideServer(server(), (vault) =>
    vault.createUser(COMMAND_LINE, {
      email: `${crypto.randomUUID()}@example.com`,
      name: 'Approvals Leaver',
      grants: [{ role: 'editor', organizationId: acme }],
    }),
  );
  await signIn(page, server(), admin);
  await page.goto(`/orgs/${acme}/secrets/${id}/restriction`);
  await page.getByLabel('Of those, only the ones named here').check();
  await page.getByRole('checkbox', { name: 'Approvals Leaver' }).check();
  await expect(page.getByText('You are one of them: you can no longer reveal the value.')).toBeVisible();
  await press(page, 'Save');
  await expect(page.getByText('You can change that under Access.')).toBeVisible();
  await expect(page.getByText('cannot open it')).toHaveCount(0);
  await besideServer(server(), (vault) =>
    vault.removeMember(COMMAND_LINE, { organizationId: acme, userId: leaver.id }),
  );
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: 'Approvals Leaver' })).toContainText(
    'cannot open it',
  );
  await expect(page.getByText('Nobody. Name somebody under Access.')).toBeVisible();
});

test('a reason is asked for once, and who looked last is told at once, by one read', async ({ page }) => {
  const { id } = await plainSecret('approvals/asked');
  await signIn(page, server(), editor);
  await page.goto(`/orgs/${acme}/secrets/${id}`);
  await expect(page.getByText('Nobody has seen a value of it.')).toBeVisible();
  const before = await typesOf(id);
  expect(before).toContain('vault.metadata.read');
  await press(page, 'Reveal');
  const dialog = page.getByRole('dialog', { name: 'Why do you open it?' });
  await press(page, 'Go on');
  await expect(page.getByText('Say why, in a few words.')).toBeVisible();
  await withoutValue(page);
  await dialog.getByLabel('Reason', { exact: true }).fill('To restart the database');
  await press(page, 'Go on');
  await expect(page.getByText(VALUE)).toBeVisible();
  await expect(page.getByText('Nobody has seen a value of it.')).toHaveCount(0);
  await expect(page.getByText('Never', { exact: true })).toHaveCount(0);
  await expect(
    page.getByRole('listitem').filter({ hasText: /Approvals Editor\s*revealed it/ }),
  ).toBeVisible();
  await expect(page.getByText(VALUE), 'it stays for as long as it would').toBeVisible();
  // All that the page asked for was the value, and what everybody may see of reads.
  expect(await typesOf(id)).toEqual([...before, 'vault.data.read']);
  // It was said a moment ago.
  await press(page, 'Hide');
  await press(page, 'Reveal');
  await expect(page.getByText(VALUE)).toBeVisible();
});

test('without scripts a reason is given beside the button, and a request is made', async ({ browser }) => {
  const made = await plainSecret('approvals/plain');
  const plain = await browser.newContext({ baseURL: server().baseURL, javaScriptEnabled: false });
  const page = await plain.newPage();
  await signIn(page, server(), editor);
  await page.goto(`/orgs/${acme}/secrets/${made.id}`);
  await page.getByPlaceholder('Reason, kept in the activity').fill('By hand');
  await page.getByRole('button', { name: 'Reveal: Value of approvals/plain' }).click();
  await expect(page.getByText(VALUE)).toBeVisible();
  await page.goto(at());
  await page.getByLabel('Why do you need it?').fill('Once more');
  await press(page, 'Ask for approval');
  await expect(page.getByText('Waiting for an administrator')).toBeVisible();
  await press(page, 'Withdraw the request');
  await expect(page.getByRole('button', { name: 'Ask for approval' })).toBeVisible();
  await plain.close();
});
