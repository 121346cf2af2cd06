import type { Browser, Page, Route } from '@playwright/test';
import { fillSignIn, newOrganization, newPerson, type Person, signIn } from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const PASSWORD = 'a few words in a row';
const server = sharedServer;

let org: string;
let owner: Person;
let grace: Person;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  org = await newOrganization(server(), 'Members & Co.');
  owner = await newPerson(server(), { name: 'Olga Owner', role: 'owner' });
  grace = await newPerson(server(), { name: 'Grace Admin', role: 'admin', organization: org });
  page = await fresh(browser);
  await signIn(page, server(), owner);
});
test.afterAll(() => page?.context().close());

const fresh = async (browser: Browser) => (await browser.newContext({ baseURL: server().baseURL })).newPage();
const members = () => `/orgs/${org}/members`;
const rowOf = (name: string, on = page) => on.getByRole('row').filter({ hasText: name });
const doWith = async (name: string, what: string, on = page) => {
  await on.getByRole('button', { name: `What to do with ${name}` }).click();
  await on.getByRole('menuitem', { name: what }).click();
};

/** @returns the link that is shown once. */
async function invite(email: string, role: string): Promise<string> {
  await page.goto(members());
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite to Members & Co.' });
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('radio', { name: role }).check();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText('Copy the link now: it is not shown again.')).toBeVisible();
  await expect(rowOf(email)).toContainText(role);
  return page.getByLabel('The link of the invitation').innerText();
}

test('somebody new is invited, joins, gets another role and is out the moment they are removed', async ({
  browser,
}) => {
  const email = `joe.${Date.now()}@example.com`;
  const link = await invite(email, 'Reader');
  expect(new URL(link).search).toBe('');
  await page.reload();
  await expect(page.getByText(link)).toHaveCount(0);
  expect(await page.content()).not.toContain(new URL(link).hash.slice(7));

  const joe = await fresh(browser);
  const lose = (route: Route) => (route.request().method() === 'POST' ? route.abort() : route.continue());
  await joe.route('**/invite', lose);
  await joe.goto(link);
  await expect(joe.getByText('The server could not be reached.')).toBeVisible();
  await joe.unroute('**/invite', lose);
  await joe.getByRole('button', { name: 'Try again' }).click();
  await expect(joe.getByRole('heading', { name: 'Join Members & Co.' })).toBeVisible();
  await expect(joe.getByText(`Olga Owner invites ${email} as Reader.`)).toBeVisible();
  expect(joe.url()).not.toContain('token');
  await joe.getByLabel('Your name').fill('Joe New');
  await joe.getByLabel('Password', { exact: true }).fill('short');
  await joe.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(joe.getByText('A password has at least 12 characters.')).toBeVisible();
  await joe.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await joe.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(joe).toHaveURL(`/orgs/${org}/secrets`);
  await expect(joe.getByRole('link', { name: 'New secret' })).toHaveCount(0);

  await page.reload();
  await expect(rowOf('Joe New')).toContainText('Reader');
  await doWith('Joe New', 'Change role');
  const question = page.getByRole('dialog', { name: 'Role of Joe New' });
  await question.getByRole('radio', { name: 'Editor' }).check();
  await expect(question.getByText('1 person gains.')).toBeVisible();
  await question.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('Joe New is Editor now.')).toBeVisible();
  await joe.reload();
  await expect(joe.getByRole('link', { name: 'New secret' }).first()).toBeVisible();

  await doWith('Joe New', 'Remove');
  const removal = page.getByRole('alertdialog', { name: 'Remove Joe New?' });
  await expect(removal).toContainText('What they can read no more is listed under Departures.');
  await expect(removal.getByText('1 person loses.')).toBeVisible();
  await removal.getByRole('textbox').fill('Joe New');
  await removal.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Joe New has no role in Members & Co. any more.')).toBeVisible();
  await expect(rowOf('Joe New')).toHaveCount(0);
  await joe.getByRole('link', { name: 'Trash' }).click();
  await expect(joe.getByRole('heading', { name: 'This is for others to do' })).toBeVisible();
  await expect(joe.getByText('An administrator of the organization, or of this installation,')).toBeVisible();
  // Loaded anew there is no frame any more, and still a way on.
  await joe.reload();
  await expect(
    joe.getByText('You have no role here, or one that counts after single sign-on only.'),
  ).toBeVisible();
  await joe.getByRole('link', { name: 'Go to the start' }).click();
  await expect(joe.getByText('There is none that you can open as you are signed in.')).toBeVisible();

  // The link has done its work.
  await joe.goto(link);
  await expect(joe.getByText('This invitation was used, withdrawn or is too old.')).toBeVisible();
  await expect(joe.getByRole('link', { name: 'I have an account' })).toHaveAttribute('href', '/sign-in');
  await joe.context().close();
});

