import { and, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { events } from '../db/schema';
import { notFound } from './errors';
import { toEvent, type VaultEvent } from './event-lines';
import { EVENT_TYPES, type EventType } from './event-rows';
import { anyId, instant, page } from './inputs';
import { operation } from './operation';
import { type Cut, cutPage, type Page, toPage } from './pages';

/** The trail in the order of arrival. A caller of one organization sees that organization's. */
export const listEvents = operation({
  name: 'event.list',
  input: z.strictObject({
    types: z
      .array(z.enum(EVENT_TYPES, 'There is no event of this type.'))
      .transform((types) => [...new Set(types)])
      .optional(),
    organizationId: anyId.optional(),
    secretId: anyId.optional(),
    /** Both ends belong to the range. */
    createdFrom: instant.optional(),
    createdTo: instant.optional(),
    ...page,
  }),
  async run({ database, tenant }, input) {
    const reach = input.organizationId === undefined ? tenant : tenant.only(input.organizationId);
    if (!reach) throw notFound('organization');
    const { organizationIds } = reach;
    const inReach = and(
      eq(events.environmentId, reach.environmentId),
      organizationIds === 'all' ? undefined : inArray(events.organizationId, [...organizationIds]),
    );
    const cut = await cutPage(events.seq, input, async (id) => {
      const [row] = await database.query
        .select({ seq: events.seq })
        .from(events)
        .where(and(eq(events.id, id), inReach));
      return row?.seq ?? null;
    });
    const wanted = and(
      eq(events.environmentId, reach.environmentId),
      input.secretId === undefined ? undefined : eq(events.secretId, input.secretId),
      input.createdFrom ? fromTime(input.createdFrom) : undefined,
      input.createdTo ? toTime(input.createdTo) : undefined,
      cut.where,
    ) as SQL;
    const found = walks(organizationIds, input.types, wanted, cut);
    const rows = found
      ? await database.query.select().from(events).where(found).orderBy(cut.orderBy).limit(cut.limit)
      : [];
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<VaultEvent> = { items: items.map(toEvent), ...cursors };
    return { result, events: { unrecorded: 'a reader who polls would read of nothing but itself' } };
  },
});

const MOST_WALKS = 200;

/**
 * The condition for one page. An index gives the events of one organization, or of one type, in the order of `seq`;
 * those of several would be sorted, all of them, for each page. So each is walked on its own as far as a page goes,
 * and the page is made of what they found. Null: nothing is in reach.
 */
function walks(
  organizationIds: 'all' | readonly string[],
  types: readonly EventType[] | undefined,
  wanted: SQL,
  { orderBy, limit }: Cut,
): SQL | null {
  const organizations =
    organizationIds === 'all' ? [undefined] : organizationIds.map((id) => eq(events.organizationId, id));
  const apart = (types?.length ?? 0) * organizations.length <= MOST_WALKS;
  const ofTypes = types
    ? apart
      ? types.map((type) => eq(events.type, type))
      : [inArray(events.type, [...types])]
    : [undefined];
  const all = organizations.flatMap((one) => ofTypes.map((ofType) => and(wanted, one, ofType) as SQL));
  const [only, ...others] = all;
  if (!only || others.length === 0) return only ?? null;
  const parts = all.map(
    (where) =>
      sql`select * from (select ${events.seq} from ${events} where ${where} order by ${orderBy} limit ${limit})`,
  );
  return sql`${events.seq} in (${sql.join(parts, sql` union all `)})`;
}

/** The first event at or after a time bounds the walk by `seq`; the time itself decides. */
const fromTime = (time: string): SQL =>
  and(
    gte(events.createdAt, time),
    sql`${events.seq} >= coalesce((select min(seq) from (select seq from events where created_at >= ${time} order by created_at limit 100)), 9e18)`,
  ) as SQL;

const toTime = (time: string): SQL =>
  and(
    lte(events.createdAt, time),
    sql`${events.seq} <= coalesce((select max(seq) from (select seq from events where created_at <= ${time} order by created_at desc limit 100)), 0)`,
  ) as SQL;
