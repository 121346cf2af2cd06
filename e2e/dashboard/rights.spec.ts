import path from 'node:path';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { sql } from 'drizzle-orm';
import { openDatabase } from '@/lib/db/client';
import type { Person } from '../support/dashboard';
import {
  besideServer,
  COMMAND_LINE,
  fromHere,
  makePerson,
  noBrowser,
  signInWithout,
} from '../support/people';
import { builtActions, builtRoutes, filled } from '../support/routes';
import { sharedServer } from '../support/shared';
import { expect, test } from '../support/test';

/**
 * Every page, every route handler and every server action of the built application, asked by every role, signed out,
 * from elsewhere: the lists come from the build, and what it has and no table here names fails.
 */
const server = sharedServer;
const VALUE = 'what-the-rights-spec-must-not-see';

const ROLES = [
  'owner',
  'admin',
  'auditor',
  // Of the organization.
  'orgAdmin',
  'editor',
  'reader',
  'viewer',
  // Administers another one.
  'stranger',
  // Administered one that is no more: has an account, and no right.
  'removed',
  'nobody',
] as const;
type Role = (typeof ROLES)[number];

const HERE: readonly Role[] = ['owner', 'admin', 'auditor', 'orgAdmin', 'editor', 'reader', 'viewer'];
const WRITERS: readonly Role[] = ['owner', 'admin', 'orgAdmin', 'editor'];
const READERS: readonly Role[] = [...WRITERS, 'reader'];
const ADMINS: readonly Role[] = ['owner', 'admin', 'orgAdmin'];
const OF_ENVIRONMENT: readonly Role[] = ['owner', 'admin'];
const SIGNED_IN: readonly Role[] = ROLES.filter((role) => role !== 'nobody');

/** Who gets a page; `to`: it only leads elsewhere. Public ones say so, and tell nothing of anybody. */
type Page = 'public' | { readonly open: readonly Role[]; readonly to?: true };
const PAGES: Record<string, Page> = {
  '/': { open: SIGNED_IN, to: true },
  '/sign-in': 'public',
  '/setup': 'public',
  '/password': 'public',
  '/invite': 'public',
  '/confirm': { open: SIGNED_IN },
  // Of whoever asks, and of nobody else.
  '/account': { open: SIGNED_IN },
  '/account/activity': { open: SIGNED_IN },
  '/account/sso': { open: SIGNED_IN },
  '/sign-in/single-sign-on': 'public',
  '/sso': { open: ['owner', 'admin', 'auditor'] },
  '/orgs/[org]/sso': { open: [...ADMINS, 'auditor'] },
  // mail.spec.ts: it is there where a mail server is.
  '/forgot': 'public',
  '/design': { open: OF_ENVIRONMENT },
  // Whoever belongs nowhere is told so, and how to get in where single sign-on is required.
  '/orgs': { open: SIGNED_IN },
  '/orgs/new': { open: OF_ENVIRONMENT },
  '/api-keys': { open: [...ADMINS, 'auditor', 'stranger'] },
  '/orgs/[org]/api-keys': { open: [...ADMINS, 'auditor'] },
  '/people': { open: ['owner', 'admin', 'auditor'] },
  '/settings': { open: ['owner', 'admin', 'auditor'] },
  '/orgs/[org]/members': { open: HERE },
  '/orgs/[org]': { open: [...HERE, 'nobody'], to: true },
  '/orgs/[org]/overview': { open: HERE },
  '/orgs/[org]/activity': { open: HERE },
  '/orgs/[org]/receipts': { open: HERE },
  '/orgs/[org]/approvals': { open: HERE },
  '/orgs/[org]/departures': { open: [...ADMINS, 'auditor'] },
  '/orgs/[org]/departures/[departure]': { open: [...ADMINS, 'auditor'] },
  '/orgs/[org]/trash': { open: HERE },
  '/orgs/[org]/settings': { open: ADMINS },
  '/orgs/[org]/import': { open: WRITERS },
  '/orgs/[org]/export': { open: ADMINS },
  '/orgs/[org]/secrets': { open: HERE },
  '/orgs/[org]/secrets/new': { open: WRITERS },
  '/orgs/[org]/secrets/[id]': { open: HERE },
  '/orgs/[org]/secrets/[id]/details': { open: WRITERS },
  '/orgs/[org]/secrets/[id]/restriction': { open: ADMINS },
  '/orgs/[org]/secrets/[id]/access': { open: [...ADMINS, 'auditor'] },
};

