'use client';

import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PasswordInput } from '@/components/password-input';
import { TextInput } from '@/components/text-input';
import type { ProofWays } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { signWithPasskey } from '@/lib/web/passkey-ceremony';
import { isFailure } from '@/lib/web/post-json';

export const typedWays = ({ password, code }: ProofWays): boolean => password || code;

interface ByPasskey {
  readonly failure: Failure | undefined;
  readonly pending: boolean;
  readonly press: () => void;
}

/** The button that proves it with a passkey. */
export function useProofByPasskey(onProven: () => void): ByPasskey {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  async function prove() {
    setPending(true);
    setFailure(undefined);
    const answer = await signWithPasskey({ begin: '/confirm/passkey', finish: '/confirm/prove' });
    setPending(false);
    if (isFailure(answer)) setFailure(answer);
    else onProven();
  }
  return { failure, pending, press: () => void prove() };
}

export type ProofFieldsProps = { ways: ProofWays; failure: Failure | undefined; passkey: ByPasskey };

/** The questions of a proof: a passkey, or what is typed. */
export function ProofFields({ ways, failure, passkey }: ProofFieldsProps) {
  const typed = typedWays(ways);
  return (
    <>
      <FormProblem failure={failure} />
      {ways.passkey && (
        <PasskeyButton variant="primary" pending={passkey.pending} onPress={passkey.press}>
          Use a passkey
        </PasskeyButton>
      )}
      {ways.passkey && typed && <OrLine />}
      {ways.password && (
        <Field label="Password" required error={failure?.fields.password}>
          <PasswordInput name="password" autoComplete="current-password" />
        </Field>
      )}
      {ways.code && (
        <Field
          label="Code"
          required
          error={failure?.fields.code}
          hint="From your authenticator app, or one of your recovery codes."
        >
          <TextInput name="code" mono autoComplete="one-time-code" maxLength={64} />
        </Field>
      )}
      {!ways.passkey && !typed && (
        <Notice>
          Your account has no password and no passkey here. Sign out and in again in another tab, then come
          back: what you typed is still here.
        </Notice>
      )}
    </>
  );
}
