import type { BrowserContext, Page } from '@playwright/test';
import { type Api, apiOf, fillSignIn, newPerson, newSecret, type Person, signIn } from '../support/dashboard';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

const ADA: Person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };
const SECRET = 'database/password';
const FIRST = 'first-value-4f1c';

let server: RunningServer;
let context: BrowserContext;
let page: Page;
/** The organization that the set-up makes. */
let home: string;
let api: Api;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  server = await startServer();
  context = await browser.newContext({ baseURL: server.baseURL });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.baseURL });
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
});

async function fillSetUp(into: Page, of = server) {
  await into.goto(`${of.baseURL}/setup#token=${of.setupToken}`);
  await into.getByLabel('Your name').fill(ADA.name);
  await into.getByLabel('E-mail').fill(ADA.email);
  await into.getByLabel('Password', { exact: true }).fill(ADA.password);
  await into.getByLabel('First organization').fill('Acme');
}

async function sendSetUp(from: Page) {
  await from.getByRole('button', { name: 'Set up Strongroom' }).click();
}

const shownValue = (of = SECRET) => page.getByRole('region', { name: `Value of ${of}`, exact: true });
const toast = (title: string) => page.getByRole('dialog', { name: title, exact: true });
const currentRow = () => page.getByRole('row').filter({ hasText: 'Current' });

async function openSecret(name = SECRET) {
  await page.goto(home);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function reveal() {
  await page.getByRole('button', { name: 'Reveal' }).click();
}

async function startReplacing(value: string) {
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill(value);
}

test('the set-up link makes the first administrator and organization, and signs in', async () => {
  await fillSetUp(page);
  expect(page.url(), 'the link is out of the address at once').toBe(`${server.baseURL}/setup`);
  await sendSetUp(page);
  await expect(page).toHaveURL(/\/orgs\/org_\w+\/secrets$/);
  home = new URL(page.url()).pathname;
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Organization: Acme' })).toBeVisible();
});

test('the second use of the set-up link is refused with words, however late it comes', async ({
  browser,
}) => {
  const other = await startServer();
  const newPage = async () => (await browser.newContext({ baseURL: other.baseURL })).newPage();
  const [first, late] = [await newPage(), await newPage()];
  for (const filled of [first, late]) await fillSetUp(filled, other);
  await sendSetUp(first);
  await expect(first).toHaveURL(/secrets$/);
  await sendSetUp(late);
  await expect(late.getByRole('heading', { name: 'Set up already' })).toBeVisible();
  await late.goto(`/setup#token=${other.setupToken}`);
  await expect(late.getByRole('heading', { name: 'Set up already' })).toBeVisible();
  await late.getByRole('link', { name: 'Sign in' }).click();
  await expect(late.getByLabel('E-mail')).toBeVisible();
  for (const opened of [first, late]) await opened.context().close();
  await other.stop();
});

test('a secret is created, stands in the list, and opens without its value', async () => {
  await page.getByRole('link', { name: 'New secret' }).click();
  await page.getByLabel('Name', { exact: true }).fill(SECRET);
  await page.getByLabel('Value', { exact: true }).fill(FIRST);
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByRole('heading', { name: SECRET, level: 1 })).toBeVisible();

  await page.goto(home);
  await expect(page.getByRole('table', { name: 'Secrets' }).getByRole('row')).toHaveCount(2);
  expect(await page.content()).not.toContain(FIRST);
  await page.getByRole('link', { name: SECRET }).click();
  await expect(page.getByRole('img', { name: 'hidden' })).toBeVisible();
  await expect(currentRow()).toContainText(`${FIRST.length} bytes`);
  expect(await page.content()).not.toContain(FIRST);
});

test('a value is shown on a click, and gone from the document after Hide', async () => {
  await reveal();
  await expect(shownValue()).toHaveText(FIRST);
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(shownValue()).toHaveCount(0);
  expect(await page.content()).not.toContain(FIRST);
});

