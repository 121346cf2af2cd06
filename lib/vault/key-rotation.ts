import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newApiKey } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { apiKeys, secretRestrictions } from '../db/schema';
import { type ApiKeyRow, findKey, isUnrevoked } from './api-key-rows';
import type { NewApiKey } from './api-keys';
import { invalid } from './errors';
import { newId } from './ids';
import { anyId } from './inputs';
import { isKeyScope } from './key-scopes';
import { daysFrom, overlap, refuseScopes } from './key-settings';
import { operation } from './operation';

export interface RotatedApiKey extends NewApiKey {
  readonly replaces: { readonly id: string; readonly endsAt: string };
}

/**
 * A new key with the settings of an old one, which ends after the overlap. The new one is its maker's: it acts with
 * the rights of whoever rotates. Restricted secrets that name the old key name the new one too.
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
        expectThat(database, sql`${isUnrevoked(old.id)} and ${isUnreplaced(old.id)}`),
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
