import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { SecretMask } from '@/components/secret-mask';
import { Time } from '@/components/time';
import type { Approval, SecretMetadata } from '@/lib/vault';
import { WithdrawRequest } from '../../approvals/withdraw-request';
import { AskApproval } from './ask-approval';
import type { Place } from './delete-secret';
import { SecretValue } from './secret-value';

export type ValueCardProps = {
  place: Place;
  valuePath: string;
  secret: SecretMetadata;
  /** Whoever looks may open it, with an approval where one is needed. */
  mayReveal: boolean;
  /** Whoever looks can change whom a restriction names, themselves too. */
  letsIn: boolean;
  /** What whoever looks has asked for, of a secret that needs an approval. */
  approval: Approval | null;
  /** Without scripts the reason stands beside the button. */
  asksReason: boolean;
};

/** The value, behind its mask; or what keeps it closed for whoever looks, and the way on. */
export function ValueCard({
  place,
  valuePath,
  secret,
  mayReveal,
  letsIn,
  approval,
  asksReason,
}: ValueCardProps) {
  const value = (
    <SecretValue
      key={secret.versionId}
      path={valuePath}
      label={`Value of ${secret.name}`}
      asksReason={asksReason}
    />
  );
  const opens = mayReveal && (!secret.needsApproval || approval?.state === 'open');
  return (
    <Card
      title="Value"
      description={
        opens
          ? 'Revealing and copying are recorded. A value that is shown hides again after 30 seconds.'
          : undefined
      }
    >
      <div className="flex flex-col gap-4">
        {opens && approval?.state === 'open' && <OpenFor approval={approval} />}
        {opens ? value : <Mask />}
        {!mayReveal && <Closed restricted={secret.restrictedAt !== null} letsIn={letsIn} />}
        {mayReveal && !opens && <Asking place={place} approval={approval} />}
      </div>
    </Card>
  );
}

const Mask = () => (
  <div className="flex h-10 items-center rounded-md border bg-sunken px-3">
    <SecretMask />
  </div>
);

function Closed({ restricted, letsIn }: { restricted: boolean; letsIn: boolean }) {
  return (
    <Notice>
      {restricted
        ? 'This secret is restricted to those whom it names, and you are none of them.'
        : 'Your role shows that this secret is there, and not its value.'}{' '}
      {restricted && letsIn
        ? 'You can change that under Access.'
        : 'An administrator of the organization can change that.'}
    </Notice>
  );
}

function OpenFor({ approval }: { approval: Approval }) {
  return (
    <Notice tone="success" actions={<WithdrawRequest id={approval.id} label="Give up the approval" isOpen />}>
      Open for you until <Time value={approval.expiresAt} format="absolute" />, because{' '}
      {approval.decidedBy?.name} agreed.
    </Notice>
  );
}

function Asking({ place, approval }: { place: Place; approval: Approval | null }) {
  if (approval?.state === 'waiting') {
    return (
      <Notice
        title="Waiting for an administrator"
        actions={<WithdrawRequest id={approval.id} label="Withdraw the request" />}
      >
        You asked <Time value={approval.createdAt} />: <q>{approval.reason}</q>. It can be approved until{' '}
        <Time value={approval.expiresAt} format="absolute" />. Look at this page again later: it opens here.
      </Notice>
    );
  }
  return (
    <>
      <p className="text-sm text-muted">
        This secret opens with the approval of a second person. <LastTime approval={approval} />
      </p>
      <AskApproval place={place} />
    </>
  );
}

function LastTime({ approval }: { approval: Approval | null }) {
  const at = approval && <Time value={approval.decidedAt ?? approval.expiresAt} />;
  switch (approval?.state) {
    case 'denied':
      return (
        <>
          {approval.decidedBy?.name} did not agree, {at}.
        </>
      );
    case 'expired':
      return <>Nobody decided about what you asked for last, within 24 hours.</>;
    case 'over':
      return (
        <>
          Your last approval ended <Time value={approval.expiresAt} />.
        </>
      );
    default:
      return null;
  }
}
