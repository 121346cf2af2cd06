import type { Page } from '@playwright/test';
import { codeOf } from '@/lib/vault/test-support/totp';
import { strongroom } from '../support/cli';
import { fillSignIn, newOrganization, type Person, signIn } from '../support/dashboard';
import { besideServer, fromHere, makePerson, noBrowser } from '../support/people';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const server = sharedServer;
let ada: Person;
let org: string;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  org = await newOrganization(server(), 'Account Acme');
  ada = await besideServer(server(), (vault) =>
    makePerson(vault, 'Account Ada', [{ role: 'editor', organizationId: org }]),
  );
});

/** The code of another step than the last one: each counts once. */
let lastStep = 0;
async function nextCode(typed: string): Promise<string> {
  const step = () => Math.floor(Date.now() / 30_000);
  // The one to come is taken as well, so that there is nothing to wait for but the second time.
  const use = step() > lastStep ? step() : step() + 1;
  await expect.poll(() => use > lastStep && use <= step() + 1, { timeout: 40_000 }).toBe(true);
  lastStep = use;
  return codeOf(typed, new Date(use * 30_000));
}
const card = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });

let typed: string;
let codes: string[];

test('an authenticator app is added, and a sign-in asks for its code without losing what was typed', async ({
  page,
}) => {
  await signIn(page, server(), ada);
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an authenticator app' });
  await expect(dialog.getByRole('img', { name: 'A picture to scan' })).toBeVisible();
  typed = ((await dialog.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '').replaceAll(
    ' ',
    '',
  );
  await dialog.getByLabel('Code').fill('000 000');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByText('This code is not right.')).toBeVisible();
  await dialog.getByLabel('Code').fill(await nextCode(typed));
  await dialog.getByRole('button', { name: 'Add' }).click();
  const done = page.getByRole('dialog', { name: 'Your app is added' });
  codes = (await done.getByRole('region', { name: 'Recovery codes' }).innerText()).trim().split(/\s+/);
  expect(codes).toHaveLength(10);
  await page.keyboard.press('Escape');
  await expect(done.getByText('Keep these recovery codes.')).toBeVisible();
  await done.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();
  // Asked first: the codes just kept would open nothing any more.
  await page.getByRole('button', { name: 'Make new recovery codes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
  const anew = page.getByRole('dialog', { name: 'New recovery codes' });
  const before = codes;
  codes = (await anew.getByRole('region', { name: 'Recovery codes' }).innerText()).trim().split(/\s+/);
  expect(codes.filter((code) => before.includes(code))).toEqual([]);
  await anew.getByRole('button', { name: 'I have kept them' }).click();
  const html = await (await page.request.get('/account')).text();
  expect(html).toContain('10 recovery');
  for (const secret of [typed, ...codes]) expect(html).not.toContain(secret);

  await page.request.post('/sign-out', { headers: { Origin: server().baseURL } });
  await page.goto('/sign-in?next=/account');
  await fillSignIn(page, ada);
  const code = page.getByLabel('Code');
  await expect(code).toBeFocused();
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.email);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(ada.password);
  await code.fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('This code is not right, or was used already.')).toBeVisible();
  const right = await nextCode(typed);
  await code.fill(`${right.slice(0, 3)} ${right.slice(3)}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
});

test('without scripts a recovery code signs in, once', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server().baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/account');
  await fillSignIn(page, ada);
  await expect(page.getByText('It is right. Type it once more, and the code below.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.email);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByLabel('Code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Ada of the account');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada of the account');
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByRole('button', { name: /^End the session on/ })).toHaveCount(0);
  await context.close();
});

test('a session that is ended elsewhere is out at once, and a new password ends all others', async ({
  browser,
}) => {
  await strongroom(server(), ['user', 'reset-second-factor', '--email', ada.email]);
  const opened = async () => {
    const context = await browser.newContext({ baseURL: server().baseURL });
    const page = await context.newPage();
    await signIn(page, server(), ada);
    return page;
  };
  const [here, there] = [await opened(), await opened()];
  const isOut = async () => {
    await there.goto(`/orgs/${org}/secrets`);
    await expect(there).toHaveURL(/\/sign-in\?next=/);
  };
  await here.goto('/account');
  await expect(card(here, 'Authenticator app').getByRole('button', { name: /^Add/ })).toBeVisible();
  await here.getByRole('button', { name: 'End all others' }).click();
  await expect(here.getByText('All other sessions ended')).toBeVisible();
  await expect(here.getByText('This one', { exact: true })).toBeVisible();
  await isOut();

  await signIn(there, server(), ada);
  await here.reload();
  await here.getByRole('button', { name: /^End the session on Chrome/ }).click();
  await expect(here.getByText('Session ended')).toBeVisible();
  await isOut();

  await signIn(there, server(), ada);
  const password = 'another few words in a row';
  const form = card(here, 'Password');
  await form.getByLabel('Current password').fill('wrong');
  await form.getByLabel('New password').fill('Qwertyuiop12');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByText('This is not your password.')).toBeVisible();
  await form.getByLabel('Current password').fill(ada.password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByText('guessed first')).toBeVisible();
  await form.getByLabel('New password').fill(password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(here.getByText('All other sessions of yours have ended.')).toBeVisible();
  await isOut();
  await here.reload();
  await expect(here.getByText('changed their password').first()).toBeVisible();
  await here.getByRole('link', { name: 'All of it' }).click();
  await expect(here.getByRole('heading', { name: 'What you did', level: 1 })).toBeVisible();
  await expect(here.getByText('used a recovery code')).toBeVisible();
  await signIn(there, server(), { ...ada, password });
  for (const page of [here, there]) await page.context().close();
});

test('what is shown once is for whoever is signed in, on a page of this site', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server().baseURL });
  const page = await context.newPage();
  const eve = await besideServer(server(), (vault) =>
    makePerson(vault, 'Account Eve', [{ role: 'auditor' }]),
  );
  await signIn(page, server(), eve);
  const nobody = await noBrowser(server());
  const json = { 'Content-Type': 'application/json' };
  for (const route of ['/account/totp/start', '/account/totp/confirm', '/account/recovery-codes']) {
    const send = (by: typeof nobody, headers: Record<string, string>) =>
      by.post(route, { headers: { ...json, ...headers }, data: '{"code":"000000"}' });
    const signedOut = await send(nobody, fromHere(server()));
    expect(signedOut.status(), route).toBe(401);
    expect(signedOut.headers()['cache-control']).toContain('no-store');
    const elsewhere = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await send(context.request, elsewhere)).status(), route).toBe(403);
    const refused = await send(context.request, fromHere(server()));
    expect(refused.headers()['cache-control']).toContain('no-store');
    expect(refused.status(), route).toBe(
      { '/account/totp/start': 200, '/account/recovery-codes': 404 }[route] ?? 422,
    );
  }
  await nobody.dispose();
  await context.close();
});
