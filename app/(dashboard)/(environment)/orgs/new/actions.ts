'use server';

import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

export async function createOrganizationAction(_: FormState, data: FormData): Promise<FormState> {
  const externalId = textOf(data, 'externalId').trim();
  const done = await forAction((vault, caller) =>
    vault.createOrganization(caller, {
      name: textOf(data, 'name').trim(),
      ...(externalId ? { externalId } : {}),
    }),
  );
  if (done.status === 'error') return withGiven(done, data, ['name', 'externalId']);
  redirect(`/orgs/${done.result.id}/secrets`);
}
