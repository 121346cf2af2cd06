import { KeyRound } from 'lucide-react';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Notice } from '@/components/notice';
import { ProgressBar } from '@/components/progress-bar';
import { SkeletonDetail, SkeletonList } from '@/components/skeleton';
import { Spinner } from '@/components/spinner';
import { Part, Row } from './part';

export function States() {
  return (
    <Part title="States">
      <Notice title="Notice">Says what happened, and what to do.</Notice>
      <Notice tone="success">Success: it is done.</Notice>
      <Notice tone="warning">Warning: look at this before you go on.</Notice>
      <Notice tone="danger">Danger: it was not done, and why.</Notice>
      <Row name="Spinner">
        <Spinner />
      </Row>
      <ProgressBar label="ProgressBar" done={1200} all={10_000} />
      <div className="rounded-lg border">
        <EmptyState
          icon={<KeyRound />}
          title="EmptyState"
          text="Says what belongs here, and offers the first."
          headingLevel={3}
        />
      </div>
      <div className="rounded-lg border">
        <ErrorState
          title="ErrorState"
          text="Nothing was lost. Try again."
          reference="req_example"
          headingLevel={2}
        />
      </div>
      <SkeletonList rows={2} />
      <SkeletonDetail />
    </Part>
  );
}
