import { CircleCheck, CircleX } from 'lucide-react';
import { roleWords, scopeWords } from '@/app/(dashboard)/_parts/rights-words';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { KeyValueList } from '@/components/key-value-list';
import { Time } from '@/components/time';
import type { ExplainedAbility, ExplainedKey, Explanation } from '@/lib/vault';
import { ABILITY_TITLES, asksWords, obstacleWords, remedyWords, whyAllowed } from './explanation-words';

/** One person's or key's rights to the secret: each with its reason, and what would change it. */
export function ExplanationCard({ explanation }: { explanation: Explanation }) {
  const { subject, abilities, grants } = explanation;
  return (
    <Card
      padded={false}
      title={
        <span className="wrap-anywhere">
          {subject.name}{' '}
          {subject.key && <span className="font-normal text-subtle">ends in {subject.key.hint} </span>}
          <Badge>{subject.key ? 'API key' : 'Person'}</Badge>
        </span>
      }
      description={
        grants.length > 0
          ? `${subject.key ? 'Its maker: ' : ''}${grants.map(roleWords).join(', ')}`
          : 'No role here'
      }
    >
      <ul className="divide-y">
        {abilities.map((one) => (
          <AbilityRow key={one.ability} explained={one} subject={subject} />
        ))}
      </ul>
      {subject.key && (
        <div className="border-t bg-sunken/60 p-4 sm:px-5">
          <KeyFacts of={subject.key} />
        </div>
      )}
    </Card>
  );
}

function AbilityRow({
  explained,
  subject,
}: {
  explained: ExplainedAbility;
  subject: Explanation['subject'];
}) {
  const { ability, allowed, asks, obstacles } = explained;
  const Icon = allowed ? CircleCheck : CircleX;
  const asked = asksWords(asks);
  return (
    <li className="flex items-start gap-3 px-4 py-3.5 text-sm sm:px-5">
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${allowed ? 'text-success-text' : 'text-danger-text'}`}
      />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <h3 className="font-medium">
          {ABILITY_TITLES[ability]}: {allowed ? 'yes' : 'no'}
        </h3>
        {allowed && <p className="mt-0.5 text-muted">{whyAllowed(explained, subject)}</p>}
        {asked && <p className="mt-0.5 text-muted">{asked}</p>}
        {obstacles.length > 0 && (
          <>
            <ul className="mt-0.5 flex flex-col gap-0.5 text-muted">
              {obstacles.map((one) => (
                <li key={one.kind}>{obstacleWords(one, subject)}</li>
              ))}
            </ul>
            <p className="mt-1.5 font-medium">What would change it{obstacles.length > 1 && ', together'}</p>
            <ul className="flex flex-col gap-0.5 text-muted">
              {obstacles.map((one) => (
                <li key={one.kind}>{remedyWords(one, subject)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </li>
  );
}

/** What bounds a key. */
function KeyFacts({ of }: { of: ExplainedKey }) {
  const { maker, organizationId, scopes, namePrefixes, allowedAddresses, expiresAt, revokedAt } = of;
  return (
    <KeyValueList
      items={[
        { label: 'Made by', value: maker ? maker.name : 'The command line' },
        {
          label: 'Reaches',
          value: organizationId ? 'This organization' : 'Everything that its maker reaches',
        },
        { label: 'Scopes', value: scopes.length > 0 ? scopes.map(scopeWords).join(', ') : 'None' },
        {
          label: 'Names',
          value: namePrefixes ? <CodeText>{namePrefixes.map((one) => `${one}…`).join(' ')}</CodeText> : 'All',
        },
        {
          label: 'Addresses',
          value: allowedAddresses ? <CodeText>{allowedAddresses.join(' ')}</CodeText> : 'All',
        },
        revokedAt
          ? { label: 'Revoked', value: <Time value={revokedAt} /> }
          : { label: 'Expires', value: expiresAt ? <Time value={expiresAt} format="date" /> : 'Never' },
      ]}
    />
  );
}
