'use client';

import { clsx } from 'clsx';
import {
  type ComponentPropsWithoutRef,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
} from 'react';

export type FormProps = Omit<ComponentPropsWithoutRef<'form'>, 'action'> & {
  /** A server action, or what useActionState gave. */
  action: (data: FormData) => void | Promise<void>;
  /** The state from useActionState: when a new one arrives with errors, focus goes to the first wrong field. */
  state?: unknown;
  /** Takes what the fields hold once scripts run: on a slow network a person has chosen before that. */
  adopt?: (given: FormData) => void;
};

/** A form around a server action. It works before scripts have loaded. */
export function Form({ state, adopt, className, ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const seen = useRef(state);
  const takeOver = useEffectEvent(() => {
    if (form.current) adopt?.(new FormData(form.current));
  });
  // Before anything is drawn: what belongs to a choice does not jump.
  useLayoutEffect(() => takeOver(), []);

  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
    (find('[aria-invalid="true"]') ?? find('[data-form-error]'))?.focus();
  }, [state]);

  return <form {...rest} ref={form} className={clsx('flex flex-col gap-5', className)} />;
}

/** The buttons that end a form; the main one comes first in the order of reading. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1">{children}</div>;
}
