'use client';

import { Button } from '@/components/button';
import { CodeText } from '@/components/code-text';
import { LinkButton } from '@/components/link-button';
import { Notice } from '@/components/notice';
import type { Imported, NotImported } from '@/lib/vault';

const WHY: Record<NotImported['why'], string> = {
  taken: 'a secret of this name was created meanwhile',
  changed: 'somebody replaced its value meanwhile',
  gone: 'it was deleted meanwhile',
  restricted: 'it is restricted to others',
};

const MOST_NAMED = 100;

export type ImportReportProps = {
  organizationId: string;
  imported: Imported;
  /** How many rows of the file were not chosen, or could not be. */
  left: number;
  onMore: () => void;
};

export function ImportReport({ organizationId, imported, left, onMore }: ImportReportProps) {
  const { created, replaced, refused } = imported;
  const stored = created + replaced;
  const faster = refused.every(({ why }) => why !== 'restricted');
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Notice
        tone={stored > 0 ? 'success' : 'warning'}
        live
        title={stored > 0 ? 'Imported' : 'Nothing was imported'}
        actions={
          <>
            <LinkButton href={`/orgs/${organizationId}/secrets`}>To the secrets</LinkButton>
            <Button onClick={onMore}>Import another file</Button>
          </>
        }
      >
        {counted(created)} created, {counted(replaced)} replaced, {counted(left)} left as{' '}
        {left === 1 ? 'it was' : 'they were'}.
      </Notice>
      {refused.length > 0 && (
        <Notice
          tone="warning"
          title={`${counted(refused.length)} refused${faster ? ', because others were faster' : ''}`}
        >
          <ul className="mt-1 flex flex-col gap-1">
            {refused.slice(0, MOST_NAMED).map(({ name, why }) => (
              <li key={name}>
                <CodeText>{name}</CodeText>: {WHY[why]}.
              </li>
            ))}
            {refused.length > MOST_NAMED && (
              <li>
                And {counted(refused.length - MOST_NAMED)} more. Make a preview again to see all of them.
              </li>
            )}
          </ul>
        </Notice>
      )}
    </div>
  );
}

const counted = (count: number): string => count.toLocaleString('en');
