'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { placeOf } from '@/lib/web/secret-form';

export interface RolledBack {
  readonly changed: boolean;
  readonly versionNumber: number;
}

/** The value goes from row to row on the server: the browser is told numbers only. */
export async function rollBackAction(
  _: FormState<RolledBack>,
  data: FormData,
): Promise<FormState<RolledBack>> {
  const place = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.restoreVersion(caller, {
      ...place,
      versionId: textOf(data, 'versionId'),
      versionCheck: textOf(data, 'versionCheck'),
    }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${place.organizationId}/secrets/${place.id}`);
  const { changed, versionNumber } = done.result;
  return { status: 'done', result: { changed, versionNumber } };
}
