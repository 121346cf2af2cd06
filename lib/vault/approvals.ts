import { and, eq, not, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { approvals, secrets } from '../db/schema';
import { actorOfUser } from './actor';
import {
  APPROVAL_MINUTES,
  type Approval,
  type ApprovalRow,
  type ApprovalState,
  closeExpired,
  isOpen,
  isWaiting,
  type ListedApproval,
  lastRequestOf,
  stillSo,
  toApproval,
  waitingOf,
  wantsApproval,
} from './approval-rows';
import { invalid, isVaultError, notFound, VaultError } from './errors';
import { about, type EventDraft, type EventType } from './event-rows';
import { newId } from './ids';
import { anyId, page, reason, secretId } from './inputs';
import { type Outcome, operation, type Work } from './operation';
import { capped } from './overview-rows';
import { cutPage, type Page, toPage } from './pages';
import { authorize, authorizedTo } from './policy';
import { findLive, type SecretRow } from './secret-rows';

const MINUTE_MS = 60_000;
/** How long a request waits for somebody to decide. */
const REQUEST_MS = 24 * 60 * MINUTE_MS;

const later = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString();

/** Asks for a second person's approval to open a secret. Gives what was asked before, as long as it waits or is open. */
export const requestApproval = operation({
  name: 'approval.request',
  input: z.strictObject({ ...secretId, reason }),
  async run(work, { reason: why, ...which }): Promise<Outcome<Approval>> {
    const { database, actor, at, now } = work;
    const row = await findLive(work, which);
    // Whoever could not open it even then has nothing to ask for.
    await findLive({ ...work, tenant: authorize(actor, 'secret.read') }, which);
    if (!row.needsApproval) throw needsNone();
    const known =
      (await lastRequestOf(work, row.id, isWaiting(at))) ?? (await lastRequestOf(work, row.id, isOpen(at)));
    if (known) return { result: toApproval(known, at), events: { unrecorded: 'it was asked for already' } };
    const request = {
      id: newId('approval', now),
      secretId: row.id,
      organizationId: row.organizationId,
      requestedById: actor.id,
      requestedByName: actor.name,
      reason: why,
      createdAt: at,
      decidedById: null,
      decidedByName: null,
      decidedAt: null,
      approved: null,
      expiresAt: later(now, REQUEST_MS),
      firstUsedAt: null,
    };
    return {
      result: toApproval(request, at),
      writes: [
        expectThat(database, wantsApproval(row.id)),
        expectThat(database, noneOf(request, isWaiting(at))),
        expectThat(database, noneOf(request, isOpen(at))),
        closeExpired(work, row.organizationId),
        database.query.insert(approvals).values(request),
      ],
      events: [eventOf('approval.requested', row, request.id, { reason: why })],
    };
  },
});

const noneOf = (
  { secretId: id, requestedById }: Pick<ApprovalRow, 'secretId' | 'requestedById'>,
  so: SQL,
): SQL =>
  sql`not exists (select 1 from ${approvals}
    where ${and(eq(approvals.secretId, id), eq(approvals.requestedById, requestedById), so)})`;

/** What one asked for is not wanted any more: while it waits, and while it is open. */
export const withdrawRequest = operation({
  name: 'approval.request',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }): Promise<Outcome<Approval>> {
    const request = await findRequest(work, id);
    if (request.requestedById !== work.actor.id) throw notFound('request');
    return end(work, request, 'approval.withdrawn', ['waiting', 'open']);
  },
});

const minutesWords = `Give whole minutes, ${APPROVAL_MINUTES.least} to ${APPROVAL_MINUTES.most} (24 hours).`;

