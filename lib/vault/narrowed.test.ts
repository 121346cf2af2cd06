import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeys, secretRestrictions, secrets } from '../db/schema';
import type { Caller } from './actor';
import { ALL_SCOPES, KEY_SCOPES } from './key-scopes';
import { OPENS_VALUES, type OperationName, POLICY, RESTRICTED } from './policy';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';
import {
  callVault,
  type Lines,
  linesOf,
  type Place,
  placeOf,
  VERBS,
  type Verb,
  validInputs,
} from './test-support/valid-inputs';
import { OPERATIONS } from './vault';

/** What narrows a right: each operation is called, so that none of them forgets a part of it. */
let test: TestVault;
let lines: Lines;
let makers: { key: Caller; owner: SessionCaller };
let org: string;
let usual: Place;

beforeEach(async () => {
  test = await openTestVault();
  makers = { key: await test.newKey(), owner: await test.newUser('owner') };
  org = (await test.newOrganization('Acme')).id;
  usual = placeOf(test, makers, org);
  lines = validInputs(test);
});
afterEach(() => test.close());

/** Operations of an organization, with what came of them. `touched`: a secret of the place was in the input. */
async function callAll(by: Caller, place: Place, only: (verb: Verb) => boolean = () => true) {
  const all: { verb: Verb; name: OperationName; what: string; told: string; touched: boolean }[] = [];
  let touched = false;
  const noted = <T>(make: () => Promise<T>) => {
    touched = true;
    return make();
  };
  const at: Place = {
    ...place,
    secret: () => noted(place.secret),
    trashed: () => noted(place.trashed),
    changed: () => noted(place.changed),
  };
  for (const verb of VERBS.filter(only)) {
    for (const line of linesOf(lines, verb)) {
      // Nor those that cost the caller what they have.
      if (line.where !== 'organization' || line.spends) continue;
      touched = false;
      const input = await line.input(at, by);
      all.push({
        verb,
        name: OPERATIONS[verb].operationName,
        ...(await callVault(test, verb, by, input)),
        touched,
      });
    }
  }
  expect(all.length).toBeGreaterThan(0);
  return all;
}

const inTable = (name: OperationName, column: 'environment' | 'organization', role: string): boolean => {
  const rule = POLICY[name] as unknown as Record<string, readonly string[]>;
  return rule[column]?.includes(role) ?? false;
};

describe('an environment that keeps its administrators from values', () => {
  it('keeps owners and administrators, and their keys, from every operation that opens one, and from nothing else', async () => {
    await usual.secret();
    await test.vault.updateEnvironment(test.operator, { administratorsReadValues: false });
    for (const role of ['owner', 'admin'] as const) {
      const person = await test.newUser(role);
      const theirKey = await test.newKey();
      const change = test.database.query.update(apiKeys).set({ createdById: person.userId });
      await test.database.commit([change.where(eq(apiKeys.id, theirKey.keyId))]);
      for (const by of [person, theirKey]) {
        const scoped = (verb: Verb) =>
          by === person || ALL_SCOPES.some((scope) => isIn(KEY_SCOPES[scope], verb));
        // Whom values are kept from has nothing to ask approval for either.
        const allowed = (verb: Verb) =>
          OPERATIONS[verb].operationName !== 'approval.request' &&
          scoped(verb) &&
          inTable(OPERATIONS[verb].operationName, 'environment', role);
        const seen = await callAll(by, usual, allowed);
        const wrong = seen.filter(
          ({ name, what }) =>
            (what === 'worked') === OPENS_VALUES.includes(name) || what.startsWith('a fault'),
        );
        expect(
          wrong.map(({ verb, what }) => `${verb}: ${what}`),
          `${role} by ${by.via}`,
        ).toEqual([]);
        expect(seen.some(({ what }) => what === 'forbidden')).toBe(true);
      }
    }
  });

  it('leaves members and keys of the machine as they are, and an administrator who is a member too', async () => {
    await usual.secret();
    await test.vault.updateEnvironment(test.operator, { administratorsReadValues: false });
    const reads = (verb: Verb) => OPERATIONS[verb].operationName === 'secret.read';
    for (const by of [
      await test.newUser({ role: 'reader', organizationId: org }),
      await test.newUser('admin', { role: 'reader', organizationId: org }),
      await test.newKey(),
    ]) {
      for (const { what } of await callAll(by, usual, reads)) expect(what).toBe('worked');
    }
  });
});

const isIn = (names: readonly OperationName[], verb: Verb) => names.includes(OPERATIONS[verb].operationName);