/** Who gets what a route gives, by a POST with this body. Who is not in it is refused: signed out with 401. */
interface Handler {
  readonly open: readonly Role[];
  readonly body?: object | (() => object);
  /** An administrator of another organization may do such things, and so is told that there is nothing; else that it is for others. */
  readonly toStranger?: 403 | 404;
}
const bodyOf = ({ body = {} }: Handler): string =>
  JSON.stringify(typeof body === 'function' ? (body as () => object)() : body);
const rows = (more: object) => ({ rows: [{ name: 'rights/secret', value: 'x', ...more }] });
const HANDLERS: Record<string, Handler | 'elsewhere'> = {
  '/orgs/[org]/secrets/[id]/value': { open: READERS, body: { purpose: 'reveal' } },
  '/orgs/[org]/secrets/[id]/value/alone': { open: READERS },
  '/orgs/[org]/import/compare': { open: WRITERS, body: rows({}) },
  '/orgs/[org]/import/store': { open: WRITERS, body: rows({ over: null }) },
  '/orgs/[org]/export/file': {
    open: ADMINS,
    body: { reason: 'rights', format: 'json', encryption: 'none' },
  },
  '/api-keys/create': { open: OF_ENVIRONMENT, body: { name: 'Made by the rights spec' } },
  '/api-keys/rotate': {
    open: ADMINS,
    // A key is rotated once.
    body: () => ({ id: facts.keysOfAcme.shift() ?? 'key_none', overlapDays: 0 }),
    toStranger: 404,
  },
  '/people/invite': {
    open: ADMINS,
    body: () => ({ organizationId: facts.acme, role: 'viewer', email: 'rights.invited@example.com' }),
    toStranger: 404,
  },
  '/access/preview': {
    open: ADMINS,
    body: () => ({
      kind: 'restriction',
      secretId: facts.secret.id,
      organizationId: facts.acme,
      subjects: [],
    }),
    toStranger: 404,
  },
  '/drafts/key': { open: SIGNED_IN },
  '/account/totp/start': { open: SIGNED_IN },
  // Want an app that is there or begun, and a right code: account.spec.ts gives one.
  '/account/totp/confirm': 'elsewhere',
  '/account/recovery-codes': 'elsewhere',
  '/account/passkeys/begin': { open: SIGNED_IN },
  // Want what a device has signed: passkeys.spec.ts.
  '/account/passkeys/add': 'elsewhere',
  '/sign-in/passkey/begin': 'elsewhere',
  '/sign-in/passkey/finish': 'elsewhere',
  '/invite/passkey/begin': 'elsewhere',
  '/invite/passkey/finish': 'elsewhere',
  '/password/passkey/begin': 'elsewhere',
  '/password/passkey/finish': 'elsewhere',
  '/confirm/ways': { open: SIGNED_IN },
  '/confirm/passkey': { open: SIGNED_IN },
  // What is no proof is refused to everybody (422), and people give theirs in passkeys.spec.ts.
  '/confirm/prove': 'elsewhere',
  // The API takes keys and no session: lib/api and e2e/api test it.
  '/vault/[...path]': 'elsewhere',
  '/organizations/[[...path]]': 'elsewhere',
  '/events': 'elsewhere',
  '/openapi.json': 'elsewhere',
  '/api/health': 'elsewhere',
  '/icon.svg': 'elsewhere',
  // sessions.spec.ts.
  '/api/auth/[...nextauth]': 'elsewhere',
  '/sign-out': 'elsewhere',
  // single-sign-on.spec.ts.
  '/sign-in/sso': 'elsewhere',
  '/sign-in/sso/callback': 'elsewhere',
  '/sign-in/sso/callback/[org]': 'elsewhere',
};

interface Facts {
  readonly acme: string;
  readonly secret: { readonly id: string; readonly versionId: string };
  readonly trashed: string;
  readonly keyId: string;
  readonly departure: string;
  readonly keysOfAcme: string[];
}
let facts: Facts;
const contexts = {} as Record<Role, APIRequestContext>;
const people = {} as Record<Role, Person>;

