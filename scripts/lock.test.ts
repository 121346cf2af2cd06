import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Package = {
  version?: string;
  resolved?: string;
  extraneous?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const lock: { packages: Record<string, Package> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const REGENERATE =
  'Make the lock anew from nothing, with the npm that Node 20 and 22 bring: rm -rf node_modules package-lock.json && npx npm@10 install. Then ask npm 10 and npm 11 (`npm ci --dry-run`): an entry that one of them misses is added, and what the other wants stays.';

/** Platforms: linux with glibc and musl, macOS, Windows. Each native tool spells them in its own way. */
const NAPI = [
  'linux-x64-gnu',
  'linux-x64-musl',
  'linux-arm64-gnu',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64-msvc',
];
const PLAIN = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
const NATIVE = {
  '@next/swc-': NAPI,
  '@libsql/': NAPI,
  '@node-rs/argon2-': NAPI,
  '@tailwindcss/oxide-': NAPI,
  'lightningcss-': NAPI,
  '@rolldown/binding-': NAPI,
  '@oxlint/binding-': NAPI,
  '@oxlint-tsgolint/': PLAIN,
  '@esbuild/': PLAIN,
  '@biomejs/cli-': [...PLAIN, 'linux-x64-musl', 'linux-arm64-musl'],
};

/** Looks a package up as Node does from the folder of another: in its own node_modules, then in those above. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${folder}${folder && '/'}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

describe('the lock file', () => {
  it.each(Object.entries(NATIVE))(
    'holds %s* for every platform that Strongroom runs on',
    (prefix, platforms) => {
      const missing = platforms.map((platform) => prefix + platform).filter((name) => !isLocked('', name));
      expect(missing, REGENERATE).toEqual([]);
    },
  );

  it('holds every package that a package in it asks for, so that npm ci accepts it', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missing, REGENERATE).toEqual([]);
    expect(isLocked('node_modules/next', 'no-such-package')).toBe(false);
  });

  it('is taken by the npm of this machine, from nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-lock-'));
    try {
      for (const file of ['package.json', 'package-lock.json']) cpSync(file, join(folder, file));
      // It compares the two files and fetches nothing. A shell, because npm is a script on Windows.
      const ask = () =>
        execFileSync('npm ci --dry-run --offline --no-audit --no-fund', {
          cwd: folder,
          shell: true,
          stdio: 'pipe',
        });
      expect(ask, REGENERATE).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('holds nothing extraneous: npm 10 refuses to install such a lock', () => {
    const extraneous = Object.keys(lock.packages).filter((path) => lock.packages[path]?.extraneous);
    expect(extraneous, REGENERATE).toEqual([]);
  });

  it('names no registry but the public one', () => {
    const elsewhere = Object.values(lock.packages)
      .map(({ resolved }) => resolved)
      .filter((url) => url !== undefined && !url.startsWith('https://registry.npmjs.org/'));
    expect(elsewhere).toEqual([]);
  });

  it('goes with package.json, which names one exact version of everything', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
    const loose = Object.entries(wanted).filter(
      ([, range]) => !/^(npm:@?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range),
    );
    expect(Object.keys(wanted).length).toBeGreaterThan(10);
    expect(loose).toEqual([]);
    const { dependencies, devDependencies } = { devDependencies: {}, ...lock.packages[''] };
    expect({ ...dependencies, ...devDependencies }, REGENERATE).toEqual(wanted);
  });
});
