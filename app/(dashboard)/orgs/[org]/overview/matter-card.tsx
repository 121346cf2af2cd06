import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { countInWords } from '@/app/(dashboard)/_parts/in-words';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { RowLink, TextLink } from '@/components/link';
import type { SecretAtAGlance } from '@/lib/vault';

export type MatterCardProps = {
  title: string;
  description: string;
  /** Of the list: a secret's page is below it. */
  base: string;
  /** The list, narrowed to what the card is about. */
  all?: string;
  matter: {
    readonly count?: number;
    readonly more?: boolean;
    readonly secrets: readonly SecretAtAGlance[];
  };
  /** What is said where there is nothing. */
  none: string;
  renderFact: (secret: SecretAtAGlance) => ReactNode;
};

/** One matter: the first few secrets that it is about, and the way to all of them. */
export function MatterCard({ title, description, base, all, matter, none, renderFact }: MatterCardProps) {
  const { count = 0, more = false, secrets } = matter;
  const counted = countInWords({ count, more });
  return (
    <Card
      padded={false}
      className="flex flex-col"
      title={
        <span className="flex items-center gap-2">
          {title}
          {count > 0 && <Badge>{counted}</Badge>}
        </span>
      }
      description={description}
      footer={
        all &&
        count > 0 && (
          <TextLink href={all} className="inline-flex min-h-6 items-center touch:min-h-11">
            {more ? 'Show all' : `Show ${counted === '1' ? 'it' : `all ${counted}`}`} in the list
            <span className="sr-only">: {title}</span>
          </TextLink>
        )
      }
    >
      {secrets.length > 0 ? (
        <ul className="flex-1 divide-y">
          {secrets.map((secret) => (
            <li
              key={secret.id}
              className="relative flex min-h-11 flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2 transition-colors hover:bg-hover sm:px-5"
            >
              <RowLink href={`${base}/${secret.id}`} className="min-w-0 flex-1 basis-48 font-mono text-sm">
                {secret.name}
              </RowLink>
              <span className="text-xs text-muted tabular-nums">{renderFact(secret)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="flex flex-1 items-start gap-2.5 px-4 py-4 text-sm text-muted sm:px-5">
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success-text" />
          {none}
        </p>
      )}
    </Card>
  );
}
