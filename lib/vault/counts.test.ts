import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let admin: Awaited<ReturnType<TestVault['newUser']>>;
beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  admin = await test.newUser('admin');
});
afterEach(() => test.close());

const kept = () =>
  test.database.query.values(sql`select id, live_secrets, deleted_secrets from organizations order by id`);
const counted = () =>
  test.database.query.values(sql`select o.id,
    (select count(*) from secrets s where s.organization_id = o.id and s.deleted_at is null),
    (select count(*) from secrets s where s.organization_id = o.id and s.deleted_at is not null)
    from organizations o order by o.id`);

describe('the figures that an organization keeps of its secrets', () => {
  it('are what a count would say, whatever happens to its secrets', async () => {
    const organizations = [await test.newOrganization('Acme'), await test.newOrganization('Bolt')];
    const secrets: { id: string; organizationId: string; name: string; deleted: boolean }[] = [];
    let made = 0;
    const steps = fc.array(fc.tuple(fc.constantFrom('create', 'delete', 'restore', 'purge'), fc.nat(7)), {
      minLength: 8,
      maxLength: 16,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        for (const [step, pick] of chosen) {
          const from = secrets.filter(({ deleted }) => deleted === (step !== 'delete'));
          const secret = from[pick % Math.max(from.length, 1)];
          if (step === 'create') {
            const organizationId = organizations[pick % 2]?.id ?? '';
            const name = `secret ${made++}`;
            const { id } = await test.vault.createSecret(key, {
              name,
              value: 'value',
              context: { organization_id: organizationId },
            });
            secrets.push({ id, organizationId, name, deleted: false });
          } else if (secret && step === 'delete') {
            await test.vault.deleteSecrets(key, { organizationId: secret.organizationId, ids: [secret.id] });
            secret.deleted = true;
          } else if (secret && step === 'restore') {
            await test.vault.restoreSecret(key, { id: secret.id });
            secret.deleted = false;
          } else if (secret) {
            const { id, organizationId, name } = secret;
            await test.vault.purgeSecret(admin, { id, organizationId, confirmName: name });
            secrets.splice(secrets.indexOf(secret), 1);
          }
        }
        expect(await kept()).toEqual(await counted());
      }),
      { numRuns: 10 },
    );
  });
});
