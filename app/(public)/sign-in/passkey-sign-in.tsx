'use client';

import { useEffect, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import type { Failure } from '@/lib/web/failure';
import { signWithOffered, signWithPasskey } from '@/lib/web/passkey-ceremony';
import { isFailure } from '@/lib/web/post-json';

const SIGN_IN = { begin: '/sign-in/passkey/begin', finish: '/sign-in/passkey/finish' } as const;

/** Signs in with a passkey and nothing else: by the button, or from what the browser offers in the field for the address. */
export function PasskeySignIn({ next }: { next: string }) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  useEffect(() => {
    let left = false;
    void signWithOffered(SIGN_IN).then((answer) => {
      if (left || !answer) return;
      if (isFailure(answer)) setFailure(answer);
      else goOn(next);
    });
    return () => {
      left = true;
    };
  }, [next]);

  async function sign() {
    setPending(true);
    setFailure(undefined);
    const answer = await signWithPasskey(SIGN_IN);
    if (!isFailure(answer)) return goOn(next);
    setPending(false);
    setFailure(answer);
  }

  return (
    <div className="mb-5 flex flex-col gap-5 empty:hidden">
      <FormProblem failure={failure} />
      <PasskeyButton size="lg" pending={pending} onPress={() => void sign()}>
        Sign in with a passkey
      </PasskeyButton>
      <OrLine />
    </div>
  );
}

/** A load of its own: what the browser knew before somebody signed in is not theirs. */
const goOn = (next: string) => location.assign(next);
