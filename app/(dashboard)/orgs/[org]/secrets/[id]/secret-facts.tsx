import type { ReactNode } from 'react';
import { ReminderBadge } from '@/app/(dashboard)/_parts/reminder-badge';
import { TagList } from '@/app/(dashboard)/_parts/tag-list';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { type KeyValue, KeyValueList } from '@/components/key-value-list';
import { LinkButton } from '@/components/link-button';
import { Time } from '@/components/time';
import { remindersOf, type SecretMetadata } from '@/lib/vault';

type Props = {
  secret: SecretMetadata;
  lastRead: ReactNode;
  /** Where the details are changed, for those who may. */
  editHref: string | undefined;
};

/** All that is known of a secret without opening it. */
export function SecretFacts({ secret, lastRead, editHref }: Props) {
  return (
    <Card
      title="Details"
      actions={
        editHref && (
          <LinkButton href={editHref} size="sm" aria-label="Edit details">
            Edit
          </LinkButton>
        )
      }
    >
      <KeyValueList
        items={[
          ...written(secret),
          {
            label: 'Updated',
            value: (
              <>
                <Time value={secret.updatedAt} /> by {secret.updatedBy.name}
              </>
            ),
          },
          {
            label: 'Last read',
            value: lastRead,
          },
          { label: 'Created', value: <Time value={secret.createdAt} /> },
          { label: 'Secret', value: <CodeText className="text-xs">{secret.id}</CodeText> },
          { label: 'Encrypted with', value: <CodeText className="text-xs">{secret.keyId}</CodeText> },
          {
            label: 'Key context',
            value: (
              <ul className="flex flex-col gap-1.5">
                {Object.entries(secret.context).map(([name, value]) => (
                  <li key={name} className="text-xs">
                    <CodeText className="text-subtle">{name}</CodeText>
                    <br />
                    <CodeText>{value}</CodeText>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** What people have said of it; nothing stands for what nobody has said. */
function written(secret: SecretMetadata): KeyValue[] {
  const { note, tags } = secret;
  const { expiresAt, rotateBy } = remindersOf(secret);
  const reminder = (at: string) => (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Time value={at} format="date" />
      <ReminderBadge remindsAt={at} expiresAt={expiresAt} />
    </span>
  );
  return [
    ...(note ? [{ label: 'Note', value: <p className="whitespace-pre-line">{note}</p> }] : []),
    ...(tags.length > 0 ? [{ label: 'Tags', value: <TagList tags={tags} /> }] : []),
    ...(expiresAt ? [{ label: 'Expires', value: reminder(expiresAt) }] : []),
    ...(rotateBy ? [{ label: 'Replace by', value: reminder(rotateBy) }] : []),
  ];
}
