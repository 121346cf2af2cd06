import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { z } from 'zod';
import { VaultError } from './errors';
import { operation } from './operation';

/** A consistent copy of the database in a new file that only its owner can read. The root key is not in it. */
export const createBackup = operation({
  name: 'backup.create',
  input: z.strictObject({ file: z.string().min(1, 'Name a file.') }),
  async run({ database }, { file }) {
    if (!database.copyTo) throw impossible('The database is on a server: back it up there.');
    if (existsSync(file))
      throw impossible(`${file} exists already. Name a new file: a backup never replaces another one.`);
    // Under another name until it is whole. VACUUM wants a file that is empty or not there: so it gets its rights first.
    const unfinished = `${file}.unfinished`;
    try {
      rmSync(unfinished, { force: true });
      closeSync(openSync(unfinished, 'wx', 0o600));
      database.copyTo(unfinished);
      renameSync(unfinished, file);
    } catch (error) {
      rmSync(unfinished, { force: true });
      const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw impossible(
        `${file} could not be written (${why}). Is there such a folder, with room, and may you write there?`,
      );
    }
    return {
      result: { file, sizeBytes: statSync(file).size },
      events: [{ type: 'backup.created', organizationId: null }],
    };
  },
});

const impossible = (message: string) => new VaultError('backup_impossible', message);
