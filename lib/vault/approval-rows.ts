import { and, desc, eq, gt, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Write } from '../db/client';
import { approvals, secrets } from '../db/schema';
import type { Work } from './operation';
import { countOf } from './overview-rows';

export type ApprovalRow = typeof approvals.$inferSelect;

/** `open`: the secret opens for whoever asked. `over`: it did, until its time was up. `expired`: nobody decided in time. */
export type ApprovalState = 'waiting' | 'open' | 'over' | 'expired' | 'denied' | 'withdrawn';

/** That somebody asked to open a secret, and what came of it. */
export interface Approval {
  readonly id: string;
  readonly secretId: string;
  readonly organizationId: string | null;
  readonly state: ApprovalState;
  readonly requestedBy: { readonly id: string; readonly name: string };
  readonly reason: string;
  readonly createdAt: string;
  readonly decidedBy: { readonly id: string; readonly name: string } | null;
  readonly decidedAt: string | null;
  /** Of the request; once it is approved, of the approval. */
  readonly expiresAt: string;
  readonly firstUsedAt: string | null;
}

/** With the name of the secret that it is about. */
export interface ListedApproval extends Approval {
  readonly secretName: string;
}

/** How long an approval may open a secret, in minutes. */
export const APPROVAL_MINUTES = { least: 15, most: 24 * 60, usual: 60 } as const;

export function toApproval(row: Omit<ApprovalRow, 'seq'>, at: string): Approval {
  const { id, secretId, organizationId, reason, createdAt, decidedAt, expiresAt, firstUsedAt } = row;
  const { requestedById, requestedByName, decidedById, decidedByName } = row;
  return {
    id,
    secretId,
    organizationId,
    state: stateOf(row, at),
    requestedBy: { id: requestedById, name: requestedByName },
    reason,
    createdAt,
    decidedBy: decidedById === null ? null : { id: decidedById, name: decidedByName ?? '' },
    decidedAt: decidedById === null ? null : decidedAt,
    expiresAt,
    firstUsedAt,
  };
}

function stateOf(
  { approved, decidedAt, decidedById, requestedById, expiresAt }: Omit<ApprovalRow, 'seq'>,
  at: string,
): ApprovalState {
  if (approved === true) return expiresAt > at ? 'open' : 'over';
  if (approved === false) return decidedById === requestedById ? 'withdrawn' : 'denied';
  return decidedAt === null && expiresAt > at ? 'waiting' : 'expired';
}

/** Nobody has decided, and there is still time. */
export const isWaiting = (at: string): SQL =>
  and(isNull(approvals.decidedAt), gt(approvals.expiresAt, at)) as SQL;

/** How many requests of others wait for a decision, as far as is counted. */
export const waitingOf = (organizationId: SQL, { actor, at }: Pick<Work, 'actor' | 'at'>): SQL<number> =>
  countOf(
    sql`${approvals} where ${and(eq(approvals.organizationId, organizationId), isWaiting(at), ne(approvals.requestedById, actor.id))}`,
  );

/** Somebody agreed, and its time is not up. */
export const isOpen = (at: string): SQL =>
  and(eq(approvals.approved, true), gt(approvals.expiresAt, at)) as SQL;

/** The newest of what one person asked for one secret. */
export async function lastRequestOf(
  { database, actor }: Pick<Work, 'database' | 'actor'>,
  secretId: string,
  where?: SQL,
): Promise<ApprovalRow | undefined> {
  const [row] = await database.query
    .select()
    .from(approvals)
    .where(and(eq(approvals.secretId, secretId), eq(approvals.requestedById, actor.id), where))
    .orderBy(desc(approvals.seq))
    .limit(1);
  return row;
}

/** A condition for `expectThat`: this very approval, or request, is still what it was seen to be. */
export const stillSo = ({ id }: Pick<ApprovalRow, 'id'>, so: SQL): SQL =>
  sql`exists (select 1 from ${approvals} where ${eq(approvals.id, id)} and ${so})`;

/** What nobody decided in time leaves the index of what is open, and nobody has to walk over it again. */
export function closeExpired({ database, at }: Work, organizationId: string | null): Write {
  return database.query
    .update(approvals)
    .set({ decidedAt: sql`${approvals.expiresAt}` })
    .where(
      and(
        organizationId === null
          ? isNull(approvals.organizationId)
          : eq(approvals.organizationId, organizationId),
        isNull(approvals.decidedAt),
        sql`${approvals.expiresAt} <= ${at}`,
      ),
    );
}

/** What somebody asked to open waits and opens no longer. `organizationId` null: in all organizations. */
export function endRequestsOf(
  { database, at }: Pick<Work, 'database' | 'at'>,
  userId: string,
  organizationId: string | null,
): Write {
  return database.query
    .update(approvals)
    .set({ expiresAt: at, decidedAt: sql`ifnull(${approvals.decidedAt}, ${at})` })
    .where(
      and(
        eq(approvals.requestedById, userId),
        gt(approvals.expiresAt, at),
        organizationId === null ? undefined : eq(approvals.organizationId, organizationId),
      ),
    );
}

/** A condition for `expectThat`: the secret is live, and wants approvals. */
export const wantsApproval = (secretId: string): SQL =>
  sql`exists (select 1 from ${secrets} where ${secrets.id} = ${secretId}
    and ${secrets.deletedAt} is null and ${secrets.needsApproval})`;
