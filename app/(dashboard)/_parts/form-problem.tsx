'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { TextLink } from '@/components/link';
import { Notice } from '@/components/notice';
import type { Failure } from '@/lib/web/failure';
import { confirmPath } from '@/lib/web/next-path';

export type FormProblemProps = {
  failure: Failure | undefined;
  /** The form is a button: there is no field that could have the words beside it. */
  bare?: boolean | undefined;
  children?: ReactNode;
};

/** What is wrong with the whole of a form. It is read out, and Form moves the focus to it if no field is wrong. */
export function FormProblem({ failure, bare = false, children }: FormProblemProps) {
  if (!failure) return null;
  return (
    <div data-form-error tabIndex={-1} className="rounded-lg outline-none">
      <Notice tone="danger" live>
        {(bare && Object.values(failure.fields)[0]) || failure.message}
        {failure.code === 'proof_required' && <ConfirmLink />}
        {children}
      </Notice>
    </div>
  );
}

/** Without scripts, where nothing can ask above the form. */
function ConfirmLink() {
  const path = usePathname();
  const search = useSearchParams().toString();
  return (
    <noscript>
      {' '}
      <TextLink href={confirmPath(search ? `${path}?${search}` : path)}>Confirm it here</TextLink>, then send
      the form again.
    </noscript>
  );
}
