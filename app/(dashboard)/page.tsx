import { redirect } from 'next/navigation';
import { forPage } from '@/lib/web/page';
import { belongsNowhere, currentSession } from '@/lib/web/session';

/** The only organization's secrets, or the choice of one. */
export default async function StartPage() {
  const session = await currentSession();
  if (session && belongsNowhere(session)) redirect('/orgs');
  const { items } = await forPage('/', (vault, caller) => vault.listOrganizations(caller, { limit: 2 }));
  const [only, another] = items;
  redirect(only && !another ? `/orgs/${only.id}/secrets` : '/orgs');
}
