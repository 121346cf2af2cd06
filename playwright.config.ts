import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/lib/browser.mjs';

const setup = fileURLToPath(new URL('e2e/global-setup.ts', import.meta.url));
const browser = findBrowser();

/** What a person and an SDK see: the built application, a real browser. `npm test` runs it after a build. */
export default defineConfig({
  testDir: 'e2e',
  ...(existsSync(setup) ? { globalSetup: setup } : {}),
  // One server for all, and two cores: one test at a time is as fast, and a failure is easier to read.
  workers: 1,
  fullyParallel: false,
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
