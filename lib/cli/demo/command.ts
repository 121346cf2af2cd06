import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { act, type Desk, table } from '../act';
import { Refused } from '../errors';
import { ORGANIZATIONS, PEOPLE, type PlannedSecret, planSecrets } from './plan';
import { KINDS, newPersonPassword } from './values';

const AT_ONCE = 16;
const WHY = ['Rotated as planned', 'It stood in a log', 'The account moved to another provider'];

export function demoCommand(): Command {
  return new Command('demo')
    .description('fill the vault with organizations, people and some 200 made-up secrets to look around in')
    .option('--force', 'also if the vault is not empty')
    .addHelpText('after', '\nEvery value is made up at that moment. The passwords are printed once.')
    .action((options: { force?: boolean; json?: boolean }) =>
      act(options, (desk) => demo(desk, options.force === true)),
    );
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: string;
}

async function demo(desk: Desk, force: boolean) {
  const empty = await isEmpty(desk);
  if (!empty && !force) {
    throw new Refused('This vault is not empty. To add made-up things to it all the same, add --force.');
  }
  // A second demo beside the first one needs names of its own where the vault wants them unique.
  const tag = empty ? '' : `-${randomBytes(2).toString('hex')}`;
  const organizationIds = await makeOrganizations(desk, tag);
  const people = await makePeople(desk, tag, organizationIds);
  const secrets = planSecrets(organizationIds);
  await inParallel(secrets, (secret) => makeSecret(desk, secret));
  const counted = `${ORGANIZATIONS.length} organizations, ${people.length} people and ${secrets.length} secrets`;
  return {
    json: { organizations: ORGANIZATIONS.length, secrets: secrets.length, people },
    text: table(
      ['E-MAIL', 'PASSWORD', 'NAME', 'MAY'],
      people.map(({ email, password, name, role }) => [email, password, name, role]),
    ),
    note: `Made ${counted}. Sign in at ${desk.origin}/sign-in; the passwords are not shown again.`,
  };
}

/** No user, no organization and no key. Asking whether there is a user would end the set-up link, so that comes last. */
async function isEmpty({ vault, caller }: Desk): Promise<boolean> {
  const organizations = await vault.listOrganizations(caller, { limit: 1 });
  const keys = await vault.listApiKeys(caller, { limit: 1 });
  if (organizations.items.length > 0 || keys.items.length > 0) return false;
  return (await vault.makeSetupLink(caller, {})) !== null;
}

/** Ids by the external id in the plan. */
async function makeOrganizations({ vault, caller }: Desk, tag: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, externalId } of ORGANIZATIONS) {
    const made = await vault.createOrganization(caller, { name, externalId: externalId + tag });
    ids.set(externalId, made.id);
  }
  return ids;
}

async function makePeople({ vault, caller }: Desk, tag: string, ids: Map<string, string>): Promise<Person[]> {
  const people: Person[] = [];
  for (const { name, email, role: everywhere, memberships } of PEOPLE) {
    const password = newPersonPassword();
    const grants = [
      ...(everywhere ? [{ role: everywhere }] : []),
      ...memberships.map(({ role, of }) => ({ role, organizationId: ids.get(of) ?? '' })),
    ];
    const user = await vault.createUser(caller, {
      name,
      email: email.replace('@', `${tag}@`),
      password,
      grants,
    });
    const role = [everywhere ?? [], memberships.map((one) => `${one.role} of ${one.of}`)].flat(2).join(', ');
    people.push({ name, email: user.email, password, role });
  }
  return people;
}

async function makeSecret({ vault, caller }: Desk, planned: PlannedSecret): Promise<void> {
  const value = () => KINDS[planned.kind](planned.place);
  const { name, context, note, tags, expiresInDays, rotateEveryDays } = planned;
  const expiresAt = expiresInDays === null ? null : daysFromNow(expiresInDays);
  const details = { note, tags: [...tags], expiresAt, rotateEveryDays };
  let secret = await vault.createSecret(caller, { name, value: value(), context, ...details });
  while (secret.versionNumber < planned.versions) {
    secret = await vault.updateSecret(caller, {
      id: secret.id,
      value: value(),
      note: WHY[secret.versionNumber % WHY.length],
      versionCheck: secret.versionId,
    });
  }
  if (planned.inTrash) await vault.deleteSecret(caller, { id: secret.id });
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Several at a time share one flush to the disk; the order stays about that of the list. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    await Promise.all(items.slice(i, i + AT_ONCE).map(work));
  }
}