describe('a restricted secret', () => {
  async function restrict<Made extends { id: string }>(made: Made, subject: string): Promise<Made> {
    const { query } = test.database;
    await test.database.commit([
      query.update(secrets).set({ restrictedAt: '2026-01-01T00:00:00.000Z' }).where(eq(secrets.id, made.id)),
      query.insert(secretRestrictions).values({ secretId: made.id, subject }),
    ]);
    return made;
  }
  const restrictedTo = (subject: string): Place => ({
    ...usual,
    secret: async () => restrict(await usual.secret(), subject),
    trashed: async () => restrict(await usual.trashed(), subject),
    changed: async () => restrict(await usual.changed(), subject),
  });

  it('is open to whom it names, and to nobody else, in every operation that a restriction keeps', async () => {
    const named = await test.newUser({ role: 'admin', organizationId: org });
    const others = {
      owner: makers.owner,
      'the organization’s administrator': await test.newUser({ role: 'admin', organizationId: org }),
      editor: await test.newUser({ role: 'editor', organizationId: org }),
    };
    const place = restrictedTo(named.userId);
    for (const [who, by] of Object.entries(others)) {
      const kept = (await callAll(by, place, (verb) => isIn(RESTRICTED, verb))).filter(
        ({ touched }) => touched,
      );
      for (const { verb, what, told } of kept) {
        if (verb === 'compareSecrets') expect(told, who).not.toContain('equal');
        // By its name it is not even found.
        else expect(['forbidden', 'not_found'], `${verb} by ${who}: ${what}`).toContain(what);
      }
      expect(kept.length).toBeGreaterThan(5);
    }
    for (const { verb, what, touched } of await callAll(named, place, (one) => isIn(RESTRICTED, one)))
      if (touched) expect(what, `${verb} by whom it names`).toBe('worked');
    const free = await callAll(
      others['the organization’s administrator'],
      place,
      (verb) => !isIn(RESTRICTED, verb) && inTable(OPERATIONS[verb].operationName, 'organization', 'admin'),
    );
    // Its input says that there was no restriction, and there is one.
    for (const { verb, what } of free.filter((one) => one.verb !== 'changeRestriction'))
      expect(what, `${verb}, which no restriction keeps`).toBe('worked');
  });

  it.each(['owner', 'reader'] as const)('names a role, such as the %s’s', async (role) => {
    const subject = role === 'owner' ? 'role:environment:owner' : `role:${org}:reader`;
    const { id } = await restrictedTo(subject).secret();
    const ofRole = await test.newUser(role === 'owner' ? role : { role, organizationId: org });
    const elsewhere = (await test.newOrganization('Elsewhere')).id;
    const notOfRole = await test.newUser(
      { role: 'admin', organizationId: org },
      { role: 'reader', organizationId: elsewhere },
    );
    expect((await test.vault.readSecret(ofRole, { id })).value).toBe('v');
    await expect(test.vault.readSecret(notOfRole, { id })).rejects.toMatchObject({ code: 'forbidden' });
    // A key is named itself, or not at all.
    const theirKey = await test.newKey(org);
    const change = test.database.query.update(apiKeys).set({ createdById: ofRole.userId });
    await test.database.commit([change.where(eq(apiKeys.id, theirKey.keyId))]);
    await expect(test.vault.readSecret(theirKey, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(test.vault.readSecret(makers.key, { id })).rejects.toMatchObject({ code: 'forbidden' });
    const open = await restrictedTo(theirKey.keyId).secret();
    expect((await test.vault.readSecret(theirKey, { id: open.id })).value).toBe('v');
  });

  it('is in no export of somebody whom it does not name', async () => {
    const { name } = await restrictedTo('user_other').secret();
    const seen = await usual.secret();
    const how = { organizationId: org, reason: 'a move', format: 'json', encryption: 'none' } as const;
    const { secrets: exported } = await test.vault.exportSecrets(makers.owner, how);
    const names = exported.map((one) => one.name);
    expect(names).toContain(seen.name);
    expect(names).not.toContain(name);
  });
});

describe('a key to some names', () => {
  it('reaches those and no others, in every operation of its scopes', async () => {
    const key = await test.newKey(org);
    const change = test.database.query.update(apiKeys).set({ namePrefixes: ['api/', 'web/'] });
    await test.database.commit([change.where(eq(apiKeys.id, key.keyId))]);
    const named = placeOf(test, makers, org, 'api/');
    const inScopes = (verb: Verb) =>
      ALL_SCOPES.some((scope) => isIn(KEY_SCOPES[scope], verb)) &&
      inTable(OPERATIONS[verb].operationName, 'organization', 'key');
    const others = (await callAll(key, usual, inScopes)).filter(({ touched }) => touched);
    for (const { verb, what } of others) expect(what, `${verb} of another name`).toBe('not_found');
    expect(others.length).toBeGreaterThan(5);
    for (const { verb, what, touched } of await callAll(key, named, inScopes))
      if (touched) expect(what, `${verb} of its names`).toBe('worked');
    const { name } = await usual.secret();
    const mine = await named.secret();
    const listed = JSON.stringify(await test.vault.listSecrets(key, { limit: 100 }));
    expect([mine.name, name].map((one) => listed.includes(one))).toEqual([true, false]);
    const context = { organization_id: org };
    await expect(
      test.vault.createSecret(key, { name: 'usual/x', value: 'v', context }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await test.vault.createSecret(key, { name: 'web/x', value: 'v', context });
    // Out of the trash under a name that it does not reach.
    const gone = await named.trashed();
    await expect(test.vault.restoreSecret(key, { id: gone.id, name: 'usual/y' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    // What cannot be told apart by names tells of no other name.
    const trail = await test.vault.listEvents(key, { limit: 100 }).catch((error: Error) => error.message);
    expect(JSON.stringify(trail).includes(name)).toBe(false);
  });
});
