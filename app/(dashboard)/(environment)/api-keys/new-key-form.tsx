'use client';

import { type SubmitEvent, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { Select } from '@/components/select';
import { TextInput } from '@/components/text-input';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { NameApart } from '@/lib/web/names-apart';
import { fetchWithProof } from '@/lib/web/with-proof';
import type { MadeKey } from './new-key';

export type NewKeyFormProps = {
  environmentName: string;
  organizations: readonly NameApart[];
  /** There are more organizations than are listed: one is named by its id then. */
  more: boolean;
  onMade: (key: MadeKey) => void;
};

const LOST = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. Try again.',
  fields: {},
} as const satisfies Failure;

/** Not a server action: the key must not become part of a page's payload. */
export function NewKeyForm({ environmentName, organizations, more, onMade }: NewKeyFormProps) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  async function make(data: FormData) {
    setPending(true);
    setFailure(undefined);
    try {
      const response = await fetchWithProof('/api-keys/create', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          name: textOf(data, 'name').trim(),
          organizationId: textOf(data, 'organizationId').trim() || null,
        }),
        cache: 'no-store',
      });
      if (response.ok) onMade((await response.json()) as MadeKey);
      else setFailure((await response.json()) as Failure);
    } catch {
      setFailure(LOST);
    } finally {
      setPending(false);
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!pending) void make(new FormData(event.currentTarget));
  }

  const everywhere = `All of ${environmentName}`;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <FormProblem failure={failure} />
      <Field
        label="Name"
        required
        error={failure?.fields.name}
        hint="What uses it. The trail calls the key by this name."
      >
        <TextInput name="name" autoComplete="off" maxLength={120} placeholder="billing service" />
      </Field>
      <Field
        label="Reach"
        error={
          failure?.fields.organizationId ?? (failure?.code === 'not_found' ? failure.message : undefined)
        }
        hint={
          more
            ? `The id of an organization. Empty: ${everywhere.toLowerCase()}.`
            : 'A key for one organization sees nothing of the others.'
        }
      >
        {more ? (
          <TextInput name="organizationId" mono autoComplete="off" placeholder="org_…" />
        ) : (
          <Select
            name="organizationId"
            options={[
              { value: '', label: everywhere },
              ...organizations.map((one) => ({ value: one.id, label: labelOf(one) })),
            ]}
          />
        )}
      </Field>
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Make key
        </Button>
      </DialogActions>
    </form>
  );
}

const MOST_OF_A_NAME = 60;

/** The browser's own list neither wraps nor cuts. */
function labelOf({ name, detail }: NameApart): string {
  const letters = Array.from(name);
  const short = letters.length > MOST_OF_A_NAME ? `${letters.slice(0, MOST_OF_A_NAME).join('')}…` : name;
  return detail === undefined ? short : `${short} (${detail})`;
}
