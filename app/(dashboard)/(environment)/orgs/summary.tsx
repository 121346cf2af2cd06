import { amountOf } from '@/app/(dashboard)/_parts/in-words';
import { HEALTH } from '@/lib/vault';
import { forPage } from '@/lib/web/page';
import { currentSession } from '@/lib/web/session';

/** All organizations together, in one line, for whoever looks after all of them. */
export async function Summary({ path }: { path: string }) {
  const session = await currentSession();
  if (session?.may['organization.overview'] !== 'all') return null;
  const { organizations, secrets, due } = await forPage(path, (vault, caller) =>
    vault.summarizeOrganizations(caller, {}),
  );
  return (
    <p className="text-sm text-muted tabular-nums">
      {amountOf(organizations, 'organization')} with {amountOf(secrets, 'secret')}
      {due.count > 0 && `, ${amountOf(due, 'of them', 'of them')} due within ${HEALTH.dueDays} days`}
      {due.count === 0 && !due.more && `, none due within ${HEALTH.dueDays} days`}
    </p>
  );
}
