import { fillPlaceholders, sql } from 'drizzle-orm';
import type { Database, Write } from './client';

type Query = Database['query'];

/** Of each database, by the function that builds the statement. */
const statements = new WeakMap<Query, Map<unknown, unknown>>();

function once<Statement>(database: Database, build: unknown, prepare: () => Statement): Statement {
  let known = statements.get(database.query);
  if (!known) statements.set(database.query, (known = new Map()));
  if (!known.has(build)) known.set(build, prepare());
  return known.get(build) as Statement;
}

/**
 * A query that is built once for each database, with `sql.placeholder`s for what changes: `byId(database).execute({ id })`.
 * Drizzle takes about 100 µs to build a query and 10 to run it: this is for what every request asks.
 */
export function preparedRead<Prepared>(
  build: (query: Query) => { prepare(): Prepared },
): (database: Database) => Prepared {
  return (database) => once(database, build, () => build(database.query).prepare());
}

/** The same for a write: the result is one item of a batch. `build` gets a placeholder for each of `names`. */
export function preparedWrite<Values extends Record<string, unknown>>(
  names: readonly (keyof Values & string)[],
  build: (query: Query, placeholders: Values) => Write,
): (database: Database, values: Values) => Write {
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as Values;
  const prepare = (query: Query) =>
    (build(query, placeholders) as unknown as Batchable)._prepare().getQuery();
  return (database, values) => {
    const query = once(database, build, () => prepare(database.query));
    const filled: Batchable = {
      _prepare: () => ({
        getQuery: () => {
          return { sql: query.sql, params: fillPlaceholders(query.params, values) };
        },
        mapResult: (response) => response,
      }),
    };
    return filled as unknown as Write;
  };
}

/** What drizzle's batch asks of its items. */
export interface Batchable {
  _prepare(): {
    getQuery(): { sql: string; params: unknown[] };
    mapResult(response: unknown): unknown;
  };
}
