import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { codeOf } from '@/lib/vault/test-support/totp';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  fillSignIn,
  newOrganization,
  newPerson,
  newSecret,
  type Person,
  signIn,
  valueOf,
} from '../support/dashboard';
import { besideServer, COMMAND_LINE, makePerson } from '../support/people';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that a scheme can change: the same document was asked everything in the light one. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'] as const;

let server: RunningServer;
let ada: Person;
let api: Api;
let acme: string;
let empty: string;
let secretId: string;
let context: BrowserContext;
let page: Page;
/** What the browser complained of. */
let complaints: string[] = [];

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  acme = await newOrganization(server, 'Acme');
  empty = await newOrganization(server, 'Empty & Co. with a name that is much longer than a phone is wide');
  ada = await newPerson(server, { name: 'Ada', role: 'admin' });
  api = apiOf(server, await newApiKey(server));
  const names = ['database/password', 'stripe/live/restricted-key', `${'a-very-long-name/'.repeat(11)}end`];
  const made = [];
  for (const name of names) made.push(await newSecret(api, acme, name, `the value of ${name}\nsecond line`));
  secretId = made[0]?.id ?? '';
  await api('DELETE', `/vault/v1/kv/${made[1]?.id}`);
  context = await browser.newContext({ baseURL: server.baseURL });
  page = await context.newPage();
  await signIn(page, server, ada);
  await page.close();
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
});
test.beforeEach(async () => {
  page = await context.newPage();
  listen(page);
});
test.afterEach(async () => {
  await page.close();
  expect(complaints.splice(0), 'what the browser complained of').toEqual([]);
});

/** Errors of scripts and refusals of the content security policy. A refused form or page is an answer, no error. */
function listen(to: Page) {
  complaints = [];
  to.on('pageerror', (error) => complaints.push(String(error)));
  to.on('console', (message) => {
    const text = message.text();
    const isStatus = /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);
    if (message.type() === 'error' && !isStatus) complaints.push(text);
    if (/content security policy/i.test(text)) complaints.push(text);
  });
}

/** The state that is shown, in both schemes and widths. */
async function expectAccessible(state: string, on = page) {
  for (const width of WIDTHS) {
    await on.setViewportSize({ width, height: 800 });
    for (const colorScheme of SCHEMES) {
      await on.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(on);
      // Legacy mode needs no second tab, which would take the focus and hide what is revealed.
      const axe = new AxeBuilder({ page: on }).setLegacyMode();
      const asked = colorScheme === 'light' ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES);
      const { violations } = await asked.analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      expect.soft(found, `${state}, ${width} px, ${colorScheme}`).toEqual([]);
    }
    const sideways = await on.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(sideways, `${state}: px beyond a width of ${width}`).toBeLessThanOrEqual(0);
  }
  await on.setViewportSize({ width: 1280, height: 800 });
}

/** Colours are compared after they have changed, not on the way. What opens begins to move some frames after it is there. */
async function settled(on: Page) {
  await on.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) =>
            playState !== 'finished' && effect?.getComputedTiming().endTime !== Infinity,
        );
    for (let still = 0; still < 5; still++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (moving().length === 0) continue;
      still = 0;
      await Promise.all(moving().map(({ finished }) => finished.catch(() => undefined)));
    }
  });
}

async function show(path: string, heading: string | RegExp, level = 1) {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading, level })).toBeAttached();
}

test('the pages before the sign-in are accessible', async ({ browser }) => {
  const fresh = await browser.newContext({ baseURL: server.baseURL });
  const outside = await fresh.newPage();
  listen(outside);
  await outside.goto('/sign-in');
  await expectAccessible('sign-in', outside);
  await outside.getByLabel('E-mail').fill(ada.email);
  await outside.getByLabel('Password', { exact: true }).fill('wrong');
  await outside.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(outside.getByText('The e-mail address or the password is not right.')).toBeVisible();
  await expectAccessible('sign-in, refused', outside);
  await outside.goto('/setup');
  await expect(outside.getByRole('heading', { name: 'Set up already' })).toBeVisible();
  await expectAccessible('set up already', outside);
  await outside.goto('/password#token=unknown');
  await outside.getByLabel('New password').fill('long enough, but for nobody');
  await outside.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(outside.getByText('This link was used or is too old.').first()).toBeVisible();
  await expectAccessible('a password link that was used', outside);
  await outside.goto('/nowhere');
  await expectAccessible('no such page, signed out', outside);
  await fresh.close();
});

