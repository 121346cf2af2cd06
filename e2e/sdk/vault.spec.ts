import {
  ConflictException,
  NotFoundException,
  OauthException,
  RateLimitExceededException,
  UnauthorizedException,
  UnprocessableEntityException,
  type WorkOS,
} from 'workos-11';
import { newApiKey } from '../support/cli';
import { workos7, workos11 } from '../support/sdk';
import { startServer } from '../support/server';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

let apiKey: string;
let workos: WorkOS;
test.beforeAll(async () => {
  apiKey = await newApiKey(sharedServer());
  workos = workos11(sharedServer().baseURL, apiKey);
});

const newOrganization = (name = 'Acme') => workos.organizations.createOrganization({ name });

test('every page of 250 objects is found by the automatic pagination', async () => {
  const { id: organizationId } = await newOrganization('Many');
  const names = Array.from({ length: 250 }, (_, i) => `many ${String(i).padStart(3, '0')}`);
  for (const name of names) {
    await workos.vault.createObject({ name, value: 'v', context: { organizationId } });
  }
  const found = await (await workos.vault.listObjects({ search: 'many ' })).autoPagination();
  expect(found.map(({ name }) => name)).toEqual(names.toReversed());
  const ascending = await workos.vault.listObjects({ search: 'many ', order: 'asc', limit: 3 });
  expect(ascending.data.map(({ name }) => name)).toEqual(names.slice(0, 3));
  expect(ascending.listMetadata.before, 'the first page').toBeNull();
});

test('what is encrypted on the client is decrypted there, with its associated data', async () => {
  const { id } = await newOrganization();
  const text = 'top secret 🔐\n';
  const encrypted = await workos.vault.encrypt(text, { organization_id: id }, 'row 7');
  expect(encrypted).not.toContain(Buffer.from(text).toString('base64').slice(0, 12));
  expect(await workos.vault.decrypt(encrypted, 'row 7')).toBe(text);
  await expect(workos.vault.decrypt(encrypted, 'row 8')).rejects.toThrow();
  await expect(workos.vault.decrypt(encrypted)).rejects.toThrow();

  const { dataKey, encryptedKeys } = await workos.vault.createDataKey({ context: { organization_id: id } });
  const rekeyed = await workos.vault.createRekey({ context: { tier: 'gold' }, encryptedKeys });
  expect(rekeyed).toMatchObject({ id: dataKey.id, dataKey: dataKey.key, context: { tier: 'gold' } });
  expect(await workos.vault.decryptDataKey({ keys: rekeyed.encryptedKeys as string })).toEqual(dataKey);

  const old = workos7(sharedServer().baseURL, apiKey);
  expect(await old.vault.decrypt(await old.vault.encrypt(text, { organization_id: id }))).toBe(text);
  // The two releases write different messages: the keys that the other one cuts out are garbage, and that is said.
  await expect(old.vault.decrypt(encrypted)).rejects.toMatchObject({ status: 400 });
});

test('organizations are made, found, changed and deleted', async () => {
  const made = await workos.organizations.createOrganization({
    name: 'Globex',
    externalId: 'globex/1',
    metadata: { tier: 'gold' },
    domainData: [{ domain: 'globex.example', state: 'verified' as never }],
  });
  expect(made).toMatchObject({
    object: 'organization',
    externalId: 'globex/1',
    metadata: { tier: 'gold' },
    domains: [{ domain: 'globex.example', state: 'verified', organizationId: made.id }],
  });
  expect(await workos.organizations.getOrganization(made.id)).toEqual(made);
  expect(await workos.organizations.getOrganizationByExternalId('globex/1')).toEqual(made);
  const listed = await workos.organizations.listOrganizations({ domains: ['globex.example'] });
  expect(listed.data).toEqual([made]);
  const changed = await workos.organizations.updateOrganization({ organization: made.id, name: 'Globex 2' });
  expect(changed).toMatchObject({ name: 'Globex 2', externalId: 'globex/1', metadata: { tier: 'gold' } });
  await workos.organizations.deleteOrganization(made.id);
  await expect(workos.organizations.getOrganization(made.id)).rejects.toBeInstanceOf(NotFoundException);
});

test('all events can be listed, those that a client does not know too', async () => {
  const { id: organizationId } = await newOrganization('Watched');
  const object = await workos.vault.createObject({ name: 'seen', value: 'v', context: { organizationId } });
  await workos.vault.readObject({ id: object.id });
  const read = await workos.events.listEvents({ events: ['vault.data.read'], organizationId });
  expect(read.data).toMatchObject([
    {
      event: 'vault.data.read',
      data: { actorSource: 'api', actorName: 'End to end', kvName: 'seen', keyId: object.keyId },
      context: { actor: { source: 'api', name: 'End to end' } },
    },
  ]);
  for (const client of [workos, workos7(sharedServer().baseURL, apiKey)]) {
    const page = await client.events.listEvents({ events: [], limit: 100 });
    expect(page.data.length).toBeGreaterThan(5);
  }
  // A page after the other until the end, as a program does that copies the trail.
  const types = new Set<string>();
  let after: string | null | undefined;
  do {
    const page = await workos.events.listEvents({ limit: 100, ...(after ? { after } : {}) } as never);
    for (const { event } of page.data) types.add(event);
    after = page.listMetadata.after;
  } while (after);
  expect([...types]).toEqual(
    expect.arrayContaining([
      'api_key.created',
      'organization.created',
      'vault.kek.created',
      'vault.data.created',
    ]),
  );
});

