import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, type InArgs, type InStatement } from '@libsql/client';
import { type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { copyFile, LONG_BATCH, openFile } from './file-client';
import type { Batchable } from './prepared';
import * as schema from './schema';

/** A statement that is built, not yet run. */
export type Write = BatchItem<'sqlite'>;

/** The database of this process. Reads go through `query`, every write through `commit`. */
export interface Database {
  readonly query: LibSQLDatabase<typeof schema>;
  /** Stores all of the writes or none. Resolves when they are durable; see `storageFailure` for what it throws. */
  commit(writes: readonly Write[]): Promise<void>;
  /** Brings the tables to this version's state. Call it before the first query. */
  migrate(folder: string): Promise<void>;
  /** Writes a consistent copy to a new file, also while others write. Null for a database on a server. */
  readonly copyTo: ((file: string) => void) | null;
  close(): void;
}

export interface DatabaseOptions {
  /** `file:…`, or `libsql:`, `https:`, `http:`, `wss:` for a libSQL server. */
  readonly url: string;
  readonly authToken?: string | undefined;
}

const REMOTE_DEADLINE_MS = 10_000;

export function openDatabase({ url, authToken }: DatabaseOptions): Database {
  const client = url.startsWith('file:') ? openFile(filePath(url)) : openRemote(url, authToken);
  const query = drizzle(client, { schema, casing: 'snake_case' });
  return {
    query,
    async commit(writes) {
      const [first, ...rest] = writes;
      if (writes.length > LONG_BATCH) await client.batch(await toStatements(writes), 'write');
      else if (first) await query.batch([first, ...rest]);
    },
    async migrate(migrationsFolder) {
      // The second try finds nothing left to do if another process, started at the same moment, was faster.
      await migrate(query, { migrationsFolder }).catch(() => migrate(query, { migrationsFolder }));
    },
    copyTo: url.startsWith('file:') ? (file) => copyFile(filePath(url), file) : null,
    close: () => client.close(),
  };
}

/** What drizzle's batch does with its items, which for thousands of them would stop everybody else. */
async function toStatements(writes: readonly Write[]): Promise<InStatement[]> {
  const statements: InStatement[] = [];
  for (const write of writes as unknown as readonly Batchable[]) {
    const { sql: text, params } = write._prepare().getQuery();
    statements.push({ sql: text, args: params as InArgs });
    if (statements.length % LONG_BATCH === 0) await setImmediate();
  }
  return statements;
}

/** A write that stores nothing and lets its whole batch fail (`precondition`) unless the condition holds at that moment. */
export function expectThat(database: Pick<Database, 'query'>, condition: SQL): Write {
  // SQLite has no RAISE outside of triggers: json() of a text that is no JSON is an error of the statement.
  return database.query.run(sql`select case when ${condition} then 1 else json('{') end`);
}

/** The path in a `file:` URL: `file:///absolute`, `file:relative` or `file:/absolute`. */
export function filePath(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
}

function openRemote(url: string, authToken: string | undefined): Client {
  const client = createClient({
    url,
    ...(authToken ? { authToken } : {}),
    // A write through a replica whose primary is gone would wait for ever.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(REMOTE_DEADLINE_MS) }),
  });
  const batch = client.batch.bind(client);
  // Drizzle asks for a deferred batch, which can fail when it comes to its first write.
  client.batch = (statements) => batch(statements, 'write');
  return client;
}
