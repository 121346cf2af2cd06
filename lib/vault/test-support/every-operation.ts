import path from 'node:path';
import type { Caller, MemberRole, Vault } from '../index';
import { Authenticator } from './authenticator';
import { leave } from './leave';
import type { TestVault } from './open-test-vault';
import { openTestVault } from './open-test-vault';
import { claimsOf, comeBack, newProvider, signInAt } from './single-sign-on';
import { codeOf } from './totp';

/**
 * Runs every operation of the vault with the inputs that make its queries differ: every filter, both directions
 * of a page, and the reach of a key to all, to one organization, and of a person in two.
 * Returns the names of the operations that were run.
 */
export async function runEveryOperation(test: TestVault): Promise<ReadonlySet<string>> {
  const ran = new Set<string>();
  const vault = new Proxy(test.vault, {
    get(target, name: string) {
      ran.add(name);
      return target[name as keyof Vault];
    },
  });
  const first = await test.newOrganization('First', 'first');
  const second = await test.newOrganization('Second');
  const member = await test.newUser({ role: 'editor', organizationId: first.id });
  const callers: Caller[] = [
    await test.newKey(),
    await test.newKey(first.id),
    await test.newUser('admin'),
    member,
    await test.newUser(
      { role: 'editor', organizationId: first.id },
      { role: 'reader', organizationId: second.id },
    ),
  ];
  for (const caller of callers) {
    await useSecrets(vault, caller, first.id);
    await useLists(vault, caller, first.id);
  }
  const role = { kind: 'role', userId: member.userId, organizationId: first.id, role: null } as const;
  await vault.previewAccess(callers[2] as Caller, role);
  const [one] = (await vault.listSecrets(callers[2] as Caller, { organizationId: first.id })).items;
  for (const subjectId of [member.userId, (await test.newKey(first.id)).keyId]) {
    await vault.explainAccess(callers[2] as Caller, { id: one?.id ?? '', subjectId });
  }
  await useDepartures(vault, test, first.id);
  for (const place of [null, first.id]) {
    await useNames(vault, await test.newKey(place, { namePrefixes: ['db/', 'cache/'] }), first.id);
  }
  await useReceipts(vault, callers[2] as Caller, first.id);
  await useKeys(vault, callers[0] as Caller, first.id);
  for (const person of callers.slice(2)) {
    await useTransfers(vault, person, callers[2] as Caller, first.id);
    await addPasskey(vault, person);
  }
  await useRestrictions(vault, test, callers, first.id);
  await usePurge(vault, callers[0] as Caller, callers[2] as Caller, first.id);
  await useAdministration(vault, test, first.id);
  await useSingleSignOn(vault, test, first.id);
  await useMembers(vault, test, first.id);
  await useSetup(ran);
  return ran;
}

async function useSecrets(vault: Vault, caller: Caller, organizationId: string): Promise<void> {
  const context = { organization_id: organizationId, app: 'shop', region: 'eu' };
  const value = 'value';
  const named = () => ({ name: crypto.randomUUID(), value, context });
  const { id, name, versionId } = await vault.createSecret(caller, named());
  await vault.createSecret({ ...caller, idempotencyKey: crypto.randomUUID() }, named());
  await vault.createSecret(caller, { ...named(), name }).catch(expected('name_taken'));
  const changed = await vault.updateSecret(caller, { id, value: 'another', versionCheck: versionId });
  await vault
    .updateSecret(caller, { id, value: 'another', note: 'again', unlessEqual: true })
    .catch(expected('forbidden'));
  await vault
    .updateDetails(caller, { id, note: 'where it is used', tags: ['a', 'b'], rotateEveryDays: 30 })
    .catch(expected('forbidden'));
  await vault
    .restoreVersion(caller, { id, versionId, versionCheck: changed.versionId })
    .catch(expected('forbidden'));
  await vault.readSecret(caller, { id });
  await vault.readSecret(caller, { name });
  await vault.readSecret(caller, { name, organizationId });
  await vault.describeSecret(caller, { id });
  const { organizationId: place } = await vault.describeSecret(caller, { id });
  if (place) {
    await vault.deleteSecrets(caller, { organizationId: place, ids: [id, 'secret_none'] });
    await vault.restoreSecrets(caller, { organizationId: place, ids: [id, 'secret_none'] });
  }
  await vault.describeAccess(caller, { id }).catch(expected('forbidden'));
  await vault.listBearers(caller, { id }).catch(expected('forbidden'));
  await vault
    .previewAccess(caller, { kind: 'restriction', secretId: id, subjects: [] })
    .catch(expected('forbidden'));
  const { items } = await vault.listVersions(caller, { id });
  await vault.listVersions(caller, { id, after: items[0]?.id ?? '' });
  await vault.readVersion(caller, { id, versionId });
  await vault.deleteSecret(caller, { id });
  await vault.restoreSecret(caller, { id });
}

