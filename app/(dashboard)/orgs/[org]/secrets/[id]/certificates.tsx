import { BadgeCheck } from 'lucide-react';
import { Badge } from '@/components/badge';
import { Time } from '@/components/time';
import type { CertificateFacts } from '@/lib/web/certificates';

/** What the certificates of a shown value say of themselves. */
export function Certificates({ certificates }: { certificates: readonly CertificateFacts[] }) {
  if (certificates.length === 0) return null;
  return (
    <ul aria-label="Certificates" className="divide-y rounded-md border text-sm">
      {certificates.map(({ subject, issuer, validTo }) => (
        <li key={`${subject} ${validTo}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <BadgeCheck aria-hidden="true" className="size-4 shrink-0 text-subtle" />
          <span className="min-w-0 flex-1 wrap-anywhere">
            <span className="font-medium">{subject}</span>{' '}
            <span className="text-muted">
              {issuer === subject ? 'signed by itself' : `issued by ${issuer}`}
            </span>
          </span>
          <ValidTo at={validTo} />
        </li>
      ))}
    </ul>
  );
}

function ValidTo({ at }: { at: string }) {
  const past = isPast(at);
  return (
    <Badge tone={past ? 'danger' : 'neutral'}>
      {past ? 'Expired' : 'Valid until'} <Time value={at} format={past ? 'relative' : 'date'} />
    </Badge>
  );
}

const isPast = (at: string): boolean => Date.parse(at) < Date.now();
