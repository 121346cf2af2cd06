import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, resolveImport, sourcesOf } from '../scripts/lib/imports.mjs';

const DOOR = 'lib/vault/index.ts';
const FRAMEWORK = ['next', 'next-auth', 'react', 'react-dom', 'hono', '@hono'];
const DATABASE = ['drizzle-orm', 'libsql', '@libsql'];

/**
 * Who may import what: deny by default. A folder may always import from itself. The first rule that fits a file counts,
 * and a file that no rule fits may not exist. `packages` are those it may not use.
 */
const RULES: { files: string; may: string[]; packages: string[] }[] = [
  { files: 'lib/crypto/', may: [], packages: [...FRAMEWORK, ...DATABASE] },
  { files: 'lib/db/', may: [], packages: FRAMEWORK },
  { files: 'lib/vault/', may: ['lib/crypto/', 'lib/db/'], packages: FRAMEWORK },
  { files: 'lib/env.ts', may: [], packages: [...FRAMEWORK, ...DATABASE] },
  { files: 'lib/presence.ts', may: [], packages: [...FRAMEWORK, ...DATABASE] },
  { files: 'lib/mail/', may: ['lib/env.ts'], packages: [...FRAMEWORK, ...DATABASE] },
  { files: 'lib/runtime.ts', may: ['lib/env.ts', 'lib/mail/', DOOR], packages: [...FRAMEWORK, ...DATABASE] },
  {
    files: 'lib/api/',
    may: [DOOR, 'lib/runtime.ts', 'lib/env.ts'],
    packages: ['next', 'next-auth', 'react', 'react-dom', ...DATABASE],
  },
  { files: 'lib/sso/', may: [DOOR], packages: [...FRAMEWORK, ...DATABASE] },
  {
    files: 'lib/web/',
    may: [DOOR, 'lib/runtime.ts', 'lib/env.ts', 'lib/sso/', 'lib/mail/'],
    packages: DATABASE,
  },
  {
    files: 'lib/cli/',
    may: [DOOR, 'lib/runtime.ts', 'lib/presence.ts', 'lib/env.ts'],
    packages: [...FRAMEWORK, ...DATABASE],
  },
  {
    files: 'lib/server/',
    may: [DOOR, 'lib/runtime.ts', 'lib/presence.ts', 'lib/env.ts', 'lib/api/', 'lib/web/'],
    packages: DATABASE,
  },
  {
    files: 'app/**/route.ts',
    may: ['app/', DOOR, 'lib/web/', 'lib/api/', 'components/'],
    packages: DATABASE,
  },
  { files: 'app/', may: [DOOR, 'lib/web/', 'components/'], packages: DATABASE },
  { files: 'components/', may: [], packages: ['next-auth', 'hono', '@hono', ...DATABASE] },
  { files: 'proxy.ts', may: ['lib/web/'], packages: DATABASE },
  { files: 'scripts/bench/', may: ['lib/'], packages: [] },
];
/** A test, and what only tests use, may look into any part of lib. */
const TEST = /\.test\.tsx?$|\/test-support\//;
/** The environment is parsed in one place, and handed to it where a process begins. */
const MAY_READ_ENVIRONMENT = ['lib/env.ts', 'lib/runtime.ts', 'lib/server/', 'scripts/'];
/** Next replaces this one by a literal when it builds: development or production, no setting. */
const BUILD_TIME = /process\.env\.NODE_ENV\b/g;
const MAY_KNOW_THE_BUILD = ['app/', 'components/', 'proxy.ts'];

const FOLDERS = ['lib', 'app', 'components', 'scripts/bench'].filter((folder) => existsSync(folder));
const sources = [...FOLDERS.flatMap(sourcesOf), 'proxy.ts'].filter((file) => existsSync(file));

function fits(file: string, pattern: string): boolean {
  if (pattern.includes('/**/')) return file.startsWith('app/') && /\/route\.tsx?$/.test(file);
  return pattern.endsWith('/') ? file.startsWith(pattern) : file === pattern;
}

/** The sentences to show for one file; none if it keeps to the table. */
function violations(file: string, text: string): string[] {
  const rule = RULES.find(({ files }) => fits(file, files));
  const isTest = TEST.test(file);
  if (!rule)
    return isTest
      ? []
      : [
          `${file} belongs to no folder of the table. Put it in one, or add a rule in lib/boundaries.test.ts and say why.`,
        ];
  const may = [...(rule.files.includes('**') ? [] : [rule.files]), ...rule.may, ...(isTest ? ['lib/'] : [])];
  return importsOf(file, text).flatMap((name) => {
    if (name === undefined)
      return [`${file} computes the name of an import. Write it out, so that it can be checked.`];
    const target = resolveImport(file, name);
    if (target ? may.some((pattern) => fits(target, pattern)) : isTest || mayUse(rule.packages, name))
      return [];
    if (!target) return [`${file} may not use the package ${name}: see the rule for ${rule.files}.`];
    const choice = rule.may.length > 0 ? `, or from ${rule.may.join(', ')}` : '';
    const door = target.startsWith('lib/vault/') ? " The vault's door is '@/lib/vault'." : '';
    return [
      `${file} may not import ${name}. Of this project it may import from its own folder${choice}.${door}`,
    ];
  });
}

