import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { apiKeys, grants, users } from '../db/schema';
import { bearersOf } from './bearers';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Grant, type OperationName, roleSubject } from './policy';

/** Whom a restriction names, or could. */
export interface Subject {
  /** As it is stored: `user_…`, `key_…`, or what `roleSubject` writes. */
  readonly subject: string;
  readonly kind: 'person' | 'role' | 'key';
  readonly name: string;
  /** What tells two of one name apart: an e-mail address, the end of a key; null if there is nothing. */
  readonly detail: string | null;
}

/** Roles that open or change values at all: to name another would let nobody in. */
function rolesOf(organizationId: string | null): Subject[] {
  const everywhere: [Grant['role'], string][] = [
    ['owner', 'Every owner of the installation'],
    ['admin', 'Every administrator of the installation'],
  ];
  const here: [Grant['role'], string][] = [
    ['admin', 'Every administrator of this organization'],
    ['editor', 'Every editor'],
    ['reader', 'Every reader'],
  ];
  const toSubject =
    (of: string | null) =>
    ([role, name]: [Grant['role'], string]): Subject => {
      return { subject: roleSubject({ organizationId: of, role }), kind: 'role', name, detail: null };
    };
  return [
    ...(organizationId === null ? [] : here.map(toSubject(organizationId))),
    ...everywhere.map(toSubject(null)),
  ];
}

const NEEDS_NAMING: readonly OperationName[] = ['secret.read', 'secret.update'];

/**
 * Everybody whom it would make a difference to name, by kind and name, and how many may decide about approvals.
 * `more`: there are more than are told.
 */
export async function candidatesFor(
  work: Work,
  organizationId: string | null,
): Promise<{ subjects: Subject[]; deciders: number; more: boolean }> {
  const { people, keys, more } = await bearersOf(work, organizationId);
  const would = (actor: Actor) =>
    NEEDS_NAMING.some((name) => authorizedTo(actor, name)?.reaches(organizationId));
  const ids = [...people, ...keys].filter(would).map(({ id }) => id);
  const named = await namesOf(work, organizationId, ids);
  const byName = (one: Subject, other: Subject) => one.name.localeCompare(other.name);
  const of = (kind: Subject['kind']) => named.filter((one) => one.kind === kind).toSorted(byName);
  const decides = (actor: Actor) => authorizedTo(actor, 'approval.decide')?.reaches(organizationId);
  return {
    subjects: [...rolesOf(organizationId), ...of('person'), ...of('key')],
    deciders: people.filter(decides).length,
    more,
  };
}

/** In their order. Those who are gone keep their place, so that what is stored can be seen, and taken away. */
export async function describeSubjects(
  work: Pick<Work, 'database' | 'tenant'>,
  organizationId: string | null,
  subjects: readonly string[],
): Promise<Subject[]> {
  const names = await namesOf(work, organizationId, subjects);
  const known = new Map([...rolesOf(organizationId), ...names].map((one) => [one.subject, one]));
  return subjects.map((subject): Subject => known.get(subject) ?? gone(subject));
}

function gone(subject: string): Subject {
  if (subject.startsWith('role:')) return { subject, kind: 'role', name: 'Another role', detail: subject };
  const kind = subject.startsWith('key_') ? 'key' : 'person';
  return {
    subject,
    kind,
    name: kind === 'key' ? 'A key that is gone' : 'Somebody who is gone',
    detail: subject,
  };
}

/** Those of them that bear on the organization now: only such can be added to a restriction. */
export async function bearingOf(
  work: Work,
  organizationId: string | null,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const { database, environmentId } = work;
  if (subjects.length === 0) return new Set();
  const roles = rolesOf(organizationId).map(({ subject }) => subject);
  const people = await database.query
    .select({ id: grants.userId })
    .from(grants)
    .where(
      and(
        inArray(grants.userId, [...subjects]),
        organizationId === null
          ? isNull(grants.organizationId)
          : or(isNull(grants.organizationId), eq(grants.organizationId, organizationId)),
      ),
    );
  const keys = await database.query
    .select({ id: apiKeys.id, organizationId: apiKeys.organizationId })
    .from(apiKeys)
    .where(
      and(
        inArray(apiKeys.id, [...subjects]),
        eq(apiKeys.environmentId, environmentId),
        isNull(apiKeys.revokedAt),
      ),
    );
  const here = keys.filter((key) => key.organizationId === null || key.organizationId === organizationId);
  return new Set([...roles, ...people.map(({ id }) => id), ...here.map(({ id }) => id)]);
}

/** Addresses are told of the organization's own people; of others to those who reach the environment. */
async function namesOf(
  { database, tenant }: Pick<Work, 'database' | 'tenant'>,
  organizationId: string | null,
  ids: readonly string[],
): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const own = and(eq(grants.userId, users.id), eq(grants.organizationId, organizationId ?? ''));
  const people = await database.query
    .select({
      subject: users.id,
      name: users.name,
      detail: tenant.reaches(null)
        ? users.email
        : sql<string | null>`case when exists (select 1 from ${grants} where ${own}) then ${users.email} end`,
    })
    .from(users)
    .where(inArray(users.id, [...ids]));
  const keys = await database.query
    .select({ subject: apiKeys.id, name: apiKeys.name, hint: apiKeys.hint })
    .from(apiKeys)
    .where(inArray(apiKeys.id, [...ids]));
  return [
    ...people.map((one): Subject => ({ ...one, kind: 'person' })),
    ...keys.map(
      ({ subject, name, hint }): Subject => ({ subject, name, kind: 'key', detail: `ends in ${hint}` }),
    ),
  ];
}
