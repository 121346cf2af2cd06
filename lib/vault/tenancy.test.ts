import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grants } from '../db/schema';
import type { Caller } from './actor';
import type { Approval } from './approval-rows';
import type { VaultError } from './errors';
import type { SecretMetadata } from './secret-rows';
import {
  type ApiKeyCaller,
  newProvider,
  openTestVault,
  type SessionCaller,
  type TestVault,
} from './test-support';
import { leave } from './test-support/leave';

/** Callers of organization A against what belongs to organization B. */
let test: TestVault;
let theirs: SecretMetadata;
let marked: string;
let request: Approval;
let ours: SecretMetadata;
let trashed: SecretMetadata;
let a: string;
let b: string;
let ownerKey: ApiKeyCaller;
let theirMember: SessionCaller;
let theirInvitation: string;
let memberOfB: string;
let departureOfB: string;
let providerOfB: string;
const callers: Record<string, Caller> = {};

beforeAll(async () => {
  test = await openTestVault();
  [a, b] = [(await test.newOrganization('A')).id, (await test.newOrganization('B', 'ext-b')).id];
  ownerKey = await test.newKey(b);
  const make = (name: string) =>
    test.vault.createSecret(ownerKey, { name, value: 'v', context: { organization_id: b } });
  [theirs, trashed] = [await make('theirs'), await make('trashed')];
  await test.vault.deleteSecret(ownerKey, { id: trashed.id });
  const admin = await test.newUser('admin');
  const was = { subjects: [], needsApproval: false };
  const { id } = await make('marked');
  await test.vault.changeRestriction(admin, { id, subjects: [], needsApproval: true, was });
  request = await test.vault.requestApproval(admin, { id, reason: 'r' });
  marked = id;
  const keyOfA = await test.newKey(a);
  ours = await test.vault.createSecret(keyOfA, { name: 'ours', value: 'v', context: { organization_id: a } });
  callers['API key of A'] = keyOfA;
  theirMember = await test.newUser({ role: 'editor', organizationId: b });
  theirInvitation = (
    await test.vault.createInvitation(test.operator, {
      organizationId: b,
      role: 'reader',
      email: 'invited@example.com',
    })
  ).id;
  providerOfB = (await newProvider(test, b)).id;
  memberOfB = (await test.newUser({ role: 'reader', organizationId: b })).userId;
  const leaver = await test.newUser({ role: 'reader', organizationId: b });
  await leave(test, leaver, { organizationId: b, role: 'reader' });
  departureOfB = (await test.vault.listDepartures(test.operator, { organizationId: b })).items[0]?.id ?? '';
  callers['administrator of A'] = await test.newUser({ role: 'admin', organizationId: a });
  callers['editor of A'] = await test.newUser({ role: 'editor', organizationId: a });
  callers['reader of A'] = await test.newUser({ role: 'reader', organizationId: a });
});
afterAll(() => test.close());

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'it worked',
    (error: VaultError) => JSON.stringify([error.code, error.message, error.fields, error.current]),
  );

