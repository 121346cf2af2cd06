import type { ReactNode } from 'react';
import { Shell } from '@/app/(dashboard)/_parts/shell';
import { organizationOf } from '@/lib/web/organization';
import { currentSession } from '@/lib/web/session';

type Props = { children: ReactNode; params: Promise<{ org: string }> };

/** Around pages of one organization: its name comes from the vault, which knows it or does not. */
export default async function OrganizationLayout({ children, params }: Props) {
  const session = await currentSession();
  if (!session) return children;
  const { org } = await params;
  const organization = await organizationOf(org);
  return (
    <Shell session={session} organization={organization}>
      {children}
    </Shell>
  );
}
