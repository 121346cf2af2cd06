import { test as base } from '@playwright/test';
import { sharedServer } from './shared';

/** Playwright's test with the shared server as its base URL. */
export const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern
  baseURL: async ({}, use) => use(sharedServer().baseURL),
});
export { expect } from '@playwright/test';
