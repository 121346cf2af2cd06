import { randomBytes } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { newApiKey } from '../support/cli';
import { type Api, apiOf, newOrganization, newPerson, signIn } from '../support/dashboard';
import { besideServer, COMMAND_LINE } from '../support/people';
import { builtActions, builtRoutes, filled } from '../support/routes';
import { workos7, workos11 } from '../support/sdk';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/**
 * A deleted secret is gone from every page, handler, action, endpoint and SDK call: this walks all that the built
 * application has, with the secret's id and name. What is new is walked too, or fails the test until it is named here.
 */
interface Made {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly oldValue: string;
  readonly service: string;
  readonly versionId: string;
  readonly oldVersionId: string;
}

const server = sharedServer;
let key: string;
let api: Api;
let org: string;
let departure: string;
let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
  key = await newApiKey(server());
  api = apiOf(server(), key);
  org = await newOrganization(server(), 'Of deleted secrets');
  departure = await besideServer(server(), async (vault) => {
    const grants = [{ role: 'reader', organizationId: org } as const];
    const leaver = { email: `${canary('leaver')}@example.com`, name: 'Deleted Leaver', grants };
    const { id: userId } = await vault.createUser(COMMAND_LINE, leaver);
    await vault.removeMember(COMMAND_LINE, { organizationId: org, userId });
    return (await vault.listDepartures(COMMAND_LINE, { organizationId: org })).items[0]?.id ?? '';
  });
  context = await browser.newContext({ baseURL: server().baseURL });
  const page = await context.newPage();
  await signIn(page, server(), await newPerson(server(), { name: 'Deleted Admin', role: 'admin' }));
  await page.close();
});
test.afterAll(() => context?.close());

const canary = (what: string) => `${what}${randomBytes(8).toString('hex')}`;

async function live(): Promise<Made> {
  const [name, value, service] = [canary('name'), canary('value'), canary('service')];
  const oldValue = canary('oldvalue');
  const created = await api('POST', '/vault/v1/kv', {
    name,
    value: oldValue,
    key_context: { organization_id: org, service },
  });
  const { id, version_id: oldVersionId } = (await created.json()) as { id: string; version_id: string };
  await api('PUT', `/vault/v1/kv/${id}`, { value });
  const { data } = (await (await api('GET', `/vault/v1/kv/${id}/versions`)).json()) as {
    data: { id: string }[];
  };
  return { id, name, value, oldValue, service, oldVersionId, versionId: data[0]?.id ?? '' };
}

async function deleted(): Promise<Made> {
  const made = await live();
  expect((await api('DELETE', `/vault/v1/kv/${made.id}`)).status).toBe(200);
  // What happened last is told in an overview, which shows the end of the trail: this is what happened last.
  await live();
  return made;
}

/** What an answer tells of a secret beside what was asked with. */
const tracesOf = (made: Made, answer: string, asked: string) =>
  Object.entries(made).flatMap(([what, trace]) =>
    answer.includes(trace) && !asked.includes(trace) ? [what] : [],
  );

const fromHere = () => ({ Origin: server().baseURL, 'Sec-Fetch-Site': 'same-origin' });

test('a deleted secret is on no page but the trash and the trail, however the page is asked for', async () => {
  test.setTimeout(180_000);
  /** Which routes tell what of it. */
  const walk = async (made: Made) => {
    const searches = [
      {},
      { q: made.name },
      { prefix: made.name, sort: 'name' },
      { item: `service=${made.service}` },
      { unread: '1' },
      { idle: '1' },
      { due: '999' },
      { after: made.id },
      { before: made.id },
      { secret: made.id },
      { deleted: made.id },
    ].map((one) => new URLSearchParams(one as Record<string, string>).toString());
    const told = new Map<string, Set<string>>();
    for (const route of builtRoutes().pages) {
      const at = filled(route, { org, id: made.id, departure });
      for (const search of searches) {
        const response = await context.request.get(search ? `${at}?${search}` : at);
        const traces = tracesOf(made, await response.text(), at + search);
        if (traces.length > 0) told.set(route, new Set([...(told.get(route) ?? []), ...traces]));
        if (route.includes('[id]')) expect([200, 404]).toContain(response.status());
      }
    }
    return told;
  };
  const there = await walk(await live());
  for (const route of ['secrets', 'secrets/[id]', 'overview', 'activity'])
    expect([...there.keys()], 'a live one is told of').toContain(`/orgs/[org]/${route}`);
  const gone = await walk(await deleted());
  expect([...gone.keys()].toSorted()).toEqual(['/orgs/[org]/activity', '/orgs/[org]/trash']);
  for (const told of [...there.values(), ...gone.values()]) {
    expect(told).not.toContain('value');
    expect(told).not.toContain('oldValue');
  }
});

/** Have a test of their own here, or no secret. */
const OTHER_HANDLERS = [
  '/vault/[...path]',
  '/organizations/[[...path]]',
  '/events',
  '/openapi.json',
  '/api/auth/[...nextauth]',
  '/api/health',
  '/icon.svg',
  // Ends the session that the others are asked with.
  '/sign-out',
];

