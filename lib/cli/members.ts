import { Command, Option } from 'commander';
import type { Member, MemberRole } from '@/lib/vault';
import { act, all, type Desk, table } from './act';
import { Refused } from './errors';
import { findOrganization } from './organizations';
import { roleOption } from './role-option';

interface Named {
  readonly organization?: string;
  readonly json?: boolean;
}
interface Whom extends Named {
  readonly email: string;
}

const EXAMPLES = `
Without --organization it is about those who run the whole vault.
Nobody takes the last owner of the vault, or an organization's last administrator, away.

Examples:
  $ strongroom member list --organization acme
  $ strongroom member invite --email joe@example.com --role reader --organization acme
  $ strongroom member set-role --email joe@example.com --role editor --organization acme
  $ strongroom member remove --email joe@example.com --organization acme`;

export function memberCommands(): Command {
  const group = new Command('member').description('list and invite members, change their roles, remove them');
  const where = () =>
    new Option('--organization <id>', 'id or external id; without it, those who run the whole vault');
  group
    .command('list')
    .description('list the members of an organization, or those who run the vault, the newest first')
    .addOption(where())
    .action((options: Named) => act(options, (desk) => list(desk, options)));
  group
    .command('invite')
    .description('print a link with which somebody joins: once, within seven days')
    .requiredOption('--email <address>', 'for whom alone the link is, with an account or without')
    .addOption(roleOption('what the person may do'))
    .addOption(where())
    .action((options: Whom & { readonly role: MemberRole }) => act(options, (desk) => invite(desk, options)));
  group
    .command('set-role')
    .description('change the role of a member, at once')
    .requiredOption('--email <address>', 'with which the person signs in')
    .addOption(roleOption('what the person may do from now on'))
    .addOption(where())
    .action((options: Whom & { readonly role: MemberRole }) =>
      act(options, (desk) => setRole(desk, options)),
    );
  group
    .command('remove')
    .description('take all rights from a member, at once, in every session')
    .requiredOption('--email <address>', 'with which the person signs in')
    .addOption(where())
    .action((options: Whom) => act(options, (desk) => remove(desk, options)));
  return group.addHelpText('after', EXAMPLES);
}

async function list(desk: Desk, options: Named) {
  const { organizationId, name } = await placeOf(desk, options);
  const members = await membersOf(desk, organizationId);
  if (members.length === 0) return { json: { members }, note: `${name} has no members.` };
  const rows = members.map(({ email, name: who, role, since, lastSeenAt }) => [
    email,
    who,
    role,
    since.slice(0, 10),
    lastSeenAt?.slice(0, 10) ?? '-',
  ]);
  return { json: { members }, text: table(['E-MAIL', 'NAME', 'ROLE', 'SINCE', 'LAST SEEN'], rows) };
}

async function invite(desk: Desk, { email, role, ...options }: Whom & { readonly role: MemberRole }) {
  const { organizationId, name } = await placeOf(desk, options);
  const { token, ...shown } = await desk.vault.createInvitation(desk.caller, { organizationId, email, role });
  const link = `${desk.origin}/invite#token=${token}`;
  const note = `For ${shown.email} only, as ${role} of ${name}. Whoever has no account yet makes one with it; whoever has one signs in. It works once, within seven days.`;
  return { json: { ...shown, link }, text: link, note };
}

async function setRole(desk: Desk, options: Whom & { readonly role: MemberRole }) {
  const { organizationId, name } = await placeOf(desk, options);
  const { id: userId } = await memberOf(desk, organizationId, options.email, name);
  const changed = await desk.vault.changeRole(desk.caller, { organizationId, userId, role: options.role });
  return { json: changed, note: `${changed.name} is ${changed.role} of ${name}.` };
}

async function remove(desk: Desk, options: Whom) {
  const { organizationId, name } = await placeOf(desk, options);
  const { id: userId } = await memberOf(desk, organizationId, options.email, name);
  const removed = await desk.vault.removeMember(desk.caller, { organizationId, userId });
  return { json: removed, note: `${removed.name} has no right in ${name} any more.` };
}

async function placeOf(desk: Desk, { organization }: Named) {
  if (organization === undefined) return { organizationId: null, name: 'the whole vault' };
  const { id, name } = await findOrganization(desk, organization);
  return { organizationId: id, name };
}

const membersOf = ({ vault, caller }: Desk, organizationId: string | null): Promise<Member[]> =>
  all((cursor) => vault.listMembers(caller, { organizationId, limit: 100, ...cursor }));

async function memberOf(
  desk: Desk,
  organizationId: string | null,
  email: string,
  place: string,
): Promise<Member> {
  const wanted = email.trim().normalize('NFKC').toLowerCase();
  const found = (await membersOf(desk, organizationId)).find((one) => one.email === wanted);
  if (!found) throw new Refused(`Nobody with the address ${JSON.stringify(email)} is a member of ${place}.`);
  return found;
}
