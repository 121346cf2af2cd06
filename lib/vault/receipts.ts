import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys, events } from '../db/schema';
import { anyId, page } from './inputs';
import { operation, type Work } from './operation';
import { findOrganization } from './organization-rows';
import { cutPage, type Page, toPage } from './pages';
import type { Reach } from './reader-reach';
import type { SecretRow } from './secret-rows';

/** Somebody, or some program, saw a value. */
export interface Receipt {
  /** Of the event. */
  readonly id: string;
  readonly at: string;
  readonly reader: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'person' | 'key';
    /** Who made the key; null for one that was made on the vault's own machine. */
    readonly maker: { readonly id: string; readonly name: string } | null;
  };
  readonly secret: { readonly id: string; readonly name: string };
  readonly purpose: 'read' | 'reveal' | 'copy' | 'export';
  /**
   * As what they saw it: as a member of the organization, or a key to it; or by a right to the whole environment.
   * Null for what was seen before that was written down.
   */
  readonly reach: Reach | null;
  readonly address: string | null;
  /** In the reader's own words, where they gave one. */
  readonly reason: string | null;
  readonly approvalId: string | null;
}

/** Who saw values of an organization's secrets, the newest first: people, programs and exports alike. */
export const listReceipts = operation({
  name: 'secret.access',
  input: z.strictObject({
    organizationId: anyId,
    secretId: anyId.optional(),
    readerId: anyId.optional(),
    ...page,
  }),
  async run(work, { organizationId, secretId, readerId, ...input }) {
    const { database } = work;
    const { id } = await findOrganization(work, organizationId);
    const of = and(
      // The plus keeps SQLite from the index of the organization where that of the secret or of the reader is shorter.
      secretId || readerId ? sql`+${events.organizationId} = ${id}` : eq(events.organizationId, id),
      secretId ? eq(events.secretId, secretId) : undefined,
      readerId ? eq(events.actorId, readerId) : undefined,
      READS,
    );
    const cut = await cutPage(events.seq, input, async (cursor) => {
      const [row] = await database.query
        .select({ seq: events.seq })
        .from(events)
        .where(and(eq(events.id, cursor), sql`+${events.organizationId} = ${id}`));
      return row?.seq ?? null;
    });
    const rows = await database.query
      .select()
      .from(events)
      .where(and(of, cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<Receipt> = { items: await toReceipts(work, items), ...cursors };
    return { result, events: { unrecorded: 'a look at the trail leaves no line in it' } };
  },
});

/** A literal, or else SQLite takes no index of reads alone. */
const READS = sql`${events.type} = 'vault.data.read'`;

/** So many reads are looked through for readers who are not the same. */
const LOOKED_THROUGH = 50;
const MOST_READERS = 5;

/** The last few who saw a value of a secret, each once. */
export async function lastReadersOf(work: Work, { id }: Pick<SecretRow, 'id'>): Promise<Receipt[]> {
  const rows = await work.database.query
    .select()
    .from(events)
    .where(and(eq(events.secretId, id), READS))
    .orderBy(desc(events.seq))
    .limit(LOOKED_THROUGH);
  const newest = rows.filter(
    ({ actorId }, index) => rows.findIndex((other) => other.actorId === actorId) === index,
  );
  return toReceipts(work, newest.slice(0, MOST_READERS));
}

async function toReceipts(work: Work, rows: readonly (typeof events.$inferSelect)[]): Promise<Receipt[]> {
  const makers = await makersOf(
    work,
    rows.map(({ actorId }) => actorId),
  );
  return rows.map((row): Receipt => {
    const { data } = row;
    const kind = row.actorSource === 'api' ? 'key' : 'person';
    const maker = makers.get(row.actorId) ?? null;
    return {
      id: row.id,
      at: row.createdAt,
      reader: { id: row.actorId, name: row.actorName, kind, maker },
      secret: { id: row.secretId ?? '', name: textOf(data.kv_name) ?? row.secretId ?? '' },
      purpose: (textOf(data.purpose) ?? 'read') as Receipt['purpose'],
      reach: textOf(data.reach) as Reach | null,
      address: row.address,
      reason: textOf(data.reason),
      approvalId: textOf(data.approval_id),
    };
  });
}

const textOf = (given: unknown): string | null => (typeof given === 'string' ? given : null);

async function makersOf(
  { database }: Work,
  actorIds: readonly string[],
): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  const ids = [...new Set(actorIds)].filter((id) => id.startsWith('key_'));
  if (ids.length === 0) return new Map();
  const rows = await database.query
    .select({ id: apiKeys.id, makerId: apiKeys.createdById, makerName: apiKeys.createdByName })
    .from(apiKeys)
    .where(inArray(apiKeys.id, ids));
  return new Map(
    rows.flatMap(({ id, makerId, makerName }) =>
      makerId === 'operator' ? [] : [[id, { id: makerId, name: makerName }] as const],
    ),
  );
}
