'use server';

import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { fieldFailure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { placeOf } from '@/lib/web/secret-form';

const FIELDS = ['who', 'subject', 'needsApproval'];
const NOBODY = 'Choose somebody, or whoever has the right.';

export async function changeRestrictionAction(_: FormState, data: FormData): Promise<FormState> {
  const place = placeOf(data);
  const chosen = data.getAll('subject').map(String);
  const some = textOf(data, 'who') === 'some';
  // Nobody named would be everybody: not what was meant.
  if (some && chosen.length === 0) return withGiven(fieldFailure({ subjects: NOBODY }), data, FIELDS);
  const done = await forAction((vault, caller) =>
    vault.changeRestriction(caller, {
      ...place,
      subjects: some ? chosen : [],
      needsApproval: textOf(data, 'needsApproval') === 'yes',
      was: {
        subjects: data.getAll('wasSubject').map(String),
        needsApproval: textOf(data, 'wasNeedsApproval') === 'yes',
      },
    }),
  );
  if (done.status === 'error') return withGiven(done, data, FIELDS);
  redirect(`/orgs/${place.organizationId}/secrets/${place.id}`);
}
