'use client';

import { ButtonForm } from '@/app/(dashboard)/_parts/button-form';
import { requireSsoAction } from '@/app/(dashboard)/_parts/sso/actions';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { useFormAction } from '@/lib/web/use-form-action';

export type RequireSsoProps = { organizationId: string; name: string; required: boolean; mayChange: boolean };

/** To require it shuts people out, so it asks first. */
export function RequireSso({ organizationId, name, required, mayChange }: RequireSsoProps) {
  const change = useFormAction(requireSsoAction);
  const question = {
    title: 'Require single sign-on?',
    description: `Whoever works in ${name} now and did not come in at its own provider is out at once, until they do.`,
    confirmLabel: 'Require it',
  };
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          Require single sign-on
          {required ? <Badge tone="success">Required</Badge> : <Badge>Not required</Badge>}
        </span>
      }
      description={`With it, members see ${name} only after a sign-in at its own provider. API keys that they made go on working. Administrators of the whole installation are not bound by it.`}
    >
      {mayChange && (
        <ButtonForm
          of={change}
          label={required ? 'Require it no more' : 'Require single sign-on'}
          question={required ? undefined : question}
        >
          <input type="hidden" name="organizationId" value={organizationId} />
          <input type="hidden" name="required" value={required ? 'no' : 'yes'} />
        </ButtonForm>
      )}
    </Card>
  );
}
