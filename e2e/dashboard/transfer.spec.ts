import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
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
let page: Page;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  api = apiOf(server, await newApiKey(server));
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Transfer Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());
test.beforeEach(async () => {
  org = await newOrganization(sharedServer(), 'Transfers & Söhne');
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const text = () => page.getByLabel('Text of the file');
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
/** A file is read before it is there. */
async function choose(name: string, content: string) {
  await give(name, content);
  await expect(page.getByText(name, { exact: true })).toBeVisible();
}
const give = (name: string, content: string) =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
async function preview(content: string) {
  await page.goto(`/orgs/${org}/import`);
  await listens(page);
  await text().fill(content);
  await button('Preview').click();
  await expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible();
}
async function stored(): Promise<Record<string, string>> {
  const path = `/vault/v1/kv?limit=100&organization_id=${org}`;
  const { data } = (await (await api('GET', path)).json()) as { data: { id: string; name: string }[] };
  const values = await Promise.all(data.map(async ({ id, name }) => [name, (await valueOf(api, id)) ?? '']));
  return Object.fromEntries(values) as Record<string, string>;
}

test('a .env file is previewed, chosen from, imported in one go, and reported', async () => {
  await newSecret(api, org, 'SAME', 'equal value');
  await newSecret(api, org, 'OLD', 'old value');
  await newSecret(api, org, 'KEPT', 'kept value');
  await page.goto(`/orgs/${org}/secrets`);
  await page.getByRole('link', { name: 'Import' }).click();
  await text().fill(
    '# a comment\nexport FRESH="new\nlines"\nSAME=equal value\nOLD=\'new value\'\nKEPT=other\nEMPTY=\nno assignment\n',
  );
  await expect(page.getByLabel('Format')).toHaveValue('env');
  await button('Preview').click();
  await expect(button(/^All \d/)).toHaveText('All 6');
  await expect(row('FRESH')).toContainText(/line 2.*New/s);
  await expect(row('SAME')).toContainText('Equal');
  await expect(row('OLD')).toContainText('Changed');
  await expect(row('line 8')).toContainText('This line is not NAME=value.');
  await expect(row('EMPTY')).toContainText('The value is empty.');

  expect(await page.content()).not.toContain('new value');
  await button('Show the value of OLD').click();
  await expect(row('OLD')).toContainText('new value');
  await expect(page.getByText('1 to create, 0 to replace.')).toBeVisible();
  await button(/^Changed \d/).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Replace OLD' }).press('Space');
  await expect(page.getByText('1 to create, 1 to replace.')).toBeVisible();
  await button('Import 2 secrets').click();
  await expect(page.getByText('1 created, 1 replaced, 4 left')).toBeVisible();
  expect(await stored()).toEqual({
    FRESH: 'new\nlines',
    SAME: 'equal value',
    OLD: 'new value',
    KEPT: 'kept value',
  });
  await page.getByRole('link', { name: 'To the secrets' }).click();
  await expect(page.getByRole('link', { name: 'FRESH' })).toBeVisible();
  await page.goto(`/orgs/${org}/activity`);
  await expect(page.getByText('imported a file: created 1 secret, replaced 1')).toBeVisible();
  await expect(page.getByText('compared a file with 3 secrets')).toBeVisible();
});

test('what others change between the preview and the import is not overwritten, and said', async () => {
  const { id } = await newSecret(api, org, 'RACE', 'first');
  await preview('RACE=mine\nFINE=x');
  await page.getByRole('checkbox', { name: 'Replace RACE' }).check();
  await api('PUT', `/vault/v1/kv/${id}`, { value: 'theirs' });
  await button('Import 2 secrets').click();
  await expect(page.getByText('1 refused, because others were faster')).toBeVisible();
  await expect(page.getByText('RACE: somebody replaced its value meanwhile.')).toBeVisible();
  expect(await stored()).toEqual({ RACE: 'theirs', FINE: 'x' });
});

test('a file is taken byte for byte; what cannot be read is said, and nothing is lost', async () => {
  await page.goto(`/orgs/${org}/import`);
  await listens(page);
  await page.getByLabel('Format').selectOption('CSV');
  await button('Preview').click();
  await expect(page.getByText('Paste the text of a file here, or choose one.')).toBeVisible();
  await expect(page.getByLabel('Format')).toHaveValue('csv');
  await text().fill('name,value\nA,b');
  await button('Preview').click();
  await button('Back to the file').click();
  await expect(text()).toHaveValue('name,value\nA,b');
  await expect(page.getByText('As you chose.')).toBeVisible();

  await page.reload();
  await listens(page);
  await text().fill('name;value');
  await choose('values.json', '{"A":"one\\r\\ntwo","B":"x"');
  await expect(page.getByLabel('Format')).toHaveValue('json');
  await button('Preview').click();
  await expect(page.getByText('Line 1 is not valid JSON.')).toBeVisible();
  await expect(page.getByText('values.json')).toBeVisible();
  await choose('right.json', '{"A":"one\\r\\ntwo","B":"x"}');
  await button('Preview').click();
  await button('Import 2 secrets').click();
  await expect(page.getByText('2 created')).toBeVisible();
  expect(await stored()).toEqual({ A: 'one\r\ntwo', B: 'x' });

  await button('Import another file').click();
  await text().fill('typed: before');
  await expect(page.getByLabel('Format')).toHaveValue('yaml');
  await page.route('**/import/compare', (route) => route.abort());
  await button('Preview').click();
  await expect(page.getByText('The server could not be reached.')).toBeVisible();
  await expect(text()).toHaveValue('typed: before');
  await page.unroute('**/import/compare');
});

test('a file of 10,000 rows and more than a form may have is imported, with the keyboard', async () => {
  const value = 'x'.repeat(600);
  const rows = Array.from({ length: 10_000 }, (_, i) => `NAME_${i}=${i}${value}\n`);
  await page.goto(`/orgs/${org}/import`);
  await listens(page);
  await choose('large.env', rows.join(''));
  await button('Preview').press('Enter');
  await expect(button(/^New \d/)).toHaveText('New 10,000', { timeout: 30_000 });
  await expect(page.getByText('200 of 10,000 are shown.')).toBeVisible();
  await button('Show 200 more').press('Enter');
  await expect(page.getByRole('row')).toHaveCount(401);
  await button('Import 10,000 secrets').press('Enter');
  await expect(page.getByRole('progressbar', { name: 'Saving all of it at once' })).toBeVisible();
  await expect(page.getByText('10,000 created')).toBeVisible({ timeout: 30_000 });
  await page.goto(`/orgs/${org}/secrets?q=NAME_9999`);
  await expect(page.getByRole('link', { name: 'NAME_9999' })).toBeVisible();
});

test('more than 16 MiB is refused, by the browser and by the server', async () => {
  await page.goto(`/orgs/${org}/import`);
  await listens(page);
  await give('huge.env', `A=${'x'.repeat(16 * 1024 * 1024)}`);
  await expect(page.getByText('This file is larger than 16 MiB.')).toBeVisible();
  const status = await page.evaluate(async (path) => {
    const body = JSON.stringify({ rows: [], filler: 'x'.repeat(16 * 1024 * 1024) });
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch(path, { method: 'POST', headers, body })).status;
  }, `/orgs/${org}/import/compare`);
  expect(status).toBe(413);
});

const VALUES: Record<string, string> = {
  PLAIN: 'a value',
  QUOTED: 'it\'s "quoted" # and `ticked` \\n $HOME',
  LINES: 'one\r\ntwo\n',
  FORMULA: '=1+1',
};

async function exported(format: string, how: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  await page.goto(`/orgs/${org}/export`);
  await page.getByLabel('Format').selectOption(format);
  await how();
  await page.getByLabel('Reason').fill('The yearly audit');
  const download = page.waitForEvent('download');
  await button('Export').click();
  const file = await download;
  const bytes = readFileSync(await file.path());
  await file.delete();
  await expect(page.getByText('4 secrets exported')).toBeVisible();
  return { name: file.suggestedFilename(), bytes };
}
const dataFiles = () => readdirSync(sharedServer().dataFolder, { recursive: true }).map(String).toSorted();
const inClear = () => page.getByRole('radio', { name: 'Not at all' }).check();

test('an export is encrypted for a passphrase or a recipient, or plain, recorded, and leaves no file', async () => {
  for (const [name, value] of Object.entries(VALUES)) await newSecret(api, org, name, value);
  const folderBefore = dataFiles();

  const plain = await exported('JSON', inClear);
  expect(plain.name).toBe('transfers-sohne.json');
  expect(JSON.parse(plain.bytes.toString())).toEqual(VALUES);

  const sealed = await exported('YAML', () =>
    page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery'),
  );
  expect(sealed.name).toBe('transfers-sohne.yaml.age');
  expect(sealed.bytes.includes('a value')).toBe(false);
  const opener = new Decrypter();
  opener.addPassphrase('correct horse battery');
  expect(await opener.decrypt(sealed.bytes, 'text')).toContain('PLAIN: a value');

  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const forOne = await exported('CSV', async () => {
    await page.getByRole('radio', { name: 'For a recipient of age' }).check();
    await page.getByRole('textbox', { name: 'Recipient' }).fill('age1nonsense');
    await page.getByLabel('Reason').fill('x');
    await button('Export').click();
    await expect(page.getByText('This is no recipient of age.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Recipient' }).fill(recipient);
  });
  const reader = new Decrypter();
  reader.addIdentity(identity);
  expect(await reader.decrypt(forOne.bytes, 'text')).toContain('"FORMULA","=1+1"');

  const folderAfter = dataFiles();
  expect(folderAfter).toEqual(folderBefore);
  await page.goto(`/orgs/${org}/activity?show=values`);
  await expect(
    page.getByText('exported 4 secrets as JSON, in clear, for this reason: The yearly audit'),
  ).toBeVisible();
  await expect(page.getByText('exported 4 secrets as CSV, encrypted')).toBeVisible();
  await expect(page.getByText('exported the value of')).toHaveCount(12);
});

test('what one organization exports, another one imports as it was', async () => {
  for (const [name, value] of Object.entries(VALUES)) await newSecret(api, org, name, value);
  const files = [];
  for (const format of ['JSON', 'YAML', 'CSV']) files.push(await exported(format, inClear));
  await page.goto(`/orgs/${org}/export`);
  await inClear();
  await page.getByLabel('Reason').fill('As .env');
  await button('Export').click();
  await expect(page.getByText('A .env file has no way to write the value of QUOTED')).toBeVisible();
  for (const { name, bytes } of files) {
    org = await newOrganization(sharedServer(), `Into ${name}`);
    await page.goto(`/orgs/${org}/import`);
    await listens(page);
    await choose(name, bytes.toString());
    await button('Preview').click();
    await button('Import 4 secrets').click();
    await expect(page.getByText('4 created')).toBeVisible();
    expect(await stored(), name).toEqual(VALUES);
  }
});

test('the palette leads to both', async () => {
  for (const [typed, title] of [
    ['import', 'Import secrets'],
    ['export', 'Export secrets'],
  ] as const) {
    await page.goto(`/orgs/${org}/secrets`);
    await listens(page);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox')).toBeFocused();
    await page.keyboard.type(typed);
    await expect(page.getByRole('option', { name: title })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  }
});
