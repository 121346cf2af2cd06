import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newApiKey } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { apiKeys } from '../db/schema';
import { type ApiKey, type ApiKeyRow, findKey, isUnrevoked, keysOf, toApiKeys } from './api-key-rows';
import { invalid, notFound, VaultError } from './errors';
import { newId } from './ids';
import { anyId, page } from './inputs';
import { expiryOf, keySettings, refuseScopes, scopesOf } from './key-settings';
import { operation, type Work } from './operation';
import { findOrganization, organizationIsLive } from './organization-rows';
import { cutPage, type Page, toPage } from './pages';
import type { Tenant } from './policy';

/** `token` is here once and never again: only its hash is stored. */
export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly hint: string;
  readonly expiresAt: string | null;
  readonly token: string;
}

/** For one organization, or for the whole environment where none is named. Its settings stay as they are made. */
export const createApiKey = operation({
  name: 'api_key.create',
  input: z.strictObject(keySettings),
  async run(work, given) {
    const { database, environmentId, actor, at, now, tenant } = work;
    const organization = given.organizationId ? await findOrganization(work, given.organizationId) : null;
    const organizationId = organization?.id ?? null;
    if (!tenant.reaches(organizationId)) throw wholeEnvironment();
    const scopes = scopesOf(given);
    const expiresAt = expiryOf(work, given);
    refuseScopes(work, { scopes, organizationId });
    const token = newApiKey();
    const row = {
      id: newId('key', now),
      environmentId,
      organizationId,
      name: given.name,
      hint: token.slice(-4),
      tokenHash: hashToken(work.serviceKey, token),
      createdById: actor.id,
      createdByName: actor.name,
      createdAt: at,
      scopes: [...scopes],
      namePrefixes: given.namePrefixes ?? null,
      allowedAddresses: given.allowedAddresses ?? null,
      requestsPerMinute: given.requestsPerMinute ?? null,
      expiresAt,
    };
    const { id, name, hint } = row;
    const result: NewApiKey = { id, name, organizationId, hint, expiresAt, token };
    return {
      result,
      writes: [
        ...(organizationId ? [expectThat(database, organizationIsLive(organizationId))] : []),
        database.query.insert(apiKeys).values(row),
      ],
      events: [
        {
          type: 'api_key.created',
          organizationId,
          data: { key_id: id, key_name: name, scopes, ...(expiresAt ? { expires_at: expiresAt } : {}) },
        },
      ],
    };
  },
});

/** Newest first, those that have ended too. A caller of one organization sees that organization's. */
export const listApiKeys = operation({
  name: 'api_key.list',
  input: z.strictObject({ organizationId: anyId.optional(), ...page }),
  async run(work, { organizationId, ...input }) {
    const { database } = work;
    const reach = placeOf(work.tenant, organizationId);
    const cut = await cutPage(apiKeys.seq, input, async (id) => {
      const [row] = await database.query
        .select({ seq: apiKeys.seq, organizationId: apiKeys.organizationId })
        .from(apiKeys)
        .where(eq(apiKeys.id, id));
      return row && reach.reaches(row.organizationId) ? row.seq : null;
    });
    const rows: readonly ApiKeyRow[] = await database.query
      .select()
      .from(apiKeys)
      .where(and(keysOf(reach), cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<ApiKey> = { items: await toApiKeys(work, items), ...cursors };
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
  async run(work, { id }) {
    const { database, at } = work;
    const row = await findKey(work, id);
    return {
      result: { id: row.id, name: row.name },
      writes: [
        expectThat(database, isUnrevoked(row.id)),
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

/** How often the key that asks may ask. Null: as often as any key of this server. It never changes. */
export const describeOwnApiKey = operation({
  name: 'api_key.describe',
  input: z.strictObject({}),
  async run({ database, actor }: Work) {
    const [row] = await database.query
      .select({ requestsPerMinute: apiKeys.requestsPerMinute })
      .from(apiKeys)
      .where(eq(apiKeys.id, actor.id));
    if (!row) throw notFound('API key');
    return { result: row, events: { unrecorded: 'a look at oneself' } };
  },
});

/** A list comes from one index: one organization's or the environment's. */
function placeOf(tenant: Tenant, organizationId: string | undefined): Tenant {
  if (organizationId !== undefined) {
    const one = tenant.only(organizationId);
    if (!one) throw notFound('organization');
    return one;
  }
  if (tenant.organizationIds === 'all' || tenant.organizationIds.length === 1) return tenant;
  throw invalid('organizationId', 'required', 'You administer several organizations: name one of them.');
}

function wholeEnvironment(): VaultError {
  const message = 'A key to the whole vault is made by those who run it. Choose an organization.';
  return new VaultError('forbidden', message, {
    fields: [{ field: 'organizationId', code: 'forbidden', message }],
  });
}
