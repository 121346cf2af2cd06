import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newApiKey } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { apiKeys, events } from '../db/schema';
import { notFound } from './errors';
import { newId } from './ids';
import { anyId, page, personName } from './inputs';
import { operation } from './operation';
import { findOrganization } from './organization-rows';
import { cutPage, type Page, toPage } from './pages';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Null for the whole environment. */
  readonly organizationId: string | null;
  /** The last four characters. */
  readonly hint: string;
  readonly createdByName: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** `token` is here once and never again: only its hash is stored. */
export interface NewApiKey extends ApiKey {
  readonly token: string;
}

export const createApiKey = operation({
  name: 'api_key.create',
  input: z.strictObject({ name: personName, organizationId: anyId.nullish() }),
  async run(work, { name, organizationId }) {
    const { database, environmentId, actor, at, now } = work;
    const organization = organizationId ? await findOrganization(work, organizationId) : null;
    const token = newApiKey();
    const row = {
      id: newId('key', now),
      environmentId,
      organizationId: organization?.id ?? null,
      name,
      hint: token.slice(-4),
      createdById: actor.id,
      createdByName: actor.name,
      createdAt: at,
      revokedAt: null,
    };
    const { environmentId: _, createdById: __, ...shown } = row;
    const result: NewApiKey = { ...shown, lastUsedAt: null, token };
    return {
      result,
      writes: [
        database.query.insert(apiKeys).values({ ...row, tokenHash: hashToken(work.serviceKey, token) }),
      ],
      events: [
        {
          type: 'api_key.created',
          organizationId: row.organizationId,
          data: { key_id: row.id, key_name: name },
        },
      ],
    };
  },
});

/** Newest first, the revoked ones too. */
export const listApiKeys = operation({
  name: 'api_key.list',
  input: z.strictObject(page),
  async run({ database, environmentId }, input) {
    const cut = await cutPage(apiKeys.seq, input, async (id) => {
      const [row] = await database.query.select({ seq: apiKeys.seq }).from(apiKeys).where(eq(apiKeys.id, id));
      return row?.seq ?? null;
    });
    const rows = await database.query
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        organizationId: apiKeys.organizationId,
        hint: apiKeys.hint,
        createdByName: apiKeys.createdByName,
        createdAt: apiKeys.createdAt,
        revokedAt: apiKeys.revokedAt,
        // The trail knows when a key was used: a column would cost a write for each request.
        lastUsedAt: sql<string | null>`(select e.created_at from ${events} e
          where e.actor_id = ${apiKeys}.id order by e.seq desc limit 1)`,
      })
      .from(apiKeys)
      .where(and(eq(apiKeys.environmentId, environmentId), cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const result: Page<ApiKey> = toPage(rows, input);
    return {
      result,
      events: { unrecorded: 'the names of keys are no secrets, their making and end are recorded' },
    };
  },
});

/** At once: the next request with it is refused. To revoke twice is to revoke once. */
export const revokeApiKey = operation({
  name: 'api_key.revoke',
  input: z.strictObject({ id: anyId }),
  async run({ database, environmentId, at }, { id }) {
    const [row] = await database.query
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.environmentId, environmentId), isNull(apiKeys.revokedAt)));
    if (!row) throw notFound('API key');
    const unrevoked = sql`exists (select 1 from ${apiKeys} where ${apiKeys.id} = ${id} and ${apiKeys.revokedAt} is null)`;
    return {
      result: { id: row.id, name: row.name },
      writes: [
        expectThat(database, unrevoked),
        database.query.update(apiKeys).set({ revokedAt: at }).where(eq(apiKeys.id, row.id)),
      ],
      events: [
        {
          type: 'api_key.revoked',
          organizationId: row.organizationId,
          data: { key_id: row.id, key_name: row.name },
        },
      ],
    };
  },
});
