import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, environments, grants, secretRestrictions, secrets } from '../db/schema';
import type { Ability } from './abilities';
import type { Caller } from './actor';
import type { Explanation } from './explanations';
import { ALL_SCOPES, type KeyScope } from './key-scopes';
import type { Obstacle } from './obstacles';
import { ENVIRONMENT_ROLES, type Grant, ORGANIZATION_ROLES } from './policy';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

/** One secret, one person and one key, whose rights are dealt anew for each run; what is explained is then tried. */
let test: TestVault;
let acme: string;
let bolt: string;
let secretId: string;
let person: SessionCaller;
let key: ApiKeyCaller;
let owner: SessionCaller;
const NAME = 'shop/password';

beforeAll(async () => {
  test = await openTestVault();
  acme = (await test.newOrganization('Acme')).id;
  bolt = (await test.newOrganization('Bolt')).id;
  owner = await test.newUser('owner');
  person = await test.newUser({ role: 'viewer', organizationId: acme });
  key = await test.newKey(acme);
  const context = { organization_id: acme };
  secretId = (await test.vault.createSecret(owner, { name: NAME, value: 'v', context })).id;
});
afterAll(() => test.close());

interface Dealt {
  readonly environment: (typeof ENVIRONMENT_ROLES)[number] | null;
  readonly acme: (typeof ORGANIZATION_ROLES)[number] | null;
  readonly bolt: (typeof ORGANIZATION_ROLES)[number] | null;
  readonly administratorsReadValues: boolean;
  readonly key: {
    readonly byPerson: boolean;
    readonly place: 'acme' | 'bolt' | null;
    readonly scopes: readonly KeyScope[];
    readonly prefixes: readonly string[] | null;
    readonly ended: 'revoked' | 'expired' | null;
  };
  readonly named: readonly ('person' | 'key' | 'reader' | 'editor' | 'elsewhere' | 'administrators')[] | null;
}

const often = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, ...others.map((one) => fc.constant(one)));
const dealt: fc.Arbitrary<Dealt> = fc.record({
  environment: often<Dealt['environment']>(null, ...ENVIRONMENT_ROLES),
  acme: fc.constantFrom(null, ...ORGANIZATION_ROLES),
  bolt: fc.constantFrom(null, ...ORGANIZATION_ROLES),
  administratorsReadValues: fc.boolean(),
  key: fc.record({
    byPerson: fc.boolean(),
    place: fc.constantFrom('acme', 'bolt', null),
    scopes: fc.subarray([...ALL_SCOPES]),
    prefixes: often<readonly string[] | null>(null, ['shop/'], ['other/'], ['other/', 'shop/pass']),
    ended: often<Dealt['key']['ended']>(null, 'revoked', 'expired'),
  }),
  named: fc.oneof(
    fc.constant(null),
    fc.subarray(['person', 'key', 'reader', 'editor', 'elsewhere', 'administrators'] as const),
  ),
});

const places = () => ({ acme, bolt });
const subjectOf = (one: NonNullable<Dealt['named']>[number]): string =>
  ({
    person: person.userId,
    key: key.keyId,
    reader: `role:${acme}:reader`,
    editor: `role:${acme}:editor`,
    elsewhere: `role:${bolt}:reader`,
    administrators: 'role:environment:admin',
  })[one];

async function deal(hand: Dealt): Promise<void> {
  const { query } = test.database;
  const at = test.clock.now().toISOString();
  const roles = [
    [null, hand.environment],
    [acme, hand.acme],
    [bolt, hand.bolt],
  ] as const;
  const { place, prefixes, ended } = hand.key;
  await test.database.commit([
    query.delete(grants).where(eq(grants.userId, person.userId)),
    ...roles.flatMap(([organizationId, role], index) =>
      role
        ? [
            query
              .insert(grants)
              .values({ id: `grant_${index}`, userId: person.userId, organizationId, role, createdAt: at }),
          ]
        : [],
    ),
    query
      .update(environments)
      .set({ administratorsReadValues: hand.administratorsReadValues })
      .where(eq(environments.id, test.vault.environmentId)),
    query
      .update(apiKeys)
      .set({
        createdById: hand.key.byPerson ? person.userId : 'operator',
        organizationId: place && places()[place],
        scopes: [...hand.key.scopes],
        namePrefixes: prefixes && [...prefixes],
        revokedAt: ended === 'revoked' ? at : null,
        expiresAt: ended === 'expired' ? at : null,
      })
      .where(eq(apiKeys.id, key.keyId)),
    query.delete(secretRestrictions).where(eq(secretRestrictions.secretId, secretId)),
    query
      .update(secrets)
      .set({ restrictedAt: hand.named && at })
      .where(eq(secrets.id, secretId)),
    ...(hand.named ?? []).map((one) =>
      query.insert(secretRestrictions).values({ secretId, subject: subjectOf(one) }),
    ),
  ]);
}

