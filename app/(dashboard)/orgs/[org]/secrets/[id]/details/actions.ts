'use server';

import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { DETAILS_FIELDS, writtenDetails } from '@/lib/web/details-form';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { placeOf } from '@/lib/web/secret-form';

export async function updateDetailsAction(_: FormState, data: FormData): Promise<FormState> {
  const place = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.updateDetails(caller, { ...place, ...writtenDetails(data) }),
  );
  if (done.status === 'error') return withGiven(done, data, DETAILS_FIELDS);
  redirect(`/orgs/${place.organizationId}/secrets/${place.id}`);
}