/** What a key to some names does. */
async function useNames(vault: Vault, key: Caller, organizationId: string): Promise<void> {
  const context = { organization_id: organizationId };
  const name = `db/${crypto.randomUUID()}`;
  const { id } = await vault.createSecret(key, { name, value: 'value', context });
  await vault.readSecret(key, { name });
  await vault.readSecret(key, { name, organizationId });
  for (const reach of [{}, { organizationId }]) {
    for (const cut of [{}, { after: id }, { before: id, order: 'asc' }, { search: 'db' }] as const) {
      await vault.listSecrets(key, { ...reach, ...cut });
      await vault.listSecrets(key, { ...reach, ...cut, ...PICKED });
      await vault.listSecrets(key, { ...reach, ...cut, sort: 'name' }).catch(expected('invalid_input'));
      await vault.listDeletedSecrets(key, { ...reach, ...cut });
    }
  }
  await vault.deleteSecrets(key, { organizationId, ids: [id] });
  await vault.restoreSecrets(key, { organizationId, ids: [id] });
}

/** Not for keys. */
async function useTransfers(vault: Vault, person: Caller, admin: Caller, organizationId: string) {
  const rows = [
    { name: crypto.randomUUID(), value: 'value' },
    { name: crypto.randomUUID(), value: 'value' },
  ];
  const fresh = rows.map((row) => ({ ...row, over: null }));
  await vault.importSecrets(person, { organizationId, rows: fresh });
  const [found] = await vault.compareSecrets(person, {
    organizationId,
    rows: rows.map((row) => ({ ...row, value: 'another' })),
  });
  const over = found?.status === 'changed' ? found.versionId : '';
  const changed = rows.map((row) => ({ ...row, value: 'another', over }));
  await vault.importSecrets(person, { organizationId, rows: changed });
  const how = { reason: 'test', format: 'json', encryption: 'none' } as const;
  await vault.exportSecrets(admin, { organizationId, ...how });
}

/** A restricted secret that opens with approvals only, under every operation that heeds either. */
async function useRestrictions(
  vault: Vault,
  test: TestVault,
  callers: readonly Caller[],
  organizationId: string,
): Promise<void> {
  const [, key, admin, editor, ofTwo] = callers as [Caller, Caller, Caller, Caller, Caller];
  const another = await test.newUser('admin');
  const context = { organization_id: organizationId };
  const name = crypto.randomUUID();
  const { id, versionId } = await vault.createSecret(key, { name, value: 'value', context });
  const { candidates } = await vault.describeRestriction(admin, { id });
  const named = candidates.map(({ subject }) => subject);
  const free = { subjects: [], needsApproval: false };
  const all = { subjects: named, needsApproval: false };
  await vault.changeRestriction(admin, { id, ...all, was: free });
  await vault.describeRestriction(admin, { id });
  for (const caller of callers.slice(1)) await vault.readSecret(caller, { id });
  await vault.readSecret(key, { name });
  const none = { subjects: [`role:${organizationId}:reader`], needsApproval: true };
  await vault.changeRestriction(admin, { id, ...none, was: all });
  for (const caller of callers) {
    await vault.readSecret(caller, { name, organizationId }).catch(expected('forbidden'));
    await vault.readSecret(caller, { name }).catch(expected('forbidden'));
    const ids = [id];
    await vault.deleteSecrets(caller, { organizationId, ids }).catch(expected('forbidden'));
  }
  const rows = [{ name, value: 'value', over: null }];
  await vault.compareSecrets(editor, { organizationId, rows: [{ name, value: 'value' }] });
  await vault.importSecrets(editor, { organizationId, rows });
  await vault.changeRestriction(admin, { id, ...free, needsApproval: true, was: none });
  const asked = await vault.requestApproval(editor, { id, reason: 'to see' });
  await vault.requestApproval(editor, { id, reason: 'to see' });
  await vault.describeApproval(editor, { id });
  await vault.countWaiting(another, { organizationId });
  await vault.approveRequest(another, { id: asked.id });
  await vault.readVersion(editor, { id, versionId });
  await vault.readSecret(editor, { id });
  await vault.withdrawRequest(editor, { id: asked.id });
  const again = await vault.requestApproval(editor, { id, reason: 'to see' });
  await vault.denyRequest(another, { id: again.id });
  const third = await vault.requestApproval(editor, { id, reason: 'to see' });
  await vault.approveRequest(another, { id: third.id });
  await vault.endApproval(another, { id: third.id });
  for (const caller of [another, editor, ofTwo]) {
    for (const show of ['waiting', 'past'] as const) {
      for (const order of ['asc', 'desc'] as const) {
        for (const cut of [{}, { after: asked.id }, { before: again.id }]) {
          await vault.listApprovals(caller, { organizationId, show, order, ...cut });
        }
      }
    }
  }
}

