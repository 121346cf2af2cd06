import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/lib/browser.mjs';

const setup = fileURLToPath(new URL('e2e/global-setup.ts', import.meta.url));
const browser = findBrowser();

const OWN_SERVER = '**/accessible.spec.ts';
const ALONE = '**/lighthouse.spec.ts';

/** What a person and an SDK see: the built application, a real browser. `npm test` runs it after a build. */
export default defineConfig({
  testDir: 'e2e',
  ...(existsSync(setup) ? { globalSetup: setup } : {}),
  // Two cores, two lanes: what shares a server, one test at a time, and beside it the longest one, which has its own.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'shared server', testIgnore: [OWN_SERVER, ALONE], workers: 1 },
    { name: 'own server', testMatch: OWN_SERVER, workers: 1 },
    // It measures, so it waits for the others: `--no-deps` runs it without them.
    { name: 'alone', testMatch: ALONE, workers: 1, dependencies: ['shared server', 'own server'] },
  ],
  // A test that passes only at the second try is a fault that a user will meet.
  retries: 0,
  // A busy machine is slow, which is not a fault; what a test waits for has ten seconds.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/report.json' }],
  ],
  use: {
    // Traces, videos and pictures would hold the secrets that the tests make.
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    launchOptions: { args: BROWSER_ARGS, ...(browser ? { executablePath: browser } : {}) },
  },
});
