import { Command } from 'commander';
import type { Organization } from '@/lib/vault';
import { act, all, type Desk, table } from './act';
import { Refused } from './errors';

interface CreateOptions {
  readonly name: string;
  readonly externalId?: string;
  readonly json?: boolean;
}

export function organizationCommands(): Command {
  const group = new Command('organization').description('make and list organizations');
  group
    .command('create')
    .description('make an organization and print its id')
    .requiredOption('--name <name>', 'what people call it')
    .option('--external-id <id>', 'the id that it has in your own system')
    .addHelpText('after', '\nExample:\n  $ strongroom organization create --name Acme --external-id acme')
    .action((options: CreateOptions) => act(options, (desk) => create(desk, options)));
  group
    .command('list')
    .description('list all organizations, the newest first')
    .action((options: { json?: boolean }) => act(options, list));
  return group;
}

async function create({ vault, caller }: Desk, { name, externalId }: CreateOptions) {
  const made = await vault.createOrganization(caller, { name, externalId });
  return { json: made, text: made.id, note: `${made.name} is ready.` };
}

async function list({ vault, caller }: Desk) {
  const organizations = await all((cursor) => vault.listOrganizations(caller, { limit: 100, ...cursor }));
  const rows = organizations.map(({ id, name, externalId, createdAt }) => [
    id,
    name,
    externalId ?? '-',
    createdAt.slice(0, 10),
  ]);
  if (rows.length === 0) return { json: { organizations }, note: 'There are no organizations yet.' };
  return { json: { organizations }, text: table(['ID', 'NAME', 'EXTERNAL ID', 'CREATED'], rows) };
}

/** By its id or its external id. */
export async function findOrganization({ vault, caller }: Desk, named: string): Promise<Organization> {
  // The likelier one first: what is not found leaves a refusal in the trail.
  const inputs = [{ id: named }, { externalId: named }];
  for (const input of named.startsWith('org_') ? inputs : inputs.toReversed()) {
    try {
      return await vault.describeOrganization(caller, input);
    } catch (error) {
      if ((error as { code?: string }).code !== 'not_found') throw error;
    }
  }
  throw new Refused(`No organization has the id or the external id ${JSON.stringify(named)}.`);
}