/** What really happens. */
const TRIES: Record<Ability, (caller: Caller) => Promise<unknown>> = {
  see: (caller) => test.vault.describeSecret(caller, { id: secretId }),
  reveal: (caller) => test.vault.readSecret(caller, { id: secretId }),
  replace: (caller) => test.vault.updateSecret(caller, { id: secretId, value: 'another' }),
  delete: async (caller) => {
    await test.vault.deleteSecret(caller, { id: secretId });
    const { query } = test.database;
    await test.database.commit([
      query.update(secrets).set({ deletedAt: null, deletedByName: null }).where(eq(secrets.id, secretId)),
    ]);
  },
  export: (caller) =>
    test.vault.exportSecrets(caller, {
      organizationId: acme,
      reason: 'test',
      format: 'json',
      encryption: 'none',
    }),
};
const works = (ability: Ability, caller: Caller): Promise<boolean> =>
  TRIES[ability](caller).then(
    () => true,
    (error: { code?: string }) => {
      // An export of nothing is refused with words of its own.
      if (!['forbidden', 'not_found', 'unauthenticated', 'invalid_input'].includes(error.code ?? ''))
        throw error;
      return false;
    },
  );

const explain = (subjectId: string): Promise<Explanation> =>
  test.vault.explainAccess(owner, { id: secretId, subjectId });

/** The change that each obstacle asks for. */
function withRemedy(hand: Dealt, obstacle: Obstacle, subject: 'person' | 'key'): Dealt {
  const roleOf = (least: Grant | null): Dealt => {
    if (subject === 'key' && !hand.key.byPerson) return { ...hand, key: { ...hand.key, place: 'acme' } };
    return { ...hand, acme: (least?.role ?? null) as Dealt['acme'] };
  };
  switch (obstacle.kind) {
    case 'no_role':
    case 'role_too_low':
    case 'administrators_kept':
      return roleOf(obstacle.least);
    case 'key_elsewhere':
      return { ...hand, key: { ...hand.key, place: 'acme' } };
    case 'no_scope':
      return { ...hand, key: { ...hand.key, scopes: [...hand.key.scopes, obstacle.scope] } };
    case 'name_outside':
      return { ...hand, key: { ...hand.key, prefixes: [...obstacle.prefixes, 'shop/'] } };
    case 'not_named':
      return { ...hand, named: [...(hand.named ?? []), subject] };
    case 'key_revoked':
    case 'key_expired':
      return { ...hand, key: { ...hand.key, ended: null } };
    case 'key_ended':
    case 'not_for_keys':
    case 'needs_approval':
      return hand;
  }
}

