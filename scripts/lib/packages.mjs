import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './run.mjs';
import { StepFailed, say, seconds } from './say.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const STAMP = join(ROOT, 'node_modules', '.strongroom-lock');
// npm writes this one last, so it tells what a finished install put there.
const NPM_RECORD = join(ROOT, 'node_modules', '.package-lock.json');

/**
 * Are the packages of package-lock.json there?
 * @param {{ dev: boolean }} wanted With `dev`, those for tests and checks as well.
 */
export function hasPackages({ dev }) {
  const stamp = read(STAMP);
  if (stamp === undefined) return installedByHand(dev);
  return stamp === stampOf('all') || (!dev && stamp === stampOf('runtime'));
}

/**
 * Installs what package-lock.json says, unless it is there. A start takes only the packages that the server needs:
 * a quarter less to download, and less code of other people on a machine that holds secrets.
 * `npm test` and `npm run check` take all; a start is content with that too.
 */
export async function ensurePackages({ dev }) {
  if (hasPackages({ dev })) return;
  say(dev ? 'Installing the packages, with those for tests …' : 'Installing the packages …');
  // Both go first: an interrupted install must not look like a finished one.
  for (const file of [STAMP, NPM_RECORD]) rmSync(file, { force: true });
  const { code, output, ms } = await npm(
    ['ci', dev ? '--include=dev' : '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    // A machine set to production would leave the packages for tests out.
    { env: { NODE_ENV: undefined } },
  );
  if (code !== 0) {
    throw new StepFailed(
      'The packages could not be installed (npm ci failed, see above). Check the connection to the npm registry, then try again.',
      output,
    );
  }
  writeFileSync(STAMP, stampOf(dev ? 'all' : 'runtime'));
  say(`  installed in ${seconds(ms)}`);
}

function stampOf(extent) {
  return `${extent} ${createHash('sha256').update(readFileSync(LOCK)).digest('hex')}`;
}

/** Someone ran npm here: good if each package is there in the locked version. Never wipe a developer's folder for nothing. */
function installedByHand(dev) {
  const record = read(NPM_RECORD);
  if (record === undefined) return false;
  const present = JSON.parse(record).packages;
  return Object.entries(JSON.parse(readFileSync(LOCK, 'utf8')).packages).every(
    ([path, { version, optional, devOptional, dev: isDev, peer, extraneous }]) =>
      path === '' ||
      present[path]?.version === version ||
      (present[path] === undefined && (optional || devOptional || peer || extraneous || (isDev && !dev))),
  );
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
