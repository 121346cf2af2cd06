'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { requireSsoAction } from '@/app/(dashboard)/_parts/sso/actions';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Form } from '@/components/form';
import { useFormAction } from '@/lib/web/use-form-action';

export type RequireSsoProps = { organizationId: string; name: string; required: boolean; mayChange: boolean };

export function RequireSso({ organizationId, name, required, mayChange }: RequireSsoProps) {
  const { failure, pending, form } = useFormAction(requireSsoAction);
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
        <Form {...form}>
          <FormProblem failure={failure} bare />
          <input type="hidden" name="organizationId" value={organizationId} />
          <input type="hidden" name="required" value={required ? 'no' : 'yes'} />
          <div>
            <Button type="submit" pending={pending}>
              {required ? 'Require it no more' : 'Require single sign-on'}
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}
