'use client';

import { clsx } from 'clsx';
import { type ReactNode, useRef } from 'react';
import { AlertDialog, type AlertDialogProps } from '@/components/alert-dialog';
import { Button, type ButtonProps } from '@/components/button';
import type { useFormAction } from '@/lib/web/use-form-action';
import { FormProblem } from './form-problem';

export type ButtonFormProps = {
  /** What `useFormAction` gave. */
  of: Pick<ReturnType<typeof useFormAction>, 'failure' | 'pending' | 'form'>;
  label: string;
  size?: ButtonProps['size'];
  /** What is asked before it is sent. Without scripts, which a question needs, the form is sent at once. */
  question?: Pick<AlertDialogProps, 'title' | 'description' | 'confirmLabel'> | undefined;
  /** Hidden fields. */
  children: ReactNode;
};

/** A form that is only a button. */
export function ButtonForm({ of, label, size, question, children }: ButtonFormProps) {
  const sent = useRef<HTMLFormElement>(null);
  const { state: _, ...form } = of.form;
  const look = { size, pending: of.pending } as const;
  const send = (
    <Button {...look} type="submit">
      {label}
    </Button>
  );
  return (
    <div>
      <form {...form} ref={sent} className={clsx('flex flex-col', size === 'sm' ? 'gap-2' : 'gap-4')}>
        <FormProblem failure={of.failure} bare />
        {children}
        {question ? <noscript>{send}</noscript> : <div>{send}</div>}
      </form>
      {question && (
        <AlertDialog
          {...question}
          tone="primary"
          action={async () => sent.current?.requestSubmit()}
          trigger={
            <Button {...look} className="noscript:hidden">
              {label}
            </Button>
          }
        />
      )}
    </div>
  );
}
