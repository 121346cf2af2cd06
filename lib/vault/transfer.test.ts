import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, secrets } from '../db/schema';
import { POLICY } from './policy';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let org: string;
let admin: SessionCaller;
let editor: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  org = (await test.newOrganization()).id;
  admin = await test.newUser('admin');
  editor = await test.newUser({ role: 'editor', organizationId: org });
});
afterEach(() => test.close());

const create = (name: string, value: string, context: Record<string, string> = {}, organization_id = org) =>
  test.vault.createSecret(key, { name, value, context: { ...context, organization_id } });
const compare = (rows: { name: string; value: string }[], caller = editor) =>
  test.vault.compareSecrets(caller, { organizationId: org, rows });
const add = (rows: { name: string; value: string; over: string | null }[], caller = editor) =>
  test.vault.importSecrets(caller, { organizationId: org, rows });
const take = (caller = admin, more: object = {}) =>
  test.vault.exportSecrets(caller, {
    organizationId: org,
    reason: 'A move',
    format: 'json',
    encryption: 'none',
    ...more,
  });
const trail = async () =>
  (await test.database.query.select().from(events)).map(({ type, data }) => ({ type, data }));
const valueOf = async (name: string) =>
  (await test.vault.readSecret(key, { name, organizationId: org })).value;

describe('a comparison with what is stored', () => {
  it('says of each row what an import would do, and what is wrong in the words of the vault', async () => {
    const same = await create('same', 'é');
    const other = await create('other', 'one');
    const long = 'n'.repeat(201);
    const compared = await compare([
      { name: 'fresh', value: '' },
      { name: 'same', value: 'é' },
      { name: 'other', value: 'two' },
      { name: 'other', value: 'ones' },
      { name: long, value: 'x' },
      { name: '', value: 'x' },
      { name: 'a\nb', value: 'x' },
      { name: 'huge', value: 'ä'.repeat(32_769) },
      { name: 'broken', value: '\ud800' },
    ]);
    expect(compared).toEqual([
      { status: 'new' },
      { status: 'equal' },
      { status: 'changed', versionId: other.versionId },
      { status: 'changed', versionId: other.versionId },
      { status: 'faulty', why: 'A name may have at most 200 characters.' },
      { status: 'faulty', why: 'A name must not be empty.' },
      { status: 'faulty', why: 'A name must not hold control characters or line breaks.' },
      { status: 'faulty', why: expect.stringContaining('at most 65536 bytes') },
      { status: 'faulty', why: expect.stringContaining('well-formed') },
    ]);
    expect(JSON.stringify(compared)).not.toContain(same.versionId);
  });

  it('leaves a trace with the figures, no read, and nothing of a value', async () => {
    await create('a', 'guessed-right');
    await create('b', 'x');
    await compare([
      { name: 'a', value: 'guessed-right' },
      { name: 'b', value: 'guessed-wrong' },
      { name: 'c', value: 'new' },
    ]);
    const lines = await trail();
    expect(lines.at(-1)).toEqual({ type: 'vault.values.compared', data: { compared: 2, equal: 1 } });
    expect(lines.filter(({ type }) => type === 'vault.data.read')).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('guessed');
  });

  it('is for those only who may read the values: it would tell them by guesses', () => {
    for (const scope of ['environment', 'organization'] as const) {
      for (const role of POLICY['secret.compare'][scope])
        expect(POLICY['secret.read'][scope]).toContain(role);
    }
  });

  it('of a secret that was tampered with is refused', async () => {
    await create('a', 'value');
    await test.database.commit([test.database.query.update(secrets).set({ versionNumber: 2 })]);
    await expect(compare([{ name: 'a', value: 'value' }])).rejects.toMatchObject({
      code: 'integrity_failure',
    });
  });

  it('looks past the trash and other organizations', async () => {
    const gone = await create('gone', 'v');
    await test.vault.deleteSecret(key, { id: gone.id });
    await create('theirs', 'v', {}, (await test.newOrganization('Other')).id);
    const rows = ['gone', 'theirs'].map((name) => ({ name, value: 'v' }));
    expect(await compare(rows, admin)).toEqual([{ status: 'new' }, { status: 'new' }]);
  });
});

