'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { type Refusal, refusalOf } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

/** Sends on what differs from what the page was made with: a second administrator's change of the rest stays. */
export async function updateOrganizationAction(_: FormState, data: FormData): Promise<FormState> {
  const id = textOf(data, 'id');
  const [name, externalId, days] = ['name', 'externalId', 'retentionDays'].map((field) =>
    textOf(data, field).trim(),
  ) as [string, string, string];
  const done = await forAction((vault, caller) =>
    vault.updateOrganization(caller, {
      id,
      ...(name === textOf(data, 'wasName') ? {} : { name }),
      ...(!data.has('externalId') || externalId === textOf(data, 'wasExternalId')
        ? {}
        : { externalId: externalId || null }),
      // An empty field is no number, which the vault refuses with words.
      ...(textOf(data, 'requireReason') === textOf(data, 'wasRequireReason')
        ? {}
        : { requireReason: textOf(data, 'requireReason') === 'yes' }),
      ...(days === textOf(data, 'wasRetentionDays') ? {} : { retentionDays: Number(days || 'none') }),
    }),
  );
  if (done.status === 'error')
    return withGiven(done, data, ['name', 'externalId', 'retentionDays', 'requireReason']);
  revalidatePath(`/orgs/${id}`, 'layout');
  return { status: 'done', result: null };
}

/** The name is the one that was typed: the vault compares it. */
export async function deleteOrganizationAction(given: {
  readonly id: string;
  readonly name: string;
  readonly withSecrets: boolean;
}): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) =>
    vault.deleteOrganization(caller, {
      id: given.id,
      confirmName: given.name,
      secrets: given.withSecrets ? 'trash' : 'refuse',
    }),
  );
  if (done.status === 'error') return refusalOf(done);
  redirect('/orgs');
}
