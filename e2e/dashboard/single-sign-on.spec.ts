import type { Browser, BrowserContext, Page } from '@playwright/test';
import { fillSignIn, newPerson, type Person, signIn } from '../support/dashboard';
import { type RunningProvider, startIdentityProvider } from '../support/identity-provider';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

/** A real provider over https on this machine, with a certificate that only this server is told to trust. */
let provider: RunningProvider;
let server: RunningServer;
let owner: Person;
let admin: BrowserContext;
let page: Page;
let acme: string;
const contexts: BrowserContext[] = [];

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  provider = await startIdentityProvider();
  server = await startServer({
    env: { NODE_EXTRA_CA_CERTS: provider.certificateFile, STRONGROOM_SSO_PRIVATE_HOSTS: 'localhost' },
  });
  owner = await newPerson(server, { name: 'Olive', role: 'owner' });
  admin = await newContext(browser);
  page = await admin.newPage();
  await signIn(page, server, owner);
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await server?.stop();
  await provider?.stop();
});

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.baseURL, ignoreHTTPSErrors: true });
  contexts.push(context);
  return context;
}

/** A browser in which nobody has signed in, anywhere. */
async function freshPage(browser: Browser): Promise<Page> {
  return (await newContext(browser)).newPage();
}

/** From the sign-in page to the provider, by the domain of the address. */
async function leaveForProvider(at: Page, email: string): Promise<void> {
  await at.goto('/sign-in');
  await at.getByRole('link', { name: 'Single sign-on of your organization' }).click();
  await at.getByLabel('Work e-mail').fill(email);
  await at.getByRole('button', { name: 'Continue' }).click();
  await at.waitForURL(`${provider.issuer}/**`);
}

/** At the provider: says who they are, and agrees. */
async function signInThere(at: Page, subject: string): Promise<void> {
  await at.locator('input[name="login"]').fill(subject);
  await at.locator('input[name="password"]').fill('any');
  await at.locator('button[type="submit"]').click();
  await at.locator('button[type="submit"]').click();
  await at.waitForURL(`${server.baseURL}/**`);
}

const account = (email: string, more = {}) => ({
  email,
  emailVerified: true,
  name: 'Grace Hopper',
  groups: ['developers'],
  ...more,
});
const problem = (at: Page) => at.getByText('Not signed in', { exact: true });

test('an organization gets its domain and its provider, and the connection is tested', async () => {
  await page.goto('/orgs/new');
  await page.getByLabel('Name').fill('Acme');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.waitForURL('**/orgs/org_*/**');
  acme = new URL(page.url()).pathname.split('/')[2] as string;
  const redirectUri = `${server.baseURL}/sign-in/sso/callback/${acme}`;
  provider.setRedirectUri(redirectUri);
  await page.goto(`/orgs/${acme}/sso`);
  await page.getByLabel('Another domain').fill('acme.example');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByRole('button', { name: 'Mark as verified: acme.example' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Require single sign-on' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Require it' }).click();
  await expect(page.getByText('There is no identity provider in use here yet.')).toBeVisible();
  await page.getByText('Add an identity provider').click();
  await expect(page.getByText(redirectUri, { exact: true })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Acme login');
  await page.getByLabel('Issuer').fill(provider.issuer);
  await page.getByLabel('Client id').fill(provider.clientId);
  await page.getByLabel('Client secret', { exact: true }).fill(provider.clientSecret);
  await page.getByLabel('Claim with roles').fill('groups');
  await page.getByLabel('Roles by value of the claim').fill('developers = Editor\nboss = Administrator');
  await page.getByRole('button', { name: 'Add identity provider' }).click();
  await expect(page.getByRole('heading', { name: /^Acme login/ })).toBeVisible();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('It answers, and is what it says it is.')).toBeVisible();
  expect(await page.content()).not.toContain(provider.clientSecret);
});

test('somebody new joins with the role of the claim, and has another one at the next sign-in', async ({
  browser,
}) => {
  provider.accounts.set('grace', account('grace@acme.example'));
  const at = await freshPage(browser);
  await leaveForProvider(at, 'Anybody@ACME.example');
  await signInThere(at, 'grace');
  await expect(at).toHaveURL(`${server.baseURL}/orgs/${acme}/secrets`);
  await expect(at.getByRole('link', { name: 'New secret' }).first()).toBeVisible();
  // A person of one organization, and no administrator of it.
  expect((await at.goto(`/orgs/${acme}/sso`))?.status()).toBe(403);
  provider.accounts.set('grace', account('grace@acme.example', { groups: ['boss'] }));
  const again = await freshPage(browser);
  await leaveForProvider(again, 'grace@acme.example');
  await signInThere(again, 'grace');
  expect((await again.goto(`/orgs/${acme}/sso`))?.status()).toBe(200);
});

test('an address that is not verified, of a foreign domain, or of somebody without a role is refused', async ({
  browser,
}) => {
  provider.accounts.set('una', account('una@acme.example', { emailVerified: false }));
  provider.accounts.set('eve', account('eve@evil.example'));
  provider.accounts.set('rita', account('rita@acme.example', { groups: ['visitors'] }));
  const reasons = { una: 'is verified', eve: 'verified domains', rita: 'no role' };
  for (const [subject, words] of Object.entries(reasons)) {
    const at = await freshPage(browser);
    await leaveForProvider(at, 'somebody@acme.example');
    await signInThere(at, subject);
    await expect(problem(at)).toBeVisible();
    await expect(at.getByText(words)).toBeVisible();
    expect((await at.context().cookies()).map(({ name }) => name)).not.toContain('strongroom-session');
  }
});

