import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { departureSecrets, departures, environments, secretRestrictions, secrets } from '../db/schema';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';
import { leave } from './test-support/leave';

let test: TestVault;
let acme: string;
let bolt: string;
let admin: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  acme = (await test.newOrganization('Acme')).id;
  bolt = (await test.newOrganization('Bolt')).id;
  admin = await test.newUser('owner');
});
afterEach(() => test.close());

const make = async (name: string, organizationId = acme) => {
  const context = { organization_id: organizationId };
  return (await test.vault.createSecret(admin, { name, value: `the ${name}`, context })).id;
};

/** As the operation that restricts does, without its rules. */
async function restrict(id: string, ...subjects: string[]): Promise<void> {
  const { query } = test.database;
  const restrictedAt = test.clock.now().toISOString();
  await test.database.commit([
    query.update(secrets).set({ restrictedAt }).where(eq(secrets.id, id)),
    query.delete(secretRestrictions).where(eq(secretRestrictions.secretId, id)),
    ...subjects.map((subject) => query.insert(secretRestrictions).values({ secretId: id, subject })),
  ]);
}

const rows = () => test.database.query.select().from(departures);
const copied = async () =>
  (await test.database.query.select().from(departureSecrets)).map(({ secretId }) => secretId).toSorted();

describe('a departure', () => {
  it('begins for whoever could read, of an organization or of the environment, and for nobody else', async () => {
    for (const role of ['admin', 'editor', 'reader', 'viewer'] as const) {
      await leave(test, await test.newUser({ role, organizationId: acme }), { organizationId: acme, role });
    }
    for (const role of ['owner', 'admin', 'auditor'] as const) {
      await leave(test, await test.newUser(role), { organizationId: null, role });
    }
    expect((await rows()).map(({ organizationId, role }) => [organizationId, role])).toEqual([
      [acme, 'admin'],
      [acme, 'editor'],
      [acme, 'reader'],
      [null, 'owner'],
      [null, 'admin'],
    ]);
  });

  it('begins for no administrator where the environment keeps them from values', async () => {
    await test.database.commit([
      test.database.query
        .update(environments)
        .set({ administratorsReadValues: false })
        .where(eq(environments.id, test.vault.environmentId)),
    ]);
    await leave(test, await test.newUser('admin'), { organizationId: null, role: 'admin' });
    expect(await rows()).toEqual([]);
  });

  it('remembers the restricted secrets that named the person or their role there, and copies no other', async () => {
    const person = await test.newUser({ role: 'reader', organizationId: acme });
    const [byName, byRole, both, toOthers, elsewhere] = await Promise.all([
      make('by name'),
      make('by role'),
      make('both'),
      make('to others'),
      make('elsewhere', bolt),
    ]);
    await make('open');
    await restrict(byName, person.userId);
    await restrict(byRole, `role:${acme}:reader`);
    await restrict(both, person.userId, `role:${acme}:reader`);
    await restrict(toOthers, admin.userId, `role:${acme}:editor`);
    await restrict(elsewhere, person.userId);
    await leave(test, person, { organizationId: acme, role: 'reader' });
    expect(await copied()).toEqual([byName, byRole, both].toSorted());
  });

  it('from the environment remembers those of all organizations', async () => {
    const person = await test.newUser('admin');
    const [one, other, toOwners] = [await make('one'), await make('other', bolt), await make('owners')];
    await restrict(one, person.userId);
    await restrict(other, 'role:environment:admin');
    await restrict(toOwners, 'role:environment:owner');
    await leave(test, person, { organizationId: null, role: 'admin' });
    expect(await copied()).toEqual([one, other].toSorted());
  });
});