async function usePurge(vault: Vault, writer: Caller, admin: Caller, organizationId: string): Promise<void> {
  const context = { organization_id: organizationId };
  const { id, name } = await vault.createSecret(writer, { name: 'doomed', value: 'value', context });
  await vault.deleteSecret(writer, { id });
  await vault.purgeSecret(admin, { id, confirmName: name });
  await vault.purgeDueSecrets({ via: 'schedule', requestId: 'test' }, {});
}

const PICKED = {
  prefix: 'db',
  updatedBefore: '2026-01-31T12:00:00Z',
  updatedBy: 'Ada',
  context: { name: 'service', value: 'api' },
  neverRead: true,
  tag: 'shop',
};

async function useLists(vault: Vault, caller: Caller, organizationId: string): Promise<void> {
  const time = '2026-01-31T12:00:00Z';
  const ranges = [{}, { createdFrom: time }, { createdTo: time }, { createdFrom: time, createdTo: time }];
  const secrets = await vault.listSecrets(caller, { organizationId });
  const events = await vault.listEvents(caller, {});
  const organizations = await vault.listOrganizations(caller, {});
  if (caller.via === 'session') {
    await vault.describeOverview(caller, { organizationId });
    await vault.listFigures(caller, { organizationIds: organizations.items.map(({ id }) => id) });
    await vault.summarizeOrganizations(caller, {});
  }
  await useOwnEvents(vault, caller);
  for (const order of ['asc', 'desc'] as const) {
    const pagesOf = ({ items }: { items: readonly { id: string }[] }) => [
      { order },
      { order, after: items[0]?.id ?? '' },
      { order, before: items.at(-1)?.id ?? '' },
    ];
    for (const cut of pagesOf(secrets)) {
      for (const filter of [{}, { search: 'db' }]) {
        for (const reach of [{ organizationId }, {}]) {
          const input = { ...cut, ...filter, ...reach };
          await vault.listSecrets(caller, input).catch(expected('invalid_input'));
          await vault.listSecrets(caller, { ...input, updatedAfter: time }).catch(expected('invalid_input'));
          await vault.listSecrets(caller, { ...input, sort: 'name' }).catch(expected('invalid_input'));
          await vault.listSecrets(caller, { ...input, ...PICKED }).catch(expected('invalid_input'));
          for (const more of [
            { sort: 'name', prefix: 'db' },
            { dueUntil: time },
            { dueUntil: time, sort: 'name' },
            { ...PICKED, dueUntil: time },
          ] as const)
            await vault.listSecrets(caller, { ...input, ...more }).catch(expected('invalid_input'));
          await vault.listDeletedSecrets(caller, input).catch(expected('invalid_input'));
        }
      }
    }
    for (const cut of pagesOf(events)) {
      for (const filter of [{}, { organizationId }, { secretId: secrets.items[0]?.id ?? '' }]) {
        for (const range of ranges) {
          await vault.listEvents(caller, { ...cut, ...filter, ...range });
          await vault.listEvents(caller, { ...cut, ...filter, ...range, types: ['vault.data.read'] });
          await vault.listEvents(caller, {
            ...cut,
            ...filter,
            ...range,
            types: ['vault.data.read', 'vault.kek.created'],
          });
        }
      }
    }
    for (const cut of pagesOf(organizations)) {
      await vault.listOrganizations(caller, cut);
      await vault.listOrganizations(caller, { ...cut, search: 'corp' });
      await vault.listOrganizations(caller, { ...cut, domains: ['example.com'] });
    }
  }
}

