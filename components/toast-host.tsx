'use client';

import { Toast } from '@base-ui/react/toast';
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { buttonClass } from './button-styles';
import { serveToasts, type ToastTone } from './toasts';

const TIMEOUT_MS = 6_000;
/** Time to notice, read, and reach the button. */
const TIMEOUT_WITH_ACTION_MS = 12_000;

const TONES = {
  info: { icon: Info, mark: 'text-accent-text' },
  success: { icon: CircleCheck, mark: 'text-success-text' },
  danger: { icon: CircleAlert, mark: 'text-danger-text' },
} as const;

/**
 * Read politely, paused while hovered or focused, reached with F6. Mounted once, by ToastArea.
 * On a phone they come from above: below lie the buttons of a dialog.
 */
export function ToastHost() {
  return (
    <Toast.Provider limit={4}>
      <Serve />
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 top-3 z-70 flex flex-col gap-2 sm:top-auto sm:right-4 sm:bottom-4 sm:left-auto sm:w-96">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Serve() {
  const { add, close } = Toast.useToastManager();
  useEffect(
    () =>
      serveToasts({
        close,
        add({ id, title, text, tone = 'success', action }) {
          add({
            id,
            title,
            description: text,
            type: tone,
            timeout: tone === 'danger' ? 0 : action ? TIMEOUT_WITH_ACTION_MS : TIMEOUT_MS,
            actionProps: action && {
              children: action.label,
              onClick: () => {
                close(id);
                void action.onPress();
              },
            },
          });
        },
      }),
    [add, close],
  );
  return null;
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => {
    const { icon: Icon, mark } = TONES[(toast.type ?? 'info') as ToastTone];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['right', 'up', 'down']}
        className="w-full translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) rounded-lg border bg-raised shadow-pop transition-[translate,opacity] duration-200 ease-out data-ending-style:opacity-0 data-limited:hidden data-starting-style:-translate-y-3 data-starting-style:opacity-0 sm:data-starting-style:translate-y-3 data-swiping:transition-none"
      >
        <Toast.Content className="flex items-center gap-2.5 py-2.5 pr-2 pl-3.5 text-sm">
          <Icon aria-hidden="true" className={clsx('mt-1.5 size-4 shrink-0 self-start touch:mt-3.5', mark)} />
          <div className="min-w-0 flex-1 py-1 wrap-anywhere touch:py-3">
            <Toast.Title className="font-medium" />
            <Toast.Description className="text-muted" />
          </div>
          <Toast.Action className={buttonClass('secondary', 'sm')} />
          <Toast.Close aria-label="Dismiss" className={buttonClass('ghost', 'sm', true)}>
            <X aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
