import type { ReactNode } from 'react';
import { Notice } from '@/components/notice';
import type { Failure } from '@/lib/web/failure';

/** What is wrong with the whole of a form. It is read out, and Form moves the focus to it if no field is wrong. */
export function FormProblem({ failure, children }: { failure: Failure | undefined; children?: ReactNode }) {
  if (!failure) return null;
  return (
    <div data-form-error tabIndex={-1} className="rounded-lg outline-none">
      <Notice tone="danger" live>
        {failure.message}
        {children}
      </Notice>
    </div>
  );
}