async function useReceipts(vault: Vault, admin: Caller, organizationId: string): Promise<void> {
  const { items } = await vault.listReceipts(admin, { organizationId, limit: 1 });
  const [seen] = items;
  const filters = [{}, { secretId: seen?.secret.id }, { readerId: seen?.reader.id }];
  for (const filter of [...filters, { secretId: seen?.secret.id, readerId: seen?.reader.id }]) {
    for (const order of ['asc', 'desc'] as const) {
      const input = { organizationId, ...filter, order };
      await vault.listReceipts(admin, input);
      await vault.listReceipts(admin, { ...input, after: seen?.id });
      await vault.listReceipts(admin, { ...input, before: seen?.id });
    }
  }
}

async function useDepartures(vault: Vault, test: TestVault, organizationId: string): Promise<void> {
  for (const role of ['reader', 'editor'] as const) {
    await leave(test, await test.newUser({ role, organizationId }), { organizationId, role });
  }
  const admin = await test.newUser('admin');
  await leave(test, await test.newUser('admin'), { organizationId: null, role: 'admin' });
  const { items } = await vault.listDepartures(admin, { organizationId });
  const [first, , last] = items.map(({ id }) => id);
  for (const order of ['asc', 'desc'] as const) {
    await vault.listDepartures(admin, { organizationId, order, after: first });
    await vault.listDepartures(admin, { organizationId, order, before: last });
  }
  const of = { organizationId, id: last ?? '' };
  const { secrets } = await vault.describeDeparture(admin, of);
  await vault.describeDeparture(admin, { ...of, after: secrets.items[0]?.id });
  await vault.describeDeparture(admin, { ...of, before: secrets.items.at(-1)?.id });
  await vault.closeDeparture(admin, { ...of, reason: 'test' });
}

async function useOwnEvents(vault: Vault, caller: Caller): Promise<void> {
  if (caller.via !== 'session') return;
  for (const order of ['asc', 'desc'] as const) {
    const { items } = await vault.listOwnEvents(caller, { order });
    await vault.listOwnEvents(caller, { order, after: items[0]?.id ?? '' });
    await vault.listOwnEvents(caller, { order, before: items.at(-1)?.id ?? '' });
  }
}

async function useKeys(vault: Vault, caller: Caller, organizationId: string): Promise<void> {
  const context = { organization_id: organizationId };
  const { encryptedKeys } = await vault.createDataKey(caller, { context });
  await vault.decryptDataKey(caller, { encryptedKeys });
  vault.forgetKeys();
  await vault.rekeyDataKey(caller, { encryptedKeys, context: {} });
}

async function useAdministration(vault: Vault, test: TestVault, organizationId: string): Promise<void> {
  const { operator, nobody } = test;
  const made = await vault.createOrganization(operator, { name: 'Third', externalId: 'third' });
  await vault.describeOrganization(operator, { id: made.id });
  await vault.describeOrganization(operator, { externalId: 'third' });
  await vault.updateOrganization(operator, { id: made.id, externalId: 'third again' });
  await vault
    .updateOrganization(operator, { id: made.id, externalId: 'first' })
    .catch(expected('external_id_already_used'));
  await vault.deleteOrganization(operator, { id: made.id, secrets: 'trash' });
  await vault.deleteOrganization(operator, { id: organizationId }).catch(expected('organization_not_empty'));
  const key = await vault.createApiKey(operator, { name: 'A key', organizationId });
  await vault.listApiKeys(operator, {});
  for (const reach of [{}, { organizationId }]) {
    await vault.listApiKeys(operator, reach);
    await vault.listApiKeys(operator, { ...reach, after: key.id });
    await vault.listApiKeys(operator, { ...reach, before: key.id, order: 'asc' });
  }
  const rotated = await vault.rotateApiKey(operator, { id: key.id, overlapDays: 1 });
  await vault.describeOwnApiKey({ via: 'api-key', token: rotated.token, requestId: 'test' }, {});
  await vault.revokeApiKey(operator, { id: key.id });
  const email = 'ada@example.com';
  const password = 'a long pass phrase';
  const { passwordToken } = await vault.createUser(operator, {
    email,
    name: 'Ada',
    grants: [{ role: 'admin' }],
  });
  await vault.choosePassword(nobody, { token: passwordToken ?? '', password });
  await vault.makePasswordLink(operator, { email });
  const { token } = await vault.createSession(nobody, { email, password });
  const caller: Caller = { via: 'session', token, requestId: 'test' };
  await vault.describeSession(caller, {});
  await useProofs(vault, test, caller, password);
  await useAccount(vault, test, { caller, email, password });
  await vault.revokeSession(caller, {});
  await usePasskeyLink(vault, test, email);
  await vault.describeEnvironment(operator, {});
  await vault.updateEnvironment(operator, {
    name: 'renamed',
    stepUpMinutes: 30,
    administratorsReadValues: false,
  });
  await vault.updateEnvironment(operator, { administratorsReadValues: true });
  await vault.ping();
  await vault.createBackup(operator, {
    file: path.join(path.dirname(test.path), `${crypto.randomUUID()}.db`),
  });
}

