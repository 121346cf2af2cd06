'use client';

import { useEffect } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import { signWithOffered, signWithPasskey } from '@/lib/web/passkey-ceremony';
import { isFailure } from '@/lib/web/post-json';
import { leaveFor, usePasskey } from '@/lib/web/use-passkey';

const SIGN_IN = { begin: '/sign-in/passkey/begin', finish: '/sign-in/passkey/finish' } as const;

/** Signs in with a passkey and nothing else: by the button, or from what the browser offers in the field for the address. */
export function PasskeySignIn({ next }: { next: string }) {
  const { failure, pending, tell, start } = usePasskey(
    () => signWithPasskey(SIGN_IN),
    () => leaveFor(next),
  );

  useEffect(() => {
    let left = false;
    void signWithOffered(SIGN_IN).then((answer) => {
      if (left || !answer) return;
      if (isFailure(answer)) tell(answer);
      else void leaveFor(next);
    });
    return () => {
      left = true;
    };
  }, [next, tell]);

  return (
    <div className="mb-5 flex flex-col gap-5 empty:hidden noscript:hidden">
      <FormProblem failure={failure} />
      <PasskeyButton size="lg" pending={pending} onPress={start}>
        Sign in with a passkey
      </PasskeyButton>
      <OrLine />
    </div>
  );
}