/** Lets whoever asked open the secret until the time is up. Nobody decides about what they asked for themselves. */
export const approveRequest = operation({
  name: 'approval.decide',
  input: z.strictObject({
    id: anyId,
    minutes: z
      .number(minutesWords)
      .int(minutesWords)
      .min(APPROVAL_MINUTES.least, minutesWords)
      .max(APPROVAL_MINUTES.most, minutesWords)
      .default(APPROVAL_MINUTES.usual),
  }),
  async run(work, { id, minutes }): Promise<Outcome<Approval>> {
    const { database, at, now } = work;
    const request = await findForeignRequest(work, id);
    if (toApproval(request, at).state !== 'waiting') throw decided(request, at);
    const row = await findSecret(work, request);
    if (!row.needsApproval) throw needsNone();
    if (!(await couldOpen(work, request))) throw cannotOpen(request);
    const decision = { ...decisionOf(work), approved: true, expiresAt: later(now, minutes * MINUTE_MS) };
    return {
      result: toApproval({ ...request, ...decision }, at),
      writes: [
        expectThat(database, wantsApproval(request.secretId)),
        expectThat(database, stillSo(request, isWaiting(at))),
        database.query.update(approvals).set(decision).where(eq(approvals.id, request.id)),
      ],
      events: [
        eventOf('approval.granted', row, request.id, {
          requested_by: request.requestedByName,
          minutes,
          expires_at: decision.expiresAt,
        }),
      ],
      conflict: () => Promise.resolve('again' as const),
    };
  },
});

/** A no to what waits. Fails with `version_mismatch` if somebody has approved it meanwhile. */
export const denyRequest = operation({
  name: 'approval.decide',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }): Promise<Outcome<Approval>> {
    return end(work, await findForeignRequest(work, id), 'approval.denied', ['waiting']);
  },
});

/** Ends at once what was approved. */
export const endApproval = operation({
  name: 'approval.decide',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }): Promise<Outcome<Approval>> {
    return end(work, await findForeignRequest(work, id), 'approval.denied', ['open']);
  },
});

async function end(
  work: Work,
  request: ApprovalRow,
  type: 'approval.denied' | 'approval.withdrawn',
  from: readonly ApprovalState[],
): Promise<Outcome<Approval>> {
  const { database, at } = work;
  const { state } = toApproval(request, at);
  if (!from.includes(state)) throw decided(request, at);
  const row = await findSecret(work, request);
  // Who agreed stays who agreed; the event says who ended it.
  const decision =
    state === 'open' ? { expiresAt: at } : { ...decisionOf(work), approved: false, expiresAt: at };
  return {
    result: toApproval({ ...request, ...decision }, at),
    writes: [
      expectThat(database, stillSo(request, state === 'open' ? isOpen(at) : isWaiting(at))),
      database.query.update(approvals).set(decision).where(eq(approvals.id, request.id)),
    ],
    events: [
      eventOf(type, row, request.id, {
        requested_by: request.requestedByName,
        ...(state === 'open' ? { ended: true } : {}),
      }),
    ],
    conflict: () => Promise.resolve('again' as const),
  };
}

const decisionOf = ({ actor, at }: Work) => ({
  decidedById: actor.id,
  decidedByName: actor.name,
  decidedAt: at,
});

/** One's own latest request for a secret; null if there is none. */
export const describeApproval = operation({
  name: 'approval.list',
  input: z.strictObject(secretId),
  async run(work, which): Promise<Outcome<Approval | null>> {
    const row = await findLive(work, which);
    const last = await lastRequestOf(work, row.id);
    return {
      result: last ? toApproval(last, work.at) : null,
      events: { unrecorded: 'what somebody asked for themselves' },
    };
  },
});

