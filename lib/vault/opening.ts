import { eq, sql } from 'drizzle-orm';
import { expectThat, type Write } from '../db/client';
import { preparedRead } from '../db/prepared';
import { approvals, organizations } from '../db/schema';
import { isOpen, lastRequestOf, stillSo } from './approval-rows';
import { VaultError } from './errors';
import { about, type EventDraft } from './event-rows';
import type { Work } from './operation';
import { type SecretRow, stillOpens } from './secret-rows';

/** Why a value is shown; the trail keeps it. */
export type Purpose = 'read' | 'reveal' | 'copy';

export interface Why {
  readonly purpose: Purpose | 'export';
  /** In a person's own words. */
  readonly reason?: string | undefined;
}

/** What goes with one value that is shown. */
export interface Opening {
  /** What must still hold at that moment, and the first use of an approval. */
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
  /** What the event of the read says beside. */
  readonly data: Readonly<Record<string, unknown>>;
}

const requiresReason = preparedRead((query) =>
  query
    .select({ requireReason: organizations.requireReason })
    .from(organizations)
    .where(eq(organizations.id, sql.placeholder('id'))),
);

/**
 * What opening one value takes beside the right to it. Throws `approval_required` for a person without a second one's
 * approval where the secret wants it, `forbidden` for a program there, and `reason_required` for a person who says
 * nothing where the organization wants to know. With an approval it was said already: what it was asked for with counts.
 */
export async function openingOf(work: Work, row: SecretRow, { reason }: Why): Promise<Opening> {
  const approved = row.needsApproval ? await approvalFor(work, row) : null;
  if (reason === undefined && !approved) await refuseSilence(work, row);
  return {
    writes: [stillOpens(work, row), ...(approved?.writes ?? [])],
    events: approved?.events ?? [],
    data: { ...approved?.data, ...(reason === undefined ? {} : { reason }) },
  };
}

/** Programs cannot say why, and are read in the trail by their name. */
const isPerson = ({ actor }: Work): boolean => actor.sessionId !== null;

async function refuseSilence(work: Work, { organizationId }: SecretRow): Promise<void> {
  if (!isPerson(work) || organizationId === null) return;
  const [organization] = await requiresReason(work.database).execute({ id: organizationId });
  if (!organization?.requireReason) return;
  throw new VaultError(
    'reason_required',
    'This organization wants to know why you open this. Say it in a few words: they are kept.',
  );
}

async function approvalFor(work: Work, row: SecretRow): Promise<Opening> {
  if (!isPerson(work)) {
    throw new VaultError(
      'forbidden',
      'This secret opens for people only, each with the approval of a second one. No API key opens it.',
    );
  }
  const { database, at } = work;
  const approval = await lastRequestOf(work, row.id, isOpen(at));
  if (!approval) {
    throw new VaultError(
      'approval_required',
      'This secret opens with the approval of a second person. Ask for it on the page of the secret.',
    );
  }
  const { id, reason, firstUsedAt } = approval;
  // Of two first uses at once, the second one starts again and finds the first.
  const first = firstUsedAt === null;
  const { data, ...secret } = about(row);
  return {
    writes: [
      expectThat(
        database,
        stillSo(approval, first ? sql`${isOpen(at)} and ${approvals.firstUsedAt} is null` : isOpen(at)),
      ),
      ...(first
        ? [database.query.update(approvals).set({ firstUsedAt: at }).where(eq(approvals.id, id))]
        : []),
    ],
    events: first ? [{ type: 'approval.used', ...secret, data: { ...data, approval_id: id } }] : [],
    data: { reason, approval_id: id },
  };
}
