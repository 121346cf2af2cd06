import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runBin } from './run.mjs';
import { StepFailed, say, seconds } from './say.mjs';

const STAMP = join(ROOT, '.next', '.strongroom-build');
// Everything that the build reads. Contents and not times: a checkout changes the times of files that are the same.
const SOURCES = [
  'package-lock.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'proxy.ts',
  'instrumentation.ts',
  'app',
  'components',
  'lib',
  'public',
];
const NOT_BUILT = /\.test\.tsx?$|^test-support$/;

/** A hash over the names and contents of all sources: some hundred small files, a few milliseconds. */
export function hashSources(root = ROOT) {
  const hash = createHash('sha256');
  const add = (path) => {
    const file = join(root, path);
    if (!existsSync(file)) return;
    const content = readFileSync(file);
    hash.update(`${path}\0${content.length}\0`).update(content);
  };
  const walk = (path) => {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (NOT_BUILT.test(entry.name)) continue;
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) walk(inner);
      else add(inner);
    }
  };
  for (const source of SOURCES) {
    if (/\.[a-z]+$/.test(source)) add(source);
    else if (existsSync(join(root, source))) walk(source);
  }
  return hash.digest('hex');
}

export function isBuilt() {
  try {
    return readFileSync(STAMP, 'utf8') === hashSources();
  } catch {
    return false;
  }
}

/** Builds the application for production, unless the sources are those of the last build that succeeded. */
export async function ensureBuild() {
  if (isBuilt()) return;
  say('Building the application …');
  rmSync(STAMP, { force: true });
  // Taken before the build: a file saved while it runs makes the next start build again.
  const hash = hashSources();
  const { code, output, ms } = await runBin('next', ['build'], { env: { NODE_ENV: 'production' } });
  if (code !== 0) {
    throw new StepFailed(
      'The application could not be built (next build failed, see above). If you changed the code, mend it and run the command again; if not, delete the folder .next and try once more.',
      output,
    );
  }
  writeFileSync(STAMP, hash);
  say(`  built in ${seconds(ms)}`);
}
