import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let org: string;

beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  org = (await test.newOrganization('Acme', 'acme-1')).id;
});
afterEach(() => test.close());

const create = (name: string, value = 'value', context: Record<string, string> = { organization_id: org }) =>
  test.vault.createSecret(key, { name, value, context });
const value = async (id: string) => (await test.vault.readSecret(key, { id })).value;

describe('a value', () => {
  it('comes back byte for byte', async () => {
    const awkward = [
      '',
      ' ',
      '  leading',
      'trailing\n\n',
      '\u0000',
      'a\u0000b',
      '\r\n',
      '🔐 ünïcödé',
      '\uFEFFbom',
      '"\\',
    ];
    for (const [i, text] of awkward.entries()) {
      const { id } = await create(`awkward ${i}`, text);
      expect(await value(id)).toBe(text);
    }
  });

  it('comes back whatever it is (property)', async () => {
    const { id } = await create('any');
    const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((t) => t.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, async (t) => {
        await test.vault.updateSecret(key, { id, value: t });
        expect(await value(id)).toBe(t);
      }),
      { numRuns: 40 },
    );
  });

  it('may have 64 KiB of UTF-8 and not a byte more', async () => {
    const { id } = await create('large', 'x'.repeat(65_536));
    expect((await value(id)).length).toBe(65_536);
    await expect(create('larger', 'x'.repeat(65_537))).rejects.toMatchObject({ code: 'value_too_large' });
    await expect(create('wide', 'é'.repeat(32_769))).rejects.toMatchObject({ code: 'value_too_large' });
    await expect(test.vault.updateSecret(key, { id, value: 'x'.repeat(65_537) })).rejects.toMatchObject({
      code: 'value_too_large',
    });
    expect((await value(id)).length).toBe(65_536);
  });

  it('with a lone surrogate is refused, because it has no UTF-8', async () => {
    for (const text of ['\uD800', 'a\uDC00b', '\uDC00\uD800']) {
      await expect(create('lone', text)).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('is never repeated by an error', async () => {
    const canary = 'canary-5f1d';
    for (const given of [
      { name: '', value: canary, context: {} },
      { name: 'x', value: canary.repeat(10_000), context: {} },
      { name: 'x', value: canary, context: { organization_id: 'org_nowhere' } },
      { name: 'x', value: canary, context: {}, [canary]: canary },
      { name: `${canary}\u0000`, value: [canary], context: { a: [canary] } },
    ]) {
      const error = await test.vault.createSecret(key, given as never).catch((e: Error) => e);
      expect(JSON.stringify(error)).not.toContain(canary);
      expect((error as Error).message).not.toContain(canary);
      expect(error).toMatchObject({ name: 'VaultError' });
    }
  });
});

describe('a name', () => {
  it('is unique among the live secrets of its organization', async () => {
    const other = (await test.newOrganization('Other')).id;
    await create('db');
    await expect(create('db')).rejects.toMatchObject({ code: 'name_taken' });
    await create('db', 'value', { organization_id: other });
    await create('db', 'value', {});
    await expect(create('db', 'value', { a: 'b' })).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('is free again as soon as its secret is deleted, and a restore asks for another one', async () => {
    const first = await create('db');
    await test.vault.deleteSecret(key, { id: first.id });
    const second = await create('db');
    await expect(test.vault.restoreSecret(key, { id: first.id })).rejects.toMatchObject({
      code: 'name_taken',
    });
    const restored = await test.vault.restoreSecret(key, { id: first.id, name: 'db (restored)' });
    expect(restored).toMatchObject({ id: first.id, name: 'db (restored)' });
    expect(await value(first.id)).toBe('value');
    expect(await value(second.id)).toBe('value');
  });

  it('has 1 to 200 characters, none of them a control character', async () => {
    await create('x'.repeat(200));
    for (const name of ['', 'x'.repeat(201), 'a\nb', 'a\u0000', '\u007f', 'a\u2028b', '\ud800']) {
      await expect(create(name)).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ field: 'name' }],
      });
    }
    for (const name of [
      '.',
      '..',
      'a/b',
      '%2e%2e',
      '__proto__',
      'constructor',
      "' or 1=1 --",
      '🔑',
      ' blanks ',
    ]) {
      const { id } = await create(name);
      expect(await test.vault.readSecret(key, { name })).toMatchObject({ id, name });
    }
  });

  it('finds its one secret with a key for the environment, and asks which one where several have it', async () => {
    const other = (await test.newOrganization('Other')).id;
    const mine = await create('db');
    expect((await test.vault.readSecret(key, { name: 'db' })).id).toBe(mine.id);
    await create('db', 'value', { organization_id: other });
    await expect(test.vault.readSecret(key, { name: 'db' })).rejects.toMatchObject({
      code: 'ambiguous_name',
    });
    expect((await test.vault.readSecret(key, { name: 'db', organizationId: org })).id).toBe(mine.id);
    expect((await test.vault.readSecret(await test.newKey(org), { name: 'db' })).id).toBe(mine.id);
  });

  it('that many first creates want at once goes to exactly one', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => create('race', 'v', { organization_id: org, new: 'x' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const t of tries)
      if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'name_taken' });
  });
});

