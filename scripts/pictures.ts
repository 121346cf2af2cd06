import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import { ROOT, serverEnv, startServer } from '../e2e/support/server';
import { BROWSER_ARGS, ensureBrowser } from './lib/browser.mjs';

/** Takes the README's pictures anew, of the demo data in the built dashboard: `npm run build && npm run pictures`. */
const PICTURES: readonly { readonly name: string; readonly open: (page: Page) => Promise<void> }[] = [
  {
    name: 'secrets',
    open: async (page) => {
      await page.goto('/orgs');
      await page.getByRole('link', { name: 'Larkspur Health' }).first().click();
      await page.getByRole('heading', { name: 'Secrets' }).waitFor();
    },
  },
  {
    name: 'overview',
    open: async (page) => {
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
    },
  },
  {
    name: 'secret',
    open: async (page) => {
      // One with a note, tags and more than one version: see lib/cli/demo/plan.ts.
      const list = page.url().replace(/overview$/, 'secrets');
      await page.goto(`${list}?q=production/appointments&tag=pci`);
      await page.getByRole('table').getByRole('link').last().click();
      await page
        .getByRole('button', { name: /^Reveal/ })
        .first()
        .click();
      await page.getByRole('button', { name: /^Hide/ }).first().waitFor();
    },
  },
];

const data = mkdtempSync(path.join(tmpdir(), 'strongroom-pictures-'));
const demo = execFileSync(process.execPath, ['--import', 'tsx', 'lib/cli/main.ts', 'demo', '--json'], {
  cwd: ROOT,
  env: serverEnv(data),
});
const [admin] = JSON.parse(demo.toString()).people;
const server = await startServer({ dataFolder: data });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_ARGS });
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      baseURL: server.baseURL,
      colorScheme,
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 1.5,
    });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/orgs/);
    for (const { name, open } of PICTURES) {
      await open(page);
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(ROOT, 'docs', 'images', `${name}-${colorScheme}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