test('the pages before the set-up are accessible', async ({ browser }) => {
  const untouched = await startServer();
  const fresh = await browser.newContext({ baseURL: untouched.baseURL });
  const outside = await fresh.newPage();
  listen(outside);
  await outside.goto('/');
  await expect(outside.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible('before the set-up', outside);
  await outside.goto(`/setup#token=${untouched.setupToken}`);
  await expectAccessible('set-up', outside);
  await outside.getByRole('button', { name: 'Set up Strongroom' }).click();
  await expect(outside.locator('[aria-invalid=true]').first()).toBeVisible();
  await expectAccessible('set-up, refused', outside);
  await fresh.close();
  await untouched.stop();
});

test('the lists are accessible', async () => {
  await show('/orgs', 'Organizations');
  await expectAccessible('organizations');
  await show('/orgs/new', 'New organization');
  await expectAccessible('new organization');
  await show(`/orgs/${acme}/secrets`, 'Secrets');
  await expectAccessible('secrets');
  await page.getByRole('checkbox', { name: 'Choose database/password' }).check();
  await expect(page.getByText('1 chosen', { exact: true }).first()).toBeVisible();
  await expectAccessible('secrets, one chosen');
  await page.getByRole('button', { name: 'Clear' }).click();
  await show(`/orgs/${acme}/secrets?q=nothing`, 'Secrets');
  await expectAccessible('secrets, no match');
  await show(`/orgs/${empty}/secrets`, 'Secrets');
  await expectAccessible('secrets, none yet');
  await show(`/orgs/${acme}/overview`, 'Overview');
  await expectAccessible('overview');
  await show(`/orgs/${empty}/overview`, 'Overview');
  await expectAccessible('overview, nothing yet');
  await show(`/orgs/${acme}/activity`, 'Activity');
  await expectAccessible('activity');
  await page.goto(`/orgs/${acme}/secrets?prefix=a`);
  await page.getByText('Sort and filter').click();
  await expectAccessible('secrets, filtered');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('a');
  await expectAccessible('the palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await expectAccessible('the help for the keyboard');
  await page.keyboard.press('Escape');
  await show(`/orgs/${acme}/trash`, 'Trash');
  await expectAccessible('trash');
  await page.getByRole('button', { name: 'Delete stripe/live/restricted-key for good' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible('deleting for good');
  await page.keyboard.press('Escape');
});

test('who may, who looked and who left are accessible', async () => {
  const key = await newApiKey(server, acme);
  await apiOf(server, key)('GET', `/vault/v1/kv/${secretId}`);
  const departure = await besideServer(server, async (vault) => {
    const leaver = { email: 'leaver@example.com', name: 'Leo', role: 'reader' } as const;
    const grants = [{ role: leaver.role, organizationId: acme }];
    const { id } = await vault.createUser(COMMAND_LINE, { email: leaver.email, name: leaver.name, grants });
    await vault.removeMember(COMMAND_LINE, { organizationId: acme, userId: id });
    return (await vault.listDepartures(COMMAND_LINE, { organizationId: acme })).items[0]?.id ?? '';
  });
  await show(`/orgs/${acme}/secrets/${secretId}/access`, 'Who may do what');
  await page.getByRole('link', { name: 'End to end' }).first().click();
  await expect(page.getByText('Take it along in an export: no')).toBeVisible();
  await expectAccessible('an explanation');
  await show(`/orgs/${acme}/receipts`, 'Who looked');
  await expectAccessible('who looked');
  await show(`/orgs/${acme}/receipts?by=reader`, 'Who looked');
  await expectAccessible('who looked, by reader');
  await show(`/orgs/${acme}/departures`, 'Departures');
  await expectAccessible('departures');
  await show(`/orgs/${acme}/departures/${departure}`, 'Leo');
  await page.getByText('Close the list').first().click();
  await page.getByRole('button', { name: 'Close the list' }).click();
  await expect(page.locator('[aria-invalid=true]')).toBeVisible();
  await expectAccessible('a departure, its end refused');
});

test('restrictions, approvals and reasons are accessible', async () => {
  const [forOthers, forMe] = await besideServer(server, async (vault) => {
    await vault.updateOrganization(COMMAND_LINE, { id: acme, requireReason: true });
    const session = async ({ email, password }: Person) => {
      const nobody = { via: 'nobody', requestId: 'test' } as const;
      const { token } = await vault.createSession(nobody, { email, password });
      return { via: 'session', token, requestId: 'test' } as const;
    };
    const grants = [{ role: 'editor', organizationId: acme } as const];
    const grace = await makePerson(vault, 'Grace', grants);
    const [by, admin] = [await session(grace), await session(ada)];
    const keyContext = { organization_id: acme };
    const make = async (name: string) => {
      const { id } = await vault.createSecret(by, { name, value: 'x', context: keyContext });
      const was = { subjects: [], needsApproval: false };
      await vault.changeRestriction(admin, { id, subjects: [], needsApproval: true, was });
      return id;
    };
    const [first, second] = [await make('marked/first'), await make('marked/second')];
    const { id } = await vault.requestApproval(by, { id: first, reason: 'The outage' });
    await vault.approveRequest(admin, { id });
    await vault.requestApproval(by, { id: second, reason: 'The outage' });
    // Something that is open for whoever looks.
    const third = await make('marked/third');
    const mine = await vault.requestApproval(admin, { id: third, reason: 'The outage' });
    const boss = await session(await makePerson(vault, 'Edsger', [{ role: 'owner' }]));
    await vault.approveRequest(boss, { id: mine.id });
    return [first, third];
  });
  await show(`/orgs/${acme}/secrets/${secretId}/restriction`, 'Edit access');
  await page.getByLabel('Of those, only the ones named here').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choose somebody, or whoever has the right.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Every reader' }).check();
  await expect(page.getByText(/lose/).first()).toBeVisible();
  // What lies halfway under the bar is no small target.
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible('a restriction, refused, and who would lose');
  await show(`/orgs/${acme}/approvals`, 'Approvals');
  await expectAccessible('approvals');
  await show(`/orgs/${empty}/approvals`, 'Approvals');
  await expectAccessible('approvals, none yet');
  await show(`/orgs/${acme}/secrets/${forOthers}`, 'marked/first');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.locator('[aria-invalid=true]')).toBeVisible();
  // The focus went to the field: what lies halfway under the bar has the bar's colours.
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible('a secret that needs an approval, the request refused');
  await page.getByLabel('Why do you need it?').fill('The outage');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByText('Waiting for an administrator')).toBeVisible();
  await expectAccessible('a request that waits');
  await show(`/orgs/${acme}/secrets/${forMe}`, 'marked/third');
  await expect(page.getByText('Open for you until')).toBeVisible();
  await expectAccessible('a secret that is open for a while');
  await show(`/orgs/${acme}/secrets/${secretId}`, 'database/password');
  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByRole('dialog', { name: 'Why do you open it?' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expectAccessible('a reason, refused');
  await page.keyboard.press('Escape');
  await expect(page.getByText('This organization wants to know why').first()).toBeVisible();
  await besideServer(server, (vault) =>
    vault.updateOrganization(COMMAND_LINE, { id: acme, requireReason: false }),
  );
});

test('the pages of people are accessible, with what opens above them', async () => {
  await newPerson(server, { name: 'A member', role: 'reader', organization: acme });
  await show(`/orgs/${acme}/members`, 'Members');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByLabel('E-mail').fill('no address');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText('Give an e-mail address, such as').first()).toBeVisible();
  await expectAccessible('an invitation, refused');
  await page.getByLabel('E-mail').fill('new@example.com');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const link = await page.getByLabel('The link of the invitation').innerText();
  await expectAccessible('members, with a new link');
  await page.getByRole('button', { name: 'What to do with A member' }).click();
  await page.getByRole('menuitem', { name: 'Change role' }).click();
  await page.getByRole('radio', { name: 'Viewer' }).check();
  await expect(page.getByText('1 person loses.')).toBeVisible();
  await expectAccessible('another role');
  await page.keyboard.press('Escape');
  await show('/people', 'People');
  await expectAccessible('people');
  await show('/settings', 'Settings of the installation');
  await expectAccessible('the settings of the installation, to read');
  await page.goto(link);
  await expect(page.getByText('You are signed in with another address.')).toBeVisible();
  await expectAccessible('an invitation for another account');
});

test('one’s own account is accessible, with an authenticator app and its codes', async ({ browser }) => {
  const bea = await besideServer(server, (vault) => makePerson(vault, 'Bea', [{ role: 'auditor' }]));
  const own = await browser.newContext({ baseURL: server.baseURL });
  const at = await own.newPage();
  listen(at);
  await signIn(at, server, bea);
  await at.goto('/account');
  await expectAccessible('account', at);
  await at.getByRole('button', { name: 'Add an authenticator app' }).click();
  const typed = await at.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  await expectAccessible('a new authenticator app', at);
  const code = codeOf((typed ?? '').replaceAll(' ', ''), new Date());
  await at.getByRole('textbox', { name: 'Code' }).fill(code);
  await at.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(at.getByText('Keep these recovery codes.')).toBeVisible();
  await expectAccessible('recovery codes', at);
  await at.getByRole('button', { name: 'I have kept them' }).click();
  await expect(at.getByText('10 recovery codes are left.')).toBeVisible();
  await expectAccessible('account, with an app', at);
  await at.goto('/account/activity');
  await expectAccessible('what one did', at);
  await own.clearCookies();
  await at.goto('/sign-in');
  await fillSignIn(at, bea);
  await expect(at.getByLabel('Code')).toBeFocused();
  await expectAccessible('sign-in, asking for a code', at);
  await own.close();
});

test('the page of the design language is accessible: every component is', async () => {
  await show('/design', 'Design');
  await expectAccessible('design');
});

test('the settings are accessible, with their errors and their question', async () => {
  await show(`/orgs/${acme}/settings`, 'Settings');
  await page.getByLabel('Days in the trash').fill('6');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The trash keeps secrets for 7 to 90 days.')).toBeVisible();
  await expectAccessible('settings');
  await page.getByRole('button', { name: 'Delete organization' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible('deleting an organization');
  await page.keyboard.press('Escape');
});

test('single sign-on is accessible: its domains, its provider, and what is wrong with one', async ({
  browser,
}) => {
  await show(`/orgs/${acme}/sso`, 'Single sign-on');
  await page.getByLabel('Another domain').fill('acme.example');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await expect(page.getByText('Not verified yet')).toBeVisible();
  await page.getByText('Add an identity provider').click();
  await page.getByRole('button', { name: 'Add identity provider' }).click();
  await expect(page.getByText('Give the issuer as an https address')).toBeVisible();
  await expectAccessible('a new identity provider, with its errors');
  await page.getByLabel('Name', { exact: true }).fill('Acme login');
  await page.getByLabel('Issuer').fill('https://127.0.0.1');
  await page.getByLabel('Client id').fill('strongroom');
  await page.getByLabel('Client secret', { exact: true }).fill('a secret');
  await page.getByRole('button', { name: 'Add identity provider' }).click();
  // What is on no public address is not even asked.
  await expect(page.getByText('Added, and not in use yet')).toBeVisible();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('It cannot be used as it is.')).toBeVisible();
  await expectAccessible('an identity provider');
  await show('/sso', 'Single sign-on');
  await expectAccessible('single sign-on of the installation');
  await show('/account/sso', 'Your single sign-on');
  await expectAccessible('one’s own single sign-on');
  const fresh = await browser.newContext({ baseURL: server.baseURL });
  const on = await fresh.newPage();
  await on.goto('/sign-in?sso=unverified');
  await expectAccessible('the sign-in, after a refusal', on);
  await on.goto('/sign-in/single-sign-on');
  await on.getByLabel('Work e-mail').fill('ada@nowhere.example');
  await on.getByRole('button', { name: 'Continue' }).click();
  await expect(on.getByText('No organization here has')).toBeVisible();
  await expectAccessible('the way to single sign-on', on);
  await fresh.close();
});

test('a new secret’s form is accessible, with its errors too', async () => {
  await show(`/orgs/${acme}/secrets/new`, 'New secret');
  await expectAccessible('new secret');
  await page.getByText('Note, tags and reminders').click();
  await expectAccessible('new secret, with its details');
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByText('A name must not be empty.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expectAccessible('new secret, with errors');
  await page.getByLabel('Name', { exact: true }).fill('a draft');
  await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage).join())).toContain('draft');
  await page.reload();
  await expect(page.getByText('There is an unsaved draft')).toBeVisible();
  await expectAccessible('new secret, with a draft from before');
  await page.getByRole('button', { name: 'Discard it' }).click();
});

test('a secret’s page is accessible: hidden, revealed, in a conflict, after a deletion', async () => {
  await show(`/orgs/${acme}/secrets/${secretId}`, 'database/password');
  await expectAccessible('secret');
  await show(`/orgs/${acme}/secrets/${secretId}/details`, 'Edit details');
  await page.getByLabel('Note').fill('For the shop');
  await page.getByLabel('Tags').fill('shop, eu');
  await page.getByLabel('Expires on').fill('2026-01-31');
  await page.getByLabel('Replace every').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Give a whole number of days')).toBeVisible();
  await expectAccessible('details, with an error');
  await page.getByLabel('Replace every').fill('365');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('For the shop')).toBeVisible();
  await expectAccessible('secret, with details');
  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByText('second line')).toBeVisible();
  await expectAccessible('secret, revealed');
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('a draft');
  await api('PUT', `/vault/v1/kv/${secretId}`, { value: 'somebody else’s' });
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('replaced this value while you were writing')).toBeVisible();
  await page.getByRole('button', { name: 'Look at theirs' }).click();
  await expectAccessible('secret, in a conflict');
  await page.reload();
  await page.getByRole('button', { name: 'Open version 1' }).click();
  await expect(page.getByRole('dialog', { name: 'Version 1' })).toBeVisible();
  await expectAccessible('secret, an old version');
  await page.getByRole('button', { name: 'Compare with the current value' }).click();
  await expect(page.getByText('Since then')).toBeVisible();
  await expectAccessible('secret, a comparison');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog', { name: 'Moved to the trash' })).toBeVisible();
  // The notice stays while it is looked at.
  await page.getByRole('dialog', { name: 'Moved to the trash' }).hover();
  await expectAccessible('secrets, after a deletion');
  await api('POST', `/vault/v1/kv/${secretId}/restore`);
});

