import { Command } from 'commander';
import { act, all, type Desk, table } from './act';
import { findOrganization } from './organizations';

interface CreateOptions {
  readonly name: string;
  readonly organization?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
The key goes to standard output, alone and this once: only its hash is stored.

Examples:
  $ strongroom api-key create --name ci > api-key.txt
  $ strongroom api-key create --name deploy --organization acme | pass insert --multiline acme/strongroom`;

export function apiKeyCommands(): Command {
  const group = new Command('api-key').description('make, list and revoke keys to the HTTP API');
  group
    .command('create')
    .description('make an API key and print it')
    .requiredOption('--name <name>', 'by which people know it')
    .option('--organization <id>', 'id or external id; without it, the key is for the whole vault')
    .addHelpText('after', EXAMPLES)
    .action((options: CreateOptions) => act(options, (desk) => create(desk, options)));
  group
    .command('list')
    .description('list all API keys, the newest first, the revoked ones too')
    .action((options: { json?: boolean }) => act(options, list));
  group
    .command('revoke')
    .description('end an API key at once')
    .argument('<id>', 'key_…, as the list shows it')
    .action((id: string, options: { json?: boolean }) => act(options, (desk) => revoke(desk, id)));
  return group;
}

async function create(desk: Desk, { name, organization }: CreateOptions) {
  const found = organization === undefined ? null : await findOrganization(desk, organization);
  const made = await desk.vault.createApiKey(desk.caller, { name, organizationId: found?.id });
  const reach = found ? `for ${found.name}` : 'for the whole vault';
  return {
    json: made,
    text: made.token,
    note: `${made.name} (${made.id}), ${reach}. The key is not shown again.`,
  };
}

async function list({ vault, caller }: Desk) {
  const apiKeys = await all((cursor) => vault.listApiKeys(caller, { limit: 100, ...cursor }));
  if (apiKeys.length === 0) return { json: { apiKeys }, note: 'There are no API keys yet.' };
  const rows = apiKeys.map((key) => [
    key.id,
    key.name,
    `…${key.hint}`,
    key.organizationId ?? 'the whole vault',
    key.createdAt.slice(0, 10),
    key.lastUsedAt?.slice(0, 10) ?? 'never',
    key.revokedAt ? `revoked ${key.revokedAt.slice(0, 10)}` : 'works',
  ]);
  return {
    json: { apiKeys },
    text: table(['ID', 'NAME', 'ENDS IN', 'FOR', 'CREATED', 'LAST USED', 'STATE'], rows),
  };
}

async function revoke({ vault, caller }: Desk, id: string) {
  const revoked = await vault.revokeApiKey(caller, { id });
  return {
    json: revoked,
    note: `${revoked.name} (${revoked.id}) is revoked: requests with it are refused now.`,
  };
}