test('an account with the same address is nobody’s until its holder connects it', async ({ browser }) => {
  const known = await newPerson(server, { name: 'Ada', role: 'viewer', organization: acme });
  provider.accounts.set('mallory', account(known.email));
  await page.goto(`/orgs/${acme}/sso`);
  await page.getByLabel('Another domain').fill('example.com');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByRole('button', { name: 'Mark as verified: example.com' }).click();
  const at = await freshPage(browser);
  await leaveForProvider(at, known.email);
  await signInThere(at, 'mallory');
  await expect(at.getByText('There is an account with your e-mail address already.')).toBeVisible();
  // Its holder proves it with the password, and goes on to connect it.
  await fillSignIn(at, known);
  await at.waitForURL('**/account/sso');
  await at.getByRole('link', { name: 'Connect Acme login' }).click();
  await at.waitForURL('**/account/sso?done=connected');
  await expect(at.getByText('Your account is connected')).toBeVisible();
});

test('an answer counts once, in its own browser, and for its own question', async ({ browser }) => {
  const at = await freshPage(browser);
  await leaveForProvider(at, 'grace@acme.example');
  const [kept] = (await at.context().cookies()).filter(({ name }) => name === 'strongroom-sso');
  await at.context().clearCookies({ name: 'strongroom-sso' });
  const returned = at.waitForRequest((request) => request.url().includes('/sign-in/sso/callback/'));
  await signInThere(at, 'grace');
  await expect(problem(at)).toBeVisible();
  const answer = (await returned).url();
  expect(answer).toContain('code=');
  const other = await freshPage(browser);
  await leaveForProvider(other, 'grace@acme.example');
  await other.goto(answer);
  await expect(problem(other)).toBeVisible();
  if (!kept) throw new Error('The browser got no cookie.');
  await at.context().addCookies([kept]);
  const forged = new URL(answer);
  forged.searchParams.set('state', 'x'.repeat(43));
  await at.goto(forged.href);
  await expect(problem(at)).toBeVisible();
  // Where the environment's providers send people back to.
  await at.goto(answer.replace(`/${acme}?`, '?'));
  await expect(problem(at)).toBeVisible();
  // As it came, and once more.
  await at.goto(answer);
  await expect(at).toHaveURL(`${server.baseURL}/orgs/${acme}/secrets`);
  await at.context().clearCookies({ name: 'strongroom-session' });
  await at.goto(answer);
  await expect(problem(at)).toBeVisible();
});

test('a token with another nonce, or a code for another question, is refused', async ({ browser }) => {
  for (const parameter of ['nonce', 'code_challenge']) {
    const at = await freshPage(browser);
    const sent = at.waitForRequest((request) => request.url().startsWith(`${provider.issuer}/auth?`));
    await leaveForProvider(at, 'grace@acme.example');
    const asked = new URL((await sent).url());
    asked.searchParams.set(parameter, 'x'.repeat(43));
    await at.goto(asked.href);
    await signInThere(at, 'grace');
    await expect(at.getByText('its answer could not be taken')).toBeVisible();
  }
});

test('a member who signed in elsewhere is told how to get in, once it is required', async ({ browser }) => {
  const member = await newPerson(server, { name: 'Bob', role: 'editor', organization: acme });
  await page.goto(`/orgs/${acme}/sso`);
  await page.getByRole('button', { name: 'Require single sign-on' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Require it' }).click();
  await expect(page.getByText('Required', { exact: true })).toBeVisible();
  const at = await freshPage(browser);
  await signIn(at, server, member);
  await expect(at.getByText('Some of your organizations want single sign-on')).toBeVisible();
  expect((await at.goto(`/orgs/${acme}/secrets`))?.status()).not.toBe(200);
  await at.goto('/orgs');
  provider.accounts.set('grace', account('grace@acme.example'));
  await at.getByRole('link', { name: 'Sign in with Acme login' }).click();
  await signInThere(at, 'grace');
  await expect(at).toHaveURL(`${server.baseURL}/orgs/${acme}/secrets`);
});

test('leads to no other site, and to no provider from another site', async ({ browser }) => {
  const at = await freshPage(browser);
  await at.goto('/sign-in/single-sign-on?next=https://evil.example');
  await at.getByLabel('Work e-mail').fill('grace@acme.example');
  await at.getByRole('button', { name: 'Continue' }).click();
  await at.waitForURL(`${provider.issuer}/**`);
  await signInThere(at, 'grace');
  await expect(at).toHaveURL(`${server.baseURL}/orgs/${acme}/secrets`);
  // Typed in, or linked from elsewhere: nobody is sent on.
  const typed = await freshPage(browser);
  await typed.goto('/sign-in/sso?provider=provider_x');
  await expect(typed).toHaveURL(`${server.baseURL}/sign-in`);
  expect(server.output()).not.toContain(provider.clientSecret);
});
