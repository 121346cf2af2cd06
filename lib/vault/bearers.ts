import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { apiKeys, environments, grants, secretRestrictions, users } from '../db/schema';
import { actorsOfKeys } from './actor';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Grant, OPENS_VALUES, type OperationName } from './policy';
import type { SecretRow } from './secret-rows';

/** More than anybody looks through. */
export const MOST_BEARERS = 200;

/** Who holds a right that bears on one organization, or on the environment's own things. */
export interface Bearers {
  /** Each with those grants alone that bear on the place. */
  readonly people: readonly Actor[];
  /** API keys, each with its maker's. */
  readonly keys: readonly Actor[];
  /** How each key ends, by its id: names are not unique. */
  readonly hints: ReadonlyMap<string, string>;
  /** There are more than are told. */
  readonly more: boolean;
}

type Asked = Pick<Work, 'database' | 'environmentId' | 'clock'>;

/** Everybody who might reach what belongs to an organization (null: to the environment). What they may is up to `authorize`. */
export async function bearersOf(work: Asked, organizationId: string | null): Promise<Bearers> {
  const rows = await eachScope(organizationId, grants.organizationId, (where) =>
    work.database.query
      .select({ id: users.id, name: users.name, role: grants.role, organizationId: grants.organizationId })
      .from(grants)
      .innerJoin(users, eq(users.id, grants.userId))
      .where(where)
      .limit(MOST_BEARERS + 1),
  );
  const people = new Map<string, { name: string; grants: Grant[] }>();
  for (const { id, name, role, organizationId: of } of rows) {
    const one = people.get(id) ?? { name, grants: [] };
    one.grants.push({ organizationId: of, role: role as Grant['role'] });
    people.set(id, one);
  }
  const keyIds = await eachScope(organizationId, apiKeys.organizationId, (where) =>
    work.database.query
      .select({ id: apiKeys.id, hint: apiKeys.hint })
      .from(apiKeys)
      .where(and(where, isNull(apiKeys.revokedAt)))
      .limit(MOST_BEARERS + 1),
  );
  const rules = await rulesOf(work);
  const { environmentId } = work;
  return {
    people: [...people].slice(0, MOST_BEARERS).map(
      ([id, person]): Actor => ({
        ...person,
        id,
        environmentId,
        rules,
        source: 'dashboard',
        bounds: null,
        requestId: '',
        address: null,
        sessionId: null,
        provenAt: null,
      }),
    ),
    keys: await actorsOfKeys(
      work,
      keyIds.slice(0, MOST_BEARERS).map(({ id }) => id),
    ),
    hints: new Map(keyIds.map(({ id, hint }) => [id, hint])),
    more: people.size > MOST_BEARERS || keyIds.length > MOST_BEARERS,
  };
}

/** As they are for everybody: whoever asks may be one to whom they do not apply, such as the command line. */
async function rulesOf({ database, environmentId }: Asked): Promise<Actor['rules']> {
  const [rules] = await database.query
    .select({
      administratorsReadValues: environments.administratorsReadValues,
      stepUpMinutes: environments.stepUpMinutes,
    })
    .from(environments)
    .where(eq(environments.id, environmentId));
  return rules ?? { administratorsReadValues: false, stepUpMinutes: 0 };
}

/** Of the environment, then of the organization: an OR over both would read the whole table. */
async function eachScope<Row>(
  organizationId: string | null,
  column: typeof grants.organizationId | typeof apiKeys.organizationId,
  find: (where: SQL) => PromiseLike<Row[]>,
): Promise<Row[]> {
  const scopes = [isNull(column), ...(organizationId === null ? [] : [eq(column, organizationId)])];
  return (await Promise.all(scopes.map(find))).flat();
}

/** What one operation on a secret depends on, beside the actor. */
export type Opened = Pick<SecretRow, 'organizationId' | 'name' | 'needsApproval'> & {
  /** Whom its restriction names; null: it has none. */
  readonly named: readonly string[] | null;
};

/** Whether somebody may do something with a secret: what `authorize` and the door to the table decide together. */
export function mayOpen(actor: Actor, operation: OperationName, secret: Opened): boolean {
  const tenant = authorizedTo(actor, operation);
  if (!tenant?.reaches(secret.organizationId) || !tenant.reachesName(secret.name)) return false;
  // A person opens it with an approval, one secret at a time, and no program ever.
  const alone = actor.bounds !== null || operation === 'secret.export';
  if (secret.needsApproval && alone && OPENS_VALUES.includes(operation)) return false;
  const { subjects } = tenant;
  return secret.named === null || subjects === null || secret.named.some((one) => subjects.includes(one));
}

/** A secret with whom it names. */
export async function toOpened({ database }: Pick<Work, 'database'>, row: SecretRow): Promise<Opened> {
  if (row.restrictedAt === null) return { ...row, named: null };
  const rows = await database.query
    .select({ subject: secretRestrictions.subject })
    .from(secretRestrictions)
    .where(eq(secretRestrictions.secretId, row.id));
  return { ...row, named: rows.map(({ subject }) => subject) };
}
