import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { openDatabase } from '@/lib/db/client';
import { passkeys } from '@/lib/db/schema';
import { newOrganization, type Person, signIn } from '../support/dashboard';
import { ageProofs, besideServer, COMMAND_LINE, fromHere, makePerson, noBrowser } from '../support/people';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const VALUE = 'what a passkey reveals';
const server = sharedServer;
let org: string;
let secret: string;
let ada: Person;
let context: BrowserContext;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  org = await newOrganization(server(), 'Passkeys Acme');
  await besideServer(server(), async (vault) => {
    ada = await makePerson(vault, 'Passkey Ada', [{ role: 'editor', organizationId: org }]);
    const { token } = await vault.createApiKey(COMMAND_LINE, { name: 'Passkeys', organizationId: org });
    const key = { via: 'api-key', token, requestId: 'test' } as const;
    const given = { name: 'passkeys/secret', value: VALUE, context: { organization_id: org } };
    secret = (await vault.createSecret(key, given)).id;
  });
  context = await browser.newContext({ baseURL: server().baseURL });
  page = await context.newPage();
  await addAuthenticator(page);
  await offerNothing(page);
});
test.afterAll(() => context.close());

/** Chromium's own device: it keeps the keys, and has a finger on it. */
async function addAuthenticator(of: Page): Promise<void> {
  const devtools = await of.context().newCDPSession(of);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** A browser that offers no passkey in the field for the address: with a finger on the device, it would be taken before the press. */
const offerNothing = (of: Page) =>
  of.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });

const press = (name: string, of: Page = page) => of.getByRole('button', { name, exact: true }).click();

test('a passkey is added and named, and signs in with nothing else', async () => {
  await signIn(page, server(), ada);
  await page.goto('/account');
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Passkeys' }) });
  await expect(card.getByText('You have none yet.')).toBeVisible();
  // Before its scripts run it knows nothing of the browser.
  const sent = await (await context.request.get('/account')).text();
  expect(sent.includes('This browser has no passkeys')).toBe(false);
  await press('Add a passkey');
  await expect(page.getByText('Passkey added')).toBeVisible();
  await card.getByRole('button', { name: /^Rename the passkey/ }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('The blue phone');
  await press('Rename');
  await expect(card.getByText('The blue phone')).toBeVisible();
  // The same device has one already.
  await press('Add a passkey');
  await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible();

  await context.clearCookies();
  await page.goto(`/sign-in?next=${encodeURIComponent(`/orgs/${org}/secrets/${secret}`)}`);
  await press('Sign in with a passkey');
  await expect(page.getByRole('heading', { name: 'passkeys/secret', level: 1 })).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('row').filter({ hasText: 'This one' })).toContainText('by passkey');
  await expect(card.getByText(/last used/)).toBeVisible();
});

test('a value is revealed after a proof by passkey, and the press is not lost', async () => {
  await page.goto(`/orgs/${org}/secrets/${secret}`);
  await ageProofs(server(), ada.email);
  await press('Reveal');
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog).toBeVisible();
  expect(await page.content()).not.toContain(VALUE);
  await dialog.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText(VALUE)).toBeVisible();
});

test('what a proof that was given up left unsaid is gone once the value is copied', async () => {
  await page.goto(`/orgs/${org}/secrets/${secret}`);
  await ageProofs(server(), ada.email);
  await press('Reveal');
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  const refusal = page.getByRole('main').getByText(/^Confirm that it is you/);
  await expect(refusal).toBeVisible();
  await press('Copy');
  await dialog.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(dialog).toBeHidden();
  await expect(refusal).toHaveCount(0);
});

test('whoever has no passkey here is told so, and signs in with a password', async ({ browser }) => {
  const other = await browser.newContext({ baseURL: server().baseURL });
  const stranger = await other.newPage();
  await addAuthenticator(stranger);
  await stranger.goto('/sign-in');
  await press('Sign in with a passkey', stranger);
  await expect(stranger.getByText('No passkey was used. Try again, or use another way.')).toBeVisible();
  await signIn(stranger, server(), ada);
  await other.close();
});

