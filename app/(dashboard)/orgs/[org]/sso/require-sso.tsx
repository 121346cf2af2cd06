'use client';

import { useRef } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { requireSsoAction } from '@/app/(dashboard)/_parts/sso/actions';
import { AlertDialog } from '@/components/alert-dialog';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { useFormAction } from '@/lib/web/use-form-action';

export type RequireSsoProps = { organizationId: string; name: string; required: boolean; mayChange: boolean };

/** To require it shuts people out, so it asks first. */
export function RequireSso({ organizationId, name, required, mayChange }: RequireSsoProps) {
  const sent = useRef<HTMLFormElement>(null);
  const { failure, pending, form } = useFormAction(requireSsoAction);
  const { state: _, ...rest } = form;
  const send = (
    <Button type="submit" pending={pending}>
      {required ? 'Require it no more' : 'Require single sign-on'}
    </Button>
  );
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
        <>
          <form {...rest} ref={sent} className="flex flex-col gap-4">
            <FormProblem failure={failure} bare />
            <input type="hidden" name="organizationId" value={organizationId} />
            <input type="hidden" name="required" value={required ? 'no' : 'yes'} />
            {required ? <div>{send}</div> : <noscript>{send}</noscript>}
          </form>
          {!required && (
            <AlertDialog
              title="Require single sign-on?"
              description={`Whoever works in ${name} now and did not come in at its own provider is out at once, until they do.`}
              confirmLabel="Require it"
              tone="primary"
              action={async () => sent.current?.requestSubmit()}
              trigger={
                <Button pending={pending} className="noscript:hidden">
                  Require single sign-on
                </Button>
              }
            />
          )}
        </>
      )}
    </Card>
  );
}
