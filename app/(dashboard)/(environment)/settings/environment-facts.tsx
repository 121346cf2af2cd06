import { Card } from '@/components/card';
import { KeyValueList } from '@/components/key-value-list';
import type { Environment } from '@/lib/vault';

/** For those who may look. */
export function EnvironmentFacts({ name, stepUpMinutes, administratorsReadValues }: Environment) {
  return (
    <Card>
      <KeyValueList
        items={[
          { label: 'Name', value: name },
          { label: 'A proof of who you are counts', value: minutes(stepUpMinutes) },
          {
            label: 'Owners and administrators',
            value: administratorsReadValues
              ? 'May reveal the values of secrets.'
              : 'Run the vault without revealing values.',
          },
        ]}
      />
    </Card>
  );
}

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`);
