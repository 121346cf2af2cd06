import { readFileSync } from 'node:fs';
import type { ServerFacts } from './server';

/** Names the file in which the global set-up leaves the facts of the one server that most tests share. */
export const SHARED_FILE = 'STRONGROOM_E2E_SERVER';

/** The server that runs for all tests. Its set-up link is not used up: a test that wants to use it starts its own. */
export function sharedServer(): ServerFacts {
  const file = process.env[SHARED_FILE];
  if (!file) throw new Error('There is no shared server: run the tests with Playwright, which starts it.');
  return JSON.parse(readFileSync(file, 'utf8')) as ServerFacts;
}
