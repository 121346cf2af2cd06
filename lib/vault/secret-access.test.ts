import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let admin: SessionCaller;
let acme: string;
let bolt: string;
let secret: string;
beforeEach(async () => {
  test = await openTestVault();
  acme = (await test.newOrganization('Acme')).id;
  bolt = (await test.newOrganization('Bolt')).id;
  admin = await test.newUser('admin');
  const key = await test.newKey(acme);
  const context = { organization_id: acme };
  secret = (await test.vault.createSecret(key, { name: 's', value: 'v', context })).id;
});
afterEach(() => test.close());

const access = (caller = admin) => test.vault.describeAccess(caller, { id: secret, organizationId: acme });

describe('who may read a secret', () => {
  it('is told with the rule by which, and is exactly who can', async () => {
    const callers = {
      admin,
      editor: await test.newUser({ role: 'editor', organizationId: acme }),
      reader: await test.newUser({ role: 'reader', organizationId: acme }),
      both: await test.newUser(
        { role: 'reader', organizationId: acme },
        { role: 'editor', organizationId: bolt },
      ),
      foreign: await test.newUser({ role: 'editor', organizationId: bolt }),
      everywhere: await test.newKey(),
      ofAcme: await test.newKey(acme),
      ofBolt: await test.newKey(bolt),
      revoked: await test.newKey(),
    };
    await test.vault.revokeApiKey(test.operator, { id: callers.revoked.keyId });
    const { readers, more } = await access();
    expect(more).toBe(false);
    const told = new Map(
      readers.map(({ id, role, everywhere }) => [id, `${role}${everywhere ? ' everywhere' : ''}`]),
    );
    const idOf = (caller: (typeof callers)[keyof typeof callers]) =>
      'keyId' in caller ? caller.keyId : caller.userId;
    expect(told.get(idOf(callers.admin))).toBe('admin everywhere');
    expect(told.get(idOf(callers.reader))).toBe('reader');
    expect(told.get(idOf(callers.everywhere))).toBe('key everywhere');
    expect(told.get(idOf(callers.ofAcme))).toBe('key');
    for (const [name, caller] of Object.entries(callers)) {
      const can = await test.vault.readSecret(caller, { id: secret }).then(
        () => true,
        () => false,
      );
      expect(told.has(idOf(caller)), name).toBe(can);
    }
  });

  it('is told to whoever may read it, and to nobody else', async () => {
    const reader = await test.newUser({ role: 'reader', organizationId: acme });
    expect((await access(reader)).readers.length).toBeGreaterThan(1);
    const foreign = await test.newUser({ role: 'reader', organizationId: bolt });
    await expect(access(foreign)).rejects.toMatchObject({ code: 'not_found' });
    for (const caller of [await test.newKey(), test.operator]) {
      await expect(test.vault.describeAccess(caller, { id: secret })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });
});

describe('the last reading of a secret', () => {
  it('is nobody’s at first, and no look at the details counts', async () => {
    await test.vault.describeSecret(admin, { id: secret });
    expect((await access()).lastReads).toEqual([]);
  });

  it('is that of the latest who saw a value, an old one too', async () => {
    const { id, versionId } = await test.vault.describeSecret(admin, { id: secret });
    await test.vault.readSecret(await test.newKey(acme), { id });
    expect((await access()).lastReads).toMatchObject([{ reader: { name: 'Test key', kind: 'key' } }]);
    test.clock.advance(60_000);
    await test.vault.readVersion(admin, { id, versionId });
    const { lastReads } = await access();
    expect(lastReads.map(({ reader }) => reader.name)).toEqual(['Test person', 'Test key']);
    expect(lastReads[0]?.at).toBe(test.clock.now().toISOString());
  });
});
