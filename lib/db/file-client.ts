import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Client, InStatement, ResultSet } from '@libsql/client';
import Connection from 'libsql';

/**
 * One connection to a file, in the shape that `drizzle-orm/libsql` wants, instead of `@libsql/client`'s pool,
 * which after one SQLITE_BUSY acknowledges writes that it never commits (libsql-client-ts#352) and whose
 * pragmas reach one connection of many. Every call is synchronous underneath: nothing interleaves.
 *
 * Writes wait for the end of the current turn and are committed together, each in a savepoint of its own:
 * one fsync serves all of them, and one that fails takes no other with it.
 */
export function openFile(path: string): Client {
  return new FileClient(path) as unknown as Client;
}

/** One snapshot of the file, its log included. The process stands still meanwhile. Throws if `to` exists. */
export function copyFile(from: string, to: string): void {
  const connection = new Connection(from);
  try {
    connection.prepare('VACUUM INTO ?').run(to);
  } finally {
    connection.close();
  }
}

const BUSY_FOR_MS = 3_000;
const BUSY_PAUSE_MS = 10;
const PRAGMAS = [
  'busy_timeout = 0', // a wait would stop this process: `#untilFree` waits outside
  'journal_mode = WAL',
  'synchronous = FULL', // an acknowledged write survives the power
  'secure_delete = ON', // what is purged is overwritten
  'temp_store = MEMORY',
];

/** Of prepared statements at most these are kept: a caller decides about the length of a list, and so of its statement. */
const MOST_PREPARED = 500;
const LONGEST_PREPARED = 4_096;

/** More statements than these are run in parts, so that reads and whoever else waits get their turn. */
export const LONG_BATCH = 500;

/** As far as it goes without a wait; whether another process is in the way is told in a row, not thrown. */
const CHECKPOINT = 'PRAGMA wal_checkpoint(PASSIVE)';

type Statement = ReturnType<Connection.Database['prepare']>;
type Prepared = Map<string, { statement: Statement; reads: boolean; columns: string[] }>;
interface Write {
  readonly statements: readonly InStatement[];
  readonly settle: (outcome: ResultSet[] | Error) => void;
}

class FileClient {
  readonly protocol = 'file';
  closed = false;
  readonly #path: string;
  /** Null until it is first needed, and again after a SQLITE_BUSY. */
  #connected: Connection.Database | null = null;
  #foreignKeys: 'ON' | 'OFF' = 'ON';
  #prepared: Prepared = new Map();
  #waiting: Write[] = [];
  #draining = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** A read runs at once; anything else joins the writes. */
  async execute(statement: InStatement): Promise<ResultSet> {
    const sql = typeof statement === 'string' ? statement : statement.sql;
    if (!/^\s*(select|pragma|explain|with)\b/i.test(sql)) {
      const [result] = await this.batch([statement]);
      return result as ResultSet;
    }
    return this.#untilFree(() => this.#run(statement));
  }

