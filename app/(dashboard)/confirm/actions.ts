'use server';

import { redirect } from 'next/navigation';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { safeNextPath } from '@/lib/web/next-path';

export async function confirmAction(_: FormState, data: FormData): Promise<FormState> {
  const done = await forAction((vault, caller) =>
    vault.proveSession(caller, { password: textOf(data, 'password'), code: textOf(data, 'code') }),
  );
  if (done.status === 'error') return done;
  redirect(safeNextPath(data.get('next')));
}
