import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { grants } from '../db/schema';
import { isVaultError } from './errors';
import type { MemberRole } from './member-rows';
import {
  authorizedTo,
  ENVIRONMENT_ROLES,
  type Grant,
  mayGive,
  type OperationName,
  ORGANIZATION_ROLES,
  POLICY,
} from './policy';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

/** Whatever people do to one another's roles, in any order, and whether or not they may. */
let test: TestVault;
let org: string;
let people: SessionCaller[];

const PEOPLE = ['owner', 'admin', 'auditor', 'org admin', 'org editor', 'org viewer', 'nothing'] as const;

beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization()).id;
  const other = (await test.newOrganization()).id;
  people = [];
  for (const who of PEOPLE) {
    const role = who.replace('org ', '') as 'admin';
    if (who === 'nothing') people.push(await test.newUser({ role: 'viewer', organizationId: other }));
    else if (who.startsWith('org ')) people.push(await test.newUser({ role, organizationId: org }));
    else people.push(await test.newUser(role));
  }
}, 30_000);
afterEach(() => test.close());

const someone = fc.nat(PEOPLE.length - 1);
/** Oftener those who may do something. */
const doer = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 1, 3) }, { weight: 1, arbitrary: someone });
const place = fc.boolean();
/** Which of the roles of the place. */
const which = fc.nat(3);
const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), by: doer, to: someone, whole: place, role: which }),
  fc.record({ do: fc.constant('remove' as const), by: doer, to: someone, whole: place }),
  fc.record({ do: fc.constant('transfer' as const), by: doer, to: someone, whole: place }),
  fc.record({ do: fc.constant('invite' as const), by: doer, to: someone, whole: place, role: which }),
  // By whom it is for, or by whoever has the link.
  fc.record({ do: fc.constant('accept' as const), by: fc.option(someone, { freq: 1 }), link: fc.nat(20) }),
  fc.record({ do: fc.constant('read or not' as const), by: doer, reads: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

const NAMES = Object.keys(POLICY) as OperationName[];
const mine = (all: readonly { userId: string; grant: Grant }[], who: SessionCaller) =>
  all.filter(({ userId }) => userId === who.userId).map(({ grant }) => grant);

async function everybody() {
  const rows = await test.database.query.select().from(grants);
  return rows.map(({ userId, organizationId, role }) => ({
    userId,
    grant: { organizationId, role: role as Grant['role'] },
  }));
}

/** Everything that grants allow where the environment's administrators read. */
function rightsOf(given: readonly Grant[]): Set<string> {
  const rules = { administratorsReadValues: true, stepUpMinutes: 15 };
  const by = { ...NO_SESSION, id: 'user_1', grants: given, rules };
  return new Set(
    NAMES.flatMap((name) => {
      const reach = authorizedTo(by, name)?.organizationIds ?? [];
      return reach === 'all' ? [`${name} all`, `${name} ${org}`] : reach.map((id) => `${name} ${id}`);
    }),
  );
}
const NO_SESSION = {
  name: '',
  source: 'dashboard',
  environmentId: '',
  bounds: null,
  requestId: '',
  address: null,
  sessionId: null,
  provenAt: null,
  vouchedFor: null,
} as const;

interface Link {
  readonly token: string;
  readonly by: SessionCaller;
  readonly to: SessionCaller;
}

/** @returns who gives, if it works. */
async function take(one: Step, links: Link[]): Promise<SessionCaller | undefined> {
  const { vault } = test;
  if (one.do === 'accept') {
    const link = links[one.link % Math.max(links.length, 1)];
    const by = (one.by === null ? link?.to : people[one.by]) ?? test.nobody;
    await vault.acceptInvitation(by, { token: link?.token ?? 'none' });
    return link?.by;
  }
  const by = people[one.by] as SessionCaller;
  if (one.do === 'read or not') {
    await vault.updateEnvironment(by, { administratorsReadValues: one.reads });
    return by;
  }
  const to = people[one.to] as SessionCaller;
  const organizationId = one.whole ? null : org;
  const at = { organizationId, userId: to.userId };
  const roleAt = (index: number) =>
    one.whole ? (ENVIRONMENT_ROLES[index % 3] as 'owner') : (ORGANIZATION_ROLES[index] as 'admin');
  if (one.do === 'change') await vault.changeRole(by, { ...at, role: roleAt(one.role) });
  if (one.do === 'remove') await vault.removeMember(by, at);
  if (one.do === 'transfer') await vault.transferRole(by, at);
  if (one.do === 'invite') {
    const invited = { organizationId, role: roleAt(one.role), email: to.email };
    links.push({ token: (await vault.createInvitation(by, invited)).token, by, to });
  }
  return by;
}

describe('no sequence of what people do to roles', () => {
  it('leaves the environment without an owner or the organization without its administrator, or gives anybody more than the giver had', async () => {
    const start = await everybody();
    const done: Partial<Record<Step['do'], number>> = {};
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), async (steps) => {
        await reset(start);
        const links: Link[] = [];
        for (const one of steps) {
          const before = await everybody();
          const giver = await take(one, links).catch((error: unknown) => {
            if (!isVaultError(error)) throw error;
            return undefined;
          });
          if (giver) done[one.do] = (done[one.do] ?? 0) + 1;
          const after = await everybody();
          const isThere = (wanted: MemberRole, organizationId: string | null) =>
            after.some(({ grant }) => grant.role === wanted && grant.organizationId === organizationId);
          expect(isThere('owner', null)).toBe(true);
          expect(isThere('admin', org)).toBe(true);
          for (const who of people) {
            const [had, has] = [rightsOf(mine(before, who)), rightsOf(mine(after, who))];
            const more = [...has].filter((right) => !had.has(right));
            if (more.length === 0) continue;
            // Whoever is given something gets it from somebody else, who had all of it.
            const own = giver && giver !== who ? rightsOf(mine(before, giver)) : new Set<string>();
            expect(
              more.filter((right) => !own.has(right)),
              JSON.stringify(one),
            ).toEqual([]);
          }
        }
      }),
      { numRuns: 40 },
    );
    // Or else nothing was tried.
    for (const kind of ['change', 'remove', 'transfer', 'invite', 'accept', 'read or not'] as const) {
      expect(done[kind] ?? 0, kind).toBeGreaterThan(0);
    }
  }, 120_000);
});

/** The roles as they were, and the rule; invitations of an earlier run are of no use to a later one, which has no token of theirs. */
async function reset(start: readonly { userId: string; grant: Grant }[]): Promise<void> {
  const { query } = test.database;
  await test.database.commit([
    query.delete(grants),
    ...start.map(({ userId, grant }, at) =>
      query.insert(grants).values({ id: `grant_${at}`, userId, ...grant, createdAt: '2026' }),
    ),
  ]);
  await test.vault.updateEnvironment(test.operator, { administratorsReadValues: true });
}

describe('the table of roles', () => {
  it('lets nobody give a role that allows what they may not do', () => {
    const rules = { administratorsReadValues: true, stepUpMinutes: 15 };
    for (const high of ['owner', 'admin', 'auditor'] as const) {
      for (const low of ['owner', 'admin', 'auditor'] as const) {
        const by = { ...NO_SESSION, id: 'user_1', grants: [{ organizationId: null, role: high }], rules };
        const given = { organizationId: null, role: low };
        const own = rightsOf(by.grants);
        const enough = [...rightsOf([given])].every((right) => own.has(right));
        expect(mayGive(by, given), `${high} gives ${low}`).toBe(enough);
      }
    }
  });
});
