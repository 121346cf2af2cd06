import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Vault } from './index';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { leave } from './test-support/leave';
import { OPERATIONS } from './vault';

/**
 * A deleted secret is gone from everywhere but the trash and the trail. Every operation has its line in WAYS: one that
 * is not there fails the test, so that a new operation cannot be forgotten.
 */
interface Made {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly versionId: string;
  readonly oldVersionId: string;
  readonly service: string;
}

type Way = (caller: Caller, secret: Made) => Promise<unknown>;
type Ways =
  /** Finds a live secret, and nothing of a deleted one. */
  | { readonly gone: readonly Way[] }
  /** Is there for deleted secrets, and gives no value. */
  | { readonly trash: readonly Way[] }
  /** Takes neither a secret's id nor its name, and says why it gives none. */
  | { readonly none: string };

let test: TestVault;
let key: ApiKeyCaller;
let admin: SessionCaller;
let org: string;
let departure: string;
beforeAll(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
  key = await test.newKey();
  admin = await test.newUser('admin');
  const leaver = await test.newUser({ role: 'reader', organizationId: org });
  await leave(test, leaver, { organizationId: org, role: 'reader' });
  departure = (await test.vault.listDepartures(admin, { organizationId: org })).items[0]?.id ?? '';
});
afterAll(() => test.close());

const on = <Name extends keyof typeof OPERATIONS>(
  name: Name,
  inputOf: (secret: Made) => Parameters<Vault[Name]>[1],
): Way => {
  return (caller, secret) =>
    (test.vault[name] as (by: Caller, input: unknown) => Promise<unknown>)(caller, inputOf(secret));
};

/** An answer that says that there is nothing is as good as a refusal. */
const orGone =
  (way: Way, says: string): Way =>
  async (caller, secret) => {
    const answer = await way(caller, secret);
    if (JSON.stringify(answer).includes(says)) throw Object.assign(new Error(says), { code: 'not_found' });
    return answer;
  };