test('errors arrive as the exceptions of the SDK, with the request id', async () => {
  const requestID = expect.stringMatching(/^req_/);
  const caught = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );
  const context = { organizationId: (await newOrganization()).id };
  const { id, versionId } = await workos.vault.createObject({ name: 'one', value: 'v', context });
  await workos.vault.updateObject({ id, value: 'w' });

  const stranger = workos11(sharedServer().baseURL, 'sk_unknown');
  for (const [type, status, call] of [
    [NotFoundException, 404, () => workos.vault.readObject({ id: 'secret_0' })],
    [UnauthorizedException, 401, () => stranger.vault.readObject({ id })],
    [ConflictException, 409, () => workos.vault.createObject({ name: 'one', value: 'v', context })],
    [
      ConflictException,
      409,
      () => workos.vault.updateObject({ id, value: 'x', versionCheck: versionId as string }),
    ],
    [UnprocessableEntityException, 422, () => workos.vault.createObject({ name: '', value: 'v', context })],
    // What the SDK makes of any 400 with the `error` that the contract asks for.
    [OauthException, 400, () => workos.vault.listObjects({ limit: 101 })],
  ] as const) {
    const error = await caught(call());
    expect(error, type.name).toBeInstanceOf(type);
    expect(error).toMatchObject({ status, requestID });
  }
  expect(await caught(workos.vault.decryptDataKey({ keys: 'anVuaw==' }))).toMatchObject({
    status: 400,
    requestID,
  });
  const large = await caught(workos.vault.createObject({ name: 'big', value: 'x'.repeat(65_537), context }));
  expect(large).toMatchObject({ status: 413, requestID, message: expect.stringContaining('65536') });
});

test('a key for one organization sees nothing of another', async () => {
  const [mine, theirs] = [await newOrganization('Mine'), await newOrganization('Theirs')];
  const object = await workos.vault.createObject({
    name: 'theirs',
    value: 'v',
    context: { organizationId: theirs.id },
  });
  const client = workos11(sharedServer().baseURL, await newApiKey(sharedServer(), mine.id));
  await expect(client.vault.readObject({ id: object.id })).rejects.toBeInstanceOf(NotFoundException);
  await expect(client.vault.readObjectByName('theirs')).rejects.toBeInstanceOf(NotFoundException);
  expect((await client.vault.listObjects()).data).toEqual([]);
  expect((await client.organizations.listOrganizations()).data.map(({ id }) => id)).toEqual([mine.id]);
  expect(await workos.vault.readObject({ id: object.id }), 'it is there').toMatchObject({ value: 'v' });
});

test('a key that only reads, and only some names, is told what it lacks, and nothing of the others', async () => {
  const { id: organizationId } = await newOrganization('Narrow');
  const context = { organizationId };
  const inside = await workos.vault.createObject({ name: 'db/main', value: 'v', context });
  const outside = await workos.vault.createObject({ name: 'cache/main', value: 'v', context });
  const less = ['--scopes', 'read,describe', '--prefix', 'db/', '--allow', '127.0.0.1', '--allow', '::1'];
  const client = workos11(sharedServer().baseURL, await newApiKey(sharedServer(), organizationId, less));
  expect(await client.vault.readObject({ id: inside.id })).toMatchObject({ value: 'v' });
  expect(await client.vault.readObjectByName('db/main')).toMatchObject({ value: 'v' });
  expect((await client.vault.listObjects()).data.map(({ name }) => name)).toEqual(['db/main']);
  await expect(client.vault.readObject({ id: outside.id })).rejects.toBeInstanceOf(NotFoundException);
  await expect(client.vault.readObjectByName('cache/main')).rejects.toBeInstanceOf(NotFoundException);
  for (const [scope, call] of [
    ['write', () => client.vault.updateObject({ id: inside.id, value: 'w' })],
    ['write', () => client.vault.createObject({ name: 'db/new', value: 'v', context })],
    ['delete', () => client.vault.deleteObject({ id: inside.id })],
    ['data_keys', () => client.vault.createDataKey({ context: { organization_id: organizationId } })],
    ['events', () => client.events.listEvents({ events: [] })],
  ] as const) {
    await expect(call(), scope).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining(`lacks the scope ${scope}`),
    });
  }
});

test('a client beyond its limit is told to wait', async () => {
  const server = await startServer({ env: { STRONGROOM_REQUESTS_PER_MINUTE: '3' } });
  try {
    const client = workos7(server.baseURL, await newApiKey(server));
    for (let i = 0; i < 3; i++) await client.vault.listSecrets();
    await expect(client.vault.listSecrets()).rejects.toMatchObject({
      status: 429,
      name: 'RateLimitExceededException',
      retryAfter: expect.any(Number),
    });
    expect(RateLimitExceededException.name).toBe('RateLimitExceededException');
  } finally {
    await server.stop();
  }
});
