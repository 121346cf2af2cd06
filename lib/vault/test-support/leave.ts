import { and, eq, isNull } from 'drizzle-orm';
import { grants } from '../../db/schema';
import { departureWrites } from '../departures';
import type { Actor, Grant } from '../policy';
import type { SessionCaller, TestVault } from './open-test-vault';

/** Takes a role from somebody as the command line does, and begins the work list of what they could read. */
export async function leave(test: TestVault, who: SessionCaller, grant: Grant): Promise<void> {
  const { database, clock, vault } = test;
  const now = clock.now();
  const actor: Actor = {
    id: 'operator',
    name: 'Command line',
    source: 'system',
    environmentId: vault.environmentId,
    grants: [{ organizationId: null, role: 'operator' }],
    bounds: null,
    rules: { administratorsReadValues: true, stepUpMinutes: 0 },
    requestId: 'test',
    address: null,
    sessionId: null,
    provenAt: null,
  };
  const work = { database, environmentId: vault.environmentId, actor, now, at: now.toISOString() };
  const { organizationId } = grant;
  await database.commit([
    ...departureWrites(work, { userId: who.userId, userName: 'Test person', ...grant }),
    database.query
      .delete(grants)
      .where(
        and(
          eq(grants.userId, who.userId),
          organizationId === null ? isNull(grants.organizationId) : eq(grants.organizationId, organizationId),
        ),
      ),
  ]);
}
