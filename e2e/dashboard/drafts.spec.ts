import type { Page } from '@playwright/test';
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
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const CANARY = 'draft-canary-4b8e27';

let api: Api;
let org: string;
let page: Page;
let ada: Person;

test.beforeEach(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  org = await newOrganization(server, 'Drafts');
  ada = await newPerson(server, { name: 'Drafting Admin', role: 'admin' });
  const context = await browser.newContext({ baseURL: server.baseURL });
  page = await context.newPage();
  await signIn(page, server, ada);
});
test.afterEach(() => page?.context().close());

const newPage = () => page.goto(`/orgs/${org}/secrets/new`);
const offer = () => page.getByText('There is an unsaved draft');
const bringBack = () => page.getByRole('button', { name: 'Bring it back' }).click();
const name = () => page.getByLabel('Name', { exact: true });
const value = () => page.getByLabel('Value', { exact: true });

/** All that this browser keeps of the site, as texts. */
const kept = () =>
  page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), document.cookie]),
  );
const draftIsKept = () => expect.poll(kept).toContain('strongroom.draft.');

test('what was typed survives a reload and a wrong link, and is kept in clear nowhere', async () => {
  await newPage();
  await name().fill('drafted');
  await page.getByLabel('Name of item 1').fill('service');
  await page.getByLabel('Value of item 1').fill('api');
  await value().fill(`${CANARY}\nsecond line`);
  await draftIsKept();
  const stored = await kept();
  expect(stored).not.toContain(CANARY);
  expect(stored).not.toContain('drafted');
  // The search would have found it.
  expect(JSON.stringify([['x', `${CANARY}\nsecond line`]])).toContain(CANARY);

  await page.reload();
  await expect(offer()).toBeVisible();
  expect(await page.content()).not.toContain(CANARY);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await page.goBack();
  await bringBack();
  await expect(offer()).toHaveCount(0);
  await expect(name()).toHaveValue('drafted');
  await expect(value()).toHaveValue(`${CANARY}\nsecond line`);
  await expect(page.getByLabel('Value of item 1')).toHaveValue('api');

  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByRole('heading', { name: 'drafted', level: 1 })).toBeVisible();
  await newPage();
  await expect(name()).toBeVisible();
  await expect(offer()).toHaveCount(0);
  expect(await kept()).not.toContain('strongroom.draft.');
});

test('a refused form is a draft still; a discarded one is gone', async () => {
  await newSecret(api, org, 'taken', 'x');
  await newPage();
  await name().fill('taken');
  await value().fill('mine');
  await draftIsKept();
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByText('This name is taken.')).toBeVisible();
  await page.reload();
  await bringBack();
  await expect(value()).toHaveValue('mine');
  await page.reload();
  await page.getByRole('button', { name: 'Discard it' }).click();
  await page.reload();
  await expect(name()).toHaveValue('');
  await expect(offer()).toHaveCount(0);
});

test('a new value comes back with the version that it was written over', async () => {
  const { id } = await newSecret(api, org, 'replaced', 'first');
  await page.goto(`/orgs/${org}/secrets/${id}`);
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('mine');
  await page.getByLabel('What changed').fill('why');
  await draftIsKept();
  await api('PUT', `/vault/v1/kv/${id}`, { value: 'theirs' });
  await page.reload();
  await bringBack();
  await expect(page.getByLabel('New value')).toHaveValue('mine');
  await expect(page.getByLabel('What changed')).toHaveValue('why');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('replaced this value while you were writing')).toBeVisible();
  expect(await valueOf(api, id)).toBe('theirs');
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByText('Value replaced')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Replace the value')).toBeVisible();
  await expect(offer()).toHaveCount(0);
});

test('another person in the same tab is not offered it, and cannot open it', async () => {
  await newPage();
  await value().fill(CANARY);
  await draftIsKept();
  const server = sharedServer();
  const eve = await newPerson(server, { name: 'Eve', role: 'admin' });
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await fillSignIn(page, eve);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeAttached();
  await newPage();
  await expect(name()).toBeVisible();
  await expect(offer()).toHaveCount(0);
  // Not even with the text in a place of her own: it is sealed under another key.
  await page.evaluate(() => {
    const [[key, text] = ['', '']] = Object.entries(sessionStorage);
    sessionStorage.setItem('stolen', text);
    sessionStorage.removeItem(key);
  });
  await value().fill('her own');
  await draftIsKept();
  await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((one) => one.startsWith('strongroom.draft.')) ?? '';
    sessionStorage.setItem(key, sessionStorage.getItem('stolen') ?? '');
  });
  await page.reload();
  await bringBack();
  await expect(page.getByText('It cannot be opened any more.')).toBeVisible();
  await expect(value()).toHaveValue('');
});