  /** All of the statements or none of them. Resolved only when they are on the disk. */
  batch(statements: readonly InStatement[]): Promise<ResultSet[]> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: ResultSet[] | Error) =>
        outcome instanceof Error ? reject(outcome) : resolve(outcome);
      this.#waiting.push({ statements, settle });
      if (this.#draining) return;
      this.#draining = true;
      setImmediate(() => void this.#drain());
    });
  }

  /** For drizzle's migrator only: foreign keys are off meanwhile, because a table may be rebuilt. */
  async migrate(statements: readonly InStatement[]): Promise<ResultSet[]> {
    await this.#switchForeignKeys('OFF');
    try {
      return await this.batch(statements);
    } finally {
      await this.#switchForeignKeys('ON');
    }
  }

  /** Kept, because the connection may be replaced meanwhile. */
  async #switchForeignKeys(to: 'ON' | 'OFF'): Promise<void> {
    this.#foreignKeys = to;
    await this.#untilFree(() => this.#connection().exec(`PRAGMA foreign_keys = ${to}`));
  }

  /** Leaves a file that is whole without its log: a closed connection lingers until its statements are collected. */
  close(): void {
    this.closed = true;
    if (this.#connected && !this.#connected.inTransaction) this.#connected.exec(CHECKPOINT);
    this.#disconnect();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      const [first] = group;
      const outcomes = await this.#untilFree(() =>
        first && isLong(first) ? this.#commitInParts(first) : this.#commit(group),
      ).catch((error: Error) => group.map(() => error));
      for (const [i, write] of group.entries()) write.settle(outcomes[i] as ResultSet[] | Error);
    }
    this.#draining = false;
  }

  /** A long write goes alone. */
  #nextGroup(): Write[] {
    const long = this.#waiting.findIndex(isLong);
    return this.#waiting.splice(0, long < 0 ? this.#waiting.length : Math.max(1, long));
  }

  /**
   * One transaction on a connection of its own. Reads go on meanwhile, and see nothing of it until all of it is stored;
   * other writes wait.
   */
  async #commitInParts({ statements }: Write): Promise<[ResultSet[]]> {
    const connection = this.#open();
    const prepared: Prepared = new Map();
    try {
      connection.exec('BEGIN IMMEDIATE');
      const results: ResultSet[] = [];
      for (const statement of statements) {
        results.push(this.#run(statement, connection, prepared));
        if (results.length % LONG_BATCH === 0) await nextTurn();
      }
      if (this.closed) throw new Error('This database is closed.');
      connection.exec('COMMIT');
      return [results];
    } finally {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      connection.close();
    }
  }

  /** One transaction for the group. Throws only if none of it is stored. */
  #commit(group: readonly Write[]): (ResultSet[] | Error)[] {
    const connection = this.#connection();
    connection.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = group.map(({ statements }) => this.#inSavepoint(connection, statements));
      connection.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  #inSavepoint(connection: Connection.Database, statements: readonly InStatement[]): ResultSet[] | Error {
    connection.exec('SAVEPOINT one_write');
    try {
      const results = statements.map((statement) => this.#run(statement));
      connection.exec('RELEASE one_write');
      return results;
    } catch (error) {
      // A full disk or an I/O error ends the whole transaction: then nobody's write is stored.
      if (!connection.inTransaction || isBusy(error)) throw error;
      connection.exec('ROLLBACK TO one_write');
      connection.exec('RELEASE one_write');
      return error as Error;
    }
  }

  #run(input: InStatement, connection = this.#connection(), prepared = this.#prepared): ResultSet {
    const { sql, args = [] } = typeof input === 'string' ? { sql: input } : input;
    const { statement, reads, columns } = prepare(sql, connection, prepared);
    const values = (args as unknown[]).map(toDriver);
    const rows = reads ? (statement.all(values) as ResultSet['rows']) : [];
    const rowsAffected = reads ? 0 : statement.run(values).changes;
    return { columns, columnTypes: [], rows, rowsAffected, lastInsertRowid: undefined, toJSON: () => ({}) };
  }

  /** Another process may hold the file for a moment. A connection that met SQLITE_BUSY is never used again. */
  async #untilFree<T>(work: () => T | Promise<T>): Promise<T> {
    const deadline = Date.now() + BUSY_FOR_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isBusy(error)) throw error;
        this.#disconnect();
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS * (1 + Math.random())));
      }
    }
  }

  /** Throws SQLITE_BUSY too: a pragma reads the file, which another process may hold. */
  #connection(): Connection.Database {
    this.#connected ??= this.#open();
    return this.#connected;
  }

  #open(): Connection.Database {
    if (this.closed) throw new Error('This database is closed.');
    const connection = new Connection(this.#path);
    try {
      for (const pragma of PRAGMAS) connection.exec(`PRAGMA ${pragma}`);
      connection.exec(`PRAGMA foreign_keys = ${this.#foreignKeys}`);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  #disconnect(): void {
    this.#prepared.clear();
    this.#connected?.close();
    this.#connected = null;
  }
}

function prepare(sql: string, connection: Connection.Database, prepared: Prepared) {
  const known = prepared.get(sql);
  if (known) return known;
  const statement = connection.prepare(sql);
  const reads = statement.reader;
  if (reads) statement.raw(true);
  const entry = { statement, reads, columns: reads ? statement.columns().map((c) => c.name) : [] };
  if (sql.length > LONGEST_PREPARED) return entry;
  if (prepared.size >= MOST_PREPARED) prepared.clear();
  prepared.set(sql, entry);
  return entry;
}

const isLong = ({ statements }: Write) => statements.length > LONG_BATCH;

const isBusy = (error: unknown) =>
  ((error as { rawCode?: number }).rawCode ?? 0) % 256 === 5 ||
  /SQLITE_BUSY|database is locked/.test(`${(error as { code?: string }).code} ${(error as Error).message}`);

function toDriver(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value;
}
