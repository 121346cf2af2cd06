'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';
import { Dialog } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { InviteForm, type InviteFormProps } from './invite-form';

/** What the route answers. `link` is null where it was mailed: then it is for the mailbox alone. */
export type MadeInvitation = {
  id: string;
  email: string;
  mail: 'sent' | 'failed' | 'none';
  link: string | null;
};

type Shown = { show: (made: MadeInvitation) => void; putAway: (id: string) => void };

const Made = createContext<Shown>({ show: () => {}, putAway: () => {} });

/** For what makes a link worthless: it need not be shown any more. */
export const usePutAway = (): Shown['putAway'] => useContext(Made).putAway;

/** Around the page: shows a new link above its content, once, until it is put away or the page is left. */
export function NewInvitationFrame({ children }: { children: ReactNode }) {
  const [made, setMade] = useState<MadeInvitation>();
  const shown = useMemo<Shown>(
    () => ({
      show: setMade,
      putAway: (id) => setMade((current) => (current?.id === id ? undefined : current)),
    }),
    [],
  );
  useEffect(() => {
    // Browsers and the router may keep a page that was left, and show it again as it was.
    const forget = () => setMade(undefined);
    addEventListener('pagehide', forget);
    return () => {
      removeEventListener('pagehide', forget);
      forget();
    };
  }, []);
  return (
    <Made value={shown}>
      {made && <NewInvitation key={made.id} made={made} onDone={() => setMade(undefined)} />}
      {children}
    </Made>
  );
}

const HOW = {
  sent: 'The link was mailed. It works once, for 7 days.',
  failed: 'The mail could not be sent, so the link is yours to pass on. It works once, for 7 days.',
  none: 'No mail server is set up, so the link is yours to pass on. It works once, for 7 days.',
} as const;

function NewInvitation({ made, onDone }: { made: MadeInvitation; onDone: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const { email, mail, link } = made;
  return (
    <div ref={place} tabIndex={-1} className="mb-6 rounded-lg outline-none">
      <Notice
        tone={mail === 'failed' ? 'warning' : 'success'}
        live
        title={
          link ? `${email} is invited. Copy the link now: it is not shown again.` : `${email} is invited.`
        }
        actions={
          <>
            {link && <CopyButton variant="primary" label="Copy link" getText={() => Promise.resolve(link)} />}
            <Button onClick={onDone}>{link ? 'I have kept it' : 'Put away'}</Button>
          </>
        }
      >
        <p>{HOW[mail]}</p>
        {link && (
          <div className="mt-2">
            <CodeBlock label="The link of the invitation">{link}</CodeBlock>
          </div>
        )}
      </Notice>
    </div>
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