test('somebody with an account joins signed in, and nobody else takes their link', async ({ browser }) => {
  const known = await newPerson(server(), {
    name: 'Known Person',
    role: 'viewer',
    organization: await newOrganization(server(), 'Elsewhere'),
  });
  const link = await invite(known.email, 'Reader');
  const thief = await fresh(browser);
  await signIn(thief, server(), grace);
  await thief.goto(link);
  await expect(thief.getByText('You are signed in with another address.')).toBeVisible();
  await expect(thief.getByRole('button', { name: 'Join', exact: true })).toHaveCount(0);
  await thief.context().close();

  const theirs = await fresh(browser);
  await theirs.goto(link);
  await expect(theirs.getByLabel('Password', { exact: true })).toHaveCount(0);
  await theirs.getByRole('link', { name: 'Sign in to join' }).click();
  await fillSignIn(theirs, known);
  await theirs.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(theirs).toHaveURL(`/orgs/${org}/secrets`);
  await theirs.context().close();
});

test('the last administrator stays, and hands the role over instead', async ({ browser }) => {
  await page.goto(members());
  await doWith('Grace Admin', 'Remove');
  const removal = page.getByRole('alertdialog', { name: 'Remove Grace Admin?' });
  await removal.getByRole('textbox').fill('Grace Admin');
  await removal.getByRole('button', { name: 'Remove' }).click();
  await expect(removal).toContainText('This organization keeps at least one administrator.');

  const hers = await fresh(browser);
  await signIn(hers, server(), grace);
  await hers.goto(members());
  await doWith('Known Person', 'Hand over my role', hers);
  await hers.getByRole('alertdialog').getByRole('button', { name: 'Hand over' }).click();
  await expect(rowOf('Known Person', hers)).toContainText('Administrator');
  await expect(rowOf('Grace Admin', hers)).toContainText('Editor');
  await expect(hers.getByRole('button', { name: 'Invite', exact: true })).toHaveCount(0);
  await hers.context().close();

  await page.goto('/people');
  await doWith('Olga Owner', 'Leave');
  const leaving = page.getByRole('alertdialog');
  await leaving.getByRole('textbox').fill('Olga Owner');
  await expect(leaving.getByRole('button', { name: 'Leave' })).toBeEnabled();
  await page.keyboard.press('Escape');
});

test('owners change the settings of the installation, and others read them', async ({ browser }) => {
  await page.goto('/settings');
  await page.getByLabel('Minutes that a proof counts').fill('721');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Give 1 to 720 minutes.')).toBeVisible();
  await page.getByLabel('Minutes that a proof counts').fill('15');
  await page.getByLabel('Name', { exact: true }).fill('production');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved')).toBeVisible();
  const other = await fresh(browser);
  await signIn(other, server(), await newPerson(server(), { name: 'Audrey Auditor', role: 'auditor' }));
  await other.goto('/settings');
  await expect(other.getByText('May reveal the values of secrets.')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await other.context().close();
});