/** Each operation on an existing foreign thing, beside the same on one that never was. */
const ATTEMPTS: Record<string, (caller: Caller, exists: boolean) => Promise<unknown>> = {
  readSecret: (c, e) => test.vault.readSecret(c, { id: e ? theirs.id : 'secret_none' }),
  'readSecret by name': (c, e) => test.vault.readSecret(c, { name: e ? 'theirs' : 'none' }),
  'readSecret in organization': (c, e) =>
    test.vault.readSecret(c, { name: 'theirs', organizationId: e ? b : 'org_none' }),
  describeAccess: (c, e) => test.vault.describeAccess(c, { id: e ? theirs.id : 'secret_none' }),
  describeRestriction: (c, e) => test.vault.describeRestriction(c, { id: e ? theirs.id : 'secret_none' }),
  changeRestriction: (c, e) =>
    test.vault.changeRestriction(c, {
      id: e ? theirs.id : 'secret_none',
      subjects: [],
      needsApproval: true,
      was: { subjects: [], needsApproval: false },
    }),
  requestApproval: (c, e) =>
    test.vault.requestApproval(c, { id: e ? theirs.id : 'secret_none', reason: 'r' }),
  describeApproval: (c, e) => test.vault.describeApproval(c, { id: e ? theirs.id : 'secret_none' }),
  withdrawRequest: (c, e) => test.vault.withdrawRequest(c, { id: e ? request.id : 'approval_none' }),
  approveRequest: (c, e) => test.vault.approveRequest(c, { id: e ? request.id : 'approval_none' }),
  denyRequest: (c, e) => test.vault.denyRequest(c, { id: e ? request.id : 'approval_none' }),
  endApproval: (c, e) => test.vault.endApproval(c, { id: e ? request.id : 'approval_none' }),
  listApprovals: (c, e) =>
    test.vault.listApprovals(c, { organizationId: e ? b : 'org_none', show: 'waiting' }),
  countWaiting: (c, e) => test.vault.countWaiting(c, { organizationId: e ? b : 'org_none' }),
  listReceipts: (c, e) => test.vault.listReceipts(c, { organizationId: e ? b : 'org_none' }),
  listDepartures: (c, e) => test.vault.listDepartures(c, { organizationId: e ? b : 'org_none' }),
  describeDeparture: (c, e) =>
    test.vault.describeDeparture(c, { organizationId: a, id: e ? departureOfB : 'departure_none' }),
  closeDeparture: (c, e) =>
    test.vault.closeDeparture(c, {
      organizationId: a,
      id: e ? departureOfB : 'departure_none',
      reason: 'r',
    }),
  listBearers: (c, e) => test.vault.listBearers(c, { id: e ? theirs.id : 'secret_none' }),
  explainAccess: (c, e) =>
    test.vault.explainAccess(c, { id: e ? theirs.id : 'secret_none', subjectId: memberOfB }),
  'explainAccess of a person': (c, e) =>
    test.vault.explainAccess(c, { id: ours.id, subjectId: e ? memberOfB : 'user_none' }),
  'explainAccess of a key': (c, e) =>
    test.vault.explainAccess(c, { id: ours.id, subjectId: e ? ownerKey.keyId : 'key_none' }),
  'previewAccess of a restriction': (c, e) =>
    test.vault.previewAccess(c, {
      kind: 'restriction',
      secretId: e ? theirs.id : 'secret_none',
      subjects: [],
    }),
  'previewAccess of a role': (c, e) =>
    test.vault.previewAccess(c, {
      kind: 'role',
      userId: e ? memberOfB : 'user_none',
      organizationId: a,
      role: null,
    }),
  describeSecret: (c, e) => test.vault.describeSecret(c, { id: e ? theirs.id : 'secret_none' }),
  updateSecret: (c, e) => test.vault.updateSecret(c, { id: e ? theirs.id : 'secret_none', value: 'x' }),
  'updateSecret with a stale version': (c, e) =>
    test.vault.updateSecret(c, {
      id: e ? theirs.id : 'secret_none',
      value: 'x',
      versionCheck: 'version_none',
    }),
  'updateSecret unless equal': (c, e) =>
    test.vault.updateSecret(c, { id: e ? theirs.id : 'secret_none', value: 'x', unlessEqual: true }),
  updateDetails: (c, e) => test.vault.updateDetails(c, { id: e ? theirs.id : 'secret_none', note: 'x' }),
  deleteSecret: (c, e) => test.vault.deleteSecret(c, { id: e ? theirs.id : 'secret_none' }),
  restoreSecret: (c, e) => test.vault.restoreSecret(c, { id: e ? trashed.id : 'secret_none' }),
  deleteSecrets: (c, e) =>
    test.vault.deleteSecrets(c, { organizationId: e ? b : 'org_none', ids: [e ? theirs.id : 'secret_none'] }),
  restoreSecrets: (c, e) =>
    test.vault.restoreSecrets(c, {
      organizationId: e ? b : 'org_none',
      ids: [e ? trashed.id : 'secret_none'],
    }),
  compareSecrets: (c, e) =>
    test.vault.compareSecrets(c, {
      organizationId: e ? b : 'org_none',
      rows: [{ name: 'theirs', value: 'v' }],
    }),
  importSecrets: (c, e) =>
    test.vault.importSecrets(c, {
      organizationId: e ? b : 'org_none',
      rows: [{ name: 'theirs', value: 'v', over: null }],
    }),
  exportSecrets: (c, e) =>
    test.vault.exportSecrets(c, {
      organizationId: e ? b : 'org_none',
      reason: 'r',
      format: 'json',
      encryption: 'none',
    }),
  listVersions: (c, e) => test.vault.listVersions(c, { id: e ? theirs.id : 'secret_none' }),
  readVersion: (c, e) =>
    test.vault.readVersion(c, {
      id: e ? theirs.id : 'secret_none',
      versionId: e ? theirs.versionId : 'version_none',
    }),
  restoreVersion: (c, e) =>
    test.vault.restoreVersion(c, {
      id: e ? theirs.id : 'secret_none',
      versionId: e ? theirs.versionId : 'version_none',
      versionCheck: e ? theirs.versionId : 'version_none',
    }),
  listSecrets: (c, e) => test.vault.listSecrets(c, { organizationId: e ? b : 'org_none' }),
  listDeletedSecrets: (c, e) => test.vault.listDeletedSecrets(c, { organizationId: e ? b : 'org_none' }),
  'listSecrets with a cursor': (c, e) => test.vault.listSecrets(c, { after: e ? theirs.id : 'secret_none' }),
  createSecret: (c, e) =>
    test.vault.createSecret(c, {
      name: 'theirs',
      value: 'v',
      context: { organization_id: e ? b : 'org_none' },
    }),
  'createSecret by external id': (c, e) =>
    test.vault.createSecret(c, {
      name: 'theirs',
      value: 'v',
      context: { organization_id: e ? 'ext-b' : 'ext-none' },
    }),
  createDataKey: (c, e) => test.vault.createDataKey(c, { context: { organization_id: e ? b : 'org_none' } }),
  describeOrganization: (c, e) => test.vault.describeOrganization(c, { id: e ? b : 'org_none' }),
  'describeOrganization by external id': (c, e) =>
    test.vault.describeOrganization(c, { externalId: e ? 'ext-b' : 'ext-none' }),
  describeOverview: (c, e) => test.vault.describeOverview(c, { organizationId: e ? b : 'org_none' }),
  listFigures: (c, e) => test.vault.listFigures(c, { organizationIds: [e ? b : 'org_none'] }),
  listMembers: (c, e) => test.vault.listMembers(c, { organizationId: e ? b : 'org_none' }),
  'listMembers with a cursor': (c, e) =>
    test.vault.listMembers(c, { organizationId: a, after: e ? theirMember.userId : 'user_none' }),
  changeRole: (c, e) =>
    test.vault.changeRole(c, {
      organizationId: e ? b : 'org_none',
      userId: theirMember.userId,
      role: 'viewer',
    }),
  'changeRole of no member': (c, e) =>
    test.vault.changeRole(c, {
      organizationId: a,
      userId: e ? theirMember.userId : 'user_none',
      role: 'viewer',
    }),
  removeMember: (c, e) =>
    test.vault.removeMember(c, { organizationId: e ? b : 'org_none', userId: theirMember.userId }),
  'removeMember of no member': (c, e) =>
    test.vault.removeMember(c, { organizationId: a, userId: e ? theirMember.userId : 'user_none' }),
  transferRole: (c, e) =>
    test.vault.transferRole(c, { organizationId: e ? b : 'org_none', userId: theirMember.userId }),
  'transferRole to no member': (c, e) =>
    test.vault.transferRole(c, { organizationId: a, userId: e ? theirMember.userId : 'user_none' }),
  createInvitation: (c, e) =>
    test.vault.createInvitation(c, {
      organizationId: e ? b : 'org_none',
      role: 'viewer',
      email: 'new@example.com',
    }),
  listInvitations: (c, e) => test.vault.listInvitations(c, { organizationId: e ? b : 'org_none' }),
  'listInvitations with a cursor': (c, e) =>
    test.vault.listInvitations(c, { organizationId: a, after: e ? theirInvitation : 'invitation_none' }),
  revokeInvitation: (c, e) => test.vault.revokeInvitation(c, { id: e ? theirInvitation : 'invitation_none' }),
  createApiKey: (c, e) => test.vault.createApiKey(c, { name: 'x', organizationId: e ? b : 'org_none' }),
  listApiKeys: (c, e) => test.vault.listApiKeys(c, { organizationId: e ? b : 'org_none' }),
  'listApiKeys with a cursor': (c, e) =>
    test.vault.listApiKeys(c, { after: e ? ownerKey.keyId : 'key_none' }),
  rotateApiKey: (c, e) => test.vault.rotateApiKey(c, { id: e ? ownerKey.keyId : 'key_none', overlapDays: 0 }),
  revokeApiKey: (c, e) => test.vault.revokeApiKey(c, { id: e ? ownerKey.keyId : 'key_none' }),
  listEvents: (c, e) => test.vault.listEvents(c, { organizationId: e ? b : 'org_none' }),
  listIdentityProviders: (c, e) =>
    test.vault.listIdentityProviders(c, { organizationId: e ? b : 'org_none' }),
  createIdentityProvider: (c, e) => newProvider(test, e ? b : 'org_none', {}, c),
  describeIdentityProvider: (c, e) =>
    test.vault.describeIdentityProvider(c, { id: e ? providerOfB : 'provider_none' }),
  updateIdentityProvider: (c, e) =>
    test.vault.updateIdentityProvider(c, { id: e ? providerOfB : 'provider_none', name: 'x' }),
  deleteIdentityProvider: (c, e) =>
    test.vault.deleteIdentityProvider(c, { id: e ? providerOfB : 'provider_none' }),
  requireSso: (c, e) => test.vault.requireSso(c, { organizationId: e ? b : 'org_none', required: true }),
};

