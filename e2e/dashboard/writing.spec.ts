import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import {
  type Api,
  apiOf,
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
  org = await newOrganization(server, 'Writing');
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'Writing Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());
test.beforeEach(() => page.goto(`/orgs/${org}/secrets/new`));

const area = () => page.getByLabel('Value', { exact: true });
const choose = (name: string, content: string | Buffer) =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
async function create(name: string): Promise<string> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

test('a value is generated in the browser, and Undo takes it back', async () => {
  await area().fill('typed before');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('menuitem', { name: 'Key of 256 bits, hexadecimal' }).press('Enter');
  await expect(area()).toHaveValue(/^[0-9a-f]{64}$/);
  await area().press('Control+z');
  await expect(area()).toHaveValue('typed before');
  await area().press('Control+Shift+z');
  const made = await area().inputValue();
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(await valueOf(api, await create('generated'))).toBe(made);
});

test('a file is taken byte for byte, its line breaks too, until somebody types', async () => {
  await choose('windows.ini', '[a]\r\nb=é\r\n');
  await expect(area()).toHaveValue('[a]\nb=é\n');
  expect(await valueOf(api, await create('from a file'))).toBe('[a]\r\nb=é\r\n');
});

test('a file that is no text, or too large, is refused beside the field, and what was typed stays', async () => {
  await area().fill('typed before');
  await choose('binary', Buffer.from([0xff, 0xfe, 0x00]));
  await expect(page.getByText('This file is no text in UTF-8.')).toBeVisible();
  await choose('large', 'x'.repeat(65_537));
  await expect(page.getByText('This file is larger than 64 KiB.')).toBeVisible();
  await expect(area()).toHaveValue('typed before');
});

test('JSON is recognized, and formatted on wish with every digit kept', async () => {
  await area().fill('{"a":12345678901234567890,');
  await expect(page.getByText('Begins like JSON, and is not valid JSON')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Format the JSON' })).toHaveCount(0);
  await area().fill('{"a":12345678901234567890}');
  await expect(page.getByText('Valid JSON', { exact: true })).toBeVisible();
  expect(await valueOf(api, await create('json, as it was'))).toBe('{"a":12345678901234567890}');
  await page.goto(`/orgs/${org}/secrets/new`);
  await area().fill('{"a":12345678901234567890}');
  await page.getByRole('button', { name: 'Format the JSON' }).click();
  await expect(area()).toHaveValue('{\n  "a": 12345678901234567890\n}');
});

test('a draft is compared with the current value before it is saved', async () => {
  const { id } = await newSecret(api, org, 'drafted', 'HOST=a\nPORT=1\n');
  await page.goto(`/orgs/${org}/secrets/${id}`);
  await page.getByText('Replace the value').click();
  await page.getByLabel('New value').fill('HOST=a\nPORT=2\n');
  await page.getByRole('button', { name: 'Compare with the current value' }).click();
  await expect(page.getByText('With the new value 1 line comes and 1 line goes.')).toBeVisible();
  await expect(page.getByLabel('New value')).toHaveValue('HOST=a\nPORT=2\n');
  expect(await valueOf(api, id)).toBe('HOST=a\nPORT=1\n');
});
