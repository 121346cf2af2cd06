'use client';

import { useRouter } from 'next/navigation';
import { type SubmitEvent, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { CodeText } from '@/components/code-text';
import { Dialog, DialogActions, DialogClose, preloadDialog } from '@/components/dialog';
import { Field } from '@/components/field';
import { focusHeading } from '@/components/focus-heading';
import { TextInput } from '@/components/text-input';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import { isFailure, postJson } from '@/lib/web/post-json';
import type { QrPath } from '@/lib/web/qr-path';
import { withProof } from '@/lib/web/with-proof';
import { QrCode } from './qr-code';
import { type NewCodes, RecoveryCodes } from './recovery-codes';

type Begun = { readonly qr: QrPath; readonly typed: string };

/** The secret comes as an answer of its own, is in no page, and is forgotten when the dialog closes. */
export function AddAuthenticator() {
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const router = useRouter();

  async function begin() {
    setPending(true);
    setFailure(undefined);
    const [answer] = await Promise.all([
      withProof(() => postJson<Begun>('/account/totp/start', {})),
      preloadDialog(),
    ]);
    setPending(false);
    if (isFailure(answer)) setFailure(answer);
    else setBegun(answer);
  }

  function close() {
    setBegun(undefined);
    if (!codes) return;
    setCodes(undefined);
    // The page says now that there is an app, and has no such button any more.
    router.refresh();
    focusHeading();
  }

  return (
    <>
      <FormProblem failure={failure} />
      <Button pending={pending} onClick={() => void begin()} className="self-start noscript:hidden">
        Add an authenticator app
      </Button>
      <Dialog
        title={codes ? 'Your app is added' : 'Add an authenticator app'}
        description={codes ? undefined : 'Scan this with the app, then type the code that it shows.'}
        open={begun !== undefined}
        onOpenChange={(open) => !open && close()}
        holds={codes !== undefined}
      >
        {codes ? (
          <RecoveryCodes codes={codes} onDone={close} />
        ) : (
          begun && <FirstCode {...begun} onConfirmed={setCodes} />
        )}
      </Dialog>
    </>
  );
}

function FirstCode({ qr, typed, onConfirmed }: Begun & { onConfirmed: (codes: readonly string[]) => void }) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  async function send(form: HTMLFormElement) {
    setPending(true);
    const code = textOf(new FormData(form), 'code');
    const answer = await withProof(() => postJson<NewCodes>('/account/totp/confirm', { code }));
    setPending(false);
    if (!isFailure(answer)) return onConfirmed(answer.recoveryCodes);
    setFailure(answer);
    form.querySelector<HTMLElement>('input')?.focus();
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!pending) void send(event.currentTarget);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {!failure?.fields.code && <FormProblem failure={failure} />}
      <div className="flex flex-wrap items-start gap-4">
        <QrCode {...qr} label="A picture to scan with the app" />
        <div className="min-w-40 flex-1 text-sm text-muted">
          <p>Any app for one-time codes does, such as the one of your password manager.</p>
          <p className="mt-3">No camera? Type this into the app:</p>
          <p className="mt-1 text-ink">
            <CodeText>{(typed.match(/.{1,4}/g) ?? []).join(' ')}</CodeText>
          </p>
        </div>
      </div>
      <Field
        label="Code"
        required
        error={failure?.fields.code}
        hint="Six digits. They change every 30 seconds."
      >
        <TextInput name="code" mono inputMode="numeric" autoComplete="one-time-code" maxLength={64} />
      </Field>
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Add
        </Button>
      </DialogActions>
    </form>
  );
}