test('a value that is shown hides by itself after 30 seconds, and not before', async () => {
  const other = await context.newPage();
  await other.clock.install();
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Reveal' }).click();
  await expect(other.getByText(FIRST)).toBeVisible();
  await other.clock.fastForward(25_000);
  await expect(other.getByText(/Hides in [1-5] s/)).toBeVisible();
  await expect(other.getByText(FIRST)).toBeVisible();
  await other.clock.fastForward(6_000);
  await expect(other.getByText(FIRST)).toHaveCount(0);
  await expect(other.getByRole('button', { name: 'Reveal' })).toBeVisible();
  await other.close();
});

test('a value that is shown hides as soon as somebody looks at another tab or window', async () => {
  await reveal();
  await expect(shownValue()).toBeVisible();
  // A headless browser shows every tab: what a real one does is said to the page.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(shownValue()).toHaveCount(0);
  await page.reload();
  await reveal();
  await expect(shownValue()).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(shownValue()).toHaveCount(0);
});

test('a value is copied without being shown, and the activity tells both apart', async () => {
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(FIRST);
  await expect(shownValue()).toHaveCount(0);
  expect(await page.content()).not.toContain(FIRST);

  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'Activity of one secret' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  await expect(rows.filter({ hasText: `Ada copied the value of ${SECRET}` })).toHaveCount(1);
  await expect(rows.filter({ hasText: `Ada revealed the value of ${SECRET}` })).toHaveCount(4);
  await page.getByRole('link', { name: 'Changes' }).click();
  await expect(rows.filter({ hasText: 'Ada created' })).toHaveCount(1);
  await expect(rows).toHaveCount(2);
});

test('a value is replaced without showing the old one, which stays as a version', async () => {
  await openSecret();
  await startReplacing('second-value');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(toast('Value replaced')).toContainText('Version 2 is the current one now.');
  await expect(currentRow()).toContainText('2');
  await reveal();
  await expect(shownValue()).toHaveText('second-value');

  await page.getByRole('button', { name: 'Open version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Version 1' });
  await dialog.getByRole('button', { name: 'Reveal' }).click();
  await expect(dialog.getByText(FIRST)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await page.content()).not.toContain(FIRST);
});

test('whoever was slower keeps the draft, learns who was faster, and chooses one of three ways', async ({
  browser,
}) => {
  const grace = await newPerson(server, { name: 'Grace', role: 'admin' });
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, grace);
  const address = page.url();
  async function replaceAsGrace(value: string) {
    await other.goto(address);
    await other.getByText('Replace the value').click();
    await other.getByLabel('New value').fill(value);
    await other.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(other.getByText('Value replaced')).toBeVisible();
  }
  const conflict = page
    .getByRole('status')
    .filter({ hasText: 'Grace replaced this value while you were writing' });

  await test.step('looks at theirs, then saves over it', async () => {
    await page.reload();
    await startReplacing('my draft');
    await replaceAsGrace('what Grace wrote');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(conflict).toContainText(/It happened .*(just now|ago|second|moment)/);
    await expect(page.getByLabel('New value')).toHaveValue('my draft');
    expect(await page.content()).not.toContain('what Grace wrote');
    await page.getByRole('button', { name: 'Look at theirs' }).click();
    await page
      .getByRole('heading', { name: 'Theirs' })
      .locator('..')
      .getByRole('button', { name: 'Reveal' })
      .click();
    await expect(page.getByRole('region', { name: 'The value that Grace wrote' })).toHaveText(
      'what Grace wrote',
    );
    await expect(page.getByLabel('New value')).toHaveValue('my draft');
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await expect(toast('Value replaced')).toContainText('Version 4');
    await expect(conflict).toHaveCount(0);
    await expect(currentRow()).toContainText('4');
  });

  await test.step('discards the draft', async () => {
    await page.reload();
    await startReplacing('another draft');
    await replaceAsGrace('Grace again');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(conflict).toBeVisible();
    await page.getByRole('button', { name: 'Discard mine' }).click();
    await expect(conflict).toHaveCount(0);
    await expect(page.getByLabel('New value')).toBeHidden();
    await expect(currentRow()).toContainText('Grace');
    await reveal();
    await expect(shownValue()).toHaveText('Grace again');
  });

  await test.step('is faster than the look at it: saving over what has changed once more is a conflict again', async () => {
    await page.reload();
    await startReplacing('third draft');
    await replaceAsGrace('Grace, third');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(conflict).toBeVisible();
    await replaceAsGrace('Grace, fourth');
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await expect(page.getByRole('button', { name: 'Save mine over it' })).not.toHaveAttribute(
      'aria-busy',
      'true',
    );
    await expect(conflict).toBeVisible();
    await expect(page.getByLabel('New value')).toHaveValue('third draft');
    await page.getByRole('button', { name: 'Discard mine' }).click();
    // The page learns of the newest version, and hides what was shown of the one before.
    await expect(currentRow()).toContainText(/Version\s*7/);
    await reveal();
    await expect(shownValue()).toHaveText('Grace, fourth');
  });
  await other.context().close();
});

