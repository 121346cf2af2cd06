import { ShieldX } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';

export function NotAllowed() {
  return (
    <>
      <h1 className="sr-only">Not allowed</h1>
      <EmptyState
        icon={<ShieldX />}
        title="This is for others to do"
        text="Your role does not include it. An administrator of this installation can change that."
        action={<LinkButton href="/">Go to the start</LinkButton>}
      />
    </>
  );
}
