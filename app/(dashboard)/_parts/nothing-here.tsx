import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';

/** The same words for what is missing and for what is somebody else's. */
export function NothingHere({ more }: { more?: ReactNode }) {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<SearchX />}
        title="Nothing here"
        text="This page does not exist, or it is not shared with you."
        action={
          <>
            {more}
            <LinkButton href="/">Go to the start</LinkButton>
          </>
        }
      />
    </>
  );
}
