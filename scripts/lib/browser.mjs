import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { npm, ROOT, run } from './run.mjs';
import { StepFailed, say, seconds } from './say.mjs';

const NAMES = ['chromium-headless-shell', 'chromium', 'google-chrome', 'google-chrome-stable'];
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Without these a browser asks its maker's hosts for updates and lists at every start: noise in a test, and traffic
 * that nobody asked for. Root cannot use Chromium's sandbox.
 */
export const BROWSER_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The browser for the tests: the one named by PLAYWRIGHT_CHROMIUM_EXECUTABLE or CHROME_PATH, else Playwright's own,
 * else one of this machine.
 * @returns {string | undefined} its path
 */
export function findBrowser() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE || process.env.CHROME_PATH;
  if (named) {
    if (!existsSync(named)) throw new StepFailed(`There is no browser at ${named}: correct CHROME_PATH.`);
    return named;
  }
  return [playwrightsOwn(), ...NAMES.map(onPath), ...APPS].find((file) => file && existsSync(file));
}

/** Finds a browser, or installs one: Debian's where that is possible, for it comes with its libraries. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  say('Installing a browser for the tests …');
  const attempts =
    process.getuid?.() === 0 && onPath('apt-get') ? [withApt, withPlaywright] : [withPlaywright];
  let output = '';
  for (const attempt of attempts) {
    const result = await attempt();
    output += result.output;
    const installed = findBrowser();
    if (installed && spawnSync(installed, ['--version'], { timeout: 20_000 }).status === 0) {
      say(`  installed ${installed} in ${seconds(result.ms)}`);
      return installed;
    }
  }
  throw new StepFailed(
    'No browser could be found or installed. Install Chrome or Chromium, or name one: CHROME_PATH=/path/to/chrome npm test',
    output,
  );
}

async function withApt() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update'], { env, timeoutMs: 120_000 });
  let { output, ms } = updated;
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const installed = await run('apt-get', ['install', '-y', '--no-install-recommends', name], {
      env,
      timeoutMs: 240_000,
    });
    output += installed.output;
    ms += installed.ms;
    if (installed.code === 0) break;
  }
  return { output, ms };
}

function withPlaywright() {
  return npm(['exec', '--', 'playwright', 'install', 'chromium'], { timeoutMs: 300_000 });
}

function playwrightsOwn() {
  try {
    return createRequire(join(ROOT, 'package.json'))('playwright').chromium.executablePath();
  } catch {
    return undefined;
  }
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
