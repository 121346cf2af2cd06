import { ShieldX } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';

/** `who` can give a role that includes it. */
export function NotAllowed({ who = 'An administrator of this installation' }: { who?: string }) {
  return (
    <>
      <h1 className="sr-only">Not allowed</h1>
      <EmptyState
        icon={<ShieldX />}
        title="This is for others to do"
        text={`Your role does not include it. ${who} can change that.`}
        action={<LinkButton href="/">Go to the start</LinkButton>}
      />
    </>
  );
}
