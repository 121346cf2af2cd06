'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { Checkbox } from '@/components/checkbox';
import type { Organization } from '@/lib/vault';
import { withProof } from '@/lib/web/with-proof';
import { deleteOrganizationAction } from './actions';

export type DeleteOrganizationProps = Pick<Organization, 'id' | 'name' | 'retentionDays'>;

/** Asks for the name. While there are live secrets the vault refuses, unless they are to go too. */
export function DeleteOrganization({ id, name, retentionDays }: DeleteOrganizationProps) {
  return (
    <>
      <AlertDialog
        title={`Delete ${name}?`}
        description="Nobody can open it again, and its API keys stop working at once. This cannot be undone."
        confirmLabel="Delete organization"
        typeToConfirm={name}
        action={(data) =>
          withProof(() =>
            deleteOrganizationAction({ id, name, withSecrets: data.get('withSecrets') === 'yes' }),
          )
        }
        trigger={
          <Button variant="danger" className="noscript:hidden">
            Delete organization
          </Button>
        }
      >
        <Checkbox
          name="withSecrets"
          value="yes"
          label="Delete its secrets too"
          hint={`They are destroyed after ${retentionDays} days. Without this it is deleted only if it has no secrets.`}
        />
      </AlertDialog>
      <noscript>
        <p className="text-sm text-muted">This needs scripts, which this browser does not run.</p>
      </noscript>
    </>
  );
}
