import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from './actor';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

/** Whoever runs an organization is told who reads its secrets, and learns of nobody else by knowing an id. */
let test: TestVault;
let acme: string;
let bolt: string;
let ofAcme: SessionCaller;
let owner: SessionCaller;
let secretId: string;
beforeEach(async () => {
  test = await openTestVault();
  [acme, bolt] = [(await test.newOrganization('Acme')).id, (await test.newOrganization('Bolt')).id];
  ofAcme = await test.newUser({ role: 'admin', organizationId: acme });
  owner = await test.newUser('owner');
  const context = { organization_id: acme };
  secretId = (await test.vault.createSecret(ofAcme, { name: 's', value: 'v', context })).id;
});
afterEach(() => test.close());

const told = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    (result) => JSON.stringify(result),
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
const explain = (by: Caller, subjectId: string) =>
  told(test.vault.explainAccess(by, { id: secretId, subjectId }));
const preview = (by: Caller, userId: string) =>
  told(test.vault.previewAccess(by, { kind: 'role', userId, organizationId: acme, role: 'reader' }));
const listed = async (by: Caller) =>
  (await test.vault.listBearers(by, { id: secretId })).bearers.map(({ id }) => id);

/** Told of them whichever way, or of nobody whichever way, in the words for one who never was. */
async function expectNamed(by: Caller, id: string, isNamed: boolean): Promise<void> {
  const isKey = id.startsWith('key_');
  const answers = [
    [await explain(by, id), await explain(by, isKey ? 'key_none' : 'user_none')],
    ...(isKey ? [] : [[await preview(by, id), await preview(by, 'user_none')]]),
  ];
  for (const [is, missing] of answers) {
    expect(missing).toMatch(/^not_found/);
    if (isNamed) expect(is).not.toMatch(/^[a-z_]+: /);
    else expect(is).toBe(missing);
  }
}

describe('who an organization’s administrator is told of', () => {
  it('is a member, and who reads its secrets by a role of the environment', async () => {
    const [admin, auditor] = [await test.newUser('admin'), await test.newUser('auditor')];
    const member = await test.newUser({ role: 'viewer', organizationId: acme });
    const both = await test.newUser('auditor', { role: 'viewer', organizationId: acme });
    const stranger = await test.newUser({ role: 'admin', organizationId: bolt });
    for (const { userId } of [owner, admin, member, both]) await expectNamed(ofAcme, userId, true);
    for (const { userId } of [auditor, stranger]) {
      await expectNamed(ofAcme, userId, false);
      // It is there for those who run the environment.
      await expectNamed(owner, userId, true);
    }
    expect(new Set(await listed(ofAcme))).toEqual(
      new Set([ofAcme, owner, admin, member, both].map(({ userId }) => userId)),
    );
    expect(await listed(owner)).toContain(auditor.userId);
  });

  it('is none of those who run the environment where it keeps them from values', async () => {
    await test.vault.updateEnvironment(owner, { administratorsReadValues: false });
    await expectNamed(ofAcme, owner.userId, false);
    await expectNamed(owner, owner.userId, true);
    expect(await listed(ofAcme)).toEqual([ofAcme.userId]);
  });

  it('is a key of its own, also one that has ended, and one that reads its secrets from around it', async () => {
    const [own, ended, around] = [await test.newKey(acme), await test.newKey(acme), await test.newKey()];
    const [looks, elsewhere, gone] = [
      await test.newKey(null, { scopes: ['describe'] }),
      await test.newKey(bolt),
      await test.newKey(),
    ];
    for (const { keyId } of [ended, gone]) await test.vault.revokeApiKey(test.operator, { id: keyId });
    for (const { keyId } of [own, ended, around]) await expectNamed(ofAcme, keyId, true);
    for (const { keyId } of [looks, elsewhere, gone]) {
      await expectNamed(ofAcme, keyId, false);
      await expectNamed(owner, keyId, true);
    }
    const keys = (await listed(ofAcme)).filter((id) => id.startsWith('key_'));
    expect(new Set(keys)).toEqual(new Set([own.keyId, around.keyId]));
  });
});