describe('a key context', () => {
  it('takes organizationId for organization_id, and an external id for an id', async () => {
    for (const [i, context] of [
      { organizationId: org },
      { organization_id: 'acme-1' },
      { organizationId: 'acme-1' },
    ].entries()) {
      const secret = await test.vault.createSecret(key, { name: `s${i}`, value: '', context });
      expect(secret).toMatchObject({ organizationId: org, context: { organization_id: org } });
    }
    await expect(
      test.vault.createSecret(key, {
        name: 'x',
        value: '',
        context: { organizationId: org, organization_id: org },
      }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('with an unknown organization creates nothing', async () => {
    await expect(create('x', 'v', { organization_id: 'org_nowhere' })).rejects.toMatchObject({
      code: 'unknown_organization',
      fields: [{ field: 'key_context.organization_id' }],
    });
    expect((await test.vault.listSecrets(key, {})).items).toEqual([]);
  });

  it('has at most 10 items, names of 120 and values of 500 characters, all texts', async () => {
    const items = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`n${i}`, 'v']));
    await create('ten', 'v', items(10));
    await create('long', 'v', { ['n'.repeat(120)]: 'v'.repeat(500) });
    const refused: [unknown, RegExp][] = [
      [items(11), /10 items/],
      [{ ['n'.repeat(121)]: 'v' }, /120 characters/],
      [{ n: 'v'.repeat(501) }, /500 characters/],
      [{ n: 1 }, /must be text/],
      [{ n: null }, /must be text/],
      [{ '': 'v' }, /120 characters/],
      [JSON.parse('{"__proto__":"v"}'), /name/],
      [[], /object/],
      [null, /object/],
      ['text', /object/],
    ];
    for (const [context, message] of refused) {
      await expect(create('bad', 'v', context as never)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(message),
        fields: [{ field: expect.stringMatching(/^context/) }],
      });
    }
  });

  it('without an organization belongs to the environment, out of reach of an organization’s key', async () => {
    const own = await create('own', 'v', {});
    expect(own.organizationId).toBeNull();
    const narrow = await test.newKey(org);
    await expect(test.vault.readSecret(narrow, { id: own.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      test.vault.createSecret(narrow, { name: 'x', value: '', context: {} }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('the version check', () => {
  it('lets exactly one of many updates with the same version win', async () => {
    const secret = await create('s');
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        test.vault.updateSecret(key, { id: secret.id, value: `try ${i}`, versionCheck: secret.versionId }),
      ),
    );
    const winners = tries.flatMap((t, i) => (t.status === 'fulfilled' ? [i] : []));
    expect(winners).toHaveLength(1);
    expect(await value(secret.id)).toBe(`try ${winners[0]}`);
    for (const t of tries) {
      if (t.status === 'rejected')
        expect(t.reason).toMatchObject({ code: 'version_mismatch', current: { updatedByName: 'Test key' } });
    }
  });

  it('left out, every update gets a version of its own', async () => {
    const secret = await create('s');
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => test.vault.updateSecret(key, { id: secret.id, value: `${i}` })),
    );
    const { items } = await test.vault.listVersions(key, { id: secret.id, limit: 100 });
    expect(items.map((v) => v.number)).toEqual(Array.from({ length: 41 }, (_, i) => 41 - i));
    expect(items.filter((v) => v.isCurrent).map((v) => v.number)).toEqual([41]);
  });

  it('is not needed for an update that meets a delete: the one that comes second finds nothing', async () => {
    const secret = await create('s');
    const [deleted, updated] = await Promise.allSettled([
      test.vault.deleteSecret(key, { id: secret.id }),
      test.vault.updateSecret(key, { id: secret.id, value: 'too late' }),
    ]);
    expect(deleted.status).toBe('fulfilled');
    expect(updated).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
    await test.vault.restoreSecret(key, { id: secret.id });
    expect(await value(secret.id)).toBe('value');
  });

  it('guards a delete as well', async () => {
    const secret = await create('s');
    await test.vault.updateSecret(key, { id: secret.id, value: 'newer' });
    await expect(
      test.vault.deleteSecret(key, { id: secret.id, versionCheck: secret.versionId }),
    ).rejects.toMatchObject({ code: 'version_mismatch' });
    expect(await value(secret.id)).toBe('newer');
  });
});

describe('a deleted secret', () => {
  it('is gone from every operation, with its id and with its name, until it is restored', async () => {
    const { id, name, versionId } = await create('doomed');
    const everyWay = {
      readSecret: () => test.vault.readSecret(key, { id }),
      'readSecret by name': () => test.vault.readSecret(key, { name }),
      'readSecret by name and organization': () => test.vault.readSecret(key, { name, organizationId: org }),
      describeSecret: () => test.vault.describeSecret(key, { id }),
      listVersions: () => test.vault.listVersions(key, { id }),
      readVersion: () => test.vault.readVersion(key, { id, versionId }),
      updateSecret: () => test.vault.updateSecret(key, { id, value: 'x' }),
    };
    const listed = async () =>
      (
        await Promise.all([
          test.vault.listSecrets(key, {}),
          test.vault.listSecrets(key, { organizationId: org }),
          test.vault.listSecrets(key, { search: 'doom' }),
        ])
      ).map(({ items }) => items.length);

    for (const way of Object.values(everyWay)) await way();
    expect(await listed()).toEqual([1, 1, 1]);
    await test.vault.deleteSecret(key, { id });
    for (const [way, attempt] of Object.entries(everyWay)) {
      await expect(attempt(), way).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(test.vault.deleteSecret(key, { id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await listed()).toEqual([0, 0, 0]);
    expect((await test.vault.listDeletedSecrets(key, { organizationId: org })).items).toMatchObject([
      { id, name },
    ]);

    await test.vault.restoreSecret(key, { id });
    expect(await value(id)).toBe('x');
    expect(await listed()).toEqual([1, 1, 1]);
    await expect(test.vault.restoreSecret(key, { id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a list', () => {
  it('has pages that neither lose nor repeat a row, forwards and backwards, while rows come and go', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) ids.unshift((await create(`s${i}`)).id);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await test.vault.listSecrets(key, { limit: 10, ...(after ? { after } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      after = page.after ?? undefined;
      await create(`new ${seen.length}`);
    } while (after);
    expect(seen).toEqual(ids);

    const third = await test.vault.listSecrets(key, { limit: 10, after: ids[19] });
    const second = await test.vault.listSecrets(key, { limit: 10, before: third.before as string });
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(10, 20));
    const ascending = await test.vault.listSecrets(key, { limit: 10, order: 'asc' });
    expect(ascending.items.map(({ id }) => id)).toEqual(ids.slice(-10).toReversed());
  });

  it('turns a page at a row that was deleted meanwhile', async () => {
    const [, b, c] = [await create('a'), await create('b'), await create('c')];
    const first = await test.vault.listSecrets(key, { limit: 1 });
    await test.vault.deleteSecret(key, { id: c.id });
    const second = await test.vault.listSecrets(key, { limit: 1, after: first.after as string });
    expect(second.items.map(({ id }) => id)).toEqual([b.id]);
  });

  it('refuses a cursor of another organization like one that never was', async () => {
    const other = (await test.newOrganization('Other')).id;
    const foreign = await create('theirs', 'v', { organization_id: other });
    const narrow = await test.newKey(org);
    for (const after of [foreign.id, 'secret_nowhere', "' or 1=1"]) {
      await expect(test.vault.listSecrets(narrow, { after })).rejects.toMatchObject({
        code: 'invalid_cursor',
      });
    }
  });

  it('is searched for what was typed, not for a pattern', async () => {
    await create('100%_safe');
    await create('100 safe');
    const found = async (search: string) =>
      (await test.vault.listSecrets(key, { search })).items.map(({ name }) => name);
    expect(await found('%')).toEqual(['100%_safe']);
    expect(await found('_')).toEqual(['100%_safe']);
    expect(await found('SAFE')).toHaveLength(2);
    expect(await found('\\')).toEqual([]);
  });

  it('since a time holds what was updated later', async () => {
    const early = await create('early');
    await create('late');
    test.clock.advance(60_000);
    const since = test.clock.now().toISOString();
    test.clock.advance(1_000);
    await test.vault.updateSecret(key, { id: early.id, value: 'x' });
    const { items } = await test.vault.listSecrets(key, { updatedAfter: since });
    expect(items.map(({ id }) => id)).toEqual([early.id]);
  });
});
