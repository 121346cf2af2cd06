import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CERTIFICATE } from '@/lib/mail/test-support/certificate';
import { startSmtp, type TestSmtp } from '@/lib/mail/test-support/smtp';
import { newOrganization, newPerson, type Person, signIn } from '../support/dashboard';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

const PASSWORD = 'a few words in a row';

let folder: string;
let smtp: TestSmtp;
let server: RunningServer;
let org: string;
let ada: Person;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(tmpdir(), 'strongroom-mail-'));
  writeFileSync(path.join(folder, 'ca.pem'), CERTIFICATE);
  smtp = await startSmtp();
  const { host, port } = smtp.settings;
  server = await startServer({
    env: {
      SMTP_URL: `smtp://${host}:${port}`,
      SMTP_FROM: 'The vault <vault@example.com>',
      NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem'),
    },
  });
  org = await newOrganization(server, 'Acme');
  ada = await newPerson(server, { name: 'Ada', role: 'owner' });
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, ada);
});
test.afterAll(async () => {
  await page?.close();
  await server?.stop();
  await smtp?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function expectAccessible(on: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await on.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: on }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
}

const linkIn = (text = '') => /\S+#token=\S+/.exec(text)?.[0] ?? '';

async function invite(email: string) {
  await page.goto(`/orgs/${org}/members`);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(dialog).toHaveCount(0);
}

test('an invitation is mailed, encrypted, and shown to nobody else', async ({ browser }) => {
  await invite('new@example.com');
  await expect(page.getByText('The link was mailed.')).toBeVisible();
  await expect(page.getByLabel('The link of the invitation')).toHaveCount(0);
  expect(smtp.taken).toMatchObject([{ to: ['new@example.com'], encrypted: true }]);
  const mail = smtp.taken[0];
  expect(mail?.text).toContain('“Ada” invites you to “Acme” on Strongroom. Your role: Viewer.');
  const theirs = await browser.newPage();
  await theirs.goto(linkIn(mail?.text));
  await theirs.getByLabel('Your name').fill('New');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(theirs).toHaveURL(`${server.baseURL}/orgs/${org}/secrets`);
  await theirs.close();
});

test('a forgotten password: a link by mail, and the same words for an address that nobody has', async ({
  browser,
}) => {
  const outside = await browser.newPage({ baseURL: server.baseURL });
  for (const email of ['nobody@example.com', 'new@example.com']) {
    await outside.goto('/sign-in');
    await outside.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(outside).toHaveTitle(/^Forgot your password/);
    await expectAccessible(outside);
    await outside.getByLabel('E-mail').fill(email);
    await outside.getByRole('button', { name: 'Send me a link' }).click();
    await expect(outside.getByText('If there is an account with this address')).toBeVisible();
    expect(await outside.content()).not.toContain('token');
  }
  await expect.poll(() => smtp.taken.length).toBe(2);
  expect(smtp.taken[1]?.to).toEqual(['new@example.com']);
  await outside.goto(linkIn(smtp.taken[1]?.text));
  await outside.getByLabel('New password').fill('another few words in a row');
  await outside.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(outside).toHaveURL(`${server.baseURL}/orgs/${org}/secrets`);
  await outside.close();
});

test('a mail that cannot be sent loses nothing: the link is there to copy, and in no log', async ({
  browser,
}) => {
  await smtp.close();
  await invite('late@example.com');
  await expect(page.getByText('The mail could not be sent')).toBeVisible();
  const link = await page.getByLabel('The link of the invitation').innerText();
  const theirs = await browser.newPage();
  await theirs.goto(link);
  await expect(theirs.getByRole('heading', { name: 'Join Acme' })).toBeVisible();
  await theirs.close();
  const printed = server.output();
  expect(printed).toContain('A mail was not sent');
  for (const token of [link, ...smtp.taken.map(({ text }) => linkIn(text))].map((one) => one.split('=')[1])) {
    expect(token?.length).toBe(43);
    expect(printed).not.toContain(token);
  }
});