describe('an explanation', () => {
  it('says of everybody what really happens when they try, whatever their rights are', async () => {
    let [allowed, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(dealt, async (hand) => {
        await deal(hand);
        for (const [caller, id] of [
          [person, person.userId],
          [key, key.keyId],
        ] as const) {
          const { abilities } = await explain(id);
          for (const one of abilities) {
            expect(one.obstacles.length === 0, JSON.stringify(one)).toBe(one.allowed);
            expect(await works(one.ability, caller), `${id} ${JSON.stringify(one)}`).toBe(one.allowed);
            if (one.allowed) allowed++;
            else refused++;
            expect(one.by.length > 0).toBe(one.allowed);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(allowed, refused)).toBeGreaterThan(50);
  }, 60_000);

  it('names all that would have to change: with that, and not with less, it works', async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(dealt, fc.constantFrom('person', 'key'), async (hand, subject) => {
        await deal(hand);
        const [caller, id] = subject === 'person' ? [person, person.userId] : [key, key.keyId];
        const { abilities } = await explain(id);
        for (const { ability, obstacles } of abilities) {
          if (obstacles.length === 0 || obstacles.some(({ kind }) => kind === 'not_for_keys')) continue;
          let better = hand;
          for (const obstacle of obstacles) better = withRemedy(better, obstacle, subject);
          await deal(better);
          const { abilities: now } = await explain(id);
          const left = now.find((one) => one.ability === ability)?.obstacles ?? [];
          // A key that works again is judged by its bounds only then.
          const ended = obstacles.some(({ kind }) => kind.startsWith('key_') && kind !== 'key_elsewhere');
          if (!ended) {
            expect(left, JSON.stringify({ ability, obstacles, better })).toEqual([]);
            expect(await works(ability, caller)).toBe(true);
            changed++;
          }
          for (const [index] of ended ? [] : obstacles.entries()) {
            let less = hand;
            for (const obstacle of obstacles.toSpliced(index, 1)) less = withRemedy(less, obstacle, subject);
            // To bring a machine's key to another place is to give it the role there: one change, two words.
            if (subject === 'key' && !hand.key.byPerson) continue;
            await deal(less);
            expect(await works(ability, caller), JSON.stringify({ ability, obstacles, less })).toBe(false);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(changed).toBeGreaterThan(30);
  }, 60_000);
});

const NONE: Dealt = {
  environment: null,
  acme: null,
  bolt: null,
  administratorsReadValues: true,
  key: { byPerson: true, place: 'acme', scopes: ALL_SCOPES, prefixes: null, ended: null },
  named: null,
};
const ofAbility = async (id: string, wanted: Ability) =>
  (await explain(id)).abilities.find(({ ability }) => ability === wanted);

describe('the answer', () => {
  it('names the role by which, and how a restriction names somebody', async () => {
    await deal({ ...NONE, acme: 'editor', environment: 'auditor', named: ['editor'] });
    expect(await ofAbility(person.userId, 'reveal')).toMatchObject({
      allowed: true,
      by: [{ organizationId: acme, role: 'editor' }],
      namedAs: `role:${acme}:editor`,
      asks: ['proof'],
    });
    expect(await ofAbility(key.keyId, 'reveal')).toMatchObject({ obstacles: [{ kind: 'not_named' }] });
  });

  it('names the least role that would do', async () => {
    await deal({ ...NONE, acme: 'viewer' });
    const least = async (ability: Ability) => (await ofAbility(person.userId, ability))?.obstacles;
    const has = { organizationId: acme, role: 'viewer' };
    const needs = (role: string) => [{ kind: 'role_too_low', has, least: { organizationId: acme, role } }];
    expect(await least('reveal')).toEqual(needs('reader'));
    expect(await least('replace')).toEqual(needs('editor'));
    expect(await least('export')).toEqual(needs('admin'));
  });

  it('tells an administrator of the environment that it keeps them from values', async () => {
    await deal({ ...NONE, environment: 'admin', administratorsReadValues: false });
    expect((await ofAbility(person.userId, 'reveal'))?.obstacles).toMatchObject([
      { kind: 'administrators_kept', least: { organizationId: acme, role: 'reader' } },
    ]);
    expect((await ofAbility(person.userId, 'replace'))?.allowed).toBe(true);
  });

  it('tells of a key whose maker left, was revoked, or is for other names', async () => {
    await deal(NONE);
    expect((await ofAbility(key.keyId, 'reveal'))?.obstacles).toMatchObject([{ kind: 'no_role' }]);
    await deal({ ...NONE, acme: 'editor', key: { ...NONE.key, ended: 'revoked' } });
    expect((await ofAbility(key.keyId, 'reveal'))?.obstacles).toMatchObject([{ kind: 'key_revoked' }]);
    await deal({ ...NONE, acme: 'editor', key: { ...NONE.key, scopes: ['describe'], prefixes: ['other/'] } });
    expect((await ofAbility(key.keyId, 'reveal'))?.obstacles).toEqual([
      { kind: 'no_scope', scope: 'read' },
      { kind: 'name_outside', prefixes: ['other/'] },
    ]);
    expect((await ofAbility(key.keyId, 'export'))?.obstacles).toEqual([{ kind: 'not_for_keys' }]);
  });

  it('lists everybody who bears a right, with what of it reaches the secret', async () => {
    await deal({ ...NONE, acme: 'reader', named: ['person'] });
    const { bearers } = await test.vault.listBearers(owner, { id: secretId });
    const mayOf = (id: string) => bearers.find((one) => one.id === id)?.may;
    expect(mayOf(person.userId)).toEqual(['see', 'reveal']);
    expect(mayOf(key.keyId)).toEqual(['see']);
    expect(mayOf(owner.userId)).toEqual(['see']);
  });

  it('tells keys of the same name apart by how they end', async () => {
    await deal({ ...NONE, acme: 'reader' });
    const { bearers } = await test.vault.listBearers(owner, { id: secretId });
    const hintOf = (id: string) => bearers.find((one) => one.id === id)?.hint;
    expect(key.token.endsWith(hintOf(key.keyId) ?? 'nothing')).toBe(true);
    expect(hintOf(person.userId)).toBeNull();
    const { subject } = await test.vault.explainAccess(owner, { id: secretId, subjectId: key.keyId });
    expect(subject.key?.hint).toBe(hintOf(key.keyId));
  });
});
