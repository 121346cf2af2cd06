import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newApiKey } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { apiKeys, secretRestrictions, secrets } from '../db/schema';
import { type ApiKeyRow, findKey, isUnrevoked } from './api-key-rows';
import type { NewApiKey } from './api-keys';
import { invalid } from './errors';
import { about, type EventDraft } from './event-rows';
import { newId } from './ids';
import { anyId } from './inputs';
import { isKeyScope } from './key-scopes';
import { daysFrom, overlap, refuseScopes } from './key-settings';
import { operation, type Work } from './operation';

export interface RotatedApiKey extends NewApiKey {
  readonly replaces: { readonly id: string; readonly endsAt: string };
}

/**
 * A new key with the settings of an old one, which ends after the overlap. The new one is its maker's: it acts with
 * the rights of whoever rotates. Restricted secrets that name the old key name the new one too, and the trail of each
 * says so.
 */
export const rotateApiKey = operation({
  name: 'api_key.rotate',
  input: z.strictObject({ id: anyId, overlapDays: overlap }),
  async run(work, { id, overlapDays }) {
    const { database, actor, at, now } = work;
    const old = await findKey(work, id);
    if (old.replacedById !== null) {
      throw invalid('id', 'replaced', 'This key has been replaced already: rotate the one in its place.');
    }
    const { seq: _, lastUsedAt: __, lastUsedAddress: ___, ...settings } = old;
    refuseScopes(work, { scopes: old.scopes.filter(isKeyScope), organizationId: old.organizationId });
    const restricted = await restrictedTo(work, old.id);
    const token = newApiKey();
    const row = {
      ...settings,
      id: newId('key', now),
      hint: token.slice(-4),
      tokenHash: hashToken(work.serviceKey, token),
      createdById: actor.id,
      createdByName: actor.name,
      createdAt: at,
      expiresAt: sameLifetime(old, now),
    };
    const endsAt = earlier(old.expiresAt, daysFrom(now, overlapDays));
    const { name, organizationId, hint, expiresAt } = row;
    const replaces = { id: old.id, endsAt };
    const result: RotatedApiKey = { id: row.id, name, organizationId, hint, expiresAt, token, replaces };
    return {
      result,
      writes: [
        expectThat(
          database,
          sql`${isUnrevoked(old.id)} and ${isUnreplaced(old.id)} and ${stillRestricted(old.id, restricted)}`,
        ),
        database.query.insert(apiKeys).values(row),
        database.query
          .update(apiKeys)
          .set({ expiresAt: endsAt, replacedById: row.id })
          .where(eq(apiKeys.id, old.id)),
        database.query.insert(secretRestrictions).select(
          database.query
            .select({ secretId: secretRestrictions.secretId, subject: sql<string>`${row.id}`.as('subject') })
            .from(secretRestrictions)
            .where(eq(secretRestrictions.subject, old.id)),
        ),
      ],
      events: [
        {
          type: 'api_key.rotated',
          organizationId,
          data: { key_id: old.id, key_name: name, replaced_by: row.id, ends_at: endsAt },
        },
        ...restricted.map((secret) => alsoNames(secret, row, old.id)),
      ],
    };
  },
});

/** As long as the old one was made for; null: it does not end by itself. */
function sameLifetime({ createdAt, expiresAt }: ApiKeyRow, now: Date): string | null {
  if (expiresAt === null) return null;
  return new Date(now.getTime() + Date.parse(expiresAt) - Date.parse(createdAt)).toISOString();
}

const earlier = (one: string | null, other: string): string => (one !== null && one < other ? one : other);

const isUnreplaced = (id: string) =>
  sql`exists (select 1 from ${apiKeys} where ${apiKeys.id} = ${id} and ${apiKeys.replacedById} is null)`;

/** In the trash too: they come back with their restrictions. */
type Restricted = Pick<typeof secrets.$inferSelect, 'id' | 'name' | 'organizationId'>;

const BY_ROW = sql`${secretRestrictions}.rowid`;

function restrictedTo({ database }: Work, keyId: string): Promise<Restricted[]> {
  return database.query
    .select({ id: secrets.id, name: secrets.name, organizationId: secrets.organizationId })
    .from(secretRestrictions)
    .innerJoin(secrets, eq(secrets.id, secretRestrictions.secretId))
    .where(eq(secretRestrictions.subject, keyId))
    .orderBy(BY_ROW);
}

/** A condition for `expectThat`: these secrets name the key, and no others. There may be thousands of them. */
const stillRestricted = (keyId: string, restricted: readonly Restricted[]): SQL =>
  sql`(select json_group_array(secret_id) from (select ${secretRestrictions.secretId} as secret_id
    from ${secretRestrictions} where ${secretRestrictions.subject} = ${keyId} order by ${BY_ROW}))
    = ${JSON.stringify(restricted.map(({ id }) => id))}`;

function alsoNames(secret: Restricted, key: Pick<ApiKeyRow, 'id' | 'name'>, replaces: string): EventDraft {
  const { data, ...which } = about(secret);
  const added = [{ subject: key.id, name: key.name, kind: 'key' }];
  return {
    type: 'restriction.changed',
    ...which,
    data: { ...data, added, removed: [], restricted: true, replaces },
  };
}
