import type { Metadata } from 'next';
import { cache } from 'react';
import type { Organization } from '@/lib/vault';
import { forPage } from './page';
import { currentSession } from './session';

/** Once for the title, the frame and the page. */
export const organizationOf = cache(
  (id: string): Promise<Organization> =>
    forPage(`/orgs/${id}/secrets`, (vault, caller) => vault.describeOrganization(caller, { id })),
);

type Props = { params: Promise<{ org: string }> };

/** The title of a page of one organization. Where there is none such, the title is that of what is not there. */
export function titleWithin(title: string): (props: Props) => Promise<Metadata> {
  return async ({ params }) => {
    // Without a session the page itself leads to the sign-in, and knows the way back.
    if (await currentSession()) await organizationOf((await params).org);
    return { title };
  };
}