test('an import is accessible: the source, the preview, the report', async () => {
  await show(`/orgs/${acme}/import`, 'Import secrets');
  await expectAccessible('import');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Paste the text of a file here')).toBeVisible();
  await expectAccessible('import, refused');
  const rows = { 'database/password': 'x', 'imported/one': 'line one\nline two', NONE: null, EMPTY: '' };
  await page.getByLabel('Text of the file').fill(JSON.stringify(rows));
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible();
  await page.getByRole('button', { name: 'Show the value of imported/one' }).click();
  await expectAccessible('import, the preview');
  await page.getByRole('button', { name: /^Import \d/ }).click();
  await expect(page.getByRole('link', { name: 'To the secrets' })).toBeVisible();
  await expectAccessible('import, the report');
});

test('an export is accessible: each way, its errors, its end', async () => {
  await show(`/orgs/${acme}/export`, 'Export secrets');
  await expectAccessible('export');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('A reason must not be empty.')).toBeVisible();
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  await expectAccessible('export, with errors');
  await page.getByRole('radio', { name: 'For a recipient of age' }).check();
  await expectAccessible('export for a recipient');
  await page.getByRole('radio', { name: 'Not at all' }).check();
  await page.getByLabel('Format').selectOption('CSV');
  await page.getByLabel('Reason').fill('To look at it');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('is in your downloads')).toBeVisible();
  await expectAccessible('export, done');
});

