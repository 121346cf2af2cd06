import Connection from 'libsql';

/** Every statement that a connection of this process prepares, from now until `stop`. A statement counts once. */
export function recordSql(): { readonly statements: ReadonlySet<string>; stop(): void } {
  const statements = new Set<string>();
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the connection that it was called on
  const { prepare } = Connection.prototype;
  Connection.prototype.prepare = function record(this: Connection.Database, source: string) {
    statements.add(source);
    return prepare.call(this, source);
  } as typeof prepare;
  return {
    statements,
    stop() {
      Connection.prototype.prepare = prepare;
    },
  };
}

/** How SQLite would run a statement: the lines of EXPLAIN QUERY PLAN. */
export function planOf(connection: Connection.Database, statement: string): string[] {
  const rows = connection.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[];
  return rows.map(({ detail }) => detail);
}