async function useSingleSignOn(vault: Vault, test: TestVault, organizationId: string): Promise<void> {
  const { operator, nobody } = test;
  const owner = await test.newUser('owner');
  const domains = [{ domain: 'acme.example', state: 'verified' as const }];
  await vault.updateOrganization(operator, { id: organizationId, domains });
  const through: TestVault = { ...test, vault, operator, nobody };
  const everywhere = await newProvider(through, null);
  const mapped = { roleClaim: 'groups', roles: { staff: 'reader', all: 'viewer' } } as const;
  const { id } = await newProvider(through, organizationId, mapped);
  await vault.listIdentityProviders(owner, { organizationId });
  await vault.listIdentityProviders(owner, { organizationId: null });
  await vault.describeIdentityProvider(owner, { id });
  await vault.discoverSignIn(nobody, { email: 'ada@acme.example' });
  const claims = claimsOf({ roles: ['staff'] });
  const member = await signInAt(through, id, claims);
  await signInAt(through, id, { ...claims, roles: ['all'] });
  const linked = claimsOf();
  await vault.linkIdentity(owner, await comeBack(through, everywhere.id, linked, owner));
  await vault.linkIdentity(owner, await comeBack(through, everywhere.id, linked, owner));
  await signInAt(through, everywhere.id, linked);
  await signInAt(through, everywhere.id, claimsOf()).catch(expected('sso_refused'));
  await vault.requireSso(owner, { organizationId, required: true });
  await vault.describeSingleSignOn(member, {});
  const { identities } = await vault.describeSingleSignOn(owner, {});
  await vault.removeIdentity(owner, { id: identities[0]?.id ?? '' });
  await vault.updateIdentityProvider(owner, { id, disabled: true }).catch(expected('sso_required'));
  await vault.requireSso(owner, { organizationId, required: false });
  await vault.updateIdentityProvider(owner, { id, disabled: true });
  await vault.deleteIdentityProvider(owner, { id });
  await vault.updateOrganization(operator, { id: organizationId, domains: [] });
}
/** Of an organization and of the environment, in both directions of their pages. */
async function useMembers(vault: Vault, test: TestVault, organization: string): Promise<void> {
  const owner = await test.newUser('owner');
  for (const organizationId of [organization, null]) {
    const [high, low, lowest] = organizationId ? ORGANIZATION : ENVIRONMENT;
    const head = await invited(high);
    const other = await invited(low);
    await invited(lowest);
    await joinByPasskey(vault, test.nobody, (await invite(lowest)).token);
    const roleless = { organizationId, userId: other.userId };
    const members = await vault.listMembers(owner, { organizationId });
    const open = [await invite(lowest), await invite(low)];
    for (const cut of [{ order: 'asc' }, { order: 'desc' }] as const) {
      await vault.listMembers(owner, { organizationId, ...cut, after: members.items[1]?.id });
      await vault.listMembers(owner, { organizationId, ...cut, before: members.items[1]?.id });
      await vault.listInvitations(owner, { organizationId, ...cut });
      await vault.listInvitations(owner, { organizationId, ...cut, after: open[0]?.id });
      await vault.listInvitations(owner, { organizationId, ...cut, before: open[0]?.id });
    }
    await vault.transferRole(head, roleless);
    await vault.changeRole(owner, { ...roleless, role: high }).catch(expected('not_found'));
    await vault.changeRole(owner, { organizationId, userId: head.userId, role: high });
    await vault.removeMember(owner, roleless);
    await vault.revokeInvitation(owner, { id: open[1]?.id ?? '' });

    async function invite(role: MemberRole) {
      const email = `${crypto.randomUUID()}@example.com`;
      await vault.createInvitation(owner, { organizationId, role, email });
      return vault.createInvitation(owner, { organizationId, role, email });
    }
    async function invited(role: MemberRole) {
      const { token, email } = await invite(role);
      await vault.describeInvitation(test.nobody, { token });
      const password = 'a long pass phrase';
      const { userId } = await vault.acceptInvitation(test.nobody, { token, name: 'Ada', password });
      const session = await vault.createSession(test.nobody, { email, password });
      return { via: 'session', token: session.token, requestId: 'test', userId } as const;
    }
  }
}
const ORGANIZATION = ['admin', 'editor', 'viewer'] as const;
const ENVIRONMENT = ['owner', 'admin', 'auditor'] as const;
async function addPasskey(vault: Vault, caller: Caller) {
  const authenticator = new Authenticator();
  const { options } = await vault.beginPasskey(caller, {});
  const { id } = await vault.addPasskey(caller, { response: authenticator.make(options), name: 'One' });
  return { authenticator, id };
}

