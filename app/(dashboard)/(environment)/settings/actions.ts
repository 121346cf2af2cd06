'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

/** Sends on what differs from what the page was made with: another owner's change of the rest stays. */
export async function updateEnvironmentAction(_: FormState, data: FormData): Promise<FormState> {
  const [name, minutes, reads] = ['name', 'stepUpMinutes', 'readValues'].map((field) =>
    textOf(data, field).trim(),
  ) as [string, string, string];
  const done = await forAction((vault, caller) =>
    vault.updateEnvironment(caller, {
      ...(name === textOf(data, 'wasName') ? {} : { name }),
      // An empty field is no number, which the vault refuses with words.
      ...(minutes === textOf(data, 'wasStepUpMinutes') ? {} : { stepUpMinutes: Number(minutes || 'none') }),
      ...(reads === textOf(data, 'wasReadValues') ? {} : { administratorsReadValues: reads === 'yes' }),
    }),
  );
  if (done.status === 'error') return withGiven(done, data, ['name', 'stepUpMinutes', 'readValues']);
  revalidatePath('/', 'layout');
  return { status: 'done', result: null };
}
