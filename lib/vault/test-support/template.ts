import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../db/client';

/** The folder of migrations. */
export const MIGRATIONS = fileURLToPath(new URL('../../../drizzle', import.meta.url));

let template: Promise<string> | undefined;

/** A new folder with a migrated database without any row in it: a copy of one that is made once for each process. */
export async function copyTemplate(): Promise<{ folder: string; path: string }> {
  template ??= makeTemplate();
  const from = await template;
  const folder = makeFolder();
  const file = path.join(folder, 'strongroom.db');
  copyFileSync(from, file);
  return { folder, path: file };
}

export function makeFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'strongroom-test-'));
}

async function makeTemplate(): Promise<string> {
  const folder = makeFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'template.db');
  const database = openDatabase({ url: `file:${file}` });
  await database.migrate(MIGRATIONS);
  // The last connection to close moves the write-ahead log into the file, so that a copy of one file is whole.
  database.close();
  return file;
}
