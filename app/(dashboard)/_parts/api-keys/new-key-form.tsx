'use client';

import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { DialogActions, DialogClose } from '@/components/dialog';
import { Disclosure } from '@/components/disclosure';
import { Field } from '@/components/field';
import { TextArea } from '@/components/text-area';
import { TextInput } from '@/components/text-input';
import type { KeyScope } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import { askForKey, isMade } from './ask-for-key';
import { ExpiryField, expiryOf } from './expiry-field';
import type { MadeKey } from './new-key';
import type { KeyPlace } from './place';
import { PlaceField } from './place-field';
import { ScopeFields, scopesOf } from './scope-fields';

export type NewKeyFormProps = {
  place: KeyPlace;
  /** What whoever makes it may do themselves. */
  givable: readonly KeyScope[];
  onMade: (key: MadeKey) => void;
};

/** What is narrowed, and what is not: left empty, a field narrows nothing. */
export function NewKeyForm({ place, givable, onMade }: NewKeyFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const [prefixes, setPrefixes] = useState('');
  const byName = linesOf(prefixes).length > 0;
  const fields = failure?.fields ?? {};
  useEffect(() => {
    if (!failure) return;
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
    (find('[aria-invalid="true"]') ?? find('[data-form-error]'))?.focus();
  }, [failure]);

  async function make(data: FormData) {
    setPending(true);
    setFailure(undefined);
    const perMinute = textOf(data, 'requestsPerMinute').trim();
    const answer = await askForKey('/api-keys/create', {
      name: textOf(data, 'name').trim(),
      organizationId: place.organizationId ?? (textOf(data, 'organizationId').trim() || null),
      scopes: scopesOf(data, givable, byName),
      namePrefixes: orNull(linesOf(prefixes)),
      allowedAddresses: orNull(linesOf(textOf(data, 'allowedAddresses'))),
      requestsPerMinute: perMinute === '' ? null : Number(perMinute),
      ...expiryOf(data),
    });
    setPending(false);
    if (isMade(answer)) return onMade(answer);
    setFailure(answer);
  }
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!pending) void make(new FormData(event.currentTarget));
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      <FormProblem failure={failure} />
      <Field
        label="Name"
        required
        error={fields.name}
        hint="What uses it. The trail calls the key by this name."
      >
        <TextInput name="name" autoComplete="off" maxLength={120} placeholder="billing service" />
      </Field>
      {place.organizationId === null && <PlaceField place={place} failure={failure} />}
      <ScopeFields givable={givable} byName={byName} error={fields.scopes} />
      <Field
        label="Only secrets whose name begins with"
        optional
        error={fields.namePrefixes}
        hint="One on each line. Empty: all names. Other secrets are not there for the key, and events, organizations and data keys are not for it."
      >
        <TextArea
          name="namePrefixes"
          mono
          rows={2}
          placeholder="billing/"
          value={prefixes}
          onChange={(event) => setPrefixes(event.target.value)}
        />
      </Field>
      <ExpiryField error={fields.expiresAt ?? fields.expiresInDays} />
      <Disclosure
        title="Addresses and limit"
        description="From where it is taken, and how often it may ask"
        open={Boolean(fields.allowedAddresses ?? fields.requestsPerMinute)}
      >
        <Field
          label="Only from these addresses"
          optional
          error={fields.allowedAddresses}
          hint="An address or a range on each line. Empty: from everywhere."
        >
          <TextArea name="allowedAddresses" mono rows={2} placeholder={'203.0.113.7\n10.0.0.0/8'} />
        </Field>
        <Field
          label="Requests a minute"
          optional
          error={fields.requestsPerMinute}
          hint="At most 60,000. Empty: as many as any key, 6,000 unless this server says otherwise."
        >
          <TextInput name="requestsPerMinute" inputMode="numeric" autoComplete="off" className="max-w-40" />
        </Field>
      </Disclosure>
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Make key
        </Button>
      </DialogActions>
    </form>
  );
}

/** Spaces within a line belong to it; those around it do not. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const orNull = (lines: readonly string[]) => (lines.length > 0 ? lines : null);
