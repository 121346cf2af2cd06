import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat, type Write } from '../db/client';
import { secretRestrictions, secrets } from '../db/schema';
import { invalid, VaultError } from './errors';
import { about } from './event-rows';
import { anyId, secretId } from './inputs';
import { type Outcome, operation, type Work } from './operation';
import { authorizedTo } from './policy';
import { bearingOf, candidatesFor, describeSubjects, type Subject } from './restriction-subjects';
import { findLive, type SecretRow } from './secret-rows';

/** More than anybody can keep an eye on: a role names many at once. */
const MOST_SUBJECTS = 100;

export interface Restriction {
  readonly secretId: string;
  readonly secretName: string;
  /** Since when it is for these alone; null: for all who have the right. */
  readonly restrictedAt: string | null;
  readonly needsApproval: boolean;
  readonly subjects: readonly Subject[];
}

export interface RestrictionChoices extends Restriction {
  /** Whom it could name. */
  readonly candidates: readonly Subject[];
  /** How many people may approve a request. */
  readonly deciders: number;
  /** There are more than are told. */
  readonly more: boolean;
}

/** Who is named, and who could be: for those who review rights, as it tells of people and keys beyond the secret. */
export const describeRestriction = operation({
  name: 'access.explain',
  input: z.strictObject(secretId),
  async run(work, which): Promise<Outcome<RestrictionChoices>> {
    const row = await findLive(work, which);
    const { subjects: candidates, deciders, more } = await candidatesFor(work, row.organizationId);
    return {
      result: {
        ...(await toRestriction(work, row, await subjectsOfSecret(work, row))),
        candidates,
        deciders,
        more,
      },
      events: { unrecorded: 'names of people and of keys, and their rights, are no secrets' },
    };
  },
});

const subjects = z
  .array(anyId)
  .max(MOST_SUBJECTS, `A restriction names at most ${MOST_SUBJECTS}. Name a role in place of its people.`)
  .transform((given) => [...new Set(given)].toSorted());

/**
 * Makes a secret one for those alone whom it names; with no names it is free again for all who have the right.
 * `needsApproval` marks it for a second person's approval. `was` is what the caller saw: `version_mismatch` if somebody
 * else has changed it since.
 */
export const changeRestriction = operation({
  name: 'secret.restrict',
  input: z.strictObject({
    ...secretId,
    subjects,
    needsApproval: z.boolean(),
    was: z.strictObject({ subjects, needsApproval: z.boolean() }),
  }),
  async run(work, { subjects: wanted, needsApproval, was, ...which }): Promise<Outcome<Restriction>> {
    const { database, at } = work;
    const row = await findLive(work, which);
    const before = await subjectsOfSecret(work, row);
    const seen = JSON.stringify(before) === JSON.stringify(was.subjects);
    if (!seen || row.needsApproval !== was.needsApproval) throw changed();
    const added = wanted.filter((one) => !before.includes(one));
    const removed = before.filter((one) => !wanted.includes(one));
    await refuseStrangers(work, row, added);
    const mark = needsApproval !== row.needsApproval;
    const widens = before.length > 0 && (added.length > 0 || wanted.length === 0);
    if (widens || (mark && !needsApproval)) refuseToLetIn(work, row);
    if (added.length + removed.length === 0 && !mark) {
      const result = await toRestriction(work, row, wanted);
      return { result, events: [{ type: 'vault.metadata.read', ...about(row) }] };
    }
    const restrictedAt =
      wanted.length === 0 ? null : added.length + removed.length > 0 ? at : row.restrictedAt;
    const named = await describeSubjects(work, row.organizationId, [...added, ...removed]);
    const told = named.map(({ subject, name, kind }) => ({ subject, name, kind }));
    return {
      result: await toRestriction(work, { ...row, restrictedAt, needsApproval }, wanted),
      writes: [
        unchangedSince(work, row, before),
        ...rowsOf(work, row, { added, removed }),
        database.query.update(secrets).set({ restrictedAt, needsApproval }).where(eq(secrets.id, row.id)),
      ],
      events: [
        {
          type: 'restriction.changed',
          ...about(row),
          data: {
            kv_name: row.name,
            added: told.slice(0, added.length),
            removed: told.slice(added.length),
            restricted: restrictedAt !== null,
            ...(mark ? { needs_approval: needsApproval } : {}),
          },
        },
      ],
      conflict: () => Promise.resolve('again' as const),
    };
  },
});

function rowsOf(
  { database }: Work,
  { id }: SecretRow,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Write[] {
  const { query } = database;
  const theirs = eq(secretRestrictions.secretId, id);
  return [
    ...(removed.length > 0
      ? [
          query
            .delete(secretRestrictions)
            .where(and(theirs, inArray(secretRestrictions.subject, [...removed]))),
        ]
      : []),
    ...(added.length > 0
      ? [query.insert(secretRestrictions).values(added.map((subject) => ({ secretId: id, subject })))]
      : []),
  ];
}

/** Rows are unique, so as many of them as are known, and no others, are the very same. */
function unchangedSince({ database }: Work, row: SecretRow, before: readonly string[]): Write {
  const count = (more = sql`true`) =>
    sql`(select count(*) from ${secretRestrictions} where ${secretRestrictions.secretId} = ${row.id} and ${more})`;
  const known = before.length > 0 ? inArray(secretRestrictions.subject, [...before]) : sql`false`;
  const still = and(
    eq(secrets.id, row.id),
    isNull(secrets.deletedAt),
    eq(secrets.needsApproval, row.needsApproval),
  );
  return expectThat(
    database,
    sql`${count()} = ${before.length} and ${count(known)} = ${before.length}
      and exists (select 1 from ${secrets} where ${still})`,
  );
}

/**
 * Throws `forbidden` for an administrator whom the environment keeps from values: nobody gives more than they have. To
 * narrow a restriction stays free of it, as it is to take a role away.
 */
function refuseToLetIn({ actor }: Work, { organizationId }: SecretRow): void {
  if (authorizedTo(actor, 'secret.read')?.reaches(organizationId)) return;
  throw new VaultError(
    'forbidden',
    'You read no values here, so you let nobody else in. An administrator of the organization does.',
  );
}

/** What is unknown and what has no right here look the same. */
async function refuseStrangers(work: Work, row: SecretRow, added: readonly string[]): Promise<void> {
  const bearing = await bearingOf(work, row.organizationId, added);
  if (added.every((one) => bearing.has(one))) return;
  throw invalid(
    'subjects',
    'no_right_here',
    'A person, role or key that has no right here cannot be named. Look at the list again.',
  );
}

/** Sorted, as they are compared. */
async function subjectsOfSecret({ database }: Work, { id, restrictedAt }: SecretRow): Promise<string[]> {
  if (restrictedAt === null) return [];
  const rows = await database.query
    .select({ subject: secretRestrictions.subject })
    .from(secretRestrictions)
    .where(eq(secretRestrictions.secretId, id));
  return rows.map(({ subject }) => subject).toSorted();
}

async function toRestriction(
  work: Work,
  { id, name, organizationId, restrictedAt, needsApproval }: SecretRow,
  named: readonly string[],
): Promise<Restriction> {
  const described = await describeSubjects(work, organizationId, named);
  return { secretId: id, secretName: name, restrictedAt, needsApproval, subjects: described };
}

const changed = () =>
  new VaultError(
    'version_mismatch',
    'Somebody else has changed who may open this secret since you looked. Look at it again, then decide.',
  );