test.beforeAll(async () => {
  facts = await besideServer(server(), async (vault) => {
    const organization = async (name: string) => (await vault.createOrganization(COMMAND_LINE, { name })).id;
    const [acme, bolt, gone] = [
      await organization('Rights Acme'),
      await organization('Rights Bolt'),
      await organization('Rights Gone'),
    ];
    for (const role of ['owner', 'admin', 'auditor'] as const)
      people[role] = await makePerson(vault, `Rights ${role}`, [{ role }]);
    for (const role of ['editor', 'reader', 'viewer'] as const)
      people[role] = await makePerson(vault, `Rights ${role}`, [{ role, organizationId: acme }]);
    people.orgAdmin = await makePerson(vault, 'Rights org admin', [{ role: 'admin', organizationId: acme }]);
    people.stranger = await makePerson(vault, 'Rights stranger', [{ role: 'admin', organizationId: bolt }]);
    people.removed = await makePerson(vault, 'Rights removed', [{ role: 'admin', organizationId: gone }]);
    await vault.deleteOrganization(COMMAND_LINE, { id: gone });
    const { token, id: keyId } = await vault.createApiKey(COMMAND_LINE, { name: 'Rights' });
    const key = { via: 'api-key', token, requestId: 'test' } as const;
    const context = { organization_id: acme };
    const secret = await vault.createSecret(key, { name: 'rights/secret', value: VALUE, context });
    const doomed = await vault.createSecret(key, { name: 'rights/trashed', value: VALUE, context });
    await vault.deleteSecret(key, { id: doomed.id });
    const leaver = { email: `${crypto.randomUUID()}@example.com`, name: 'Rights leaver' };
    const grants = [{ role: 'reader', organizationId: acme }] as const;
    const { id: userId } = await vault.createUser(COMMAND_LINE, { ...leaver, grants: [...grants] });
    await vault.removeMember(COMMAND_LINE, { organizationId: acme, userId });
    const { items } = await vault.listDepartures(COMMAND_LINE, { organizationId: acme });
    const keysOfAcme: string[] = [];
    for (const name of ROLES) {
      const made = await vault.createApiKey(COMMAND_LINE, { name, organizationId: acme });
      keysOfAcme.push(made.id);
    }
    return { acme, secret, trashed: doomed.id, keyId, departure: items[0]?.id ?? '', keysOfAcme };
  });
  for (const role of ROLES) {
    contexts[role] = await noBrowser(server());
    if (role === 'nobody') continue;
    const { status, text } = await signInWithout(contexts[role], server(), people[role]);
    expect(status, `${role} signs in: ${text.slice(0, 300)}`).toBe(303);
  }
});
test.afterAll(async () => {
  for (const context of Object.values(contexts)) await context.dispose();
});

const MISSING = {
  org: 'org_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  id: 'secret_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  departure: 'departure_01ARZ3NDEKTSV4RRFFQ69G5FAV',
};
const own = (): Record<string, string> => ({
  org: facts.acme,
  id: facts.secret.id,
  departure: facts.departure,
});

/** What is said, without what was asked for and what is new in each answer. */
async function wordsOf(response: APIResponse, params: Record<string, string>): Promise<string> {
  let text = await response.text();
  for (const [name, given] of Object.entries(params)) text = text.replaceAll(given, `<${name}>`);
  const nonce = /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1];
  text = text.replaceAll(/nowMs\\?":\d+/g, '<now>');
  return `${response.status()} ${nonce ? text.replaceAll(nonce, '<nonce>') : text}`;
}

test('the tables name every page and every route handler that was built', () => {
  const { pages, handlers } = builtRoutes();
  expect(pages.toSorted(), 'PAGES of this file: who gets it?').toEqual(Object.keys(PAGES).toSorted());
  expect(handlers.toSorted(), 'HANDLERS of this file: who gets what it gives?').toEqual(
    Object.keys(HANDLERS).toSorted(),
  );
});

