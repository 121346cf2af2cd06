'use client';

import { DetailsFields } from '@/app/(dashboard)/_parts/details-fields';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Form, FormActions } from '@/components/form';
import { LinkButton } from '@/components/link-button';
import type { Details } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import type { Place } from '../delete-secret';
import { updateDetailsAction } from './actions';

export function DetailsForm({ place, details }: { place: Place; details: Details }) {
  const { failure, given, pending, form } = useFormAction(updateDetailsAction);
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <PlaceFields {...place} />
      <Card>
        <div className="flex flex-col gap-5">
          <DetailsFields errors={failure?.fields ?? {}} given={given} details={details} />
        </div>
      </Card>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Save
        </Button>
        <LinkButton href={`/orgs/${place.organizationId}/secrets/${place.secretId}`} variant="ghost">
          Cancel
        </LinkButton>
      </FormActions>
    </Form>
  );
}
