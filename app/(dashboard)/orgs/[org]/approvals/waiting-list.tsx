import { Card } from '@/components/card';
import { TextLink } from '@/components/link';
import { Time } from '@/components/time';
import type { ListedApproval } from '@/lib/vault';
import { DecideRequest } from './decide-request';
import { WithdrawRequest } from './withdraw-request';

export type RequestsProps = {
  org: string;
  requests: readonly ListedApproval[];
  /** Of whoever looks. */
  userId: string | undefined;
  mayDecide: boolean;
};

/** What waits, the oldest first. */
export function WaitingList({ org, requests, userId, mayDecide }: RequestsProps) {
  return (
    <Card title="Waiting" padded={false}>
      <ul className="divide-y">
        {requests.map(({ id, secretId, secretName, requestedBy, reason, createdAt, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-end justify-between gap-4 px-4 py-4 sm:px-5">
            <div className="min-w-0 basis-72 text-sm wrap-anywhere sm:grow">
              <p>
                <span className="font-medium">{requestedBy.name}</span>{' '}
                <span className="text-muted">wants to open</span>{' '}
                <TextLink href={`/orgs/${org}/secrets/${secretId}`} className="font-mono">
                  {secretName}
                </TextLink>
              </p>
              <p className="mt-1">
                <q>{reason}</q>
              </p>
              <p className="mt-1 text-xs text-subtle">
                Asked <Time value={createdAt} />, waits until <Time value={expiresAt} format="absolute" />
              </p>
            </div>
            {requestedBy.id === userId ? (
              <WithdrawRequest id={id} label="Withdraw the request" />
            ) : (
              mayDecide && <DecideRequest id={id} name={requestedBy.name} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
