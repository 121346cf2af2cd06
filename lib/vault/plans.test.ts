import Connection from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { departures } from '../db/schema';
import { claimsOf, newProvider, openTestVault, signInAt, type TestVault } from './test-support';
import { runEveryOperation } from './test-support/every-operation';
import { planOf, recordSql } from './test-support/record-sql';
import { OPERATIONS } from './vault';

/**
 * How SQLite runs each statement of each operation, on a database that has grown. A SCAN reads a table or an index
 * from its beginning, a TEMP B-TREE sorts everything that was found: both are quick in a test and slow in a year.
 */
const SLOW = /^SCAN |TEMP B-TREE/;

/** The line of a plan, the statement, and why it is quick all the same. */
const ALLOWED: readonly { readonly line: RegExp; readonly statement: RegExp; readonly why: string }[] = [
  {
    line: /^SCAN (CONSTANT ROW|\(subquery-\d+\))$/,
    statement: /./,
    why: 'what a subquery gave, which has a limit of its own and a plan that is looked at like any other',
  },
  {
    line: /^SCAN (environments|__drizzle_migrations|sqlite_master)\b|TEMP B-TREE/,
    statement: /from "?(environments|__drizzle_migrations|sqlite_master)"?( |$)/i,
    why: 'one row for an installation or for a release, read at the start',
  },
  {
    line: /^SCAN environments LEFT-JOIN$/,
    statement: /left join "environments" on "environments"."id" = /,
    why: 'the one row of the installation',
  },
  {
    line: /^SCAN (users|environments) USING COVERING INDEX/,
    statement:
      /^select "id" from "(users|environments)" limit \?$|^select case when not exists \(select 1 from "(users|environments)"\)/,
    why: 'the first row that there is ends it',
  },
  {
    line: /^SCAN one_time_links$/,
    statement: /^delete from "one_time_links" where "one_time_links"."purpose" = \?$/,
    why: 'before the first user: there is nothing but set-up links',
  },
  {
    line: /^SCAN (events|api_keys)$/,
    statement:
      /where "(events|api_keys)"."environment_id" = \? order by "(events|api_keys)"."seq" (asc|desc) limit \?$/,
    why: 'a page of everything, in the order in which it is stored: every row counts until the limit ends it',
  },
  {
    line: /^SCAN organizations$/,
    statement:
      /^select "seq".* from "organizations" where .* order by "organizations"."seq" (asc|desc) limit \?$/,
    why: 'the same; a search in it reads on until it has a page, which is linear and meant so',
  },
  {
    line: /^SCAN organizations$/,
    statement: /^select count\(\*\) as organizations, .* limit \?\)$/s,
    why: 'sums over the first thousand: every live row counts until the limit ends it',
  },
  {
    line: /^SCAN organizations$/,
    statement: /"secrets"."deleted_at" <= strftime/,
    why: 'the hourly job: one look into the trash of each organization, by an index',
  },
  {
    line: /^SCAN (secrets|organizations|sessions|grants|g|d VIRTUAL TABLE INDEX 1:)( USING INDEX organizations_external_id)?$|TEMP B-TREE/,
    statement:
      /^\s*(-- .*\n)?\s*(UPDATE `(secrets|organizations|sessions|grants)` SET|INSERT OR IGNORE INTO `verified_domains`)/,
    why: 'a migration, once',
  },
  {
    line: /^SCAN json_each /,
    statement: /json_each\("organizations"."domains"\)/,
    why: 'the domains of one organization, 100 at most',
  },
  {
    line: /^SCAN json_each /,
    statement: /json_each\("secrets"."(context|tags)"\)/,
    why: 'the key context of one secret, 10 items at most',
  },
  {
    line: /TEMP B-TREE FOR ORDER BY/,
    statement: /from "organizations" .*"organizations"."id" in \(\?, \?\)/,
    why: 'the organizations of one person, found by their ids',
  },
];

const ORGANIZATIONS = 300;
const SECRETS = 3_000;

let test: TestVault;
let connection: Connection.Database;
let ran: ReadonlySet<string>;
let statements: readonly string[];

beforeAll(async () => {
  const recorder = recordSql();
  test = await openTestVault();
  await grow(test);
  ran = await runEveryOperation(test);
  recorder.stop();
  statements = [...recorder.statements].filter((sql) => /^\s*(select|update|delete|with)\b/i.test(sql));
  connection = new Connection(test.path);
}, 60_000);
afterAll(async () => {
  connection.close();
  await test.close();
});

/** Half of the secrets are in the first organization; each organization has a member and a key. */
async function grow(at: TestVault): Promise<void> {
  const { vault, operator } = at;
  const key = await at.newKey();
  for (let i = 0; i < ORGANIZATIONS; i++) {
    const { id } = await at.newOrganization(`Organization ${i}`, `external ${i}`);
    const count = i === 0 ? SECRETS / 2 : SECRETS / 2 / ORGANIZATIONS;
    const context = { organization_id: id };
    const create = (n: number) => vault.createSecret(key, { name: `${i}/secret ${n}`, value: 'v', context });
    // The first one makes the organization's key, for which the others would race.
    const made = [
      await create(0),
      ...(await Promise.all(Array.from({ length: count - 1 }, (_, n) => create(n + 1)))),
    ];
    await Promise.all(made.slice(0, count * 0.4).map((one) => vault.deleteSecret(key, { id: one.id })));
    const domain = `${i}.example`;
    await vault.updateOrganization(operator, { id, domains: [{ domain, state: 'verified' }] });
    const provider = await newProvider(at, id, { defaultRole: 'reader' });
    await signInAt(at, provider.id, claimsOf({ email: `ada@${domain}` }));
    const grants = [{ role: 'reader', organizationId: id }] as const;
    await vault.createApiKey(operator, { name: 'A', organizationId: id });
    await vault.createUser(operator, { email: `${i}@example.com`, name: 'A', grants: [...grants] });
    const left = { userId: 'user_gone', userName: 'A', role: 'reader', createdAt: '2026-01-01' };
    await at.database.commit(
      [id, ...(i % 10 === 0 ? [null] : [])].map((organizationId, n) =>
        at.database.query.insert(departures).values({ id: `departure_${i}_${n}`, organizationId, ...left }),
      ),
    );
  }
}

const slowLines = () =>
  statements.flatMap((statement) =>
    planOf(connection, statement)
      .filter((line) => SLOW.test(line))
      .filter((line) => !ALLOWED.some((one) => one.statement.test(statement) && one.line.test(line)))
      .map((line) => `${line} <- ${statement}`),
  );

describe('the plans of all queries', () => {
  it('are those of every operation', () => {
    expect(Object.keys(OPERATIONS).filter((name) => !ran.has(name))).toEqual([]);
    expect(statements.length).toBeGreaterThan(60);
  });

  it('are seen as slow when they are', () => {
    const plan = planOf(connection, 'select id from secrets order by updated_by_name');
    expect(plan.filter((line) => SLOW.test(line))).toHaveLength(2);
  });

  it('neither scan nor sort as the vault is', () => {
    expect(slowLines()).toEqual([]);
  });

  it('neither scan nor sort once SQLite has counted the rows (ANALYZE)', () => {
    connection.exec('ANALYZE');
    expect(slowLines()).toEqual([]);
  });
});