const WAYS: Record<keyof typeof OPERATIONS, Ways> = {
  readSecret: {
    gone: [
      on('readSecret', ({ id }) => ({ id })),
      on('readSecret', ({ id }) => ({ id, organizationId: org, purpose: 'reveal' })),
      on('readSecret', ({ name }) => ({ name })),
      on('readSecret', ({ name }) => ({ name, organizationId: org })),
    ],
  },
  describeSecret: { gone: [on('describeSecret', ({ id }) => ({ id }))] },
  updateSecret: {
    gone: [
      on('updateSecret', ({ id }) => ({ id, value: 'x' })),
      on('updateSecret', ({ id, versionId }) => ({ id, value: 'x', versionCheck: versionId })),
      // A conflict tells what is there now: not of what is gone.
      on('updateSecret', ({ id }) => ({ id, value: 'x', versionCheck: 'version_none' })),
    ],
  },
  exportSecrets: {
    gone: [
      on('exportSecrets', () => ({ organizationId: org, reason: 'a', format: 'json', encryption: 'none' })),
    ],
  },
  compareSecrets: {
    gone: [
      on('compareSecrets', ({ name, value }) => ({ organizationId: org, rows: [{ name, value }] })),
      // What is gone is new, whatever its value was.
    ].map((way) => orGone(way, '"status":"new"')),
  },
  importSecrets: {
    gone: [
      on('importSecrets', ({ name, versionId }) => ({
        organizationId: org,
        rows: [{ name, value: 'x', over: versionId }],
      })),
    ].map((way) => orGone(way, '"why":"gone"')),
  },
  updateDetails: { gone: [on('updateDetails', ({ id }) => ({ id, note: 'x' }))] },
  deleteSecret: {
    gone: [
      on('deleteSecret', ({ id }) => ({ id })),
      on('deleteSecret', ({ id }) => ({ id, versionCheck: 'version_none' })),
    ],
  },
  deleteSecrets: { gone: [on('deleteSecrets', ({ id }) => ({ organizationId: org, ids: [id] }))] },
  createSecret: {
    // Its name is free again: the refusal of a taken one would tell of it.
    gone: [on('createSecret', ({ name }) => ({ name, value: 'x', context: { organization_id: org } }))],
  },
  listVersions: {
    gone: [
      on('listVersions', ({ id }) => ({ id })),
      on('listVersions', ({ id, versionId }) => ({ id, after: versionId })),
    ],
  },
  readVersion: {
    gone: [
      on('readVersion', ({ id, versionId }) => ({ id, versionId })),
      on('readVersion', ({ id, oldVersionId }) => ({ id, versionId: oldVersionId })),
    ],
  },
  restoreVersion: {
    gone: [
      on('restoreVersion', ({ id, versionId, oldVersionId }) => ({
        id,
        versionId: oldVersionId,
        versionCheck: versionId,
      })),
      on('restoreVersion', ({ id, versionId }) => ({ id, versionId, versionCheck: versionId })),
    ],
  },
  describeAccess: { gone: [on('describeAccess', ({ id }) => ({ id }))] },
  describeRestriction: { gone: [on('describeRestriction', ({ id }) => ({ id }))] },
  changeRestriction: {
    gone: [
      on('changeRestriction', ({ id }) => ({
        id,
        subjects: [],
        needsApproval: false,
        was: { subjects: [], needsApproval: false },
      })),
    ],
  },
  requestApproval: {
    gone: [
      async (caller, { id }) => {
        const was = { subjects: [], needsApproval: false };
        const mark = { id, subjects: [], needsApproval: true, was };
        await test.vault.changeRestriction(admin, mark).catch(() => {});
        return test.vault.requestApproval(caller, { id, reason: 'to see' });
      },
    ],
  },
  describeApproval: { gone: [on('describeApproval', ({ id }) => ({ id }))] },
  describeDeparture: {
    gone: [on('describeDeparture', () => ({ organizationId: org, id: departure, limit: 100 }))],
  },
  explainAccess: { gone: [on('explainAccess', ({ id }) => ({ id, subjectId: admin.userId }))] },
  listBearers: { gone: [on('listBearers', ({ id }) => ({ id }))] },
  previewAccess: {
    gone: [on('previewAccess', ({ id }) => ({ kind: 'restriction', secretId: id, subjects: [] }))],
  },
  listSecrets: {
    gone: [
      on('listSecrets', () => ({ limit: 100 })),
      on('listSecrets', () => ({ organizationId: org, limit: 100, order: 'asc' })),
      on('listSecrets', ({ name }) => ({ search: name })),
      on('listSecrets', ({ name }) => ({ organizationId: org, prefix: name })),
      on('listSecrets', ({ name }) => ({ organizationId: org, sort: 'name', prefix: name })),
      on('listSecrets', ({ service }) => ({ context: { name: 'service', value: service } })),
      on('listSecrets', () => ({ organizationId: org, neverRead: true, limit: 100 })),
      on('listSecrets', () => ({ updatedBy: 'Test key', limit: 100 })),
      on('listSecrets', () => ({ updatedAfter: '2000-01-01T00:00:00Z', limit: 100 })),
    ],
  },
  describeOverview: {
    gone: [
      // What happened last is a line of the trail.
      async (caller) => ({
        ...(await test.vault.describeOverview(caller, { organizationId: org })),
        lastEvent: null,
      }),
    ],
  },
  listDeletedSecrets: { trash: [on('listDeletedSecrets', ({ name }) => ({ search: name }))] },
  restoreSecret: {
    trash: [on('restoreSecret', ({ id }) => ({ id })), on('restoreSecret', ({ id, name }) => ({ id, name }))],
  },
  restoreSecrets: { trash: [on('restoreSecrets', ({ id }) => ({ organizationId: org, ids: [id] }))] },
  purgeSecret: { trash: [(_, { id, name }) => test.vault.purgeSecret(admin, { id, confirmName: name })] },
  listEvents: { trash: [on('listEvents', ({ id }) => ({ secretId: id, limit: 100 }))] },

  withdrawRequest: { none: 'requests; approvals.test.ts sees what becomes of those for a deleted secret' },
  approveRequest: { none: 'the same' },
  denyRequest: { none: 'the same' },
  endApproval: { none: 'the same' },
  listApprovals: { none: 'the same' },
  countWaiting: { none: 'a figure' },
  listReceipts: {
    trash: [
      async (_, { id }) => {
        await test.vault.restoreSecret(key, { id });
        await test.vault.readSecret(key, { id });
        await test.vault.deleteSecret(key, { id });
        return test.vault.listReceipts(admin, { organizationId: org, secretId: id });
      },
    ],
  },
  listDepartures: { none: 'people who left, and how many secrets of theirs are left' },
  closeDeparture: { none: 'the same' },
  purgeDueSecrets: { none: 'the schedule destroys what is due, and says how many' },
  listFigures: { none: 'figures; what happened last is a line of the trail' },
  summarizeOrganizations: { none: 'figures of all organizations' },
  createDataKey: { none: 'keys of a client, not of a secret' },
  decryptDataKey: { none: 'the same' },
  rekeyDataKey: { none: 'the same' },
  createOrganization: { none: 'organizations' },
  updateOrganization: { none: 'organizations' },
  describeOrganization: { none: 'organizations' },
  listOrganizations: { none: 'organizations' },
  deleteOrganization: { none: 'organizations' },
  createApiKey: { none: 'API keys' },
  describeOwnApiKey: { none: 'API keys' },
  listApiKeys: { none: 'API keys' },
  rotateApiKey: { none: 'API keys' },
  revokeApiKey: { none: 'API keys' },
  createUser: { none: 'people' },
  choosePassword: { none: 'people' },
  makePasswordLink: { none: 'people' },
  describeSetup: { none: 'a new vault' },
  makeSetupLink: { none: 'a new vault' },
  completeSetup: { none: 'a new vault' },
  createSession: { none: 'sessions' },
  describeSession: { none: 'sessions' },
  revokeSession: { none: 'sessions' },
  describeProof: { none: 'sessions' },
  beginPasskeyProof: { none: 'sessions' },
  proveSession: { none: 'sessions' },
  beginPasskeySession: { none: 'passkeys' },
  createSessionByPasskey: { none: 'passkeys' },
  beginPasskeyByInvitation: { none: 'passkeys' },
  acceptInvitationByPasskey: { none: 'passkeys' },
  beginPasskeyByLink: { none: 'passkeys' },
  choosePasskey: { none: 'passkeys' },
  listPasskeys: { none: 'passkeys' },
  beginPasskey: { none: 'passkeys' },
  addPasskey: { none: 'passkeys' },
  renamePasskey: { none: 'passkeys' },
  removePasskey: { none: 'passkeys' },
  listSessions: { none: 'sessions' },
  describeAccount: { none: 'a person and their organizations' },
  updateAccount: { none: 'the same' },
  listOwnEvents: { none: 'what oneself did, as the trail says it' },
  changePassword: { none: 'people' },
  requestPasswordLink: { none: 'people' },
  startTotp: { none: 'people' },
  confirmTotp: { none: 'people' },
  removeTotp: { none: 'people' },
  makeRecoveryCodes: { none: 'people' },
  removeSecondFactor: { none: 'people' },
  describeEnvironment: { none: 'the rules of the house' },
  updateEnvironment: { none: 'the same' },
  createIdentityProvider: { none: 'identity providers' },
  updateIdentityProvider: { none: 'identity providers' },
  deleteIdentityProvider: { none: 'identity providers' },
  listIdentityProviders: { none: 'identity providers' },
  describeIdentityProvider: { none: 'identity providers' },
  requireSso: { none: 'identity providers' },
  discoverSignIn: { none: 'identity providers' },
  beginSso: { none: 'identity providers' },
  beginIdentityLink: { none: 'identity providers' },
  takeSsoAnswer: { none: 'identity providers' },
  createSsoSession: { none: 'identity providers' },
  describeSingleSignOn: { none: 'identity providers' },
  linkIdentity: { none: 'identity providers' },
  removeIdentity: { none: 'identity providers' },
  listMembers: { none: 'people' },
  changeRole: { none: 'people' },
  removeMember: { none: 'people' },
  transferRole: { none: 'people' },
  createInvitation: { none: 'people' },
  listInvitations: { none: 'people' },
  revokeInvitation: { none: 'people' },
  describeInvitation: { none: 'people' },
  acceptInvitation: { none: 'people' },
  createBackup: { none: 'a copy of all that is stored, sealed as it is, for the operator' },
};

