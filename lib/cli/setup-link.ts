import { Command } from 'commander';
import { act, type Desk } from './act';
import { Refused } from './errors';

export function setupLinkCommand(): Command {
  return new Command('setup-link')
    .description('print a new link for making the first administrator; earlier links end')
    .addHelpText('after', '\nIt works once, within an hour, and only while the vault has no user.')
    .action((options: { json?: boolean }) => act(options, makeLink));
}

async function makeLink({ vault, caller, origin }: Desk) {
  const token = await vault.makeSetupLink(caller, {});
  if (token === null) {
    throw new Refused(
      'This vault is set up: it has a user. For another administrator, use `user create --role admin`.',
    );
  }
  const setupLink = `${origin}/setup#token=${token}`;
  return {
    json: { setupLink },
    text: setupLink,
    note: 'It works once, within an hour. Earlier links have ended.',
  };
}
