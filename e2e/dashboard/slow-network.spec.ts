import type { BrowserContext, Page } from '@playwright/test';
import { apiOf, listens, newSecret, signIn } from '../support/dashboard';
import { besideServer, COMMAND_LINE, makePerson } from '../support/people';
import { builtRoutes, filled } from '../support/routes';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/** A page is there before its scripts are: what a person does in between is not lost. */
const server = sharedServer;
/** They lead elsewhere, are for developers, or have no fields. */
const WITHOUT_FIELDS = [
  '/',
  '/orgs/[org]',
  '/design',
  '/sign-in/single-sign-on',
  '/orgs/[org]/departures/[departure]',
  // mail.spec.ts: it is there where a mail server is.
  '/forgot',
];
const OF_STRANGERS = ['/sign-in', '/setup', '/password', '/invite'];

let inside: BrowserContext;
let outside: BrowserContext;
let org: string;
let id: string;

test.beforeAll(async ({ browser }) => {
  const { token, patient } = await besideServer(server(), async (vault) => {
    org = (await vault.createOrganization(COMMAND_LINE, { name: 'Far away' })).id;
    // So many that a restriction offers a search among them.
    for (let count = 0; count < 13; count++)
      await vault.createApiKey(COMMAND_LINE, { name: `Key ${count}`, organizationId: org });
    const person = await makePerson(vault, 'Patient', [{ role: 'owner' }]);
    const key = await vault.createApiKey(COMMAND_LINE, { name: 'Far', organizationId: org });
    return { token: key.token, patient: person };
  });
  id = (await newSecret(apiOf(server(), token), org, 'far/away', 'a value')).id;
  outside = await browser.newContext({ baseURL: server().baseURL });
  inside = await browser.newContext({ baseURL: server().baseURL });
  const page = await inside.newPage();
  await signIn(page, server(), patient);
  await page.close();
});
test.afterAll(async () => {
  await inside?.close();
  await outside?.close();
});

/** Opens a page, does something before its scripts arrive, and lets them. */
async function openSlowly(context: BrowserContext, at: string, early: (page: Page) => Promise<void>) {
  const page = await context.newPage();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(at, { waitUntil: 'domcontentloaded' });
  await early(page);
  arrive();
  await listens(page);
  return page;
}

type Filled = Window & { filledEarly: [HTMLInputElement, string | boolean][] };

/** Types into every field, chooses in every list, presses every box, and remembers them in the page. */
async function fillAll(page: Page) {
  await page.evaluate(() => {
    for (const closed of document.querySelectorAll('details')) closed.open = true;
    const all = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')].filter(
      ({ type, disabled, readOnly }) => !disabled && !readOnly && !['hidden', 'file'].includes(type),
    );
    const isBox = ({ type }: HTMLInputElement) => type === 'checkbox' || type === 'radio';
    const texts: Record<string, string> = { date: '2027-01-05', number: '17', email: 'early@example.com' };
    for (const field of all) {
      if (field instanceof HTMLSelectElement) field.selectedIndex = field.options.length - 1;
      else if (!isBox(field)) field.value = texts[field.type] ?? 'typed early';
      else if (field.type === 'checkbox' || !field.checked) field.click();
    }
    const held = all.map((field) => [field, isBox(field) ? field.checked : field.value] as const);
    Object.assign(window, { filledEarly: held });
  });
}

test('what is typed and chosen before the scripts arrive stays', async () => {
  const routes = builtRoutes().pages.filter((route) => !WITHOUT_FIELDS.includes(route));
  const lost: Record<string, string[]> = {};
  let fields = 0;
  for (const route of routes) {
    const context = OF_STRANGERS.includes(route) ? outside : inside;
    const page = await openSlowly(context, filled(route, { org, id }), fillAll);
    const { all, other } = await page.evaluate(() => {
      const { filledEarly } = window as unknown as Filled;
      // What a choice has taken away is not asked for any more.
      const there = filledEarly.filter(([field]) => field.isConnected);
      const changed = there.filter(
        ([field, held]) => held !== (typeof held === 'boolean' ? field.checked : field.value),
      );
      return { all: filledEarly.length, other: changed.map(([field]) => field.name || field.id) };
    });
    await page.close();
    fields += all;
    if (other.length > 0) lost[route] = other;
  }
  expect(fields).toBeGreaterThan(60);
  expect(lost).toEqual({});
});

test('a text that is pasted and sent early is previewed, in its format', async () => {
  const page = await openSlowly(inside, `/orgs/${org}/import`, async (early) => {
    await early.getByLabel('Text of the file').fill('{"PASTED": "early"}');
    await early.getByRole('button', { name: 'Preview' }).click();
  });
  await expect(page.getByRole('button', { name: 'Import 1 secret' })).toBeVisible();
  await page.close();
});

test('a choice that is made early has what belongs to it', async () => {
  const file = await openSlowly(inside, `/orgs/${org}/export`, async (early) => {
    await early.getByLabel('Format').selectOption('CSV');
    await early.getByRole('radio', { name: 'Not at all' }).check();
  });
  await expect(file.getByText('Whoever gets hold of this file')).toBeVisible();
  await expect(file.getByText('Two columns, name and value.')).toBeVisible();
  await file.close();

  const restriction = await openSlowly(inside, `/orgs/${org}/secrets/${id}/restriction`, async (early) => {
    await early.getByRole('radio', { name: 'only the ones named here' }).check();
  });
  await restriction.getByRole('checkbox', { name: 'Reader' }).check();
  await expect(restriction.getByRole('radio', { name: 'only the ones named here' })).toBeChecked();
  await restriction.close();
});
