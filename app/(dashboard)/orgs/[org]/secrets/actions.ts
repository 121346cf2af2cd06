'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { DETAILS_FIELDS } from '@/lib/web/details-form';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { meantValueOf, newSecretOf, placeOf } from '@/lib/web/secret-form';
import { currentSession, may } from '@/lib/web/session';

export async function createSecretAction(_: FormState, data: FormData): Promise<FormState> {
  const { organizationId } = placeOf(data);
  const done = await forAction((vault, caller) => vault.createSecret(caller, newSecretOf(data)));
  if (done.status === 'error')
    return withGiven(done, data, ['name', 'contextName', 'contextValue', ...DETAILS_FIELDS]);
  redirect(`/orgs/${organizationId}/secrets/${done.result.id}`);
}

export interface Replaced {
  /** False if the value was the current one already. */
  readonly changed: boolean;
  readonly versionNumber: number;
  readonly versionId: string;
}

/** `over` is the version that somebody looked at after a conflict, and chose to replace. */
export async function replaceValueAction(
  _: FormState<Replaced>,
  data: FormData,
): Promise<FormState<Replaced>> {
  const place = placeOf(data);
  // Who runs the vault without reading replaces a value without being told whether it is the same.
  const unlessEqual = may(await currentSession(), 'secret.read', place.organizationId);
  const done = await forAction((vault, caller) =>
    vault.updateSecret(caller, {
      ...place,
      value: meantValueOf(data),
      note: textOf(data, 'note').trim(),
      unlessEqual,
      versionCheck: textOf(data, 'over') || textOf(data, 'versionCheck'),
    }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${place.organizationId}/secrets/${place.id}`);
  const { changed, versionNumber, versionId } = done.result;
  return { status: 'done', result: { changed, versionNumber, versionId } };
}

export async function deleteSecretAction(_: FormState, data: FormData): Promise<FormState> {
  const place = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.deleteSecret(caller, { ...place, versionCheck: textOf(data, 'versionCheck') || null }),
  );
  if (done.status === 'error') return done;
  redirect(`/orgs/${place.organizationId}/secrets?deleted=${encodeURIComponent(place.id)}`);
}

export async function undoDeleteAction(
  organizationId: string,
  secretId: string,
): Promise<{ error?: string } | undefined> {
  const done = await forAction((vault, caller) =>
    vault.restoreSecret(caller, { organizationId, id: secretId }),
  );
  if (done.status === 'error') {
    return {
      error:
        done.code === 'name_taken'
          ? 'The name is taken by now. Restore it from the trash, under another one.'
          : done.message,
    };
  }
  revalidatePath(`/orgs/${organizationId}/secrets`);
  return undefined;
}