test('no route handler gives anything of a deleted secret', async () => {
  const ask = async (made: Made) => {
    const told: string[] = [];
    for (const route of builtRoutes().handlers.filter((one) => !OTHER_HANDLERS.includes(one))) {
      const at = filled(route, { org, id: made.id });
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const versionId of [undefined, made.versionId, made.oldVersionId]) {
          const data = JSON.stringify({ purpose: 'reveal', versionId, ids: [made.id], id: made.id });
          const headers = { ...fromHere(), 'Content-Type': 'application/json' };
          // Its own answer: where it leads is a page, and pages are walked above.
          const response = await context.request.fetch(at, { method, headers, data, maxRedirects: 0 });
          const traces = tracesOf(made, await response.text(), at + data);
          if (traces.length > 0) told.push(`${method} ${route}: ${traces.join()}`);
        }
      }
    }
    return told;
  };
  const value = 'POST /orgs/[org]/secrets/[id]/value';
  expect(await ask(await live())).toEqual([
    ...[1, 2, 3].map(() => `${value}/alone: value`),
    ...['value', 'value', 'oldValue'].map((which) => `${value}: ${which}`),
  ]);
  expect(await ask(await deleted())).toEqual([]);
});

type Ask = (made: Made) => { readonly form: Record<string, string> } | { readonly args: unknown[] };
const about = ({ id, versionId, oldVersionId }: Made, more: Record<string, string>) => ({
  form: { organizationId: org, secretId: id, versionCheck: versionId, versionId: oldVersionId, ...more },
});
/** Each server action: how it is asked of a secret, or why it tells of none. */
const ACTIONS: Record<string, Ask | string> = {
  findAction: ({ name }) => ({ args: [org, name] }),
  replaceValueAction: (made) => about(made, { value: 'another' }),
  deleteSecretAction: (made) => about(made, {}),
  deleteSecretsAction: (made) => about(made, { ids: made.id }),
  updateDetailsAction: (made) => about(made, { note: 'another' }),
  rollBackAction: (made) => about(made, {}),
  changeRestrictionAction: (made) => about(made, { who: 'all', needsApproval: 'yes' }),
  lastReadsAction: ({ id }) => ({ args: [org, id] }),
  requestApprovalAction: 'wants a marked one: the vault’s own walk asks for one',
  decideAction: 'requests, by ids of their own',
  withdrawRequestAction: 'requests, by ids of their own',
  createSecretAction: 'makes a new one',
  undoDeleteAction: 'is the way out of the trash',
  undoBulkDeleteAction: 'is the way out of the trash',
  restoreSecretsAction: 'is the way out of the trash',
  restoreSecretAction: 'is the way out of the trash',
  purgeSecretAction: 'is for what is in the trash',
  createOrganizationAction: 'organizations',
  updateOrganizationAction: 'organizations',
  deleteOrganizationAction: 'organizations',
  revokeApiKeyAction: 'API keys',
  closeDepartureAction: 'people who left',
  changeNameAction: 'people',
  changePasswordAction: 'people',
  endSessionAction: 'people',
  endOtherSessionsAction: 'people',
  removeAuthenticatorAction: 'people',
  renamePasskeyAction: 'people',
  removePasskeyAction: 'people',
  acceptInvitationAction: 'people',
  describeInvitationAction: 'people',
  revokeInvitationAction: 'people',
  changeRoleAction: 'people',
  removeMemberAction: 'people',
  transferRoleAction: 'people',
  confirmAction: 'people',
  requestLinkAction: 'people',
  updateEnvironmentAction: 'the installation',
  choosePasswordAction: 'people',
  setUpAction: 'people',
  signInAction: 'people',
  findWaysAction: 'people',
  removeIdentityAction: 'people',
  saveProviderAction: 'where people sign in',
  switchProviderAction: 'where people sign in',
  testProviderAction: 'where people sign in',
  deleteProviderAction: 'where people sign in',
  requireSsoAction: 'where people sign in',
  changeDomainAction: 'where people sign in',
};

/** A form's state and its fields, as React sends them: what stands in for the fields comes after them. */
function encoded(form: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(`_1_${name}`, value);
  data.append('0', '[{"status":"idle"},"$K1"]');
  return data;
}

const UNREAD = 'Nobody has seen a value of it.';

