import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grants } from '../db/schema';
import { ALL_SCOPES } from './key-scopes';
import {
  type Actor,
  authorize,
  ENVIRONMENT_ROLES,
  type Grant,
  NOBODY_ID,
  type OperationName,
  ORGANIZATION_ROLES,
  POLICY,
  Tenant,
} from './policy';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';
import { OPERATIONS } from './vault';

/** Above the matrix in the documentation, which is this test's snapshot: `npx vitest run lib/vault/policy -u` writes it. */
const ABOUT_THE_MATRIX = `# Who may do what

This page is printed from the policy (\`lib/vault/policy.ts\`) by a test, so it is what the code does.

**Roles of the environment** reach every organization. *Owner*: everything, and the environment's own settings.
*Administrator*: organizations, people, keys, and values unless the environment keeps its administrators from them.
*Auditor*: names, metadata and the trail of everything, never a value.

**Roles of one organization.** *Administrator*: members, settings, keys, all secrets. *Editor*: reveals and writes. *Reader*: reveals.
*Viewer*: names and metadata, never a value.

An **API key** acts with the roles of the person who made it, as they are at the time of use, within its own organization, scopes, names and addresses.
\`key\` is one that was made on the command line; \`operator\` is the command line itself, \`schedule\` the server when a time has come.

Nobody gives a role that allows more than their own. A restricted secret is for those alone whom it names, whatever their role.

\`all\`: in all of the environment. \`org\`: in the organization of the role. \`self\`: about oneself, or before anybody has signed in.
`;

const NAMES = Object.keys(POLICY) as OperationName[];

function actor(...given: Grant[]): Actor {
  const environmentId = 'environment_1';
  return {
    id: 'user_1',
    name: 'A',
    source: 'api',
    environmentId,
    grants: given,
    bounds: null,
    rules: { administratorsReadValues: true, stepUpMinutes: 15 },
    requestId: '',
    address: null,
    sessionId: null,
    provenAt: null,
  };
}

/** The role `key` is an API key's, which has bounds, however wide. */
function asCaller(grant: Grant): Actor {
  const bounds = { ...grant, scopes: ALL_SCOPES, namePrefixes: null, addressAllowed: true };
  return { ...actor(grant), bounds: grant.role === 'key' ? bounds : null };
}

function reach(by: Actor, name: OperationName): string {
  try {
    const { organizationIds } = authorize(by, name);
    if (organizationIds === 'all') return 'all';
    return organizationIds.length > 0 ? organizationIds.join(' ') : 'self';
  } catch {
    return '-';
  }
}

describe('the policy', () => {
  it('is the matrix of docs/permissions.md: what each role may do, for the environment and for one organization', async () => {
    const columns = [
      ...(['operator', ...ENVIRONMENT_ROLES, 'key', 'schedule'] as const).map((role) => ({
        title: role,
        by: asCaller({ organizationId: null, role }),
      })),
      ...([...ORGANIZATION_ROLES, 'key'] as const).map((role) => ({
        title: `${role} of org`,
        by: asCaller({ organizationId: 'org', role }),
      })),
    ];
    const rows = NAMES.map((name) => [name, ...columns.map(({ by }) => reach(by, name))]);
    const table = [['operation', ...columns.map(({ title }) => title)], ...rows];
    const lines = table.map((row) => `| ${row.join(' | ')} |`);
    lines.splice(1, 0, `|---|${columns.map(() => ':-:').join('|')}|`);
    await expect(`${ABOUT_THE_MATRIX}\n${lines.join('\n')}\n`).toMatchFileSnapshot(
      '../../docs/permissions.md',
    );
  });

  it('reaches the organizations of the grants that allow the operation, and no other', () => {
    const both = actor(
      { organizationId: 'org_1', role: 'reader' },
      { organizationId: 'org_2', role: 'editor' },
    );
    expect(authorize(both, 'secret.read').organizationIds).toEqual(['org_1', 'org_2']);
    expect(authorize(both, 'secret.update').organizationIds).toEqual(['org_2']);
    expect(authorize(both, 'secret.read').only('org_3')).toBeNull();
    expect(authorize(both, 'secret.read').reaches(null)).toBe(false);
  });

  it('gives nothing to nobody, and nothing but themselves to somebody without grants', () => {
    const nobody = { ...actor({ organizationId: null, role: 'admin' }), id: NOBODY_ID };
    for (const name of NAMES) {
      const rule = POLICY[name];
      expect(reach(nobody, name)).toBe(rule === 'anyone' ? 'self' : '-');
      expect(reach(actor(), name)).toBe(rule === 'anyone' || rule === 'signed-in' ? 'self' : '-');
    }
  });

  it('is the only maker of a tenant', () => {
    expect(() => new Tenant(Symbol('forged') as never, { organizationIds: 'all' } as never)).toThrow(
      TypeError,
    );
  });
});

describe('every operation of the door', () => {
  let test: TestVault;
  let removed: SessionCaller;
  beforeAll(async () => {
    test = await openTestVault();
    removed = await test.newUser('admin');
    await test.database.commit([test.database.query.delete(grants).where(eq(grants.userId, removed.userId))]);
  });
  afterAll(() => test.close());

  const guarded = Object.entries(OPERATIONS).filter(
    ([, { operationName }]) => typeof POLICY[operationName] === 'object',
  );

  it('is found by this test, and every word of the policy is used', () => {
    expect(guarded.length).toBeGreaterThan(20);
    expect(new Set(Object.values(OPERATIONS).map((operation) => operation.operationName))).toEqual(
      new Set(NAMES),
    );
  });

  for (const [name] of guarded) {
    it(`${name} refuses who may not, before it looks at the input`, async () => {
      const perform = test.vault[name as 'readSecret'] as (
        caller: unknown,
        input: unknown,
      ) => Promise<unknown>;
      const hostile = new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('It looked.');
          },
          get: () => {
            throw new Error('It looked.');
          },
        },
      );
      await expect(perform(test.nobody, hostile)).rejects.toMatchObject({ code: 'unauthenticated' });
      const stranger = { via: 'api-key', token: `sk_${'0'.repeat(49)}`, requestId: 'test' };
      await expect(perform(stranger, hostile)).rejects.toMatchObject({ code: 'unauthenticated' });
      await expect(perform(removed, hostile)).rejects.toMatchObject({ code: 'forbidden' });
    });
  }
});