test('API keys are accessible: the list, the questions, the new key, the revoking', async () => {
  await show('/api-keys', 'API keys');
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('button', { name: 'Make key' }).click();
  await expect(page.getByText('A name must not be empty.')).toBeVisible();
  await expectAccessible('API keys, a new one with errors');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('accessible');
  await dialog.getByLabel('What I choose').check();
  await dialog.getByLabel('Only secrets whose name').fill('db/');
  await dialog.getByLabel('Ends').selectOption('day');
  await dialog.getByText('Addresses and limit').click();
  await expectAccessible('API keys, a new one with everything asked');
  await dialog.getByLabel('Ends').selectOption('30');
  await page.getByRole('button', { name: 'Make key' }).click();
  await expect(page.getByRole('region', { name: 'The new API key' })).toBeVisible();
  await expect(page.getByRole('row', { name: 'accessible' })).toBeVisible();
  await expectAccessible('API keys, the new one shown');
  await page.getByRole('button', { name: 'What to do with accessible' }).click();
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await expect(page.getByRole('button', { name: 'Rotate key' })).toBeVisible();
  await expectAccessible('API keys, rotating');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'What to do with accessible' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible('API keys, revoking');
});

test('what is not there, and what is not allowed, is said on an accessible page', async ({ browser }) => {
  await show(`/orgs/${acme}/secrets/secret_missing`, 'Not found');
  await expectAccessible('no such secret');
  await show('/nowhere', 'Nothing here');
  await expectAccessible('no such page');
  const reader = await newPerson(server, { name: 'Joe', role: 'reader', organization: acme });
  const own = await browser.newContext({ baseURL: server.baseURL });
  const other = await own.newPage();
  listen(other);
  await signIn(other, server, reader);
  await other.goto('/api-keys');
  await expect(other.getByRole('heading', { name: 'Not allowed' })).toBeAttached();
  await expectAccessible('not allowed', other);
  await own.close();
});