const canary = (what: string) => `${what}-${randomBytes(8).toString('hex')}`;

async function make(): Promise<Made> {
  const { vault } = test;
  const [name, value, service] = [canary('name'), canary('value'), canary('service')];
  const context = { organization_id: org, service };
  const first = await vault.createSecret(key, { name, value: `old ${value}`, context });
  const { id, versionId } = await vault.updateSecret(key, { id: first.id, value });
  return { id, name, value, service, versionId, oldVersionId: first.versionId };
}

/** All that an attempt gives: its result, or its error with everything in it. */
async function outcomeOf(attempt: Promise<unknown>): Promise<{ worked: boolean; text: string }> {
  return attempt.then(
    (result) => ({ worked: true, text: JSON.stringify(result) ?? '' }),
    (error: Error) => ({
      worked: false,
      text: JSON.stringify([error.message, Object.fromEntries(Object.entries(error))]),
    }),
  );
}

const tracesOf = (secret: Made, text: string) =>
  Object.entries(secret).flatMap(([what, trace]) => (text.includes(trace) ? [what] : []));

/** No API key may do these. */
const forPeople = [
  'describeAccess',
  'describeRestriction',
  'changeRestriction',
  'requestApproval',
  'describeApproval',
  'previewAccess',
  'explainAccess',
  'listBearers',
  'describeDeparture',
  'updateDetails',
  'exportSecrets',
  'compareSecrets',
  'importSecrets',
  'restoreVersion',
  'describeOverview',
  'listFigures',
  'summarizeOrganizations',
];

