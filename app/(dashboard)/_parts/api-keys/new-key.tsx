'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';
import { Dialog } from '@/components/dialog';
import { Notice } from '@/components/notice';
import { Time } from '@/components/time';
import { NewKeyForm, type NewKeyFormProps } from './new-key-form';

export type MadeKey = {
  id: string;
  name: string;
  token: string;
  /** Of a key that takes another one's place. */
  replaces?: { id: string; endsAt: string };
};

type Shown = { show: (key: MadeKey) => void; putAway: (id: string) => void };

const Made = createContext<Shown>({ show: () => {}, putAway: () => {} });

/** `show`s a key that was just made; `putAway` is for what makes one worthless: it need not be shown any more. */
export const useNewKey = (): Shown => useContext(Made);

/** Around the page: shows a new key above its content, once, until it is put away or revoked, or the page is left. */
export function NewKeyFrame({ children }: { children: ReactNode }) {
  const [made, setMade] = useState<MadeKey>();
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
      {made && <NewKey key={made.id} made={made} onDone={() => setMade(undefined)} />}
      {children}
    </Made>
  );
}

function NewKey({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="mb-6 rounded-lg outline-none">
      <Notice
        tone="success"
        live
        title={`${made.replaces ? `The new key of ${made.name}` : made.name} is ready. Copy it now: it is not shown again.`}
        actions={
          <>
            <CopyButton variant="primary" label="Copy key" getText={() => Promise.resolve(made.token)} />
            <Button onClick={onDone}>I have kept it</Button>
          </>
        }
      >
        <p className="mb-2">
          Strongroom stores only a hash of it. A key that is lost is revoked, and a new one made.
          {made.replaces && (
            <>
              {' '}
              The old one works until <Time value={made.replaces.endsAt} format="absolute" />.
            </>
          )}
        </p>
        <CodeBlock label="The new API key">{made.token}</CodeBlock>
      </Notice>
    </div>
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
