'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { AlertDialog } from '@/components/alert-dialog';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { Disclosure } from '@/components/disclosure';
import { Form } from '@/components/form';
import { KeyValueList } from '@/components/key-value-list';
import { Notice } from '@/components/notice';
import type { IdentityProvider } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { withProof } from '@/lib/web/with-proof';
import { deleteProviderAction, switchProviderAction, testProviderAction } from './actions';
import { ProviderForm } from './provider-form';
import { ROLE_NAMES } from './provider-form-data';

export type ProviderCardProps = { provider: IdentityProvider; mayChange: boolean };

export function ProviderCard({ provider, mayChange }: ProviderCardProps) {
  const { id, name, issuer, clientId, organizationId, disabledAt } = provider;
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          {name}
          {disabledAt ? <Badge>Not in use</Badge> : <Badge tone="success">In use</Badge>}
        </span>
      }
    >
      <div className="flex flex-col gap-4">
        <KeyValueList
          items={[
            { label: 'Issuer', value: <CodeText>{issuer}</CodeText> },
            { label: 'Client id', value: <CodeText>{clientId}</CodeText> },
            ...(organizationId === null ? [] : rolesOf(provider)),
          ]}
        />
        {mayChange && (
          <>
            <TestConnection id={id} />
            <div className="flex flex-wrap items-start gap-2">
              <Switch provider={provider} />
              <AlertDialog
                title={`Remove ${name}?`}
                description="Nobody signs in there any more, and sessions that began there end at once. Accounts stay."
                confirmLabel="Remove identity provider"
                action={() => withProof(() => deleteProviderAction(id))}
                trigger={
                  <Button className="noscript:hidden" aria-label={`Remove ${name}`}>
                    Remove
                  </Button>
                }
              />
            </div>
            <Disclosure title={`Change ${name}`}>
              <ProviderForm organizationId={organizationId} provider={provider} />
            </Disclosure>
          </>
        )}
      </div>
    </Card>
  );
}

function rolesOf({ roleClaim, roles, defaultRole }: IdentityProvider) {
  const mapped = Object.entries(roles).map(([value, role]) => `${value}: ${ROLE_NAMES[role]}`);
  return [
    ...(roleClaim === null
      ? []
      : [{ label: 'Roles', value: `By ${roleClaim}. ${mapped.join(', ') || 'No value gives one yet.'}` }]),
    {
      label: roleClaim === null ? 'Role' : 'Everybody else',
      value: defaultRole ? ROLE_NAMES[defaultRole] : 'Not let in',
    },
  ];
}

function TestConnection({ id }: { id: string }) {
  const { state, failure, pending, form } = useFormAction(testProviderAction);
  return (
    <Form {...form} className="gap-3!">
      <input type="hidden" name="id" value={id} />
      <FormProblem failure={failure} bare />
      {state.status === 'done' && (
        <Notice tone={state.result.startsWith('It answers') ? 'success' : 'warning'} live>
          {state.result}
        </Notice>
      )}
      <div>
        <Button type="submit" pending={pending}>
          Test the connection
        </Button>
      </div>
    </Form>
  );
}

function Switch({ provider: { id, organizationId, disabledAt } }: { provider: IdentityProvider }) {
  const { failure, pending, form } = useFormAction(switchProviderAction);
  return (
    <Form {...form} className="gap-3!">
      <FormProblem failure={failure} bare />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="organizationId" value={organizationId ?? ''} />
      <input type="hidden" name="disabled" value={disabledAt ? 'no' : 'yes'} />
      <Button type="submit" pending={pending}>
        {disabledAt ? 'Use it again' : 'Stop using it'}
      </Button>
    </Form>
  );
}
