import path from 'node:path';
import type { Caller, Vault } from '../index';
import type { TestVault } from './open-test-vault';
import { openTestVault } from './open-test-vault';

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
  const callers: Caller[] = [
    await test.newKey(),
    await test.newKey(first.id),
    await test.newUser('admin'),
    await test.newUser({ role: 'editor', organizationId: first.id }),
    await test.newUser(
      { role: 'editor', organizationId: first.id },
      { role: 'reader', organizationId: second.id },
    ),
  ];
  for (const caller of callers) {
    await useSecrets(vault, caller, first.id);
    await useLists(vault, caller, first.id);
  }
  await useKeys(vault, callers[0] as Caller, first.id);
  for (const person of callers.slice(2)) {
    await useTransfers(vault, person, callers[2] as Caller, first.id);
  }
  await useRestrictions(vault, test, callers, first.id);
  await usePurge(vault, callers[0] as Caller, callers[2] as Caller, first.id);
  await useAdministration(vault, test, first.id);
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
  const { items } = await vault.listVersions(caller, { id });
  await vault.listVersions(caller, { id, after: items[0]?.id ?? '' });
  await vault.readVersion(caller, { id, versionId });
  await vault.deleteSecret(caller, { id });
  await vault.restoreSecret(caller, { id });
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
  await vault.listApiKeys(operator, { after: key.id });
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
  await vault.revokeSession(caller, {});
  await vault.ping();
  await vault.createBackup(operator, {
    file: path.join(path.dirname(test.path), `${crypto.randomUUID()}.db`),
  });
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
