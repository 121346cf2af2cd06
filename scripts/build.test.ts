import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hashSources } from './lib/build.mjs';

const root = mkdtempSync(join(tmpdir(), 'strongroom-build-'));
const write = (name: string, text: string) => writeFileSync(join(root, name), text);
afterAll(() => rmSync(root, { recursive: true }));

describe('a start builds again', () => {
  let before = '';
  beforeEach(() => {
    for (const folder of ['app', 'lib/vault']) mkdirSync(join(root, folder), { recursive: true });
    write('app/page.tsx', 'export default 1');
    write('lib/vault/secrets.ts', 'export const x = 1');
    write('next.config.mjs', 'export default {}');
    before = hashSources(root);
  });

  it.each(['app/page.tsx', 'lib/vault/secrets.ts', 'next.config.mjs', 'package-lock.json', 'app/new.tsx'])(
    'after a change of %s',
    (name) => {
      write(name, 'changed');
      expect(hashSources(root)).not.toBe(before);
      rmSync(join(root, name));
    },
  );

  it('after a file was moved, its contents the same', () => {
    rmSync(join(root, 'app/page.tsx'));
    write('app/pages.tsx', 'export default 1');
    expect(hashSources(root)).not.toBe(before);
    rmSync(join(root, 'app/pages.tsx'));
  });

  it('but not for a test, a document or a new time of a file', () => {
    write('lib/vault/secrets.test.ts', 'it');
    write('README.md', 'words');
    utimesSync(join(root, 'app/page.tsx'), 1, 1);
    expect(hashSources(root)).toBe(before);
  });
});