test('every page, for every role', async () => {
  const wrong: string[] = [];
  for (const [route, page] of Object.entries(PAGES)) {
    if (page === 'public') continue;
    const at = filled(route, own());
    for (const role of ROLES) {
      const response = await contexts[role].get(at, { maxRedirects: 0 });
      const to = response.headers().location ?? '';
      const is = to.startsWith('/sign-in') ? 'sign-in' : String(response.status());
      const outside = role === 'stranger' && route.startsWith('/orgs/[org]') ? '404' : '403';
      const wanted = page.open.includes(role)
        ? page.to
          ? '307'
          : '200'
        : role === 'nobody'
          ? 'sign-in'
          : outside;
      if (is !== wanted) wrong.push(`${role} at ${route}: ${is} instead of ${wanted}`);
      const next = new URL(to, server().baseURL).searchParams.get('next') ?? '/';
      // The confirmation leads to where its own `next` says: a sign-in is one.
      if (is === 'sign-in' && next !== at && route !== '/confirm')
        wrong.push(`${route} leads back to ${next}`);
      const text = await response.text();
      if (text.includes(VALUE)) wrong.push(`${role} at ${route}: a value`);
      if (!HERE.includes(role) && text.includes('rights/secret')) wrong.push(`${role} at ${route}: a name`);
      if (!HERE.includes(role) && text.includes('Rights Acme'))
        wrong.push(`${role} at ${route}: whose it is`);
    }
  }
  expect(wrong).toEqual([]);
});

test('what is foreign and what is missing are told in the same bytes', async () => {
  for (const role of ['stranger', 'removed'] as const) {
    for (const [route, page] of Object.entries(PAGES)) {
      if (page === 'public' || !route.includes('[org]')) continue;
      const ask = async (params: Record<string, string>) =>
        wordsOf(await contexts[role].get(filled(route, params), { maxRedirects: 0 }), params);
      expect(await ask(own()), `${route} for ${role}`).toBe(await ask(MISSING));
    }
  }
  // Even in one's own organization.
  const route = '/orgs/[org]/secrets/[id]';
  const { id: _, ...place } = own();
  const params = { ...place, id: MISSING.id };
  expect((await contexts.viewer.get(filled(route, params))).status()).toBe(404);
});

const json = { 'Content-Type': 'application/json' };

function post(role: Role, route: string, handler: Handler, headers: Record<string, string>) {
  const data = bodyOf(handler);
  return contexts[role].post(filled(route, own()), {
    headers: { ...json, ...headers },
    data,
    maxRedirects: 0,
  });
}

test('every route handler, for every role', async () => {
  const wrong: string[] = [];
  for (const [route, handler] of Object.entries(HANDLERS)) {
    if (handler === 'elsewhere') continue;
    for (const role of ROLES) {
      const response = await post(role, route, handler, fromHere(server()));
      const usual = route.includes('[org]') ? 404 : 403;
      const outside = role === 'stranger' ? (handler.toStranger ?? usual) : 403;
      const wanted = handler.open.includes(role) ? 200 : role === 'nobody' ? 401 : outside;
      if (response.status() !== wanted)
        wrong.push(`${role} at ${route}: ${response.status()} instead of ${wanted}`);
      if (!handler.open.includes(role) && (await response.text()).includes(VALUE))
        wrong.push(`${role} at ${route}: a value`);
      if (!(response.headers()['cache-control'] ?? '').includes('no-store'))
        wrong.push(`${role} at ${route}: may be kept`);
    }
    if (!route.includes('[org]')) continue;
    const ask = async (params: Record<string, string>) => {
      const data = bodyOf(handler);
      const headers = { ...json, ...fromHere(server()) };
      return wordsOf(await contexts.stranger.post(filled(route, params), { headers, data }), params);
    };
    if ((await ask(own())) !== (await ask(MISSING))) wrong.push(`${route} tells foreign from missing`);
  }
  expect(wrong).toEqual([]);
});

