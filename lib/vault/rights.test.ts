import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, grants } from '../db/schema';
import type { Caller } from './actor';
import { ALL_SCOPES, KEY_SCOPES, type KeyScope } from './key-scopes';
import {
  ENVIRONMENT_ROLES,
  type Grant,
  NEEDS_PROOF,
  type OperationName,
  ORGANIZATION_ROLES,
  POLICY,
} from './policy';
import {
  claimsOf,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  signInAt,
  type TestGrant,
  type TestVault,
} from './test-support';
import {
  callVault,
  type Line,
  type Lines,
  linesOf,
  NOWHERE,
  type Place,
  placeOf,
  VERBS,
  type Verb,
  validInputs,
} from './test-support/valid-inputs';
import { OPERATIONS } from './vault';

/**
 * Every operation, really called, by every kind of caller, in their own organization, in a foreign one and in one that
 * never was: what happens is what the table of the policy says. What it says is worked out here a second time, in the
 * plainest way, so that a fault of the code that decides is not repeated by the test.
 */
interface Who {
  readonly title: string;
  /** Nobody has signed in, or the token is of no use any more. */
  readonly unknown?: true;
  /** Known, and taken from no address that it comes from. */
  readonly shutOut?: true;
  readonly grants: readonly Grant[];
  /** Of API keys. */
  readonly only?: { readonly organizationId: string | null; readonly scopes: readonly KeyScope[] };
  readonly session?: true;
  readonly make: () => Promise<Caller>;
}

let test: TestVault;
let own: Place;
let foreign: Place;
let third: string;
let lines: Lines;
let everybody: readonly Who[];

beforeAll(async () => {
  test = await openTestVault();
  const makers = { key: await test.newKey(), owner: await test.newUser('owner') };
  own = placeOf(test, makers, (await test.newOrganization('Own')).id);
  foreign = placeOf(test, makers, (await test.newOrganization('Foreign')).id);
  third = (await test.newOrganization('Third')).id;
  // So that there is something to take out of each.
  for (const place of [own, foreign]) await place.secret();
  lines = validInputs(test);
  everybody = [...unknowns(), ...principals(), ...people(), ...keys()];
});
afterAll(() => test.close());

const place = (organizationId: string, role: Grant['role']): Grant => ({ organizationId, role });
const everywhere = (role: Grant['role']): Grant => ({ organizationId: null, role });

function person(title: string, ...given: Grant[]): Who {
  const asGiven = given.map(({ organizationId, role }) =>
    organizationId === null ? role : { role, organizationId },
  ) as [TestGrant];
  return { title, grants: given, session: true, make: () => test.newUser(...asGiven) };
}

function people(): Who[] {
  return [
    ...(['owner', 'admin', 'auditor'] as const).map((role) => person(role, everywhere(role))),
    ...(['admin', 'editor', 'reader', 'viewer'] as const).map((role) =>
      person(`${role} of the organization`, place(own.id, role)),
    ),
    person('reader here and admin elsewhere', place(own.id, 'reader'), place(third, 'admin')),
    person('admin here and viewer elsewhere', place(own.id, 'admin'), place(third, 'viewer')),
    { ...person('somebody who was removed', place(own.id, 'admin')), grants: [], make: removed },
  ];
}

async function removed(): Promise<Caller> {
  const gone = await test.newUser({ role: 'admin', organizationId: own.id });
  await test.database.commit([test.database.query.delete(grants).where(eq(grants.userId, gone.userId))]);
  return gone;
}

function principals(): Who[] {
  const schedule: Caller = { via: 'schedule', requestId: 'test' };
  return [
    { title: 'the command line', grants: [everywhere('operator')], make: async () => test.operator },
    { title: 'the schedule', grants: [everywhere('schedule')], make: async () => schedule },
  ];
}

function unknowns(): Who[] {
  const wrong = `sk_${'0'.repeat(49)}`;
  const unknown = { unknown: true, grants: [] } as const;
  return [
    { ...unknown, title: 'nobody', make: async () => test.nobody },
    {
      ...unknown,
      title: 'a wrong key',
      make: async () => ({ via: 'api-key', token: wrong, requestId: 'x' }),
    },
    {
      ...unknown,
      title: 'an ended session',
      async make() {
        const ended = await test.newUser('owner');
        await test.vault.revokeSession(ended, {});
        return ended;
      },
    },
    { ...unknown, title: 'a revoked key', make: async () => changedKey(null, { revokedAt: '2026-01-01' }) },
    { ...unknown, title: 'an expired key', make: async () => changedKey(null, { expiresAt: '2026-01-01' }) },
  ];
}

