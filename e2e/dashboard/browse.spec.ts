import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
  listens,
  newOrganization,
  newPerson,
  newSecret,
  signIn,
  valueOf,
} from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let api: Api;
let org: string;
let list: string;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Browsing');
  await newOrganization(server, 'Browsed later');
  list = `/orgs/${org}/secrets`;
  for (const name of ['web/token', 'api/token', 'api/password']) await newSecret(api, org, name, 'x');
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Browsing Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());
test.beforeEach(() => page.goto(list));

const names = () => page.getByRole('table', { name: 'Secrets' }).getByRole('link');
const filters = () => page.getByRole('list', { name: 'Filters' }).getByRole('link');
const openPanel = () => page.getByText('Sort and filter').click();
const apply = () => page.getByRole('button', { name: 'Apply' }).click();

test('a list is sorted and narrowed in its address, and each filter is taken away by itself', async () => {
  await expect(names()).toHaveText(['api/password', 'api/token', 'web/token']);
  await openPanel();
  await page.getByLabel('Order').selectOption('By name');
  await page.getByLabel('Name starts with').fill('api/');
  await page.getByRole('checkbox', { name: 'Never read' }).check();
  await apply();
  await expect(filters()).toHaveText(['Starts with api/', 'Never read']);
  await expect(names()).toHaveText(['api/password', 'api/token']);
  const { data } = (await (await api('GET', '/vault/v1/kv?search=api/token')).json()) as {
    data: { id: string }[];
  };
  await valueOf(api, data[0]?.id ?? '');
  await page.reload();
  await expect(names()).toHaveText(['api/password']);
  await page.getByRole('link', { name: 'Never read: take this filter away' }).click();
  await expect(names()).toHaveText(['api/password', 'api/token']);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ sort: 'name', prefix: 'api/' });
  await page.goBack();
  await expect(names()).toHaveText(['api/password']);
  await openPanel();
  await expect(page.getByLabel('Name starts with')).toHaveValue('api/');
});

test('a search keeps the filters, and nothing found says how to get out of it', async () => {
  await page.goto(`${list}?prefix=api/`);
  await page.getByRole('searchbox').fill('web');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No secret matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear everything' }).click();
  await expect(names()).toHaveCount(3);
});

test('a page on a slow way shows its skeleton, and whoever comes back sees the page that was left', async () => {
  const asksForPage = (url: URL) => url.searchParams.has('_rsc');
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(asksForPage, async (route) => {
    await arrived;
    await route.continue();
  });
  const skeleton = page.getByRole('main').getByText('Loading…');
  await names().first().click();
  await expect(skeleton).toBeAttached();
  await expect(names().first()).toBeHidden();
  arrive();
  await expect(page.getByRole('heading', { name: 'api/password', level: 1 })).toBeVisible();
  await page.unroute(asksForPage);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Secrets' }).click();
  await expect(names().first()).toBeVisible();
  await expect(skeleton).toHaveCount(0);
  await page.goBack();
  await page.goBack();
  await expect(names().first()).toBeVisible();
});

test('what makes no sense in the address is left out', async () => {
  const response = await page.goto(`${list}?sort=size&since=2026-99-99&idle=x&item=&unread=2`);
  expect(response?.status()).toBe(200);
  await expect(names()).toHaveCount(3);
  await expect(filters()).toHaveCount(0);
});

test('with the keyboard: to the search, among the rows, and into one', async () => {
  await listens(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toHaveValue('/');
  await page.keyboard.press('ArrowDown');
  await expect(names().nth(0)).toBeFocused();
  await page.keyboard.press('End');
  await expect(names().nth(2)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(names().nth(1)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'api/password', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toHaveCount(0);
});

test('the palette goes to a page, a secret and another organization, by a part of the name', async () => {
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const goTo = async (typed: string, option: RegExp) => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(typed);
    await expect(palette.getByRole('option', { name: option })).toBeVisible();
    const chosen = palette.getByRole('option', { selected: true });
    for (let i = 0; i < 5 && !option.test((await chosen.innerText()) ?? ''); i++)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
  };
  await goTo('acti', /Activity/);
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await goTo('web/', /web\/token/);
  await expect(page.getByRole('heading', { name: 'web/token', level: 1 })).toBeVisible();
  await goTo('browsed', /Browsed later/);
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to' }).click();
  await page.keyboard.type('no such thing at all');
  await expect(palette).toContainText('Nothing has this in its name.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Go to' })).toBeFocused();
});

test('a letter that is typed into a field is no shortcut', async () => {
  await page.getByRole('searchbox').fill('');
  await page.keyboard.type('a?/b');
  await expect(page.getByRole('searchbox')).toHaveValue('a?/b');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
