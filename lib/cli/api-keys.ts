import { Command, InvalidArgumentError, Option } from 'commander';
import { ALL_SCOPES, type ApiKey, isKeyScope, type KeyScope, type KeyState } from '@/lib/vault';
import { act, all, type Desk, table } from './act';
import { findOrganization } from './organizations';

interface CreateOptions {
  readonly name: string;
  readonly organization?: string;
  readonly scopes?: KeyScope[];
  readonly prefix?: string[];
  readonly allow?: string[];
  readonly expiresIn?: number;
  readonly requestsPerMinute?: number;
  readonly json?: boolean;
}
interface RotateOptions {
  readonly overlap: number;
  readonly json?: boolean;
}

const EXAMPLES = `
The key goes to standard output, alone and this once: only its hash is stored. What it is made with stays as it is.

Examples:
  $ strongroom api-key create --name ci > api-key.txt
  $ strongroom api-key create --name deploy --organization acme | pass insert --multiline acme/strongroom
  $ strongroom api-key create --name billing --organization acme --scopes read,describe --prefix billing/ \\
      --allow 10.0.0.0/8 --expires-in 90`;

export function apiKeyCommands(): Command {
  const group = new Command('api-key').description('make, list, rotate and revoke keys to the HTTP API');
  group
    .command('create')
    .description('make an API key and print it')
    .requiredOption('--name <name>', 'by which people know it')
    .option('--organization <id>', 'id or external id; without it, the key is for the whole vault')
    .option('--scopes <list>', `any of ${ALL_SCOPES.join(',')}; without it, all of them`, toScopes)
    .option('--prefix <text>', 'only secrets whose name begins so; may be repeated', append)
    .option('--allow <address>', 'only from this address or range (CIDR); may be repeated', append)
    .option('--expires-in <days>', 'ends after so many days; without it, the key does not end', toNumber)
    .option('--requests-per-minute <number>', 'how often it may ask; without it, as any key', toNumber)
    .addHelpText('after', EXAMPLES)
    .action((options: CreateOptions) => act(options, (desk) => create(desk, options)));
  group
    .command('list')
    .description('list all API keys, the newest first, those that have ended too')
    .action((options: { json?: boolean }) => act(options, list));
  group
    .command('rotate')
    .description('make a new key like an old one and print it; the old one ends after the overlap')
    .argument('<id>', 'key_…, as the list shows it')
    .addOption(
      new Option('--overlap <days>', 'for so long the old one works too: 0 to 30')
        .default(7)
        .argParser(toNumber),
    )
    .action((id: string, options: RotateOptions) => act(options, (desk) => rotate(desk, id, options)));
  group
    .command('revoke')
    .description('end an API key at once')
    .argument('<id>', 'key_…, as the list shows it')
    .action((id: string, options: { json?: boolean }) => act(options, (desk) => revoke(desk, id)));
  return group;
}

const append = (given: string, before: string[] = []): string[] => [...before, given];

function toNumber(given: string): number {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('Give a whole number.');
}

function toScopes(given: string): KeyScope[] {
  return given.split(',').map((word) => {
    const scope = word.trim().replaceAll('-', '_');
    if (isKeyScope(scope)) return scope;
    throw new InvalidArgumentError(`A scope is one of ${ALL_SCOPES.join(', ')}.`);
  });
}

async function create(desk: Desk, options: CreateOptions) {
  const { name, organization, scopes, prefix, allow, expiresIn, requestsPerMinute } = options;
  const found = organization === undefined ? null : await findOrganization(desk, organization);
  const made = await desk.vault.createApiKey(desk.caller, {
    name,
    organizationId: found?.id,
    scopes,
    namePrefixes: prefix,
    allowedAddresses: allow,
    expiresInDays: expiresIn,
    requestsPerMinute,
  });
  const reach = found ? `for ${found.name}` : 'for the whole vault';
  const until = made.expiresAt ? `, until ${made.expiresAt.slice(0, 10)}` : '';
  return {
    json: made,
    text: made.token,
    note: `${made.name} (${made.id}), ${reach}${until}. The key is not shown again.`,
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
    mayOf(key),
    `${key.createdAt.slice(0, 10)} by ${key.createdByName}`,
    key.lastUsedAt ? [key.lastUsedAt.slice(0, 10), key.lastUsedAddress].filter(Boolean).join(' ') : 'never',
    key.expiresAt?.slice(0, 10) ?? 'never',
    STATES[key.state](key),
  ]);
  const headings = ['ID', 'NAME', 'ENDS IN', 'FOR', 'MAY', 'CREATED', 'LAST USED', 'EXPIRES', 'STATE'];
  return { json: { apiKeys }, text: table(headings, rows) };
}

function mayOf({ scopes, namePrefixes, allowedAddresses }: ApiKey): string {
  const what = scopes.length === ALL_SCOPES.length ? 'everything' : scopes.join(',');
  return [
    what,
    namePrefixes && `in ${namePrefixes.join(' ')}`,
    allowedAddresses && `from ${allowedAddresses.join(' ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

const STATES: Record<KeyState, (key: ApiKey) => string> = {
  works: () => 'works',
  ends_soon: () => 'ends soon',
  maker_left: () => 'opens nothing: its maker has left',
  powerless: () => 'opens nothing: its maker may not do this any more',
  organization_deleted: () => 'opens nothing: its organization is deleted',
  expired: () => 'has ended',
  replaced: ({ replacedById }) => `replaced by ${replacedById}`,
  revoked: ({ revokedAt }) => `revoked ${revokedAt?.slice(0, 10)}`,
};

async function rotate({ vault, caller }: Desk, id: string, { overlap }: RotateOptions) {
  const made = await vault.rotateApiKey(caller, { id, overlapDays: overlap });
  const { endsAt } = made.replaces;
  const old = overlap > 0 ? `works until ${endsAt.slice(0, 16).replace('T', ' ')} UTC` : 'has ended';
  return {
    json: made,
    text: made.token,
    note: `${made.name} (${made.id}) takes the place of ${id}, which ${old}. The key is not shown again.`,
  };
}

async function revoke({ vault, caller }: Desk, id: string) {
  const revoked = await vault.revokeApiKey(caller, { id });
  return {
    json: revoked,
    note: `${revoked.name} (${revoked.id}) is revoked: requests with it are refused now.`,
  };
}