test('no action finds a deleted secret', async () => {
  const actions = builtActions();
  expect(actions.map(({ name }) => name).toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  for (const { id, name, route } of actions) {
    const asks = ACTIONS[name];
    if (typeof asks !== 'function') continue;
    const send = async (made: Made) => {
      const asked = asks(made);
      const headers = { ...fromHere(), Accept: 'text/x-component', 'Next-Action': id };
      const response = await context.request.post(filled(route, { org, id: made.id }), {
        headers,
        maxRedirects: 0,
        ...('form' in asked ? { multipart: encoded(asked.form) } : { data: JSON.stringify(asked.args) }),
      });
      return { text: await response.text(), asked: JSON.stringify(asked) };
    };
    const there = await live();
    const found = await send(there);
    expect(found.text, `${name} of a live one`).not.toContain('"status":"error"');
    if (name === 'findAction') expect(tracesOf(there, found.text, found.asked)).toContain('id');
    if (name === 'lastReadsAction') expect(found.text).toContain(UNREAD);
    const gone = await deleted();
    const { text, asked } = await send(gone);
    expect(tracesOf(gone, text, asked), name).toEqual([]);
    expect(text, name).not.toContain(UNREAD);
    // Two give nothing, and no reason.
    if (!['findAction', 'lastReadsAction'].includes(name)) expect(text, name).toContain('"code":"not_found"');
  }
});

interface Described {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: {
    readonly content: { 'application/json': { schema: { $ref?: string; properties?: object } } };
  };
}

test('no endpoint that the API describes gives anything of a deleted secret but the trail', async () => {
  const { paths, components } = (await (await api('GET', '/openapi.json')).json()) as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, { properties?: object }> };
  };
  const known = (made: Made): Record<string, unknown> => ({
    id: made.id,
    name: made.name,
    value: 'another',
    search: made.name,
    after: made.id,
    before: made.id,
    organization_id: org,
    version_check: made.versionId,
    key_context: { organization_id: org },
    context: { organization_id: org },
    external_id: made.id,
  });
  const walk = async (make: () => Promise<Made>) => {
    const told: string[] = [];
    for (const [route, methods] of Object.entries(paths)) {
      for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
        const queries = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
        const schema = requestBody?.content['application/json'].schema;
        const properties =
          schema?.properties ?? components.schemas[schema?.$ref?.split('/').at(-1) ?? '']?.properties;
        // Without any query, then with each of those that may name a secret.
        for (const query of [undefined, ...queries]) {
          const made = await make();
          const given = known(made);
          if (query !== undefined && typeof given[query] !== 'string') continue;
          const params = Object.fromEntries(Object.entries(given).map(([name, one]) => [name, String(one)]));
          const path = `${filled(route, { ...params, external_id: made.id })}${query ? `?${query}=${String(given[query])}` : ''}`;
          const body =
            properties && Object.fromEntries(Object.keys(properties).map((name) => [name, given[name]]));
          const response = await api(method.toUpperCase(), path, body);
          const traces = tracesOf(made, await response.text(), path + JSON.stringify(body ?? ''));
          if (traces.length > 0) told.push(`${method.toUpperCase()} ${route}`);
          if (route.startsWith('/vault/v1/kv/{id}') && make === deleted)
            expect(response.status, path).toBe(404);
        }
      }
    }
    return [...new Set(told)].toSorted();
  };
  expect(await walk(live)).toEqual(
    expect.arrayContaining([
      'GET /vault/v1/kv',
      'GET /vault/v1/kv/name/{name}',
      'GET /vault/v1/kv/{id}',
      'GET /vault/v1/kv/{id}/metadata',
      'GET /vault/v1/kv/{id}/versions',
      'PUT /vault/v1/kv/{id}',
      'DELETE /vault/v1/kv/{id}',
    ]),
  );
  expect(await walk(deleted)).toEqual(['GET /events']);
});

type Call = (made: Made) => unknown[];
/** Each method of the SDKs: what it is called with, or why it reads no secret. */
const METHODS: Record<string, Call | string> = {
  readObject: ({ id }) => [{ id }],
  readObjectByName: ({ name }) => [name],
  describeObject: ({ id }) => [{ id }],
  listObjectVersions: ({ id }) => [{ id }],
  listObjects: ({ name }) => [{ search: name }],
  updateObject: ({ id }) => [{ id, value: 'another' }],
  deleteObject: ({ id }) => [{ id }],
  createObject: 'makes a new one',
  createDataKey: 'a key of the client',
  decryptDataKey: 'a key of the client',
  createRekey: 'a key of the client',
  encrypt: 'on the client',
  decrypt: 'on the client',
  decode: 'on the client',
};
/** The names that the guide uses. */
const toObject = (method: string) => method.replace(/Secret/, 'Object');

test('no call of an SDK finds a deleted secret', async () => {
  for (const sdk of [workos7(server().baseURL, key), workos11(server().baseURL, key)]) {
    const vault = sdk.vault as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const names = [...Object.keys(vault), ...Object.getOwnPropertyNames(Object.getPrototypeOf(vault))];
    const methods = names.filter((name) => typeof vault[name] === 'function' && name !== 'constructor');
    expect(methods.length).toBeGreaterThan(10);
    for (const method of methods) {
      const call = METHODS[toObject(method)];
      expect(call, `${method} is known`).toBeDefined();
      if (typeof call !== 'function') continue;
      const outcome = (made: Made) =>
        (vault[method] as (...args: unknown[]) => Promise<unknown>)(...call(made)).then(
          (result) => JSON.stringify(result) ?? '',
          (error: { status?: number }) => `refused with ${error.status}`,
        );
      expect(await outcome(await live()), `${method} of a live one`).not.toContain('refused');
      const made = await deleted();
      const text = await outcome(made);
      if (method.startsWith('list') && !method.endsWith('Versions'))
        expect(tracesOf(made, text, JSON.stringify(call(made)))).toEqual([]);
      else expect(text, method).toBe('refused with 404');
    }
  }
});