type KeyChanges = Partial<typeof apiKeys.$inferInsert>;

/** Made on the machine, then changed by hand: what reads the row is tested here, not the form that makes it. */
async function changedKey(organizationId: string | null, changes: KeyChanges): Promise<Caller> {
  const key = await test.newKey(organizationId ?? undefined);
  const { query } = test.database;
  await test.database.commit([query.update(apiKeys).set(changes).where(eq(apiKeys.id, key.keyId))]);
  return key;
}

function keyOf(
  title: string,
  maker: Who | null,
  only: NonNullable<Who['only']>,
  changes: KeyChanges = {},
): Who {
  return {
    title,
    grants: maker?.grants ?? [{ organizationId: only.organizationId, role: 'key' }],
    only,
    async make() {
      const by = maker ? ((await maker.make()) as { userId?: string }).userId : 'operator';
      const scopes = [...only.scopes];
      return changedKey(only.organizationId, { scopes, createdById: by ?? 'operator', ...changes });
    },
  };
}

function keys(): Who[] {
  const named = new Map(people().map((who) => [who.title, who]));
  const by = (title: string) => named.get(title) ?? null;
  const all = { organizationId: null, scopes: ALL_SCOPES };
  const here = { organizationId: own.id, scopes: ALL_SCOPES };
  return [
    keyOf('a key of the machine', null, all),
    keyOf('a key of the machine to the organization', null, here),
    ...ALL_SCOPES.map((scope) =>
      keyOf(`an owner’s key for ${scope}`, by('owner'), { organizationId: null, scopes: [scope] }),
    ),
    keyOf('an owner’s key to the organization', by('owner'), here),
    keyOf('an auditor’s key', by('auditor'), all),
    keyOf('an administrator’s key', by('admin of the organization'), here),
    keyOf('a reader’s key without bounds', by('reader of the organization'), all),
    keyOf('a key of somebody with two organizations', by('admin here and viewer elsewhere'), all),
    keyOf('a key of somebody who was removed', by('somebody who was removed'), here),
    {
      ...keyOf('a key from another address', by('owner'), all, { allowedAddresses: ['192.0.2.0/24'] }),
      shutOut: true,
    },
  ];
}

type Rule = { readonly environment: readonly string[]; readonly organization: readonly string[] };

/** Where the table allows something: in all of the environment, in these organizations, or nowhere. */
function reach(who: Who, operation: OperationName): 'all' | readonly string[] {
  const rule = POLICY[operation] as Rule;
  const { only } = who;
  if (only && !only.scopes.some((scope) => (KEY_SCOPES[scope] as readonly string[]).includes(operation)))
    return [];
  const all = who.grants.some((one) => one.organizationId === null && rule.environment.includes(one.role));
  const some = who.grants.flatMap(({ organizationId, role }) =>
    organizationId !== null && rule.organization.includes(role) ? [organizationId] : [],
  );
  if (!only || only.organizationId === null) return all ? 'all' : some;
  if (rule.organization.length === 0) return [];
  return all || some.includes(only.organizationId) ? [only.organizationId] : [];
}

/** `elsewhere`: it is refused as if it was not there. */
function expected(who: Who, verb: Verb, line: Line, at: Place): string {
  const { operationName } = OPERATIONS[verb];
  const rule = POLICY[operationName];
  const worked = line.says ?? 'worked';
  if (who.unknown && (rule !== 'anyone' || who.title !== 'nobody')) return 'unauthenticated';
  if (rule === 'anyone') return worked;
  if (who.shutOut) return 'address_not_allowed';
  if (rule === 'api-key') return who.only ? worked : 'forbidden';
  if (rule === 'signed-in') {
    if (who.only) return 'forbidden';
    return who.session ? worked : (line.toPrograms ?? worked);
  }
  const reached = reach(who, operationName);
  if (line.forItsOwn && reached.length > 0) {
    if (reached !== 'all' && !reached.includes(at.id)) return 'elsewhere';
    return who.grants.some((one) => one.organizationId === at.id && one.role === 'admin')
      ? worked
      : 'forbidden';
  }
  if (reached === 'all') return worked;
  if (reached.length === 0) return 'forbidden';
  if (line.where === 'anywhere') return worked;
  if (line.where === 'environment') return 'forbidden';
  return reached.includes(at.id) ? worked : 'elsewhere';
}

