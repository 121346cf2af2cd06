import { Command } from 'commander';
import { apiKeyCommands } from './api-keys';
import { backupCommand } from './backup';
import { demoCommand } from './demo/command';
import { memberCommands } from './members';
import { organizationCommands } from './organizations';
import { setupLinkCommand } from './setup-link';
import { userCommands } from './users';

const EXAMPLES = `
Examples:
  $ npm run -s strongroom -- user create --email ada@example.com --name "Ada Lovelace" --role admin
  $ npm run -s strongroom -- user password-link --email ada@example.com
  $ npm run -s strongroom -- member set-role --email joe@example.com --role editor --organization acme
  $ npm run -s strongroom -- organization create --name Acme --external-id acme
  $ npm run -s strongroom -- api-key create --name deploy --organization acme > api-key.txt
  $ npm run -s strongroom -- organization list --json
  $ npm run -s strongroom -- backup /mnt/backups/strongroom.db

It works on the database and the root key that the server uses (STRONGROOM_DATA, DATABASE_URL, STRONGROOM_ROOT_KEY_FILE),
also while the server runs. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;

/** Every command, each group in a file of its own. Throws CommanderError instead of ending the process. */
export function program(): Command {
  const root = new Command('strongroom')
    .description(
      'Manage a Strongroom vault from the machine that it runs on. It never shows the value of a secret.',
    )
    .addHelpText('after', EXAMPLES);
  for (const command of [
    userCommands(),
    memberCommands(),
    organizationCommands(),
    apiKeyCommands(),
    setupLinkCommand(),
    backupCommand(),
    demoCommand(),
  ]) {
    root.addCommand(command);
  }
  everyCommand(root, (command) => {
    command
      .exitOverride()
      .helpCommand(false)
      .configureOutput({ outputError: () => {} });
    if (command.commands.length > 0) return;
    command.option('--json', 'print one JSON document').allowExcessArguments(false);
  });
  return root;
}

function everyCommand(command: Command, change: (command: Command) => void): void {
  change(command);
  for (const inner of command.commands) everyCommand(inner, change);
}