test('a secret that was deleted is taken back with Undo', async () => {
  await page.getByRole('button', { name: 'Delete' }).click();
  const deleted = toast('Moved to the trash');
  await expect(deleted).toBeVisible();
  await expect(page).toHaveURL(home);
  await expect(page.getByRole('link', { name: SECRET })).toHaveCount(0);
  await deleted.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: SECRET })).toBeVisible();
});

test('a secret is restored from the trash', async () => {
  // Without a new page: the notice of the second time must come too.
  await page.getByRole('link', { name: SECRET, exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(toast('Moved to the trash')).toBeVisible();
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByRole('row', { name: SECRET })).toContainText('by Ada');
  await page.getByRole('button', { name: `Restore ${SECRET}` }).click();
  await expect(toast('Restored')).toContainText(`${SECRET} is back in the list of secrets.`);
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});

test('a secret whose name was taken in the meantime is restored under another one', async () => {
  await openSecret();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(toast('Moved to the trash')).toBeVisible();
  await page.goto(`${home}/new`);
  await page.getByLabel('Name', { exact: true }).fill(SECRET);
  await page.getByLabel('Value', { exact: true }).fill('the newer one');
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByRole('heading', { name: SECRET, level: 1 })).toBeVisible();

  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: `Restore ${SECRET}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore under another name' });
  await expect(dialog).toContainText('This name is taken.');
  await dialog.getByLabel('New name').fill(`${SECRET}-old`);
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(toast('Restored')).toContainText(`${SECRET}-old is back`);
  await page.goto(home);
  await expect(page.getByRole('link', { name: SECRET, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: `${SECRET}-old`, exact: true })).toBeVisible();
});

test('a secret in the trash is deleted for good by its name, and only its activity is left', async () => {
  await openSecret(`${SECRET}-old`);
  const address = page.url();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(toast('Moved to the trash')).toBeVisible();
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: `Delete ${SECRET}-old for good` }).click();
  const question = page.getByRole('alertdialog', { name: `Delete ${SECRET}-old for good?` });
  const confirm = question.getByRole('button', { name: 'Delete for good' });
  await expect(question.getByRole('textbox')).toBeFocused();
  await page.keyboard.type(SECRET);
  await expect(confirm).toBeDisabled();
  await page.keyboard.type('-old');
  await page.keyboard.press('Enter');
  await expect(toast('Deleted for good')).toContainText(`${SECRET}-old and its versions are gone.`);
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  expect((await page.request.get(address)).status()).toBe(404);
  await page.goto(home.replace('secrets', 'activity'));
  await expect(page.getByRole('row').filter({ hasText: 'Ada deleted for good:' })).toContainText(
    `${SECRET}-old`,
  );
});

test('an API key is shown once, opens the API, and opens nothing once it is revoked by its name', async () => {
  await page.getByRole('link', { name: 'API keys' }).last().click();
  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Name', { exact: true }).fill('billing service');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  const key = await page.getByRole('region', { name: 'The new API key' }).innerText();
  await page.getByRole('button', { name: 'Copy key' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  api = apiOf(server, key);
  expect((await api('GET', '/vault/v1/kv')).status).toBe(200);
  // It stays for as long as somebody needs: longer than the page waits for anything.
  await page.waitForTimeout(500);
  await expect(page.getByRole('region', { name: 'The new API key' })).toHaveText(key);
  await page.reload();
  await expect(page.getByRole('row', { name: 'billing service' })).toContainText('All of production');
  expect(await page.content()).not.toContain(key);

  // The list of the next test, made while the key opens.
  const organization = /org_\w+/.exec(home)?.[0] ?? '';
  for (let number = 1; number <= 60; number += 1) {
    await newSecret(api, organization, `many/${String(number).padStart(2, '0')}`, 'x');
  }

  await page.getByRole('button', { name: 'What to do with billing service' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  const question = page.getByRole('alertdialog', { name: 'Revoke billing service?' });
  const confirm = question.getByRole('button', { name: 'Revoke key' });
  await question.getByRole('textbox').fill('billing');
  await expect(confirm).toBeDisabled();
  await question.getByRole('textbox').fill('billing service');
  await confirm.click();
  await expect(toast('Key revoked')).toBeVisible();
  await expect(page.getByRole('row', { name: 'billing service' })).toContainText('Revoked');
  expect((await api('GET', '/vault/v1/kv')).status).toBe(401);
});

test('more than fifty secrets have pages, forth and back', async () => {
  await page.goto(home);
  const rows = page.getByRole('table', { name: 'Secrets' }).getByRole('row');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(rows).toHaveCount(51);
  await expect(pages.getByRole('link', { name: 'Previous' })).toHaveCount(0);
  await pages.getByRole('link', { name: 'Next' }).click();
  await expect(rows).toHaveCount(12);
  await expect(page.getByRole('link', { name: SECRET, exact: true })).toBeVisible();
  await expect(pages.getByRole('link', { name: 'Next' })).toHaveCount(0);
  await pages.getByRole('link', { name: 'Previous' }).click();
  await expect(rows).toHaveCount(51);
  await expect(page.getByRole('link', { name: 'many/60' })).toBeVisible();
});

test('a search is in the address, finds by name, and is cleared', async () => {
  await page.goto(home);
  const box = page.getByRole('searchbox', { name: 'Search by name' });
  await box.fill('PASSWORD');
  await box.press('Enter');
  await expect(page).toHaveURL(`${home}?q=PASSWORD`);
  await expect(page.getByRole('table', { name: 'Secrets' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'Clear search' }).click();
  await expect(page).toHaveURL(home);
  await expect(page.getByRole('link', { name: 'many/60' })).toBeVisible();
  await page.goto(`${home}?q=nothing%20like%20this`);
  await expect(page.getByRole('heading', { name: 'No name matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear the search' }).click();
  await expect(page.getByRole('link', { name: 'many/60' })).toBeVisible();
});

test('whoever signs out is out on every page, and the old cookie opens nothing', async ({ browser }) => {
  await openSecretOfFirstPage();
  const address = page.url();
  const cookies = await context.cookies();
  await page.getByRole('button', { name: 'You: Ada' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await expect(page).toHaveURL('/sign-in');
  await page.goto(address);
  await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(new URL(address).pathname)}`);

  const thief = await browser.newContext({ baseURL: server.baseURL });
  await thief.addCookies(cookies);
  const stolen = await thief.newPage();
  await stolen.goto(address);
  await expect(stolen).toHaveURL(/\/sign-in\?next=/);
  const answer = await stolen.evaluate(async (path) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"purpose":"reveal"}',
    });
    return response.status;
  }, `${address}/value`);
  expect(answer).toBe(401);
  await thief.close();

  await fillSignIn(page, ADA);
  await expect(page).toHaveURL(address);
});

async function openSecretOfFirstPage() {
  await page.goto(home);
  await page.getByRole('link', { name: 'many/60' }).click();
  await expect(page.getByRole('heading', { name: 'many/60', level: 1 })).toBeVisible();
}