describe('what belongs to another organization looks like what never was:', () => {
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    it(name, async () => {
      for (const [who, caller] of Object.entries(callers)) {
        const foreign = await failure(attempt(caller, true));
        expect(foreign, who).not.toBe('it worked');
        expect(foreign, who).toBe(await failure(attempt(caller, false)));
      }
    });
  }

  it('a data key, which is refused like a broken one', async () => {
    const mine = await test.vault.createDataKey(ownerKey, { context: { organization_id: b } });
    const stranger = callers['API key of A'] as Caller;
    const foreign = await failure(test.vault.decryptDataKey(stranger, { encryptedKeys: mine.encryptedKeys }));
    expect(foreign).toContain('invalid_keys');
    const broken = await failure(test.vault.decryptDataKey(stranger, { encryptedKeys: 'AAAA' }));
    expect(foreign).toBe(broken);
    expect((await test.vault.decryptDataKey(ownerKey, { encryptedKeys: mine.encryptedKeys })).dataKey).toBe(
      mine.dataKey,
    );
  });

  it('and the owner still does all of it', async () => {
    expect((await test.vault.readSecret(ownerKey, { id: theirs.id })).value).toBe('v');
    expect((await test.vault.readSecret(ownerKey, { id: theirs.id })).versionNumber).toBe(1);
    expect((await test.vault.listSecrets(ownerKey, {})).items.map(({ id }) => id)).toEqual([
      marked,
      theirs.id,
    ]);
  });
});