const reachAtAll = (who: Who, verb: Verb) => {
  const { operationName } = OPERATIONS[verb];
  return typeof POLICY[operationName] === 'string' ? [] : reach(who, operationName);
};

const SOME = new Set(['nobody', 'a wrong key', 'the command line', 'owner', 'reader of the organization']);
const NOT_THERE = ['not_found', 'unknown_organization', 'invalid_keys'];

describe('every operation, by every kind of caller, here, elsewhere and nowhere', () => {
  const callers = new Map<string, Promise<Caller>>();
  const callerOf = (who: Who) => {
    const known = callers.get(who.title) ?? who.make();
    callers.set(who.title, known);
    return known;
  };

  it('has a line for each operation', () => {
    const missing = VERBS.filter((verb) => linesOf(lines, verb).length === 0);
    const how = `Write a line for each of these into validInputs() of lib/vault/test-support/valid-inputs.ts: an input
with which it works for whoever may do it. inOrganization(at => …) if it names an organization or something of one (what
is missing in Place is made there and in NOWHERE), anywhere(…) if it names neither, inEnvironment(…) if only a right to
all of the environment is enough, aboutOneself(…) if it is about the caller: ${missing.join(', ')}`;
    expect(missing, how).toEqual([]);
  });

  it('knows what each kind of caller is', () => {
    expect(new Set(everybody.map(({ title }) => title)).size).toBe(everybody.length);
    expect(everybody.length).toBeGreaterThan(25);
  });

  for (const verb of VERBS) {
    it(verb, { timeout: 60_000 }, async () => {
      const wrong: string[] = [];
      for (const [index, line] of linesOf(lines, verb).entries()) {
        const places = line.where === 'organization' ? { own, foreign, nowhere: NOWHERE } : { own };
        const prepared = new Map<Place, unknown>();
        const anyone = POLICY[OPERATIONS[verb].operationName] === 'anyone';
        for (const who of everybody) {
          // Who it is makes no difference: some of each kind will do.
          if (anyone && !SOME.has(who.title)) continue;
          const answers: Record<string, string> = {};
          for (const [where, at] of Object.entries(places)) {
            // To whom everything is open, nothing has to be hidden.
            if (at === NOWHERE && reachAtAll(who, verb) === 'all') continue;
            const by = await callerOf(who);
            // Of oneself, it is of this caller.
            const ready = line.where === 'organization' && !line.own ? prepared.get(at) : undefined;
            const input = ready ?? (await line.input(at, by));
            const { what, told } = await callVault(test, verb, by, input);
            answers[where] = what === 'worked' ? what : told;
            // What worked has used its input up.
            if (what === 'worked') prepared.delete(at);
            else prepared.set(at, input);
            if (line.spends && what === 'worked') callers.delete(who.title);
            const wanted = expected(who, verb, line, at);
            const is = wanted === 'elsewhere' && NOT_THERE.includes(what) ? 'elsewhere' : what;
            if (is !== wanted)
              wrong.push(`${verb}#${index} by ${who.title}, ${where}: ${what} instead of ${wanted}`);
          }
          if (answers.nowhere !== undefined && answers.foreign !== answers.nowhere)
            wrong.push(
              `${verb}#${index} by ${who.title}: ${answers.foreign} is not ${answers.nowhere}, so it tells that there is something`,
            );
        }
      }
      expect(wrong).toEqual([]);
    });
  }
});

const OF_ORGANIZATION = [...ORGANIZATION_ROLES];
/** Which roles who gives: of the environment, of the own organization, of another. Who is not in it gives none. */
const GIVES: Record<string, { environment?: string[]; own?: string[]; foreign?: string[] }> = {
  'the command line': {
    environment: ['owner', 'admin', 'auditor'],
    own: OF_ORGANIZATION,
    foreign: OF_ORGANIZATION,
  },
  owner: { environment: ['owner', 'admin', 'auditor'], own: OF_ORGANIZATION, foreign: OF_ORGANIZATION },
  admin: { environment: ['admin', 'auditor'], own: OF_ORGANIZATION, foreign: OF_ORGANIZATION },
  'admin of the organization': { own: OF_ORGANIZATION },
  'admin here and viewer elsewhere': { own: OF_ORGANIZATION },
};

