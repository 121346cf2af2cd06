'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { Time } from '@/components/time';
import { type Shown, ShownOnce, useShownOnce } from '../shown-once';
import { NewKeyForm, type NewKeyFormProps } from './new-key-form';

export type MadeKey = {
  id: string;
  name: string;
  token: string;
  /** Of a key that takes another one's place. */
  replaces?: { id: string; endsAt: string };
};

const Made = createContext<Shown<MadeKey>>({ show: () => {}, putAway: () => {} });

export const useNewKey = (): Shown<MadeKey> => useContext(Made);

/** Around the page: shows a new key above its content, once. */
export function NewKeyFrame({ children }: { children: ReactNode }) {
  const { made, shown } = useShownOnce<MadeKey>();
  return (
    <Made value={shown}>
      {made && <NewKey key={made.id} made={made} onDone={() => shown.putAway(made.id)} />}
      {children}
    </Made>
  );
}

function NewKey({ made: { name, token, replaces }, onDone }: { made: MadeKey; onDone: () => void }) {
  return (
    <ShownOnce
      title={`${replaces ? `The new key of ${name}` : name} is ready. Copy it now: it is not shown again.`}
      secret={{ kind: 'key', label: 'The new API key', text: token }}
      onDone={onDone}
    >
      Strongroom stores only a hash of it. A key that is lost is revoked, and a new one made.
      {replaces && (
        <>
          {' '}
          The old one works until <Time value={replaces.endsAt} format="absolute" />.
        </>
      )}
    </ShownOnce>
  );
}

/** The button, and the questions before a key is made. */
export function NewKeyButton(choices: Omit<NewKeyFormProps, 'onMade'>) {
  const [open, setOpen] = useState(false);
  const { show } = useContext(Made);
  const router = useRouter();

  function made(key: MadeKey) {
    setOpen(false);
    show(key);
    router.refresh();
  }

  return (
    <Dialog
      title="New API key"
      description="For a program. It acts with your rights as they are when it is used, made smaller by what you say here."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden="true" />} className="noscript:hidden">
          New API key
        </Button>
      }
    >
      <NewKeyForm {...choices} onMade={made} />
    </Dialog>
  );
}
