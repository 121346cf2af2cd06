'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { type Shown, ShownOnce, useShownOnce } from '../shown-once';
import { InviteForm, type InviteFormProps } from './invite-form';

/** What the route answers. `link` is null where it was mailed: then it is for the mailbox alone. */
export type MadeInvitation = {
  id: string;
  email: string;
  mail: 'sent' | 'failed' | 'none';
  link: string | null;
};

const Made = createContext<Shown<MadeInvitation>>({ show: () => {}, putAway: () => {} });

/** For what makes a link worthless. */
export const usePutAway = (): Shown<MadeInvitation>['putAway'] => useContext(Made).putAway;

/** Around the page: shows a new link above its content, once. */
export function NewInvitationFrame({ children }: { children: ReactNode }) {
  const { made, shown } = useShownOnce<MadeInvitation>();
  return (
    <Made value={shown}>
      {made && <NewInvitation key={made.id} made={made} onDone={() => shown.putAway(made.id)} />}
      {children}
    </Made>
  );
}

const HOW = {
  sent: 'The link was mailed. It works once, for 7 days.',
  failed: 'The mail could not be sent, so the link is yours to pass on. It works once, for 7 days.',
  none: 'No mail server is set up, so the link is yours to pass on. It works once, for 7 days.',
} as const;

type NewInvitationProps = { made: MadeInvitation; onDone: () => void };

function NewInvitation({ made: { email, mail, link }, onDone }: NewInvitationProps) {
  return (
    <ShownOnce
      tone={mail === 'failed' ? 'warning' : 'success'}
      title={`${email} is invited.${link ? ' Copy the link now: it is not shown again.' : ''}`}
      secret={link ? { kind: 'link', label: 'The link of the invitation', text: link } : null}
      onDone={onDone}
    >
      {HOW[mail]}
    </ShownOnce>
  );
}

/** The button, and the questions before somebody is invited. */
export function InviteButton(asked: Omit<InviteFormProps, 'onMade'>) {
  const [open, setOpen] = useState(false);
  const { show } = useContext(Made);
  const router = useRouter();

  function made(invitation: MadeInvitation) {
    setOpen(false);
    show(invitation);
    router.refresh();
  }

  return (
    <Dialog
      title={
        asked.place.organizationId === null ? 'Invite to this installation' : `Invite to ${asked.place.name}`
      }
      description="They get a link that works once. Whoever has no account yet makes one with it."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary" icon={<UserPlus aria-hidden="true" />} className="noscript:hidden">
          Invite
        </Button>
      }
    >
      <InviteForm {...asked} onMade={made} />
    </Dialog>
  );
}
