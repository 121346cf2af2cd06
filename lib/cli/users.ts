import { Command, Option } from 'commander';
import {
  ENVIRONMENT_ROLES,
  type EnvironmentRole,
  type NewUser,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from '@/lib/vault';
import { act, type Desk } from './act';
import { UsageError } from './errors';
import { findOrganization } from './organizations';
import { pipedPassword } from './password';
import { roleOption } from './role-option';

interface CreateOptions {
  readonly email: string;
  readonly name: string;
  readonly role: EnvironmentRole | OrganizationRole;
  readonly organization?: readonly string[];
  readonly passwordStdin?: boolean;
  readonly link?: boolean;
  readonly password?: unknown;
  readonly json?: boolean;
}

const EXAMPLES = `
For the whole vault: owner, admin, auditor. For the organizations that you name: admin, editor, reader, viewer.
A password that is piped in is taken. Without one, a link is printed with which the person chooses it: once, within 24 hours.

Examples:
  $ strongroom user create --email ada@example.com --name "Ada Lovelace" --role admin
  $ pass show strongroom/ada | strongroom user create --email ada@example.com --name "Ada Lovelace" --role admin
  $ strongroom user create --email joe@example.com --name Joe --role reader --organization acme`;

export function userCommands(): Command {
  const group = new Command('user').description('make users, and help those who cannot sign in');
  group
    .command('create')
    .description('make a user and print a link for choosing a password, or the id if one was piped in')
    .requiredOption('--email <address>', 'with which the person signs in')
    .requiredOption('--name <name>', 'as others see it')
    .addOption(roleOption('what the person may do'))
    .option('--organization <id>', 'id or external id; may be given several times', append)
    .option('--password-stdin', 'fail unless a password comes on standard input')
    .option('--link', 'print a link and leave standard input alone')
    .addOption(new Option('--password [value]').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(async (options: CreateOptions) => {
      check(options);
      const password = options.link ? null : await pipedPassword(options.passwordStdin === true);
      await act(options, (desk) => create(desk, options, password));
    });
  group
    .command('password-link')
    .description('print a link with which somebody chooses a new password; it ends their sessions once used')
    .requiredOption('--email <address>', 'with which the person signs in')
    .action(async (options: { readonly email: string; readonly json?: boolean }) => {
      await act(options, async ({ vault, caller, origin }) => {
        const { passwordToken, ...user } = await vault.makePasswordLink(caller, { email: options.email });
        const passwordLink = `${origin}/password#token=${passwordToken}`;
        const note = `For ${user.name} only: whoever has the link chooses the password. It works once, within 24 hours.`;
        return { json: { ...user, passwordLink }, text: passwordLink, note };
      });
    });
  group
    .command('reset-second-factor')
    .description('remove the authenticator app and the recovery codes of somebody who lost both')
    .requiredOption('--email <address>', 'with which the person signs in')
    .action(async (options: { readonly email: string; readonly json?: boolean }) => {
      await act(options, async ({ vault, caller }) => {
        const user = await vault.removeSecondFactor(caller, { email: options.email });
        const note = `${user.name} signs in with the password alone now. Make sure that it was they who asked, and have them add an app again.`;
        return { json: user, text: user.id, note };
      });
    });
  return group;
}

function check({ role, organization = [], password, passwordStdin, link }: CreateOptions): void {
  if (password !== undefined) {
    throw new UsageError(
      'A password in a command can be seen by everybody on this machine and stays in the history of your shell: choose another one, and pipe it in. Nothing was made.',
    );
  }
  if (passwordStdin && link) throw new UsageError('Choose: --password-stdin or --link.');
  if (organization.length > 0 && !isOrganizationRole(role)) {
    throw new UsageError(`The role ${role} is for all organizations: leave --organization out.`);
  }
  if (organization.length === 0 && !isEnvironmentRole(role)) {
    throw new UsageError(`Name the organization in which this person is ${role}: --organization <id>.`);
  }
}

async function create(desk: Desk, options: CreateOptions, password: string | null) {
  const { email, name, role } = options;
  const user = await desk.vault.createUser(desk.caller, {
    email,
    name,
    ...(password === null ? {} : { password }),
    grants: await grantsOf(desk, role, options.organization ?? []),
  });
  const { passwordToken, ...shown } = user;
  const passwordLink = passwordToken && `${desk.origin}/password#token=${passwordToken}`;
  return {
    json: { ...shown, passwordLink },
    text: passwordLink ?? user.id,
    note: noteFor(user, role, (options.organization ?? []).length === 0),
  };
}

async function grantsOf(desk: Desk, role: CreateOptions['role'], named: readonly string[]) {
  if (named.length === 0) return isEnvironmentRole(role) ? [{ role }] : [];
  if (!isOrganizationRole(role)) return [];
  const organizations = await Promise.all(named.map((one) => findOrganization(desk, one)));
  const ids = new Set(organizations.map(({ id }) => id));
  return [...ids].map((organizationId) => ({ role, organizationId }));
}

const isEnvironmentRole = (role: CreateOptions['role']): role is EnvironmentRole =>
  (ENVIRONMENT_ROLES as readonly string[]).includes(role);
const isOrganizationRole = (role: CreateOptions['role']): role is OrganizationRole =>
  (ORGANIZATION_ROLES as readonly string[]).includes(role);

function noteFor({ name, email, passwordToken }: NewUser, role: string, everywhere: boolean): string {
  const made = `${name} (${email}) is ${role === 'admin' ? 'an administrator' : role}${everywhere ? ' of the whole vault' : ''}.`;
  if (!passwordToken) return `${made} They can sign in now.`;
  return `${made} Send them the link: whoever has it chooses the password. It works once, within 24 hours.`;
}

const append = (one: string, before: readonly string[] = []) => [...before, one];
