import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { KEY_BYTES, randomKey } from '../crypto/aead';
import type { Kek } from '../crypto/envelope';
import { CryptoError } from '../crypto/errors';
import type { KekProvider } from '../crypto/keks/provider';
import { canonicalItems, type KeyContext, type KeyContextItem } from '../crypto/key-context';
import type { Database, Write } from '../db/client';
import { keks } from '../db/schema';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newId } from './ids';

/** The KEKs of a context in canonical order, and what has to be stored where some are new. */
export interface ContextKeks {
  readonly keks: readonly Kek[];
  /** The one that stands for the context: the organization's, else the first. */
  readonly keyId: string;
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
}

type KekRow = typeof keks.$inferSelect;

const MOST_CACHED = 1_000;
const CACHED_MS = 5 * 60 * 1000;

/**
 * The key-encryption keys of one environment. Unwrapped they live here only, for minutes, in a bounded cache;
 * what is handed out is a copy, so that emptying the cache never takes a key from under a running operation.
 */
export class KeyRing {
  readonly #cache = new Map<string, { key: Uint8Array; until: number }>();

  constructor(
    readonly database: Database,
    readonly provider: KekProvider,
    readonly environmentId: string,
    readonly clock: () => Date,
  ) {}

  /** The KEKs for a new version, made where the context is used for the first time. */
  async forContext(context: KeyContext, organizationId: string | null): Promise<ContextKeks> {
    const items = kekItems(context, this.environmentId);
    const rows = await this.database.query
      .select()
      .from(keks)
      .where(
        and(
          eq(keks.environmentId, this.environmentId),
          organizationId === null ? isNull(keks.organizationId) : eq(keks.organizationId, organizationId),
          or(
            ...items.map(({ name, value }) => and(eq(keks.contextName, name), eq(keks.contextValue, value))),
          ),
        ),
      );
    const found: Kek[] = [];
    const writes: Write[] = [];
    const events: EventDraft[] = [];
    for (const item of items) {
      const row = rows.find((r) => r.contextName === item.name && r.contextValue === item.value);
      if (row) {
        found.push(await this.#unwrap(row));
        continue;
      }
      const made = await this.#make(item, organizationId);
      found.push(made.kek);
      writes.push(made.write);
      events.push({
        type: 'vault.kek.created',
        organizationId,
        data: { key_name: item.name, key_id: made.kek.id },
      });
    }
    const main = found[items.findIndex(({ name }) => name === 'organization_id')] ?? found[0];
    return { keks: found, keyId: main?.id ?? '', writes, events };
  }

  /** The KEKs with these ids. Throws `key_destroyed` if one is gone, `integrity_failure` if one was never there. */
  async byIds(ids: readonly string[]): Promise<Kek[]> {
    // Looked at once: a key may leave the cache at any moment.
    const cached = new Map(ids.map((id) => [id, this.#cached(id)]));
    const missing = ids.filter((id) => !cached.get(id));
    const rows = missing.length
      ? await this.database.query
          .select()
          .from(keks)
          .where(and(eq(keks.environmentId, this.environmentId), inArray(keks.id, missing)))
      : [];
    const result: Kek[] = [];
    for (const id of ids) {
      const key = cached.get(id);
      if (key) {
        result.push({ id, key });
        continue;
      }
      const row = rows.find((r) => r.id === id);
      if (!row) throw integrityFailure();
      result.push(await this.#unwrap(row));
    }
    return result;
  }

  /** Forgets every unwrapped key: after a freeze or a rotation, and at the end. */
  forget(): void {
    for (const { key } of this.#cache.values()) key.fill(0);
    this.#cache.clear();
  }

  async #make(item: KeyContextItem, organizationId: string | null): Promise<{ kek: Kek; write: Write }> {
    const now = this.clock();
    const kek = { id: newId('kek', now), key: randomKey() };
    const write = this.database.query.insert(keks).values({
      id: kek.id,
      environmentId: this.environmentId,
      organizationId,
      contextName: item.name,
      contextValue: item.value,
      wrappedKey: await this.provider.wrap(kek.key, this.#wrapContext(kek.id, organizationId, item)),
      rootKeyId: await this.provider.currentKekId(),
      createdAt: now.toISOString(),
    });
    return { kek, write };
  }

  async #unwrap(row: KekRow): Promise<Kek> {
    if (!row.wrappedKey || row.destroyedAt) {
      throw new VaultError(
        'key_destroyed',
        'A key of this context was destroyed. What it wrapped cannot be read again.',
      );
    }
    const cached = this.#cached(row.id);
    if (cached) return { id: row.id, key: cached };
    const item = { name: row.contextName, value: row.contextValue };
    const key = await fromProvider(
      this.provider.unwrap(row.wrappedKey, this.#wrapContext(row.id, row.organizationId, item)),
    );
    if (key.length !== KEY_BYTES) throw integrityFailure();
    this.#remember(row.id, key);
    return { id: row.id, key: Uint8Array.from(key) };
  }

  #wrapContext(id: string, organizationId: string | null, item: KeyContextItem) {
    const organization = organizationId ?? '';
    return { environment: this.environmentId, organization, kek: id, name: item.name, value: item.value };
  }

  #cached(id: string): Uint8Array | null {
    const entry = this.#cache.get(id);
    if (!entry) return null;
    if (entry.until > this.clock().getTime()) return Uint8Array.from(entry.key);
    this.#drop(id);
    return null;
  }

  #remember(id: string, key: Uint8Array): void {
    const [oldest] = this.#cache.keys();
    if (this.#cache.size >= MOST_CACHED && oldest !== undefined) this.#drop(oldest);
    this.#cache.set(id, { key, until: this.clock().getTime() + CACHED_MS });
  }

  #drop(id: string): void {
    this.#cache.get(id)?.key.fill(0);
    this.#cache.delete(id);
  }
}

/** An empty context still needs a key: the environment's own. */
function kekItems(context: KeyContext, environmentId: string): KeyContextItem[] {
  const items = canonicalItems(context);
  return items.length > 0 ? items : [{ name: 'environment_id', value: environmentId }];
}

/** Turns the two failures of a provider into the vault's words. */
export async function fromProvider<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    if (error.kind === 'wrong') throw integrityFailure();
    throw new VaultError(
      'unavailable',
      'The key provider cannot be reached. Nothing was changed; try again.',
      {
        retryAfterSeconds: 2,
      },
    );
  }
}

export function integrityFailure(): VaultError {
  return new VaultError(
    'integrity_failure',
    'What is stored does not open: it was changed, moved, or an older row was put back. Restore a backup, and look at who can write to the database.',
  );
}