test('the menus and the navigation of a phone are accessible', async () => {
  await show(`/orgs/${acme}/secrets`, 'Secrets');
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expectAccessible('the menu of the person');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Organization: Acme' }).click();
  await expect(page.getByRole('menuitem', { name: 'All organizations' })).toBeVisible();
  await expectAccessible('the menu of organizations');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByRole('heading', { name: 'Trash', level: 1 })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(target: Locator, on: Page) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await on.keyboard.press('Tab');
  }
  await expect(target, 'the focus after 60 times Tab').toBeFocused();
}

test('with the keyboard alone: sign in, create, reveal, delete and undo', async ({ browser }) => {
  const fresh = await browser.newContext({ baseURL: server.baseURL });
  const on = await fresh.newPage();
  listen(on);
  await on.goto(`/sign-in?next=/orgs/${acme}/secrets`);
  await expect(on.getByLabel('E-mail')).toBeFocused();
  await on.keyboard.type(ada.email);
  await on.keyboard.press('Tab');
  await on.keyboard.type(ada.password);
  await on.keyboard.press('Enter');
  await expect(on.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();

  await tabTo(on.getByRole('link', { name: 'New secret' }), on);
  await on.keyboard.press('Enter');
  await expect(on.getByRole('heading', { name: 'New secret', level: 1 })).toBeVisible();
  await tabTo(on.getByLabel('Name', { exact: true }), on);
  await on.keyboard.type('by/keyboard');
  await tabTo(on.getByLabel('Value', { exact: true }), on);
  await on.keyboard.type('typed');
  await tabTo(on.getByRole('button', { name: 'Create secret' }), on);
  await on.keyboard.press('Enter');
  await expect(on.getByRole('heading', { name: 'by/keyboard', level: 1 })).toBeVisible();
  const id = /secret_\w+/.exec(on.url())?.[0] ?? '';

  await tabTo(on.getByRole('button', { name: 'Reveal' }), on);
  await on.keyboard.press('Enter');
  await expect(on.getByText('typed', { exact: true })).toBeVisible();
  await expect(on.getByRole('button', { name: 'Hide', exact: true })).toBeFocused();
  await on.keyboard.press('Space');
  await expect(on.getByText('typed', { exact: true })).toHaveCount(0);

  const remove = on.getByRole('button', { name: 'Delete' });
  for (let presses = 0; presses < 10; presses += 1) {
    if (await remove.evaluate((element) => element === document.activeElement)) break;
    await on.keyboard.press('Shift+Tab');
  }
  await expect(remove).toBeFocused();
  await on.keyboard.press('Enter');
  await expect(on.getByRole('dialog', { name: 'Moved to the trash' })).toBeVisible();
  expect(await valueOf(api, id)).toBeNull();
  await on.keyboard.press('F6');
  await tabTo(on.getByRole('button', { name: 'Undo' }), on);
  await on.keyboard.press('Enter');
  await expect(on.getByRole('link', { name: 'by/keyboard' })).toBeVisible();
  expect(await valueOf(api, id)).toBe('typed');
  await fresh.close();
});