describe('an address that names an organization and a secret', () => {
  it('finds the secret in its own organization only, even for somebody who may see both', async () => {
    const everywhere = await test.newKey();
    const { id, versionId } = theirs;
    const ways: ((organizationId: string) => Promise<unknown>)[] = [
      (organizationId) => test.vault.readSecret(everywhere, { id, organizationId }),
      (organizationId) => test.vault.describeSecret(everywhere, { id, organizationId }),
      (organizationId) => test.vault.listVersions(everywhere, { id, organizationId }),
      (organizationId) => test.vault.readVersion(everywhere, { id, organizationId, versionId }),
    ];
    for (const way of ways) {
      await way(b);
      await expect(way(a)).rejects.toMatchObject({ code: 'not_found' });
    }
    for (const attempt of [
      test.vault.updateSecret(everywhere, { id, organizationId: a, value: 'x' }),
      test.vault.deleteSecret(everywhere, { id, organizationId: a }),
      test.vault.restoreSecret(everywhere, { id: trashed.id, organizationId: a }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('access ends at once', () => {
  const reads = (caller: Caller) => test.vault.readSecret(caller, { id: theirs.id });

  it('for a revoked key', async () => {
    const key = await test.newKey(b);
    await reads(key);
    await test.vault.revokeApiKey(test.operator, { id: key.keyId });
    await expect(reads(key)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('for a member who was removed, whatever the session says', async () => {
    const member = await test.newUser({ role: 'reader', organizationId: b });
    await reads(member);
    await test.database.commit([test.database.query.delete(grants).where(eq(grants.userId, member.userId))]);
    await expect(reads(member)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('for a session that was ended or is too old', async () => {
    const [ended, old] = (await Promise.all(
      [0, 1].map(() => test.newUser({ role: 'reader', organizationId: b })),
    )) as [SessionCaller, SessionCaller];
    await reads(ended);
    await test.vault.revokeSession(ended, {});
    await expect(reads(ended)).rejects.toMatchObject({ code: 'unauthenticated' });
    await reads(old);
    test.clock.advance(12 * 60 * 60 * 1000);
    await expect(reads(old)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('for everybody of an organization that was deleted', async () => {
    const gone = (await test.newOrganization('Gone')).id;
    const [key, member] = [
      await test.newKey(gone),
      await test.newUser({ role: 'reader', organizationId: gone }),
    ];
    await test.vault.listSecrets(key, {});
    await test.vault.deleteOrganization(test.operator, { id: gone });
    await expect(test.vault.listSecrets(key, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(test.vault.listSecrets(member, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
