import path from 'node:path';
import { Command } from 'commander';
import { act, type Desk } from './act';

const EXAMPLES = `
It is a whole database at one moment, also while the server writes. The root key is not in it: keep both, apart.

Example:
  $ strongroom backup /mnt/backups/strongroom-2026-01-31.db`;

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the database to a new file that only you can read')
    .argument('<file>', 'where to; never replaces a file')
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: { json?: boolean }) => act(options, (desk) => backUp(desk, file)));
}

async function backUp({ vault, caller }: Desk, file: string) {
  const made = await vault.createBackup(caller, { file: path.resolve(file) });
  const size = `${(made.sizeBytes / 2 ** 20).toFixed(1)} MiB`;
  return {
    json: made,
    text: made.file,
    note: `${size}. It opens with the root key of this vault, which is not in it.`,
  };
}
