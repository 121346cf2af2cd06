'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import type { FormState } from '@/lib/web/form-state';
import { placeOf } from '@/lib/web/secret-form';
import { type Moved, movedBack, movedToTrash } from './moved';

export async function deleteSecretsAction(_: FormState<Moved>, data: FormData): Promise<FormState<Moved>> {
  const { organizationId } = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.deleteSecrets(caller, { organizationId, ids: data.getAll('ids').map(String) }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${organizationId}/secrets`);
  return { status: 'done', result: movedToTrash(done.result) };
}

export async function restoreSecretsAction(_: FormState<Moved>, data: FormData): Promise<FormState<Moved>> {
  const { organizationId } = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.restoreSecrets(caller, { organizationId, ids: data.getAll('ids').map(String) }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${organizationId}/trash`);
  return { status: 'done', result: movedBack(done.result) };
}

export async function undoBulkDeleteAction(
  organizationId: string,
  ids: readonly string[],
): Promise<{ error?: string }> {
  const done = await forAction((vault, caller) =>
    vault.restoreSecrets(caller, { organizationId, ids: [...ids] }),
  );
  if (done.status === 'error') return { error: done.message };
  revalidatePath(`/orgs/${organizationId}/secrets`);
  return done.result.nameTaken.length > 0 ? { error: movedBack(done.result).text } : {};
}