/** Newest first. `waiting`: what nobody has decided and still can; `past`: all others. */
export const listApprovals = operation({
  name: 'approval.list',
  input: z.strictObject({ organizationId: anyId, show: z.enum(['waiting', 'past']), ...page }),
  async run(work, { organizationId, show, ...cutAt }): Promise<Outcome<Page<ListedApproval>>> {
    const { database, tenant, at } = work;
    if (!tenant.reaches(organizationId)) throw notFound('organization');
    const here = eq(approvals.organizationId, organizationId);
    const cut = await cutPage(approvals.seq, cutAt, async (id) => {
      const [row] = await database.query
        .select({ seq: approvals.seq })
        .from(approvals)
        .where(and(eq(approvals.id, id), here));
      return row?.seq ?? null;
    });
    const rows = await database.query
      .select({ request: approvals, secretName: secrets.name })
      .from(approvals)
      // Live or in the trash: it tells what happened. What was destroyed took its requests along.
      .innerJoin(secrets, eq(secrets.id, approvals.secretId))
      .where(and(here, show === 'waiting' ? isWaiting(at) : not(isWaiting(at)), cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const items = rows.map(({ request, secretName }) => ({ ...toApproval(request, at), secretName }));
    return {
      result: toPage(items, cutAt),
      events: { unrecorded: 'who asked to open what stands in the trail itself' },
    };
  },
});

/** How many requests of others wait for a decision. */
export const countWaiting = operation({
  name: 'approval.list',
  input: z.strictObject({ organizationId: anyId }),
  async run(work, { organizationId }) {
    if (!work.tenant.reaches(organizationId)) throw notFound('organization');
    const [[found = 0] = []] = await work.database.query.values<number[]>(
      sql`select ${waitingOf(sql`${organizationId}`, work)}`,
    );
    return { result: capped(found), events: { unrecorded: 'a figure' } };
  },
});

async function findRequest({ database, tenant }: Work, id: string): Promise<ApprovalRow> {
  const [row] = await database.query.select().from(approvals).where(eq(approvals.id, id));
  if (!row || !tenant.reaches(row.organizationId)) throw notFound('request');
  return row;
}

async function findForeignRequest(work: Work, id: string): Promise<ApprovalRow> {
  const request = await findRequest(work, id);
  if (request.requestedById !== work.actor.id) return request;
  throw new VaultError('forbidden', 'You asked for this yourself. Somebody else has to decide.');
}

/** Of one that is gone nobody can open anything: there is nothing to decide. */
async function findSecret(work: Work, request: ApprovalRow): Promise<SecretRow> {
  return findLive({ ...work, tenant: authorize(work.actor, 'secret.describe') }, { id: request.secretId });
}

/** Whether whoever asked may still read it, with an approval: roles and restrictions change. */
async function couldOpen(work: Work, { requestedById, secretId: id }: ApprovalRow): Promise<boolean> {
  const actor = await actorOfUser(work, requestedById);
  const tenant = actor && authorizedTo(actor, 'secret.read');
  if (!tenant) return false;
  try {
    await findLive({ ...work, actor, tenant }, { id });
    return true;
  } catch (error) {
    if (isVaultError(error)) return false;
    throw error;
  }
}

const cannotOpen = ({ requestedByName }: ApprovalRow) =>
  invalid(
    'id',
    'cannot_open',
    `${requestedByName} may not read this any more, so that an approval would open nothing. Deny the request, or change their role or the restriction first.`,
  );

const needsNone = () =>
  invalid('id', 'needs_no_approval', 'This secret needs no approval any more: it opens without one.');

function decided(request: ApprovalRow, at: string): VaultError {
  const { state, decidedBy } = toApproval(request, at);
  const words = {
    expired: 'Nobody decided within 24 hours: this request is over. It can be made again.',
    over: 'The time of this approval is up already.',
    withdrawn: `${request.requestedByName} does not ask for this any more.`,
  };
  const who = decidedBy?.name ?? 'Somebody';
  const message = state in words ? words[state as keyof typeof words] : `${who} has decided this already.`;
  return new VaultError('version_mismatch', message);
}

function eventOf(
  type: EventType,
  row: SecretRow,
  approvalId: string,
  more: Readonly<Record<string, unknown>>,
): EventDraft {
  const { data, ...secret } = about(row);
  return { type, ...secret, data: { ...data, approval_id: approvalId, ...more } };
}
