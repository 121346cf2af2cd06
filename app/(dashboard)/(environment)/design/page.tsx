import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { PageHeader } from '@/components/page-header';
import { forPage } from '@/lib/web/page';
import { may } from '@/lib/web/session';
import { Actions } from './actions';
import { Colours } from './colours';
import { Display } from './display';
import { Inputs } from './inputs';
import { States } from './states';
import { Type } from './type';

export const metadata: Metadata = { title: 'Design' };

/** The design language, for whoever works on the dashboard: every token and every component, as they are now. */
export default async function DesignPage() {
  const session = await forPage('/design', (vault, caller) => vault.describeSession(caller, {}));
  if (!may(session, 'organization.create', null)) forbidden();
  return (
    <>
      <PageHeader
        title="Design"
        description="Every token and every component of this dashboard, for those who work on it. Tokens are in app/globals.css, components in components/."
      />
      <div className="flex flex-col gap-4">
        <Colours />
        <Type />
        <Actions />
        <Inputs />
        <Display />
        <States />
      </div>
    </>
  );
}
