'use client';

import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import type { Failure } from '@/lib/web/failure';
import { makePasskey } from '@/lib/web/passkey-ceremony';
import { isFailure } from '@/lib/web/post-json';

/** In place of a password. The token is read from the form's own field: it may have been pasted there. */
export function ChoosePasskey() {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  async function choose() {
    setPending(true);
    setFailure(undefined);
    const token = document.querySelector<HTMLInputElement>('input[name=token]')?.value.trim() ?? '';
    const answer = await makePasskey({
      begin: '/password/passkey/begin',
      finish: '/password/passkey/finish',
      body: { token },
    });
    if (!isFailure(answer)) return location.assign('/');
    setPending(false);
    setFailure(answer);
  }

  return (
    <div className="mt-5 flex flex-col gap-5 empty:hidden">
      <OrLine />
      <FormProblem failure={failure} />
      <PasskeyButton size="lg" pending={pending} onPress={() => void choose()}>
        Use a passkey instead
      </PasskeyButton>
    </div>
  );
}
