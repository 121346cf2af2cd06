import { and, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys, events, grants, users } from '../db/schema';
import { secretId } from './inputs';
import { operation, type Work } from './operation';
import { POLICY, ROLES, type Role } from './policy';
import { findLive, type SecretRow } from './secret-rows';

/** Somebody, or some program, that may read a secret, and the rule by which. */
export interface Reader {
  readonly id: string;
  readonly name: string;
  /** `key`: an API key. */
  readonly role: Role;
  /** By a right to the whole environment, and not to the secret's organization alone. */
  readonly everywhere: boolean;
}

export interface SecretAccess {
  readonly lastRead: { readonly at: string; readonly byName: string } | null;
  /** People first, each kind by name. */
  readonly readers: readonly Reader[];
  /** There are more than are told. */
  readonly more: boolean;
}

/** Of each kind: more than anybody looks through. */
const TOLD = 100;

const MAY_READ = ROLES.filter((role) => (POLICY['secret.read'] as readonly Role[]).includes(role));

/** Who may read a live secret now, and who read it last. */
export const describeAccess = operation({
  name: 'secret.access',
  input: z.strictObject(secretId),
  async run(work, which) {
    const row = await findLive(work, which);
    const found = [...(await peopleOf(work, row)), ...(await keysOf(work, row))];
    const result: SecretAccess = {
      lastRead: await lastReadOf(work, row),
      readers: found.flatMap((kind) => kind.slice(0, TOLD)),
      more: found.some((kind) => kind.length > TOLD),
    };
    return {
      result,
      events: { unrecorded: 'names of people and of keys, and their rights, are no secrets' },
    };
  },
});

async function lastReadOf({ database }: Work, row: SecretRow): Promise<SecretAccess['lastRead']> {
  const [event] = await database.query
    .select({ at: events.createdAt, byName: events.actorName })
    .from(events)
    .where(and(eq(events.secretId, row.id), eq(events.type, 'vault.data.read')))
    .orderBy(desc(events.seq))
    .limit(1);
  return event ?? null;
}

function peopleOf({ database }: Work, row: SecretRow): Promise<Reader[][]> {
  const granted = (where: SQL) =>
    database.query
      .select({ id: users.id, name: users.name, role: grants.role, organizationId: grants.organizationId })
      .from(grants)
      .innerJoin(users, eq(users.id, grants.userId))
      .where(and(where, inArray(grants.role, MAY_READ)))
      .limit(TOLD + 1);
  return eachScope(row, grants.organizationId, granted);
}

function keysOf({ database }: Work, row: SecretRow): Promise<Reader[][]> {
  const live = async (where: SQL) => {
    const keys = await database.query
      .select({ id: apiKeys.id, name: apiKeys.name, organizationId: apiKeys.organizationId })
      .from(apiKeys)
      .where(and(where, isNull(apiKeys.revokedAt)))
      .limit(TOLD + 1);
    return keys.map((key) => ({ ...key, role: 'key' }));
  };
  return eachScope(row, apiKeys.organizationId, live);
}

type Found = { id: string; name: string; role: string; organizationId: string | null };

/** Whose right is to the environment, then whose is to the organization. */
async function eachScope(
  { organizationId }: SecretRow,
  column: typeof grants.organizationId | typeof apiKeys.organizationId,
  find: (where: SQL) => PromiseLike<Found[]>,
): Promise<Reader[][]> {
  const scopes = [isNull(column), ...(organizationId === null ? [] : [eq(column, organizationId)])];
  const found = await Promise.all(scopes.map(find));
  return found.map((rows) =>
    rows
      .map(
        (one): Reader => ({
          id: one.id,
          name: one.name,
          role: one.role as Role,
          everywhere: one.organizationId === null,
        }),
      )
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  );
}
