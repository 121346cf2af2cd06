import { newApiKey } from '../support/cli';
import { workos7, workos11 } from '../support/sdk';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

const server = sharedServer;
let apiKey: string;
test.beforeAll(async () => {
  apiKey = await newApiKey(server());
});

test('the guide runs with SDK 7.45.0: its code, another host', async () => {
  const workos = workos7(server().baseURL, apiKey);
  const { id: organizationId } = await workos.organizations.createOrganization({ name: 'Foo Corp' });

  const organization = await workos.organizations.getOrganization(organizationId);
  const secret = await workos.vault.createSecret({
    name: 'foo-corp-secret',
    value: 'secret value',
    context: { organizationId: organization.id },
  });
  expect(secret).toMatchObject({
    id: expect.stringMatching(/^secret_/),
    context: { organization_id: organization.id },
    environmentId: expect.stringMatching(/^environment_/),
    keyId: expect.any(String),
    updatedAt: expect.any(Date),
    updatedBy: { id: expect.stringMatching(/^key_/), name: 'End to end' },
    versionId: expect.stringMatching(/^version_/),
  });

  const updatedSecret = await workos.vault.updateSecret({
    id: secret.id,
    value: 'new value',
    versionCheck: secret.versionId,
  });
  expect(updatedSecret.metadata.versionId).not.toBe(secret.versionId);
  expect(updatedSecret.value, 'an update shows no value').toBeUndefined();
  await expect(
    workos.vault.updateSecret({ id: secret.id, value: 'stale', versionCheck: secret.versionId }),
  ).rejects.toMatchObject({ status: 409 });

  const { id } = secret;
  const secrets = await workos.vault.listSecrets();
  expect(secrets.data).toContainEqual({ id, name: 'foo-corp-secret', updatedAt: expect.any(Date) });

  const metadata = await workos.vault.describeSecret({ id });
  expect(metadata.value).toBeUndefined();
  expect(metadata.metadata).toEqual(updatedSecret.metadata);

  const read = await workos.vault.readSecret({ id });
  expect(read).toMatchObject({ id, name: 'foo-corp-secret', value: 'new value' });
  expect(read.metadata).toEqual(updatedSecret.metadata);

  const versions = await workos.vault.listSecretVersions({ id });
  expect(versions.map(({ currentVersion }) => currentVersion)).toEqual([true, false]);

  await workos.vault.deleteSecret({ id: secret.id });
  await expect(workos.vault.readSecret({ id })).rejects.toMatchObject({
    status: 404,
    name: 'NotFoundException',
  });
});

test('the same with SDK 11.0.0, in its words', async () => {
  const workos = workos11(server().baseURL, apiKey);
  const organization = await workos.organizations.createOrganization({ name: 'Foo Corp' });
  const object = await workos.vault.createObject({
    name: 'foo-corp secret/1 %',
    value: 'secret value',
    context: { organizationId: organization.id },
  });
  expect(object.context).toEqual({ organization_id: organization.id });
  const updated = await workos.vault.updateObject({
    id: object.id,
    value: 'new value',
    versionCheck: object.versionId as string,
  });
  expect(updated.metadata.versionId).not.toBe(object.versionId);
  await workos.vault.updateObject({ id: object.id, value: 'newer value' });

  const { id } = object;
  expect((await workos.vault.listObjects({ search: 'foo-corp secret' })).data).toEqual([
    { id, name: 'foo-corp secret/1 %', updatedAt: expect.any(Date) },
  ]);
  expect((await workos.vault.describeObject({ id })).metadata).toMatchObject({ id, context: object.context });
  expect(await workos.vault.readObject({ id })).toMatchObject({ id, value: 'newer value' });
  expect(await workos.vault.readObjectByName('foo-corp secret/1 %')).toMatchObject({
    id,
    value: 'newer value',
  });
  expect(await workos.vault.listObjectVersions({ id })).toHaveLength(3);
  await workos.vault.deleteObject({ id });
  await expect(workos.vault.readObject({ id })).rejects.toMatchObject({ status: 404 });
});