/** What a browser says of a request that a page of another site made. */
const ELSEWHERE: Record<string, Record<string, string>> = {
  'says nothing': {},
  'has no origin': { Origin: 'null' },
  'is another site': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  'is an older browser’s': { Origin: 'https://evil.example' },
  'is a neighbour': { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
};

test('no route handler does anything for another site, and none by a GET', async () => {
  const before = await everythingStored();
  for (const [route, handler] of Object.entries(HANDLERS)) {
    if (handler === 'elsewhere') continue;
    for (const [what, headers] of Object.entries(ELSEWHERE)) {
      const response = await post('owner', route, handler, headers);
      expect(response.status(), `${route} for what ${what}`).toBe(403);
      expect(await response.text()).not.toContain(VALUE);
    }
    expect((await contexts.owner.get(filled(route, own()))).status(), `GET ${route}`).toBe(405);
  }
  expect(await everythingStored()).toEqual(before);
});

/** Whoever is asked what is asked anew each time: when it was last seen, what was refused. */
const ALWAYS_NEW = [
  'events',
  'sessions',
  'throttles',
  'challenges',
  'sqlite_sequence',
  '__drizzle_migrations',
];

/** The rows of all tables, by table. */
async function everythingStored(): Promise<Record<string, string>> {
  const database = openDatabase({ url: `file:${path.join(server().dataFolder, 'strongroom.db')}` });
  try {
    const tables = await database.query.values<[string]>(
      sql`select name from sqlite_master where type = 'table' order by name`,
    );
    const stored: Record<string, string> = {};
    for (const [name] of tables) {
      if (ALWAYS_NEW.includes(name)) continue;
      const all = await database.query.values(sql.raw(`select * from "${name}"`));
      stored[name] = JSON.stringify(all, (_, value: unknown) =>
        value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value,
      );
    }
    return stored;
  } finally {
    database.close();
  }
}

/** Whatever an action may be asked for, all of it about the organization. One form does for all of them. */
function plausible(): Record<string, string> {
  const { acme, secret, trashed, keyId } = facts;
  return {
    organizationId: acme,
    org: acme,
    secretId: secret.id,
    id: secret.id,
    ids: secret.id,
    deletedId: trashed,
    keyId,
    departureId: facts.departure,
    versionId: secret.versionId,
    versionCheck: secret.versionId,
    name: 'rights/forged',
    confirmName: 'Rights Acme',
    value: 'forged',
    note: 'forged',
    retentionDays: '31',
    role: 'admin',
    email: 'forged@example.com',
    password: 'a forged pass phrase',
    token: 'forged',
    reason: 'forged',
    who: 'some',
    subject: `role:${acme}:viewer`,
    needsApproval: 'yes',
    decision: 'approve',
    minutes: '60',
    next: 'https://evil.example/',
  };
}

/** As React sends an action's arguments: a form's state and its fields, a form alone, or plain texts. */
function argumentsOf(shape: 'state and form' | 'form' | 'texts') {
  if (shape === 'texts') return { data: JSON.stringify([facts.acme, facts.secret.id, 'rights']) };
  const form = new FormData();
  for (const [name, value] of Object.entries(plausible())) form.append(`_1_${name}`, value);
  form.append('0', shape === 'form' ? '["$K1"]' : '[{"status":"idle"},"$K1"]');
  return { multipart: form };
}
const SHAPES = ['state and form', 'form', 'texts'] as const;

test('no server action does or tells anything for whoever may not, nor for another site', async () => {
  test.setTimeout(180_000);
  const actions = builtActions();
  expect(actions.length).toBeGreaterThan(15);
  const before = await everythingStored();
  const wrong: string[] = [];
  const send = async (role: Role, headers: Record<string, string>, what: string) => {
    for (const { id, name, route } of actions) {
      for (const shape of SHAPES) {
        const response = await contexts[role].post(filled(route, own()), {
          headers: { ...headers, Accept: 'text/x-component', 'Next-Action': id },
          maxRedirects: 0,
          ...argumentsOf(shape),
        });
        const text = await response.text();
        const where = `${name} (${shape}) by ${role} ${what}`;
        if (text.includes(VALUE)) wrong.push(`${where}: a value`);
        if (!HERE.includes(role) && text.includes('rights/secret')) wrong.push(`${where}: a name`);
        if (!HERE.includes(role) && text.includes('Rights Acme')) wrong.push(`${where}: whose it is`);
        if (/evil\.example/.test(response.headers().location ?? '')) wrong.push(`${where}: leads elsewhere`);
      }
    }
    const after = await everythingStored();
    for (const [table, stored] of Object.entries(after))
      if (stored !== before[table]) wrong.push(`${role} ${what} changed ${table}`);
  };
  for (const role of ['nobody', 'removed', 'stranger', 'viewer', 'auditor'] as const)
    await send(role, fromHere(server()), 'from here');
  for (const [what, headers] of Object.entries(ELSEWHERE)) await send('owner', headers, `, which ${what}`);
  expect(wrong).toEqual([]);
});
