'use client';

import { type SubmitEvent, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { TextInput } from '@/components/text-input';
import type { MemberRole } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import { fetchWithProof } from '@/lib/web/with-proof';
import type { MadeInvitation } from './new-invitation';
import { RoleChoice } from './role-choice';
import type { PeoplePlace } from './roles';

export type InviteFormProps = {
  place: PeoplePlace;
  /** Those that may be given. */
  roles: readonly MemberRole[];
  /** Whether links are mailed. */
  mails: boolean;
  onMade: (made: MadeInvitation) => void;
};

const LOST = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. Try again.',
  fields: {},
} as const satisfies Failure;

/** Not a server action: the link must not become part of a page's payload. */
export function InviteForm({ place: { organizationId }, roles, mails, onMade }: InviteFormProps) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  // The least of them: more is given on purpose.
  const [role, setRole] = useState(roles.at(-1) as MemberRole);

  async function invite(email: string) {
    setPending(true);
    setFailure(undefined);
    try {
      const response = await fetchWithProof('/people/invite', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ organizationId, email, role }),
        cache: 'no-store',
      });
      if (response.ok) onMade((await response.json()) as MadeInvitation);
      else setFailure((await response.json()) as Failure);
    } catch {
      setFailure(LOST);
    } finally {
      setPending(false);
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!pending) void invite(textOf(new FormData(event.currentTarget), 'email'));
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <FormProblem failure={failure} />
      <Field
        label="E-mail"
        required
        error={failure?.fields.email}
        hint={
          mails
            ? 'The link is mailed to it. Only an account with this address can use it.'
            : 'No mail server is set up: you copy the link, and pass it on to them.'
        }
      >
        <TextInput name="email" type="email" autoComplete="off" placeholder="ada@example.com" />
      </Field>
      <RoleChoice
        organizationId={organizationId}
        roles={roles}
        value={role}
        onChange={setRole}
        error={failure?.fields.role}
      />
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Invite
        </Button>
      </DialogActions>
    </form>
  );
}