const entries = Object.entries(WAYS);
const ways = (kind: 'gone' | 'trash') =>
  entries.flatMap(([name, of]) =>
    kind in of ? [[name, (of as Record<string, readonly Way[]>)[kind] ?? []] as const] : [],
  );

describe('a deleted secret', () => {
  it('is looked for with every operation that there is', () => {
    expect(Object.keys(WAYS).toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
    expect(ways('gone').length).toBeGreaterThan(10);
  });

  for (const [name, all] of ways('gone')) {
    it(`is gone for ${name}, by a key and by an administrator`, async () => {
      for (const [index, way] of all.entries()) {
        for (const caller of forPeople.includes(name) ? [admin] : [key, admin]) {
          const where = `${name} ${index} by ${caller.via}`;
          const there = await make();
          const live = await outcomeOf(way(caller, there));
          const secret = await make();
          await test.vault.deleteSecret(key, { id: secret.id });
          const dead = await outcomeOf(way(caller, secret));
          // Or else nothing could be seen of it, deleted or not.
          const wasSeen = tracesOf(there, live.text).length > 0 || live.worked !== dead.worked;
          expect(wasSeen, `${where}, while it lives`).toBe(true);
          // Who makes a new one of that name is told the name.
          expect(tracesOf(secret, dead.text), where).toEqual(name === 'createSecret' ? ['name'] : []);
          if (!dead.worked) expect(dead.text, where).toContain('"code":"not_found"');
        }
      }
    });
  }

  for (const [name, all] of ways('trash')) {
    it(`is there for ${name}, without its value`, async () => {
      for (const way of all) {
        const secret = await make();
        await test.vault.deleteSecret(key, { id: secret.id });
        const { worked, text } = await outcomeOf(way(key, secret));
        expect(worked, text).toBe(true);
        expect(tracesOf(secret, text)).toContain('name');
        expect(tracesOf(secret, text)).not.toContain('value');
      }
    });
  }

  it('turns no page to itself: a list goes on behind it', async () => {
    const [before, secret, after] = [await make(), await make(), await make()];
    await test.vault.deleteSecret(key, { id: secret.id });
    const { items } = await test.vault.listSecrets(key, { organizationId: org, after: secret.id, limit: 1 });
    expect(items.map(({ id }) => id)).toEqual([before.id]);
    const back = await test.vault.listSecrets(key, { organizationId: org, before: secret.id, limit: 1 });
    expect(back.items.map(({ id }) => id)).toEqual([after.id]);
  });
});
