'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { changeDomainAction } from '@/app/(dashboard)/_parts/sso/actions';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import type { Organization } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';

export type DomainsProps = Pick<Organization, 'domains'> & {
  organizationId: string;
  mayChange: boolean;
  /** Who runs the environment says that a domain is the organization's. */
  mayVerify: boolean;
};

export function Domains({ organizationId, domains, mayChange, mayVerify }: DomainsProps) {
  return (
    <Card
      title="E-mail domains"
      description={
        mayVerify
          ? 'Mark a domain as verified once you know that it is theirs: whoever has an address there can join through their provider.'
          : 'An administrator of the whole installation marks them as verified.'
      }
    >
      <div className="flex flex-col gap-5">
        {domains.length > 0 && (
          <ul className="divide-y text-sm">
            {domains.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
                <span className="flex min-w-0 flex-wrap items-center gap-2">
                  <span className="font-medium wrap-anywhere">{one.domain}</span>
                  {one.state === 'verified' ? (
                    <Badge tone="success">Verified</Badge>
                  ) : (
                    <Badge tone="warning">Not verified yet</Badge>
                  )}
                </span>
                {mayChange && (
                  <span className="flex flex-wrap gap-2">
                    {mayVerify && one.state === 'pending' && (
                      <DomainButton
                        how="verify"
                        label="Mark as verified"
                        {...{ organizationId, domain: one.domain }}
                      />
                    )}
                    <DomainButton how="remove" label="Remove" {...{ organizationId, domain: one.domain }} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayChange && <AddDomain organizationId={organizationId} />}
        {!mayChange && domains.length === 0 && <p className="text-sm text-muted">There are none.</p>}
      </div>
    </Card>
  );
}

type DomainButtonProps = { organizationId: string; domain: string; how: 'verify' | 'remove'; label: string };

function DomainButton({ organizationId, domain, how, label }: DomainButtonProps) {
  const { failure, pending, form } = useFormAction(changeDomainAction);
  return (
    <Form {...form} className="gap-2!">
      <FormProblem failure={failure} bare />
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="domain" value={domain} />
      <input type="hidden" name="how" value={how} />
      <Button type="submit" size="sm" pending={pending} aria-label={`${label}: ${domain}`}>
        {label}
      </Button>
    </Form>
  );
}

function AddDomain({ organizationId }: { organizationId: string }) {
  const { state, failure, given, pending, form } = useFormAction(changeDomainAction);
  return (
    // A new form after each domain: the field is empty again.
    <Form {...form} key={state.status === 'done' ? 'added' : 'new'}>
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="how" value="add" />
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label="Another domain"
          error={failure?.fields.domain ?? failure?.message}
          className="min-w-56 flex-1"
        >
          <TextInput
            name="domain"
            autoComplete="off"
            placeholder="example.com"
            defaultValue={given.domain?.[0]}
          />
        </Field>
        <Button type="submit" pending={pending}>
          Add domain
        </Button>
      </div>
    </Form>
  );
}
