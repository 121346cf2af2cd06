import { Card } from '@/components/card';
import { Time } from '@/components/time';
import type { PasskeySummary } from '@/lib/vault';
import { AddPasskey } from './add-passkey';
import { RemovePasskey } from './remove-passkey';
import { RenamePasskey } from './rename-passkey';

/** What signs in alone: a device that asks for a PIN, a finger or a face. */
export function Passkeys({ passkeys }: { passkeys: readonly PasskeySummary[] }) {
  return (
    <Card
      title="Passkeys"
      headingLevel={3}
      description="A passkey signs you in with nothing else: your device asks for a PIN, a finger or a face. Nobody can phish it."
    >
      <div className="flex flex-col gap-4">
        {passkeys.length === 0 && <p className="text-sm text-muted">You have none yet.</p>}
        <ul className="-my-2.5 divide-y text-sm empty:hidden">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
              <span className="min-w-0">
                <span className="block font-medium wrap-anywhere">{name}</span>
                <span className="text-subtle">
                  Added <Time value={createdAt} />,{' '}
                  {lastUsedAt ? (
                    <>
                      last used <Time value={lastUsedAt} />
                    </>
                  ) : (
                    'never used'
                  )}
                </span>
              </span>
              <span className="flex gap-2 noscript:hidden">
                <RenamePasskey id={id} name={name} />
                <RemovePasskey id={id} name={name} />
              </span>
            </li>
          ))}
        </ul>
        <AddPasskey />
        <noscript>
          <p className="text-sm text-muted">Passkeys need scripts, which this browser does not run.</p>
        </noscript>
      </div>
    </Card>
  );
}
