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

const stored = () => test.database.query.select().from(departures);
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
    expect((await stored()).map(({ organizationId, role }) => [organizationId, role])).toEqual([
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
    expect(await stored()).toEqual([]);
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

const SECOND_MS = 1_000;
const newReader = () => test.newUser({ role: 'reader', organizationId: acme });
const departuresOf = async (organizationId = acme) =>
  (await test.vault.listDepartures(admin, { organizationId })).items;
const newest = async (organizationId = acme) => {
  const [departure] = await departuresOf(organizationId);
  if (!departure) throw new Error('Nobody left.');
  return departure;
};
const listOf = async (id: string, organizationId = acme) =>
  (await test.vault.describeDeparture(admin, { organizationId, id, limit: 100 })).secrets.items;
const namesLeft = async () => (await listOf((await newest()).id)).map(({ name }) => name);
const replace = (id: string) => test.vault.updateSecret(admin, { id, value: crypto.randomUUID() });

describe('the work list of a departure', () => {
  it('holds what the person could read, and closes itself as each gets a new value', async () => {
    const person = await newReader();
    const [a, b] = [await make('a'), await make('b')];
    await make('elsewhere', bolt);
    test.clock.advance(SECOND_MS);
    await leave(test, person, { organizationId: acme, role: 'reader' });
    test.clock.advance(SECOND_MS);
    await make('later');
    expect(await newest()).toMatchObject({
      user: { id: person.userId, name: 'Test person' },
      role: 'reader',
      state: 'open',
      left: { count: 2, more: false },
    });
    expect(await namesLeft()).toEqual(['a', 'b']);
    await replace(a);
    expect(await namesLeft()).toEqual(['b']);
    await test.vault.deleteSecret(admin, { id: b });
    expect(await newest()).toMatchObject({ state: 'done', left: { count: 0 } });
    // Out of the trash it has the old value still.
    await test.vault.restoreSecret(admin, { id: b });
    expect(await namesLeft()).toEqual(['b']);
    expect(await departuresOf(bolt)).toEqual([]);
  });

  it('keeps what is only rolled back to a value of then, by however many detours', async () => {
    const person = await newReader();
    const { id, versionId: first } = await test.vault.createSecret(admin, {
      name: 'rolled',
      value: 'old',
      context: { organization_id: acme },
    });
    test.clock.advance(SECOND_MS);
    await leave(test, person, { organizationId: acme, role: 'reader' });
    test.clock.advance(SECOND_MS);
    const second = await replace(id);
    expect(await namesLeft()).toEqual([]);
    test.clock.advance(SECOND_MS);
    const back = (versionId: string, versionCheck: string) =>
      test.vault.restoreVersion(admin, { id, versionId, versionCheck });
    const third = await back(first, second.versionId);
    const [left] = await listOf((await newest()).id);
    expect(left).toMatchObject({ name: 'rolled', updatedAt: third.updatedAt });
    expect((left?.valueSince ?? '') < third.updatedAt).toBe(true);
    // The value of then again, by way of the version that had it.
    const fourth = await replace(id);
    expect(await namesLeft()).toEqual([]);
    await back(third.versionId, fourth.versionId);
    expect(await namesLeft()).toEqual(['rolled']);
    const sixth = await replace(id);
    await back(second.versionId, sixth.versionId);
    expect(await namesLeft()).toEqual([]);
  });

  it('closes by an import of another value too', async () => {
    const person = await newReader();
    await make('imported');
    test.clock.advance(SECOND_MS);
    await leave(test, person, { organizationId: acme, role: 'reader' });
    test.clock.advance(SECOND_MS);
    const { versionId } =
      (await test.vault.readSecret(admin, { name: 'imported', organizationId: acme })) ?? {};
    const rows = [{ name: 'imported', value: 'another', over: versionId }];
    await test.vault.importSecrets(admin, { organizationId: acme, rows });
    expect(await namesLeft()).toEqual([]);
  });

  it('holds a restricted secret only if it named the person then, and keeps one that is restricted later', async () => {
    const person = await newReader();
    const [named, role, others, later] = [
      await make('named'),
      await make('role'),
      await make('others'),
      await make('later restricted'),
    ];
    await restrict(named, person.userId);
    await restrict(role, `role:${acme}:reader`);
    await restrict(others, admin.userId);
    test.clock.advance(SECOND_MS);
    await leave(test, person, { organizationId: acme, role: 'reader' });
    test.clock.advance(SECOND_MS);
    await restrict(later, admin.userId);
    expect(await namesLeft()).toEqual(['named', 'role', 'later restricted']);
    await restrict(named, admin.userId);
    expect(await namesLeft()).toContain('named');
  });

  it('says what the person did read, and when', async () => {
    const person = await newReader();
    const [a] = [await make('a'), await make('b')];
    await test.vault.readSecret(person, { id: a });
    const readAt = test.clock.now().toISOString();
    test.clock.advance(SECOND_MS);
    await test.vault.readSecret(admin, { id: a });
    await leave(test, person, { organizationId: acme, role: 'reader' });
    const items = await listOf((await newest()).id);
    expect(items.map((one) => [one.name, one.readAt])).toEqual([
      ['a', readAt],
      ['b', null],
    ]);
  });

  it('is nothing to do while the person reads here by another role, kept or given again', async () => {
    const person = await test.newUser('admin', { role: 'reader', organizationId: acme });
    await make('a');
    await make('b', bolt);
    await leave(test, person, { organizationId: null, role: 'admin' });
    expect(await newest()).toMatchObject({ state: 'reads', left: { count: 0 }, organizationId: null });
    expect(await newest(bolt)).toMatchObject({ state: 'open', left: { count: 1 } });
    await leave(test, person, { organizationId: acme, role: 'reader' });
    expect((await departuresOf()).map(({ state }) => state)).toEqual(['open', 'open']);
  });

  it('is cut into pages, there and back, and counted no further than a hundred', async () => {
    const person = await newReader();
    await Promise.all(Array.from({ length: 103 }, (_, index) => make(`secret ${index}`)));
    await leave(test, person, { organizationId: acme, role: 'reader' });
    const { id, left } = await newest();
    expect(left).toEqual({ count: 100, more: true });
    const look = (cursor: { after?: string; before?: string }) =>
      test.vault.describeDeparture(admin, { organizationId: acme, id, limit: 40, ...cursor });
    const seen: string[] = [];
    let page = (await look({})).secrets;
    const first = page.items.map((one) => one.id);
    for (;;) {
      seen.push(...page.items.map((one) => one.id));
      if (!page.after) break;
      page = (await look({ after: page.after })).secrets;
    }
    expect(seen).toHaveLength(103);
    expect(new Set(seen).size).toBe(103);
    let back = (await look({ before: page.before ?? '' })).secrets;
    back = (await look({ before: back.before ?? '' })).secrets;
    expect(back.items.map((one) => one.id)).toEqual(first);
    await replace(first[39] ?? '');
    test.clock.advance(SECOND_MS);
    await replace(first[39] ?? '');
    await expect(look({ after: first[39] ?? '' })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('the end of a work list', () => {
  it('is said with a reason, for one organization, and stands in the trail', async () => {
    const person = await test.newUser('admin');
    await make('a');
    await make('b', bolt);
    await leave(test, person, { organizationId: null, role: 'admin' });
    const { id } = await newest();
    const close = () =>
      test.vault.closeDeparture(admin, { organizationId: acme, id, reason: 'All of it was rotated by hand' });
    expect(await close()).toMatchObject({ state: 'closed', left: { count: 0 } });
    expect(await newest()).toMatchObject({ state: 'closed' });
    expect(await listOf(id)).toEqual([]);
    expect(await newest(bolt)).toMatchObject({ state: 'open' });
    const { items } = await test.vault.listEvents(admin, {
      organizationId: acme,
      types: ['departure.closed'],
    });
    expect(items.map(({ data }) => data)).toEqual([
      {
        departure_id: id,
        user_id: person.userId,
        user_name: 'Test person',
        reason: 'All of it was rotated by hand',
        left: 1,
      },
    ]);
    await expect(close()).rejects.toMatchObject({ code: 'version_mismatch' });
  });

  it('is said by administrators, and the list is for those who see how an organization is run', async () => {
    await leave(test, await newReader(), { organizationId: acme, role: 'reader' });
    const { id } = await newest();
    const auditor = await test.newUser('auditor');
    const editor = await test.newUser({ role: 'editor', organizationId: acme });
    const close = { organizationId: acme, id, reason: 'no' };
    expect((await test.vault.listDepartures(auditor, { organizationId: acme })).items).toHaveLength(1);
    for (const by of [auditor, editor, await test.newKey(acme)]) {
      await expect(test.vault.closeDeparture(by, close)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(test.vault.describeDeparture(editor, { organizationId: acme, id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