describe('an import', () => {
  it('creates and replaces in one write, with an event for each and one for all', async () => {
    const old = await create('old', 'one', { region: 'eu' });
    const result = await add([
      { name: 'fresh', value: 'a\r\nb', over: null },
      { name: 'old', value: 'two', over: old.versionId },
    ]);
    expect(result).toEqual({ created: 1, replaced: 1, refused: [] });
    expect(await valueOf('fresh')).toBe('a\r\nb');
    expect(await valueOf('old')).toBe('two');
    const replaced = await test.vault.describeSecret(key, { id: old.id });
    expect(replaced).toMatchObject({ versionNumber: 2, context: { organization_id: org, region: 'eu' } });
    expect(replaced.updatedBy.id).toBe(editor.userId);
    const fresh = (await test.vault.listSecrets(key, { organizationId: org })).items[0];
    expect(fresh).toMatchObject({ name: 'fresh', context: { organization_id: org } });
    const lines = (await trail()).filter(({ type }) => /imported|created|updated/.test(type));
    expect(lines.slice(-3)).toMatchObject([
      { type: 'vault.data.created', data: { kv_name: 'fresh', key_id: replaced.keyId } },
      { type: 'vault.data.updated', data: { kv_name: 'old' } },
      { type: 'vault.imported', data: { created: 1, replaced: 1, refused: 0 } },
    ]);
    expect((await test.vault.describeOrganization(key, { id: org })).id).toBe(org);
  });

  it('leaves out what has changed since it was compared, and overwrites nothing', async () => {
    const [changed, gone] = [await create('changed', '1'), await create('gone', '1')];
    await test.vault.updateSecret(key, { id: changed.id, value: 'a colleague’s' });
    await test.vault.deleteSecret(key, { id: gone.id });
    await create('taken', 'a colleague’s too');
    const result = await add([
      { name: 'changed', value: 'mine', over: changed.versionId },
      { name: 'gone', value: 'mine', over: gone.versionId },
      { name: 'taken', value: 'mine', over: null },
      { name: 'fine', value: 'mine', over: null },
    ]);
    expect(result).toEqual({
      created: 1,
      replaced: 0,
      refused: [
        { name: 'changed', why: 'changed' },
        { name: 'gone', why: 'gone' },
        { name: 'taken', why: 'taken' },
      ],
    });
    expect(await valueOf('changed')).toBe('a colleague’s');
    expect(await valueOf('taken')).toBe('a colleague’s too');
  });

  it('that loses a race starts again and reports it: every name is created once', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    const rows = (value: string) => names.map((name) => ({ name, value, over: null }));
    const results = await Promise.all(['a', 'b', 'c'].map((value) => add(rows(value))));
    expect(results.map(({ created }) => created).toSorted((a, b) => a - b)).toEqual([0, 0, 200]);
    expect((await take()).secrets.map(({ name }) => name)).toEqual(names);
  });

  it('refuses as a whole what could never be stored, and names no value', async () => {
    const attempts = [
      [{ name: '', value: 'x', over: null }],
      [
        { name: 'twice', value: '1', over: null },
        { name: 'twice', value: '2', over: null },
      ],
      [],
      Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}`, value: '', over: null })),
    ];
    for (const rows of attempts) await expect(add(rows)).rejects.toMatchObject({ code: 'invalid_input' });
    const huge = [
      { name: 'good', value: 'v', over: null },
      { name: 'huge', value: 'x'.repeat(65_537), over: null },
    ];
    await expect(add(huge)).rejects.toMatchObject({ code: 'value_too_large' });
    expect((await test.vault.listSecrets(key, { organizationId: org })).items).toEqual([]);
  });

  it('of 10,000 secrets is one write, tells how far it is, and lets others through meanwhile', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ name: `n/${i}`, value: `value ${i}` }));
    const told: number[] = [];
    const progress = (done: number) => told.push(done);
    const other = await create('other', 'x');
    let longestMs = 0;
    const state = { over: false };
    const others = (async () => {
      while (!state.over) {
        const from = performance.now();
        await test.vault.describeOrganization(test.operator, { id: org });
        await new Promise((resolve) => setImmediate(resolve));
        longestMs = Math.max(longestMs, performance.now() - from);
      }
    })();
    const compared = await test.vault.compareSecrets(editor, { organizationId: org, rows, progress });
    expect(new Set(compared.map(({ status }) => status))).toEqual(new Set(['new']));
    const fresh = rows.map((row) => ({ ...row, over: null }));
    const result = await test.vault.importSecrets(editor, { organizationId: org, rows: fresh, progress });
    expect(result.created).toBe(10_000);
    const again = await test.vault.compareSecrets(editor, { organizationId: org, rows, progress });
    expect(again.filter(({ status }) => status === 'equal')).toHaveLength(10_000);
    state.over = true;
    await others;
    expect(told[0]).toBe(0);
    expect(told.length).toBeGreaterThan(100);
    // A bound against the whole of it in one go, which takes seconds; what is usual is in docs/operations.md.
    expect(longestMs).toBeLessThan(1_500);
    expect(await valueOf('n/9999')).toBe('value 9999');
    await test.vault.deleteSecret(key, { id: other.id });
    const { secrets: all } = await take();
    expect(all).toHaveLength(10_000);
    await create('one more', 'x');
    await expect(take()).rejects.toMatchObject({ message: expect.stringContaining('more than 10,000') });
  }, 60_000);
});

describe('an export', () => {
  it('gives every live value, and has one event for each and one for all, with the reason', async () => {
    await create('a', 'one');
    await create('b', 'two\n', { region: 'eu' });
    const gone = await create('gone', 'x');
    await test.vault.deleteSecret(key, { id: gone.id });
    await create('theirs', 'x', {}, (await test.newOrganization('Other')).id);
    const exported = await take(admin, { reason: '  The yearly audit ', encryption: 'age' });
    expect(exported).toEqual({
      organizationName: 'Acme',
      leftOut: { restricted: 0, needsApproval: 0 },
      secrets: [
        { name: 'a', value: 'one' },
        { name: 'b', value: 'two\n' },
      ],
    });
    const lines = await trail();
    expect(lines.filter(({ type }) => type === 'vault.exported')).toEqual([
      {
        type: 'vault.exported',
        data: { count: 2, reason: 'The yearly audit', format: 'json', encryption: 'age' },
      },
    ]);
    const reads = lines.filter(({ type }) => type === 'vault.data.read');
    expect(reads).toMatchObject([
      { data: { kv_name: 'a', purpose: 'export' } },
      { data: { kv_name: 'b', purpose: 'export' } },
    ]);
    const unread = await test.vault.listSecrets(key, { organizationId: org, neverRead: true });
    expect(unread.items).toEqual([]);
  });

  it('comes after its events: what cannot be recorded is not given', async () => {
    await create('a', 'one');
    await test.database.query.run(
      "create trigger refuse before insert on events when new.type = 'vault.data.read' begin select raise(abort, 'no room'); end",
    );
    const given = await take().catch((error: unknown) => error);
    expect(given).toBeInstanceOf(Error);
    expect(JSON.stringify(given)).not.toContain('"one"');
  });

  it('wants a reason, and is for administrators alone', async () => {
    await create('a', 'one');
    for (const reason of ['', '  ', 'x'.repeat(501), 'two\nlines']) {
      await expect(take(admin, { reason })).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const reader = await test.newUser({ role: 'reader', organizationId: org });
    for (const caller of [editor, reader, key as never]) {
      await expect(take(caller)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect((await trail()).filter(({ type }) => type === 'vault.data.read')).toEqual([]);
  });

  it('opens nothing that would not fit: names of a .env file, too many bytes, nothing at all', async () => {
    await expect(take()).rejects.toMatchObject({ message: expect.stringContaining('no secrets') });
    await create('GOOD_NAME', 'x');
    expect((await take(admin, { format: 'env' })).secrets).toHaveLength(1);
    await create('db/password', 'x');
    await expect(take(admin, { format: 'env' })).rejects.toMatchObject({
      message: expect.stringMatching(/one name here is not of that kind, such as db\/password/),
    });
    await test.database.commit([test.database.query.update(secrets).set({ sizeBytes: 40 * 1024 * 1024 })]);
    await expect(take()).rejects.toMatchObject({ message: expect.stringContaining('64 MiB') });
    expect((await trail()).filter(({ type }) => type === 'vault.data.read')).toHaveLength(1);
  });
});

it('readers, keys and the command line neither compare nor import', async () => {
  const reader = await test.newUser({ role: 'reader', organizationId: org });
  for (const caller of [reader, key as never, test.operator as never]) {
    await expect(compare([{ name: 'a', value: 'v' }], caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add([{ name: 'a', value: 'v', over: null }], caller)).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});
