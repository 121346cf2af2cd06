'use client';

import { Ban, MoreHorizontal, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AlertDialog } from '@/components/alert-dialog';
import { Dialog } from '@/components/dialog';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuItem } from '@/components/menu';
import { Time } from '@/components/time';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { revokeApiKeyAction } from './actions';
import { type MadeKey, useNewKey } from './new-key';
import { RotateForm } from './rotate-form';

type KeyMenuProps = {
  id: string;
  name: string;
  /** How the key ends: after a rotation two have the same name. */
  hint: string;
  canRotate: boolean;
  lifetimeDays: number | null;
  replaces: ReplacedKey | undefined;
};

export type ReplacedKey = { hint: string; endsAt: string };

/** What can be done with one key. Each question opens above the page. */
export function KeyMenu({ id, name, hint, canRotate, lifetimeDays, replaces }: KeyMenuProps) {
  const [question, setQuestion] = useState<'rotate' | 'revoke'>();
  const { show: showToast } = useToast();
  const newKey = useNewKey();
  const router = useRouter();
  const asked = (which: 'rotate' | 'revoke') => ({
    open: question === which,
    onOpenChange: (open: boolean) => setQuestion(open ? which : undefined),
  });

  async function revoke() {
    const result = await withProof(() => revokeApiKeyAction(id));
    if (!result?.error) {
      newKey.putAway(id);
      showToast({ title: 'Key revoked', text: `${name} opens nothing any more.` });
    }
    return result;
  }
  function rotated(made: MadeKey) {
    setQuestion(undefined);
    newKey.show(made);
    router.refresh();
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={`What to do with ${name}`}
            tooltip={false}
            className="noscript:hidden"
            icon={<MoreHorizontal aria-hidden="true" />}
          />
        }
      >
        {canRotate && (
          <MenuItem icon={<RotateCw aria-hidden="true" />} onSelect={() => setQuestion('rotate')}>
            Rotate
          </MenuItem>
        )}
        <MenuItem icon={<Ban aria-hidden="true" />} tone="danger" onSelect={() => setQuestion('revoke')}>
          Revoke
        </MenuItem>
      </Menu>
      <Dialog
        title={`Rotate ${name}`}
        description={`A new key that may do the same, and acts for you. It ${lifetimeDays === null ? 'does not end by itself' : `ends after ${lifetimeDays} days`}, like this one.`}
        {...asked('rotate')}
      >
        <RotateForm id={id} onMade={rotated} />
      </Dialog>
      <AlertDialog
        title={`Revoke ${name}?`}
        description={
          <>
            It is the key that ends in {hint}. Every program that uses it is refused from its next request on.
            This cannot be undone.
            {replaces && (
              <>
                {' '}
                The key that it replaces, …{replaces.hint}, still works until{' '}
                <Time value={replaces.endsAt} format="date" />.
              </>
            )}
          </>
        }
        confirmLabel="Revoke key"
        typeToConfirm={name}
        action={revoke}
        {...asked('revoke')}
      />
    </>
  );
}
