import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { KeyValueList } from '@/components/key-value-list';
import { Time } from '@/components/time';
import type { SecretAccess, SecretMetadata } from '@/lib/vault';

type Props = { secret: SecretMetadata; lastRead: SecretAccess['lastRead'] };

/** All that is known of a secret without opening it. */
export function SecretFacts({ secret, lastRead }: Props) {
  return (
    <Card title="Details">
      <KeyValueList
        items={[
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
            value: lastRead ? (
              <>
                <Time value={lastRead.at} /> by {lastRead.byName}
              </>
            ) : (
              'Never'
            ),
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