function readsEnvironment(file: string, text: string): boolean {
  const knowsTheBuild = MAY_KNOW_THE_BUILD.some((pattern) => fits(file, pattern));
  return /process\s*\.\s*env\b/.test(knowsTheBuild ? text.replaceAll(BUILD_TIME, '') : text);
}

function mayUse(forbidden: string[], name: string): boolean {
  return !forbidden.some((used) => name === used || name.startsWith(`${used}/`));
}

describe('the folders keep to their boundaries', () => {
  it('finds the sources', () => {
    const folders = [...FOLDERS, ...RULES.map(({ files }) => files).filter((files) => files.endsWith('/'))];
    // Git knows no empty folder: one without a source is one that this test does not see into.
    const filled = folders.filter((folder) => existsSync(folder) && readdirSync(folder).length > 0);
    for (const folder of filled) expect(sourcesOf(folder), folder).not.toEqual([]);
    expect(sources).toContain('lib/vault/index.ts');
    expect(sources).toContain('lib/crypto/aead.ts');
    expect(sources).toContain('lib/boundaries.test.ts');
  });

  it.each([
    ['lib/crypto/a.ts', "import { x } from '../db/schema';"],
    ['lib/db/a.ts', "export * from '@/lib/crypto/aead';"],
    ['lib/vault/a.ts', "import { headers } from 'next/headers';"],
    ['lib/vault/a.ts', "import { env } from '../env';"],
    ['lib/api/a.ts', "const x = await import('@/lib/vault/secrets');"],
    ['lib/api/a.ts', "import '../db/schema';"],
    ['lib/web/a.ts', "type X = import('../vault/secrets').X;"],
    ['lib/cli/a.ts', "const x = require('../crypto/aead');"],
    ['lib/cli/a.ts', "const x = await import(['..', 'db'].join('/'));"],
    ['lib/mail/a.ts', "import { x } from '@/lib/vault';"],
    ['app/page.tsx', "import { openMailer } from '@/lib/mail/mailer';"],
    ['lib/runtime.ts', "import { seal } from './crypto/aead';"],
    ['app/page.tsx', "import { vault } from '@/lib/runtime';"],
    ['app/page.tsx', "import { api } from '@/lib/api/app';"],
    ['app/page.tsx', "import { sql } from 'drizzle-orm';"],
    ['app/page.tsx', "import config from '../package.json';"],
    ['components/a.tsx', "import { x } from '@/lib/vault';"],
    ['components/a.test.tsx', "import { x } from '@/app/page';"],
    ['lib/new-thing/a.ts', ''],
  ])('refuses, in %s: %s', (file, text) => {
    expect(violations(file, text)).toHaveLength(1);
  });

  it.each([
    [
      'lib/vault/a.ts',
      "import { x } from '../db/schema'; import { y } from '@/lib/crypto/aead'; import './b';",
    ],
    [
      'lib/api/a.ts',
      "import { x } from '@/lib/vault'; import { y } from '../vault'; import { Hono } from 'hono';",
    ],
    ['app/vault/[...path]/route.ts', "import { x } from '@/lib/api/app'; import '@/app/words';"],
    [
      'app/page.tsx',
      "import '@/components/button'; import './globals.css'; import { x } from '@/lib/web/session';",
    ],
    ['lib/api/a.test.ts', "import { x } from '../db/schema'; import { y } from '@/lib/vault/policy';"],
    ['lib/vault/test-support/a.ts', "import { x } from '@/lib/runtime';"],
  ])('accepts, in %s: %s', (file, text) => {
    expect(violations(file, text)).toEqual([]);
  });

  it.each(FOLDERS)('%s imports only what the table allows', (folder) => {
    const files = sources.filter((file) => file.startsWith(`${folder}/`) || file === 'proxy.ts');
    expect(files.flatMap((file) => violations(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('vouches for what an identity provider says in one place, where it was checked', () => {
    const vouching = sources.filter(
      (file) => !TEST.test(file) && /\bvouch\(/.test(readFileSync(file, 'utf8')),
    );
    expect(vouching.toSorted()).toEqual(['lib/sso/exchange.ts', 'lib/vault/vault.ts']);
  });

  it('touches the environment in lib/env.ts and where a process begins, nowhere else', () => {
    const readers = sources.filter(
      (file) => !TEST.test(file) && readsEnvironment(file, readFileSync(file, 'utf8')),
    );
    const hint = 'Read the variable in lib/env.ts, which parses all of them once, and pass the value on.';
    expect(
      readers.filter((file) => !MAY_READ_ENVIRONMENT.some((pattern) => fits(file, pattern))),
      hint,
    ).toEqual([]);
    expect(readsEnvironment('lib/vault/a.ts', 'export const x = process.env.NODE_ENV;')).toBe(true);
    expect(readsEnvironment('app/page.tsx', 'export const x = process.env.AUTH_SECRET;')).toBe(true);
  });
});
