import { Badge } from '@/components/badge';
import { Time } from '@/components/time';
import type { ApiKey } from '@/lib/vault';

/** Nothing for a key that simply works. */
export function KeyStateBadge({ state, revokedAt, replacementWorks }: ApiKey) {
  switch (state) {
    case 'works':
      return null;
    case 'ends_soon':
      return <Badge tone="warning">{replacementWorks ? 'Being replaced' : 'Ends soon'}</Badge>;
    case 'expired':
      return <Badge>Ended</Badge>;
    case 'replaced':
      return <Badge>Replaced</Badge>;
    case 'revoked':
      return (
        <Badge tone="danger">
          Revoked <Time value={revokedAt ?? ''} />
        </Badge>
      );
    default:
      return <Badge tone="danger">Opens nothing</Badge>;
  }
}

/** Whether it could still be used, or be made to. */
export const isOver = ({ state }: ApiKey): boolean =>
  state === 'expired' || state === 'replaced' || state === 'revoked';
