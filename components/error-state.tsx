import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CodeText } from './code-text';

export type ErrorStateProps = {
  title: string;
  text?: ReactNode;
  /** What a person can quote to whoever runs the service. */
  reference?: string | undefined;
  action?: ReactNode;
  headingLevel?: 1 | 2 | undefined;
};

export function ErrorState({ title, text, reference, action, headingLevel = 1 }: ErrorStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <div
        aria-hidden="true"
        className="mb-4 grid size-11 place-items-center rounded-xl border border-danger-line bg-danger-soft text-danger-text"
      >
        <TriangleAlert className="size-5" />
      </div>
      <Heading className="text-lg font-semibold">{title}</Heading>
      {text && <p className="mt-1 max-w-sm text-sm text-balance text-muted">{text}</p>}
      {reference && (
        <p className="mt-3 text-xs text-subtle">
          Reference <CodeText>{reference}</CodeText>
        </p>
      )}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