async function useProofs(
  vault: Vault,
  { nobody }: TestVault,
  caller: Caller,
  password: string,
): Promise<void> {
  const { authenticator, id } = await addPasskey(vault, caller);
  await vault.listPasskeys(caller, {});
  await vault.renamePasskey(caller, { id, name: 'Another' });
  await vault.describeProof(caller, {});
  await vault.proveSession(caller, { password });
  const proof = await vault.beginPasskeyProof(caller, {});
  await vault.proveSession(caller, { passkey: authenticator.sign(proof.options) });
  const signIn = await vault.beginPasskeySession(nobody, {});
  await vault.createSessionByPasskey(nobody, { response: authenticator.sign(signIn.options) });
  await vault.removePasskey(caller, { id });
}

async function usePasskeyLink(vault: Vault, { nobody, operator }: TestVault, email: string): Promise<void> {
  const token = (await vault.makePasswordLink(operator, { email })).passwordToken ?? '';
  const chosen = await vault.beginPasskeyByLink(nobody, { token });
  await vault.choosePasskey(nobody, { token, response: new Authenticator().make(chosen.options) });
}

async function joinByPasskey(vault: Vault, nobody: Caller, token: string): Promise<void> {
  const given = { token, name: 'Ada' };
  const { options } = await vault.beginPasskeyByInvitation(nobody, given);
  await vault.acceptInvitationByPasskey(nobody, { ...given, response: new Authenticator().make(options) });
}

/** A person's own: a second factor, sessions from several places, another password. */
async function useAccount(
  vault: Vault,
  { nobody, operator, clock }: TestVault,
  { caller, email, password }: { caller: Caller; email: string; password: string },
): Promise<void> {
  const { typed } = await vault.startTotp(caller, {});
  await vault.confirmTotp(caller, { code: codeOf(typed, clock.now()) });
  const { recoveryCodes } = await vault.makeRecoveryCodes(caller, {});
  clock.advance(60_000);
  await vault.createSession(nobody, { email, password }).catch(expected('code_required'));
  await vault.createSession(nobody, { email, password, code: codeOf(typed, clock.now()) });
  await vault.createSession(nobody, { email, password, code: 'none' }).catch(expected('code_required'));
  const elsewhere = {
    ...nobody,
    address: '192.0.2.1',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  };
  await vault.createSession(elsewhere, { email, password, code: recoveryCodes[0] ?? '' });
  const { items } = await vault.listSessions(caller, {});
  await vault.revokeSession(caller, { id: items.find(({ isThis }) => !isThis)?.id ?? '' });
  await vault.revokeSession(caller, { others: true });
  await vault.describeAccount(caller, {});
  await vault.updateAccount(caller, { name: 'Ada Lovelace' });
  await vault.removeTotp(caller, {});
  const again = await vault.startTotp(caller, {});
  await vault.confirmTotp(caller, { code: codeOf(again.typed, clock.now()) });
  await vault.removeSecondFactor(operator, { email });
  await vault.requestPasswordLink(nobody, { email });
  await vault.requestPasswordLink(nobody, { email: 'nobody@example.com' });
  await vault.changePassword(caller, { current: password, password: 'another long pass phrase' });
}

/** Only a vault without users can be set up. */
async function useSetup(ran: Set<string>): Promise<void> {
  const test = await openTestVault();
  await test.vault.describeSetup(test.nobody, {});
  const token = await test.vault.makeSetupLink(test.operator, {});
  await test.vault.completeSetup(test.nobody, {
    token: token ?? '',
    name: 'Ada',
    email: 'ada@example.com',
    password: 'a long pass phrase',
    organizationName: 'Acme',
  });
  await test.close();
  ran.add('describeSetup').add('makeSetupLink').add('completeSetup');
}

function expected(code: string): (error: unknown) => void {
  return (error) => {
    if ((error as { code?: string }).code !== code) throw error;
  };
}