describe('a role', () => {
  it('is given and taken by who has all that it allows, by whichever operation', {
    timeout: 60_000,
  }, async () => {
    const { vault, operator } = test;
    const email = () => `${crypto.randomUUID()}@example.com`;
    const somebody = (grant: object) =>
      vault.createUser(operator, { email: email(), name: 'A', grants: [grant as { role: 'auditor' }] });
    const places = [
      { where: 'environment', organizationId: null, roles: ENVIRONMENT_ROLES, lowest: 'auditor' },
      { where: 'own', organizationId: own.id, roles: ORGANIZATION_ROLES, lowest: 'viewer' },
      { where: 'foreign', organizationId: foreign.id, roles: ORGANIZATION_ROLES, lowest: 'viewer' },
    ] as const;
    const grantAt = (organizationId: string | null, role: string) =>
      organizationId ? { role, organizationId } : { role };
    // So that nobody below is the last of them.
    for (const { id } of [own, foreign]) await somebody(grantAt(id, 'admin'));
    const wrong: string[] = [];
    for (const who of everybody) {
      const by = await who.make();
      for (const { where, organizationId, roles, lowest } of places) {
        for (const role of roles) {
          const low = (await somebody(grantAt(organizationId, lowest))).id;
          const [high, another] = [
            (await somebody(grantAt(organizationId, role))).id,
            (await somebody(grantAt(organizationId, role))).id,
          ];
          const ways = [
            ['createInvitation', { organizationId, role, email: email() }],
            ['changeRole', { organizationId, role, userId: low }],
            ['changeRole', { organizationId, role: lowest, userId: high }],
            ['removeMember', { organizationId, userId: another }],
            ['createUser', { email: email(), name: 'A', grants: [grantAt(organizationId, role)] }],
          ] as const;
          for (const [way, input] of ways) {
            // People are made by those of the environment only.
            const may =
              (GIVES[who.title]?.[where]?.includes(role) ?? false) &&
              (way !== 'createUser' || GIVES[who.title]?.environment !== undefined);
            const { what } = await callVault(test, way, by, input);
            if ((what === 'worked') !== may)
              wrong.push(`${who.title}, ${way} of ${role} in ${where}: ${what}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('what is dear', () => {
  it('wants a recent proof from people, and of programs none: all of NEEDS_PROOF and nothing else', async () => {
    const owner = await test.newUser('owner');
    const key = await test.newKey();
    test.clock.advance(16 * 60_000);
    /** What has to be prepared may want a proof itself. */
    const outcomeOf = async (verb: Verb, line: Line, by: Caller) => {
      try {
        return (await callVault(test, verb, by, await line.input(own, by))).what;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    const wrong: string[] = [];
    for (const verb of VERBS) {
      const name = OPERATIONS[verb].operationName;
      // To prove is to have proven.
      if (name === 'session.prove') continue;
      for (const line of linesOf(lines, verb)) {
        if (line.spends) continue;
        const what = await outcomeOf(verb, line, owner);
        if ((what === 'proof_required') !== NEEDS_PROOF.includes(name)) wrong.push(`${verb}: ${what}`);
        if ((await outcomeOf(verb, line, key)) === 'proof_required') wrong.push(`${verb} by a key`);
      }
    }
    expect(wrong).toEqual([]);
    expect(NEEDS_PROOF.length).toBeGreaterThan(15);
  });
});

describe('whoever one organization’s provider vouches for', () => {
  /** Each of these looks no further than that organization: the tests beside them say how. */
  const LEFT = [
    'session.describe',
    'session.prove',
    'session.list',
    'session.revoke',
    'account.describe',
    'account.activity',
    'identity.list',
  ];

  it('changes nothing that is about the person: a new operation is refused, or is written down here', async () => {
    const acme = await newVerifiedOrganization(test);
    const { id } = await newProvider(test, acme.id, { defaultRole: 'admin' });
    const claims = claimsOf();
    const wrong: string[] = [];
    for (const verb of VERBS.filter((one) => POLICY[OPERATIONS[one].operationName] === 'signed-in')) {
      const { what } = await callVault(test, verb, await signInAt(test, id, claims), {});
      if ((what === 'forbidden') === LEFT.includes(OPERATIONS[verb].operationName))
        wrong.push(`${verb}: ${what}`);
    }
    expect(wrong).toEqual([]);
  });
});
