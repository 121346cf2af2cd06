import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { newApiKey } from '../support/cli';
import { apiOf, newOrganization, newPerson, newSecret, signIn } from '../support/dashboard';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/** Compressed, in bytes: what docs/decisions/011 measured, and a little room. About 132 000 of it are Next's and React's. */
const BUDGETS = { 'the list': 165_000, 'a secret': 173_000 };

let page: Page;
let pages: Record<string, string>;

test.beforeAll(async ({ browser }) => {
  const server = sharedServer();
  const org = await newOrganization(server, 'First load');
  const { id } = await newSecret(apiOf(server, await newApiKey(server)), org, 'billing/token', 'x');
  pages = { 'the list': `/orgs/${org}/secrets`, 'a secret': `/orgs/${org}/secrets/${id}` };
  page = await browser.newPage({ baseURL: server.baseURL });
  await signIn(page, server, await newPerson(server, { name: 'First Load Admin', role: 'admin' }));
});
test.afterAll(() => page?.close());

for (const [which, budget] of Object.entries(BUDGETS)) {
  test(`${which} loads at most ${budget / 1000} kB of scripts before anything is pressed`, async () => {
    const html = await (await page.request.get(pages[which] ?? '')).text();
    const addresses = scriptsOf(html);
    expect(addresses.length).toBeGreaterThan(5);
    const sizes = await Promise.all(addresses.map(sizeOf));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    test.info().annotations.push({ type: 'first load', description: `${which}: ${total} bytes` });
    expect(total).toBeLessThanOrEqual(budget);
  });
}

test('what opens is loaded when its trigger is pressed, and a press that failed can be repeated', async () => {
  const dialog = page.getByRole('dialog', { name: 'Keyboard' });
  let down = false;
  await page.route('**/_next/static/chunks/**', (route) => (down ? route.abort() : route.continue()));
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  // Toasts come as soon as the browser is idle.
  await page.goto(pages['the list'] ?? '', { waitUntil: 'networkidle' });
  await expect(page.getByRole('region', { name: 'Notifications' })).toBeAttached();

  down = true;
  await page.keyboard.press('?');
  await expect(page.getByText('Not opened')).toBeVisible();
  await expect(dialog).toBeHidden();
  down = false;
  await page.keyboard.press('?');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const trigger = page.getByRole('button', { name: /^You: / });
  await trigger.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Your account' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(trigger).toBeFocused();
  expect(violations).toEqual([]);
});

/** Without what only browsers load that are not supported. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script[^>]+src="[^"]+"[^>]*>/g) ?? [];
  const loaded = tags.filter((tag) => !/\snomodule/i.test(tag));
  return [...new Set(loaded.map((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? ''))];
}

async function sizeOf(address: string): Promise<number> {
  const answer = await page.request.get(address);
  expect(answer.ok(), address).toBe(true);
  return gzipSync(await answer.body(), { level: 9 }).length;
}