test('the sign-in stands still when its scripts arrive', async ({ browser }) => {
  const slow = await browser.newContext({ baseURL: server().baseURL });
  const stranger = await slow.newPage();
  const email = stranger.getByLabel('E-mail');
  await stranger.route('**/*.js', (route) => route.abort());
  await stranger.goto('/sign-in');
  const before = await email.boundingBox();
  await expect(stranger.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  await stranger.unroute('**/*.js');
  await stranger.reload();
  await expect(stranger.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  expect(await email.boundingBox()).toEqual(before);
  await slow.close();
});

test('a link to choose a password takes a passkey instead, once', async ({ browser }) => {
  const email = `passkey.joe.${crypto.randomUUID()}@example.com`;
  const token = await besideServer(server(), async (vault) => {
    const grants = [{ role: 'reader', organizationId: org } as const];
    return (await vault.createUser(COMMAND_LINE, { email, name: 'Passkey Joe', grants })).passwordToken;
  });
  const fresh = await browser.newContext({ baseURL: server().baseURL });
  const joe = await fresh.newPage();
  await addAuthenticator(joe);
  await joe.goto(`/password#token=${token}`);
  await press('Use a passkey instead', joe);
  await expect(joe).toHaveURL(`/orgs/${org}/secrets`);
  await fresh.clearCookies();
  await joe.goto(`/password#token=${token}`);
  await press('Use a passkey instead', joe);
  await expect(joe.getByText('This link was used or is too old')).toBeVisible();

  // This browser offers the passkey in the field for the address: nothing is pressed.
  await joe.goto('/sign-in');
  await expect(joe).toHaveURL(`/orgs/${org}/secrets`);
  // The last way in stays.
  await joe.goto('/account');
  await joe.getByRole('button', { name: /^Remove the passkey/ }).click();
  await joe.getByRole('alertdialog').getByRole('button', { name: 'Remove passkey' }).click();
  await expect(joe.getByText('This is the last way in which you can sign in.')).toBeVisible();
  await fresh.close();
});

test('an invitation is accepted with a passkey, and no password is chosen', async ({ browser }) => {
  const email = `passkey.eve.${crypto.randomUUID()}@example.com`;
  const { token } = await besideServer(server(), (vault) =>
    vault.createInvitation(COMMAND_LINE, { organizationId: org, role: 'reader', email }),
  );
  const fresh = await browser.newContext({ baseURL: server().baseURL });
  const eve = await fresh.newPage();
  await addAuthenticator(eve);
  await eve.goto(`/invite#token=${token}`);
  await press('Join with a passkey instead', eve);
  await expect(eve.getByLabel('Your name')).toHaveAccessibleDescription(/name/i);
  await expect(eve.getByLabel('Your name')).toBeFocused();
  await eve.getByLabel('Your name').fill('Passkey Eve');
  await press('Join with a passkey instead', eve);
  await expect(eve).toHaveURL(`/orgs/${org}/secrets`);
  await eve.goto('/account');
  await expect(eve.getByText(email)).toBeVisible();
  await expect(eve.getByText('You have none. You sign in another way.')).toBeVisible();
  await fresh.close();
});

test('no answer of a passkey is taken that is made up, or of another site', async () => {
  const nobody = await noBrowser(server());
  const json = { 'Content-Type': 'application/json' };
  for (const route of ['/sign-in/passkey', '/password/passkey', '/invite/passkey']) {
    for (const step of ['begin', 'finish']) {
      const send = (headers: Record<string, string>) =>
        nobody.post(`${route}/${step}`, { headers: { ...json, ...headers }, data: '{"token":"x"}' });
      const refused = await send({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' });
      expect(refused.status(), `${route}/${step} from another site`).toBe(403);
      const here = await send(fromHere(server()));
      expect(here.status(), `${route}/${step}`).toBe(
        route === '/sign-in/passkey' && step === 'begin' ? 200 : 422,
      );
      expect(here.headers()['cache-control']).toContain('no-store');
      expect(here.headers()['set-cookie'] ?? '').not.toContain('strongroom-session');
    }
  }
  await nobody.dispose();
});

test('a passkey that is removed signs in no more', async () => {
  await ageProofs(server(), ada.email);
  await page.goto('/account');
  await press('Remove the passkey The blue phone');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove passkey' }).click();
  await page
    .getByRole('dialog', { name: 'Confirm that it is you' })
    .getByRole('button', { name: 'Use a passkey' })
    .click();
  await expect(page.getByText('Passkey removed')).toBeVisible();
  await context.clearCookies();
  await page.goto('/sign-in');
  await press('Sign in with a passkey');
  await expect(page.getByRole('alert').filter({ hasText: /passkey/i })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  const database = openDatabase({ url: `file:${path.resolve(server().dataFolder, 'strongroom.db')}` });
  const left = await database.query.select().from(passkeys).where(eq(passkeys.name, 'The blue phone'));
  database.close();
  expect(left).toEqual([]);
});
