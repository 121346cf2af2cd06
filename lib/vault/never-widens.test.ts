import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isNull } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/client';
import { secrets } from '../db/schema';
import { actorOfUser, actorsOfKeys, type Caller } from './actor';
import { mayOpen, toOpened } from './bearers';
import type { VaultContext } from './context';
import { ALL_SCOPES } from './key-scopes';
import {
  type Actor,
  authorizedTo,
  ENVIRONMENT_ROLES,
  OPENS_VALUES,
  type OperationName,
  ORGANIZATION_ROLES,
  POLICY,
} from './policy';
import { MIGRATIONS, makeFolder, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { openVault, type Vault } from './vault';

/**
 * Rights never widen: whatever a few people and programs do to one another, in any order, nobody ends with more than
 * somebody gave who had it. After each step it is asked of everybody what they may, by the code that decides, and
 *
 * 1. what is refused changes nobody's rights;
 * 2. what somebody gains, in a step of somebody else, the other one had before that step;
 * 3. nobody gains anything by a step of their own;
 * 4. a key may nothing that its maker may not;
 * 5. a secret opens for somebody new only by whoever could open it, or may say who does and may read its place;
 * 6. there is always an owner, and an organization that has an administrator keeps one.
 */
interface World {
  readonly vault: Vault;
  readonly database: Database;
  readonly people: { readonly id: string; readonly caller: Caller; readonly email: string }[];
  readonly keys: { readonly id: string; readonly caller: Caller; readonly makerId: string }[];
  readonly organizations: string[];
  readonly secrets: string[];
  readonly invitations: {
    readonly id: string;
    readonly token: string;
    readonly byId: string;
    readonly email: string;
    readonly organizationId: string | null;
  }[];
}

interface Choice {
  readonly actor: number;
  readonly step: number;
  readonly one: number;
  readonly another: number;
}

let test: TestVault;
let folder: string;
let base: string;
let start: Pick<World, 'people' | 'keys' | 'organizations' | 'secrets'>;

beforeAll(async () => {
  folder = makeFolder();
  base = path.join(folder, 'base.db');
  test = await openTestVault();
  const [a, b] = [(await test.newOrganization('A')).id, (await test.newOrganization('B')).id];
  const given = [
    ['owner'],
    ['owner'],
    ['admin'],
    ['auditor'],
    [{ role: 'admin', organizationId: a }],
    [{ role: 'admin', organizationId: a }],
    [{ role: 'editor', organizationId: a }],
    [
      { role: 'reader', organizationId: a },
      { role: 'admin', organizationId: b },
    ],
    [{ role: 'viewer', organizationId: b }],
  ] as const;
  const people = await Promise.all(given.map((grants) => test.newUser(...(grants as never as ['owner']))));
  const key = await test.newKey();
  const make = async (organizationId?: string) => {
    const context: Record<string, string> = organizationId ? { organization_id: organizationId } : {};
    return (await test.vault.createSecret(key, { name: crypto.randomUUID(), value: 'v', context })).id;
  };
  start = {
    people: people.map((caller: SessionCaller) => ({ id: caller.userId, caller, email: caller.email })),
    keys: [],
    organizations: [a, b],
    secrets: [await make(a), await make(a), await make(b), await make()],
  };
  await test.vault.createBackup(test.operator, { file: base });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A world of its own, on a copy of the one that was made once. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const file = path.join(folder, `${crypto.randomUUID()}.db`);
  copyFileSync(base, file);
  const url = `file:${file}`;
  const { provider, clock } = test;
  const vault = await openVault({
    database: { url },
    provider: unclosed(provider),
    migrations: MIGRATIONS,
    clock: clock.now,
  });
  const database = openDatabase({ url });
  try {
    await work({
      vault,
      database,
      people: [...start.people],
      keys: [...start.keys],
      organizations: [...start.organizations],
      secrets: [...start.secrets],
      invitations: [],
    });
  } finally {
    database.close();
    await vault.close();
  }
}

/** The worlds share it, and each closes its vault. */
const unclosed = (provider: TestVault['provider']): TestVault['provider'] =>
  new Proxy(provider, {
    get: (target, name) =>
      name === 'close'
        ? async () => {}
        : (Reflect.get(target, name, target)?.bind?.(target) ?? Reflect.get(target, name)),
  });

/** What everybody may now: `operation@place`, and the secrets that they may open. */
interface Rights {
  readonly may: ReadonlyMap<string, ReadonlySet<string>>;
  readonly opens: ReadonlyMap<string, ReadonlySet<string>>;
  /** Organizations that have an administrator. */
  readonly administered: ReadonlySet<string>;
  /** The secrets that there are, live or not, each with its place. */
  readonly secrets: ReadonlyMap<string, string>;
}

const NONE: ReadonlySet<string> = new Set();
const GUARDED = (Object.keys(POLICY) as OperationName[]).filter((name) => typeof POLICY[name] === 'object');

async function rightsIn({ vault, database, people, keys, organizations }: World): Promise<Rights> {
  const context = { database, environmentId: vault.environmentId, clock: test.clock.now } as VaultContext;
  const persons = await Promise.all(people.map(({ id }) => actorOfUser(context, id)));
  const programs = await actorsOfKeys(
    context,
    keys.map(({ id }) => id),
  );
  const actors = [...persons, ...programs].filter((actor) => actor !== null);
  const rows = await database.query.select().from(secrets);
  const opened = await Promise.all(
    rows.map(async (row) => ({ id: row.id, secret: await toOpened({ database }, row) })),
  );
  const opens = (actor: Actor) =>
    opened.flatMap(({ id, secret }) => (mayOpen(actor, 'secret.read', secret) ? [id] : []));
  return {
    may: new Map(actors.map((actor) => [actor.id, new Set(mayOf(actor, organizations))])),
    opens: new Map(actors.map((actor) => [actor.id, new Set(opens(actor))])),
    administered: new Set(
      persons.flatMap((person) =>
        (person?.grants ?? []).flatMap(({ role, organizationId }) =>
          role === 'admin' && organizationId !== null ? [organizationId] : [],
        ),
      ),
    ),
    secrets: new Map(rows.map(({ id, organizationId }) => [id, organizationId ?? 'environment'])),
  };
}

function mayOf(actor: Actor, organizations: readonly string[]): string[] {
  return GUARDED.flatMap((name) => {
    const reach = authorizedTo(actor, name);
    if (!reach) return [];
    const places = [null, ...organizations].filter((place) => reach.reaches(place));
    return places.map((place) => `${name}@${place ?? 'environment'}`);
  });
}

/** One step, and who made it. */
interface Made {
  readonly by: string;
  readonly did: string;
  readonly worked: boolean;
}

/** What the step did that it must not, in words. */
function faultsOf(made: Made, before: Rights, after: Rights, { keys }: World): string[] {
  return [
    ...[...after.may].flatMap(([who, may]) => gainsOf(made, who, may, before)),
    ...[...after.opens].flatMap(([who, opens]) => openingsOf(made, who, opens, before)),
    ...keys.flatMap(({ id, makerId }) => {
      const more = [...(after.may.get(id) ?? [])].filter((right) => !after.may.get(makerId)?.has(right));
      return more.length > 0 ? [`after ${made.did} a key may more than its maker: ${more.join(' ')}`] : [];
    }),
    ...([...after.may.values()].some((may) => may.has('environment.update@environment'))
      ? []
      : [`after ${made.did} there is no owner`]),
    ...[...before.administered].flatMap((organization) =>
      after.administered.has(organization) || made.did === 'deleteOrganization'
        ? []
        : [`after ${made.did} nobody administers ${organization}`],
    ),
  ];
}

function gainsOf({ by, did, worked }: Made, who: string, may: ReadonlySet<string>, before: Rights): string[] {
  const had = before.may.get(by) ?? NONE;
  const own = before.may.get(who) ?? NONE;
  const gained = [...may].filter((right) => {
    // An organization that was just made is in reach of whoever reaches all of them.
    if (own.has(right) || own.has(`${right.split('@')[0]}@environment`)) return false;
    return !(worked && isOfTheRule(did, right, had));
  });
  if (gained.length === 0) return [];
  if (!worked) return [`${did} was refused, and ${who} gained ${gained.join(' ')}`];
  if (who === by) return [`${by} gained by their own ${did}: ${gained.join(' ')}`];
  const more = gained.filter((right) => !had.has(right) && !isFirstAdministrators(right, had, before));
  return more.length > 0 ? [`${did} of ${by} gave ${who} what they have not: ${more.join(' ')}`] : [];
}

function openingsOf({ by, did }: Made, who: string, opens: ReadonlySet<string>, before: Rights): string[] {
  const had = before.may.get(by) ?? NONE;
  return [...opens].flatMap((id) => {
    const place = before.secrets.get(id);
    // A new one is open to those of its place.
    if (place === undefined || before.opens.get(who)?.has(id) || before.opens.get(by)?.has(id)) return [];
    if (isFirstAdministrators(`secret.read@${place}`, had, before)) return [];
    const saysWho = had.has(`secret.restrict@${place}`) && had.has(`secret.read@${place}`);
    return saysWho || isOfTheRule(did, `secret.read@${place}`, had)
      ? []
      : [`${did} of ${by} opened ${id} for ${who}`];
  });
}

/**
 * Who runs the vault gives an organization that nobody administers its first administrator, another person, even where
 * they read no values themselves: or else nobody ever could.
 */
function isFirstAdministrators(right: string, had: ReadonlySet<string>, { administered }: Rights): boolean {
  const [, place = ''] = right.split('@');
  return had.has('member.change_role@environment') && place !== 'environment' && !administered.has(place);
}

/** The one rule that gives several people a right at once: whether administrators read. An owner says so, and so do others not. */
const isOfTheRule = (did: string, right: string, had: ReadonlySet<string>): boolean =>
  did === 'updateEnvironment' &&
  had.has('environment.update@environment') &&
  (OPENS_VALUES as readonly string[]).includes(right.split('@')[0] ?? '');

type Step = (
  world: World,
  by: Caller & { id: string },
  pick: <T>(from: readonly T[], salt?: number) => T,
) => Promise<unknown>;

const placesAndRoles = (organizations: readonly string[]) => [
  ...ENVIRONMENT_ROLES.map((role) => ({ organizationId: null, role })),
  ...organizations.flatMap((organizationId) => ORGANIZATION_ROLES.map((role) => ({ organizationId, role }))),
];
const EVERY_ROLE = [...ENVIRONMENT_ROLES, ...ORGANIZATION_ROLES];

/** What people and programs do to one another's rights. An operation that gives or takes any has its step here. */
const STEPS: Record<string, Step> = {
  async createUser({ vault, people, organizations }, by, pick) {
    const role = pick(EVERY_ROLE);
    const inEnvironment =
      role === 'owner' || role === 'auditor' || (role === 'admin' && pick([true, false], 1));
    const grant = inEnvironment ? { role } : { role, organizationId: pick(organizations) };
    const email = `${crypto.randomUUID()}@example.com`;
    const password = 'a pass phrase that is long';
    const grants = [grant as { role: 'owner' }];
    const { id } = await vault.createUser(by, { email, name: 'New', password, grants });
    const { token } = await vault.createSession(test.nobody, { email, password });
    people.push({ id, caller: { via: 'session', token, requestId: 'x' }, email });
  },
  async createApiKey({ vault, keys, organizations }, by, pick) {
    const organizationId = pick([null, ...organizations]);
    const scopes = pick([ALL_SCOPES, ['read'], ['describe', 'write']] as const, 1);
    const { id, token } = await vault.createApiKey(by, { name: 'K', organizationId, scopes: [...scopes] });
    keys.push({ id, caller: { via: 'api-key', token, requestId: 'x' }, makerId: by.id });
  },
  async rotateApiKey({ vault, keys }, by, pick) {
    const old = pick(keys);
    const { id, token } = await vault.rotateApiKey(by, { id: old.id, overlapDays: pick([0, 7], 1) });
    keys.push({ id, caller: { via: 'api-key', token, requestId: 'x' }, makerId: by.id });
  },
  revokeApiKey: ({ vault, keys }, by, pick) => vault.revokeApiKey(by, { id: pick(keys).id }),
  changeRole: ({ vault, people, organizations }, by, pick) =>
    vault.changeRole(by, { ...pick(placesAndRoles(organizations)), userId: pick(people, 1).id }),
  removeMember: ({ vault, people, organizations }, by, pick) =>
    vault.removeMember(by, { organizationId: pick([null, ...organizations]), userId: pick(people, 1).id }),
  transferRole: ({ vault, people, organizations }, by, pick) =>
    vault.transferRole(by, { organizationId: pick([null, ...organizations]), userId: pick(people, 1).id }),
  async createInvitation({ vault, people, organizations, invitations }, by, pick) {
    const email = pick([`${crypto.randomUUID()}@example.com`, ...people.map((one) => one.email)], 1);
    const place = pick(placesAndRoles(organizations));
    const { id, token } = await vault.createInvitation(by, { ...place, email });
    invitations.push({ id, token, byId: by.id, email, organizationId: place.organizationId });
  },
  /** Whoever leaves has nothing more to give, not by what they wrote before either. */
  async removeInviter({ vault, invitations, people }, _, pick) {
    const { organizationId, byId } = pick(invitations);
    const [owner] = people;
    if (owner) await vault.removeMember(owner.caller, { organizationId, userId: byId });
  },
  revokeInvitation: ({ vault, invitations }, by, pick) =>
    vault.revokeInvitation(by, { id: pick(invitations).id }),
  /** Who gives is who invited, whoever has the link. */
  async acceptInvitation({ vault, people, invitations }, by, pick) {
    const { token, email, byId } = pick(invitations);
    const invited = people.find((one) => one.email === email);
    const accepts = pick([invited?.caller ?? test.nobody, by], 1);
    const password = 'a pass phrase that is long';
    const { userId, isNew } = await vault.acceptInvitation(accepts, { token, name: 'New', password });
    if (isNew) people.push({ id: userId, caller: test.nobody, email });
    return { byId };
  },
  async changeRestriction({ vault, secrets: all, people, keys }, by, pick) {
    const id = pick(all);
    const { subjects, needsApproval } = await vault.describeRestriction(by, { id });
    const was = { subjects: subjects.map((one) => one.subject), needsApproval };
    const named = pick([[], [by.id], [pick(people, 1).id], [pick([...keys, ...people], 1).id]]);
    await vault.changeRestriction(by, { id, subjects: named, needsApproval: false, was });
  },
  updateEnvironment: ({ vault }, by, pick) =>
    vault.updateEnvironment(by, { administratorsReadValues: pick([true, false]) }),
  async createOrganization({ vault, organizations }, by) {
    organizations.push((await vault.createOrganization(by, { name: 'New' })).id);
  },
  deleteOrganization: ({ vault, organizations }, by, pick) =>
    vault.deleteOrganization(by, { id: pick(organizations), secrets: 'trash' }),
  updateOrganization: ({ vault, organizations }, by, pick) =>
    vault.updateOrganization(by, { id: pick(organizations), name: 'Renamed' }),
  async createSecret({ vault, organizations, secrets: all }, by, pick) {
    const place = pick([null, ...organizations]);
    const context: Record<string, string> = place ? { organization_id: place } : {};
    all.push((await vault.createSecret(by, { name: crypto.randomUUID(), value: 'v', context })).id);
  },
  deleteSecret: ({ vault, secrets: all }, by, pick) => vault.deleteSecret(by, { id: pick(all) }),
  restoreSecret: ({ vault, secrets: all }, by, pick) => vault.restoreSecret(by, { id: pick(all) }),
};

/** Not what is made up by a generator: a thing that is not there to be picked. */
class NothingToPick extends Error {}

async function play(world: World, choices: readonly Choice[], seen: Map<string, number>): Promise<string[]> {
  let before = await rightsIn(world);
  for (const { actor, step, one, another } of choices) {
    const actors = [...world.people, ...world.keys];
    // Oftener those who may do something.
    const most = actor % 3 > 0 ? 6 : actors.length;
    const { id, caller } = actors[actor % most] ?? start.people[0] ?? { id: '', caller: test.nobody };
    const pick = <T>(from: readonly T[], salt = 0): T => {
      if (from.length === 0) throw new NothingToPick();
      return from[(salt === 0 ? one : another) % from.length] as T;
    };
    const did = Object.keys(STEPS)[step % Object.keys(STEPS).length] as string;
    const perform = async () => (STEPS[did] as Step)(world, { ...caller, id }, pick);
    let by = id;
    const worked = await perform().then(
      (result) => {
        by = (result as { byId?: string } | undefined)?.byId ?? id;
        return true;
      },
      (error: { code?: string }) => {
        if (error.code === undefined && !(error instanceof NothingToPick)) throw error;
        return false;
      },
    );
    if (worked) seen.set(did, (seen.get(did) ?? 0) + 1);
    const after = await rightsIn(world);
    const faults = faultsOf({ by, did, worked }, before, after, world);
    if (faults.length > 0) return faults;
    before = after;
  }
  return misreadings(world, before);
}

/** Where what is really read is not what it should be. */
async function misreadings({ vault, database, people, keys }: World, { opens }: Rights): Promise<string[]> {
  const live = await database.query.select({ id: secrets.id }).from(secrets).where(isNull(secrets.deletedAt));
  const faults: string[] = [];
  for (const { id: who, caller } of [...people, ...keys].filter((one) => one.caller.via !== 'nobody')) {
    for (const { id } of live) {
      const reads = await vault.readSecret(caller, { id }).then(
        () => true,
        () => false,
      );
      if (reads !== (opens.get(who)?.has(id) ?? false))
        faults.push(`${who} ${reads ? 'reads' : 'does not read'} ${id}`);
    }
  }
  return faults;
}

describe('rights', () => {
  it('never widen, whatever is done by whomever in any order (property)', { timeout: 120_000 }, async () => {
    const seen = new Map<string, number>();
    const number = fc.nat(1_000);
    const choice = fc.record({ actor: number, step: number, one: number, another: number });
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 20, maxLength: 40 }), (choices) =>
        inWorld(async (world) => {
          expect(await play(world, choices, seen)).toEqual([]);
        }),
      ),
      { numRuns: 40, endOnFailure: true },
    );
    // Or else it was shown of little: a rare step may have no luck in all of these runs.
    expect(Object.keys(STEPS).filter((name) => !seen.has(name)).length).toBeLessThan(4);
  });
});
