'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

export async function closeDepartureAction(_: FormState, data: FormData): Promise<FormState> {
  const [organizationId, id] = [textOf(data, 'organizationId'), textOf(data, 'departureId')];
  const done = await forAction(async (vault, caller) => {
    await vault.closeDeparture(caller, { organizationId, id, reason: textOf(data, 'reason') });
  });
  if (done.status === 'error') return withGiven(done, data, ['reason']);
  revalidatePath(`/orgs/${organizationId}/departures/${id}`);
  return done;
}
