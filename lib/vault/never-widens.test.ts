import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isNull } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/client';
import { approvals, secrets } from '../db/schema';
import { actorOfUser, actorsOfKeys, type Caller } from './actor';
import { mayOpen, toOpened } from './bearers';
import type { VaultContext } from './context';
import { type Actor, authorizedTo, OPENS_VALUES, type OperationName, POLICY } from './policy';
import {
  claimsOf,
  comeBack,
  MIGRATIONS,
  makeFolder,
  newProvider,
  openTestVault,
  type SessionCaller,
  type TestVault,
} from './test-support';
import {
  type By,
  domainOf,
  type Gives,
  personOf,
  type Session,
  STEPS,
  type Step,
  type World,
} from './test-support/steps';
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
 * 6. there is always an owner, and an organization that has an administrator keeps one;
 * 7. a session may what its person may, and where one organization vouches for it, there alone; and no more than whoever
 *    made the way in: the provider's directory, a passkey, an identity.
 */
interface Played extends World {
  readonly database: Database;
  rightsOf: World['rightsOf'];
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
let start: Pick<World, 'people' | 'organizations' | 'secrets' | 'providers' | 'identities'>;

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
  for (const id of [a, b]) {
    const domains = [{ domain: domainOf(id), state: 'verified' as const }];
    await test.vault.updateOrganization(test.operator, { id, domains });
  }
  /** Of those of an organization, its administrators could have said the same. */
  const provider = async (organizationId: string | null) => {
    const issuer = `https://${crypto.randomUUID()}.example/`;
    const mapped = organizationId && {
      roleClaim: 'groups',
      roles: { staff: 'editor', boss: 'admin' } as const,
    };
    const { id } = await newProvider(test, organizationId, { issuer, ...mapped });
    const admin = { grants: [{ organizationId, role: 'admin' }], rules: { administratorsReadValues: true } };
    const had = organizationId ? mayOf(admin as unknown as Actor, [organizationId]) : [];
    return { id, organizationId, issuer, had: new Set(had) };
  };
  start = {
    people: people.map((caller: SessionCaller) => ({ id: caller.userId, caller, email: caller.email })),
    organizations: [a, b],
    secrets: [await make(a), await make(a), await make(b), await make()],
    providers: [await provider(a), await provider(b), await provider(null)],
    identities: [],
  };
  const [owner, marked] = [people[0] as SessionCaller, start.secrets[0] as string];
  const was = { subjects: [], needsApproval: false };
  await test.vault.changeRestriction(owner, { id: marked, subjects: [], needsApproval: true, was });
  // The providers of organizations know somebody who may everything, and the only administrator that there is.
  const [ofA, ofB] = start.providers as [World['providers'][number], World['providers'][number]];
  for (const [person, { id, issuer }, place] of [
    [owner, ofA, a],
    [people[7], ofB, b],
  ] as const) {
    const claims = claimsOf({ issuer, email: `${crypto.randomUUID()}@${domainOf(place)}` });
    const by = person as SessionCaller;
    await test.vault.linkIdentity(by, await comeBack(test, id, claims, by));
    start.identities.push({ claims, madeBy: by.userId });
  }
  await test.vault.createBackup(test.operator, { file: base });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A world of its own, on a copy of the one that was made once. */
async function inWorld(work: (world: Played) => Promise<void>): Promise<void> {
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
      organizations: [...start.organizations],
      secrets: [...start.secrets],
      providers: [...start.providers],
      keys: [],
      sessions: [],
      requests: [],
      invitations: [],
      identities: [...start.identities],
      passkeys: [],
      rightsOf: () => NONE,
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

/** What everybody may now: `operation@place`, and the secrets that they may open. By people, keys and sessions. */
interface Rights {
  readonly may: ReadonlyMap<string, ReadonlySet<string>>;
  readonly opens: ReadonlyMap<string, ReadonlySet<string>>;
  /** What opens, or would with an approval. */
  readonly could: ReadonlyMap<string, ReadonlySet<string>>;
  /** Organizations that have an administrator. */
  readonly administered: ReadonlySet<string>;
  /** The secrets that there are, live or not, each with its place. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Where what a session says of itself is not what it may. */
  readonly faults: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();
const GUARDED = (Object.keys(POLICY) as OperationName[]).filter((name) => typeof POLICY[name] === 'object');

async function rightsIn(world: Played): Promise<Rights> {
  const { vault, database, people, keys, organizations, sessions } = world;
  const context = { database, environmentId: vault.environmentId, clock: test.clock.now } as VaultContext;
  const persons = (await Promise.all(people.map(({ id }) => actorOfUser(context, id)))).filter(
    (person) => person !== null,
  );
  const programs = await actorsOfKeys(
    context,
    keys.map(({ id }) => id),
  );
  const actors = new Map<string, Actor>([...persons, ...programs].map((actor) => [actor.id, actor]));
  for (const { key, personId, vouchedFor } of sessions) {
    const person = actors.get(personId);
    const counts = (grant: Actor['grants'][number]) =>
      vouchedFor === null || grant.organizationId === vouchedFor;
    if (person) actors.set(key, { ...person, grants: person.grants.filter(counts) });
  }
  const may = new Map([...actors].map(([key, actor]) => [key, new Set(mayOf(actor, organizations))]));
  const rows = await database.query.select().from(secrets);
  const opened = await Promise.all(
    rows.map(async (row) => ({ id: row.id, secret: await toOpened({ database }, row) })),
  );
  const at = test.clock.now().toISOString();
  const approved = new Set(
    (await database.query.select().from(approvals))
      .filter((one) => one.approved === true && one.expiresAt > at)
      .map((one) => `${one.secretId} for ${one.requestedById}`),
  );
  const could = (actor: Actor) =>
    opened.flatMap((one) => (mayOpen(actor, 'secret.read', one.secret) ? [one] : []));
  const now = (actor: Actor) =>
    could(actor).filter(({ id, secret }) => !secret.needsApproval || approved.has(`${id} for ${actor.id}`));
  const idsOf = (those: typeof could) =>
    new Map([...actors].map(([key, actor]) => [key, new Set(those(actor).map(({ id }) => id))]));
  return {
    may,
    opens: idsOf(now),
    could: idsOf(could),
    administered: new Set(
      persons.flatMap((person) =>
        person.grants.flatMap(({ role, organizationId }) =>
          role === 'admin' && organizationId !== null ? [organizationId] : [],
        ),
      ),
    ),
    secrets: new Map(rows.map(({ id, organizationId }) => [id, organizationId ?? 'environment'])),
    faults: (await Promise.all(sessions.map((one) => faultsOfSession(world, one, may)))).flat(),
  };
}

async function faultsOfSession(
  { vault, organizations }: Played,
  { key, caller, madeBy }: Session,
  rights: Rights['may'],
): Promise<string[]> {
  const said = await vault.describeSession(caller, {}).then(
    (session) => session.may,
    // Its provider is gone, or its person has ended it.
    () => null,
  );
  if (said === null) return [];
  const real = GUARDED.flatMap((name) => {
    const where = said[name] ?? [];
    const places = where === 'all' ? ['environment', ...organizations] : where;
    return places.map((place) => `${name}@${place}`);
  });
  const [own, makers] = [rights.get(key) ?? NONE, rights.get(madeBy) ?? NONE];
  const wrong = [
    ...real.filter((right) => !own.has(right)),
    ...[...own].filter((right) => !real.includes(right)),
  ];
  const more = real.filter((right) => !makers.has(right));
  return [
    ...(wrong.length > 0 ? [`the session ${key} may something else than it should: ${wrong.join(' ')}`] : []),
    ...(more.length > 0 ? [`the session ${key} may more than ${madeBy}: ${more.join(' ')}`] : []),
  ];
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
  /** Who gives: whoever acts, or who said before what is given now. */
  readonly by: string;
  /** What they could do when they said it. */
  readonly had: ReadonlySet<string>;
  readonly did: string;
  readonly worked: boolean;
}

/** What the step did that it must not, in words. */
function faultsOf(made: Made, before: Rights, after: Rights, { keys }: World): string[] {
  return [
    ...after.faults.map((fault) => `after ${made.did} ${fault}`),
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

function gainsOf(
  { by, had, did, worked }: Made,
  who: string,
  may: ReadonlySet<string>,
  before: Rights,
): string[] {
  // A session that has just begun has what its person had.
  const own = before.may.get(before.may.has(who) ? who : personOf(who)) ?? NONE;
  const gained = [...may].filter((right) => {
    // An organization that was just made is in reach of whoever reaches all of them.
    if (own.has(right) || own.has(`${right.split('@')[0]}@environment`)) return false;
    return !(worked && isOfTheRule(did, right, had));
  });
  if (gained.length === 0) return [];
  if (!worked) return [`${did} was refused, and ${who} gained ${gained.join(' ')}`];
  if (personOf(who) === personOf(by)) return [`${who} gained by their own ${did}: ${gained.join(' ')}`];
  const more = gained.filter((right) => !had.has(right) && !isFirstAdministrators(right, had, before));
  return more.length > 0 ? [`${did} of ${by} gave ${who} what they have not: ${more.join(' ')}`] : [];
}

function openingsOf(made: Made, who: string, opens: ReadonlySet<string>, before: Rights): string[] {
  const { by, had, did } = made;
  const of = (rights: Rights['may'], key: string) =>
    rights.get(rights.has(key) ? key : personOf(key)) ?? NONE;
  return [...opens].flatMap((id) => {
    const place = before.secrets.get(id);
    // A new one is open to those of its place.
    if (place === undefined || of(before.opens, who).has(id) || of(before.opens, by).has(id)) return [];
    if (isFirstAdministrators(`secret.read@${place}`, had, before)) return [];
    const saysWho = had.has(`secret.restrict@${place}`) && had.has(`secret.read@${place}`);
    // To let somebody open who asked is not to open; but nobody lets themselves.
    const approves = had.has(`approval.decide@${place}`) && personOf(who) !== personOf(by);
    const right = APPROVING.has(did) ? approves && of(before.could, who).has(id) : saysWho;
    return right || isOfTheRule(did, `secret.read@${place}`, had)
      ? []
      : [`${did} of ${by} opened ${id} for ${who}`];
  });
}
const APPROVING = new Set(['approveRequest', 'askAndApprove']);

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

/** Not what is made up by a generator: a thing that is not there to be picked. */
class NothingToPick extends Error {}

/** What needs something that was done before has more turns. */
const TURNS: Record<string, number> = {
  acceptInvitation: 3,
  requestApproval: 2,
  approveRequest: 3,
  askAndApprove: 5,
  denyRequest: 2,
  endApproval: 2,
  withdrawRequest: 2,
  updateIdentityProvider: 3,
  signInAtProvider: 5,
  signInByPasskey: 3,
};
const DEALT = Object.keys(STEPS).flatMap((name) => Array.from({ length: TURNS[name] ?? 1 }, () => name));

async function play(world: Played, choices: readonly Choice[], seen: Map<string, number>): Promise<string[]> {
  const [first] = choices;
  const [owner] = world.people;
  // In half of the worlds the environment keeps its administrators from values.
  if (first && owner && first.actor % 2 === 0)
    await world.vault.updateEnvironment(owner.caller, { administratorsReadValues: false });
  let before = await rightsIn(world);
  world.rightsOf = (key) => before.may.get(key) ?? NONE;
  for (const { actor, step, one, another } of choices) {
    const actors: By[] = [
      ...[...world.people, ...world.keys].map((who) => ({ ...who, key: who.id, vouchedFor: null })),
      ...world.sessions.map((who) => ({ ...who, id: who.personId })),
    ];
    // Oftener those who may do something, and sessions that began elsewhere than at a password.
    const likely = [actors, actors.slice(0, 6), actors.slice(-world.sessions.length)][actor % 3] ?? actors;
    const who = likely[Math.floor(actor / 3) % likely.length] as By;
    const pick = <T>(from: readonly T[], salt = 0): T => {
      if (from.length === 0) throw new NothingToPick();
      return from[Math.floor(salt === 0 ? one : another / 5 ** (salt - 1)) % from.length] as T;
    };
    const did = DEALT[step % DEALT.length] as string;
    const perform = async () => (STEPS[did] as Step)(world, who, pick);
    let given: Partial<Gives> = {};
    const worked = await perform().then(
      (result) => {
        given = result ?? {};
        return true;
      },
      (error: { code?: string }) => {
        if (error.code === undefined && !(error instanceof NothingToPick)) throw error;
        return false;
      },
    );
    if (worked) seen.set(did, (seen.get(did) ?? 0) + 1);
    const after = await rightsIn(world);
    const by = given.by ?? who.key;
    const had = given.had ?? before.may.get(by) ?? NONE;
    const faults = faultsOf({ by, had, did, worked }, before, after, world);
    if (faults.length > 0) return faults;
    before = after;
  }
  return misreadings(world, before);
}

/** Where what is really read is not what it should be. */
async function misreadings(world: Played, { opens }: Rights): Promise<string[]> {
  const { vault, database, people, keys, sessions } = world;
  const live = await database.query.select({ id: secrets.id }).from(secrets).where(isNull(secrets.deletedAt));
  const callers = [
    ...[...people, ...keys].map(({ id, caller }) => ({ key: id, caller })),
    ...(
      await Promise.all(sessions.map(async (one) => ((await isOver(vault, one.caller)) ? [] : [one])))
    ).flat(),
  ];
  const faults: string[] = [];
  for (const { key, caller } of callers.filter((one) => one.caller.via !== 'nobody')) {
    for (const { id } of live) {
      const reads = await vault.readSecret(caller, { id }).then(
        () => true,
        () => false,
      );
      if (reads !== (opens.get(key)?.has(id) ?? false))
        faults.push(`${key} ${reads ? 'reads' : 'does not read'} ${id}`);
    }
  }
  return faults;
}

const isOver = (vault: Vault, caller: Caller): Promise<boolean> =>
  vault.describeSession(caller, {}).then(
    () => false,
    () => true,
  );

describe('rights', () => {
  it('never widen, whatever is done by whomever in any order (property)', { timeout: 120_000 }, async () => {
    const seen = new Map<string, number>();
    const number = fc.nat(1_000);
    const choice = fc.record({ actor: number, step: number, one: number, another: number });
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 30, maxLength: 50 }), (choices) =>
        inWorld(async (world) => {
          expect(await play(world, choices, seen)).toEqual([]);
        }),
      ),
      { numRuns: 40, endOnFailure: true },
    );
    // Or else it was shown of little: a rare step may have no luck in all of these runs.
    expect(Object.keys(STEPS).filter((name) => !seen.has(name)).length).toBeLessThan(6);
  });
});
