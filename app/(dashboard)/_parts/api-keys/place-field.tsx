'use client';

import { Field } from '@/components/field';
import { Select } from '@/components/select';
import { TextInput } from '@/components/text-input';
import type { Failure } from '@/lib/web/failure';
import type { NameApart } from '@/lib/web/names-apart';
import type { KeyPlace } from './place';

type PlaceFieldProps = {
  place: Extract<KeyPlace, { organizationId: null }>;
  failure: Failure | undefined;
};

/** The whole environment, or one organization. */
export function PlaceField({ place: { everywhere, organizations, more }, failure }: PlaceFieldProps) {
  return (
    <Field
      label="Reach"
      error={failure?.fields.organizationId ?? (failure?.code === 'not_found' ? failure.message : undefined)}
      hint={
        more
          ? `The id of an organization. Empty: ${everywhere.toLowerCase()}.`
          : 'A key for one organization sees nothing of the others.'
      }
    >
      {more ? (
        <TextInput name="organizationId" mono autoComplete="off" placeholder="org_…" />
      ) : (
        <Select
          name="organizationId"
          options={[
            { value: '', label: everywhere },
            ...organizations.map((one) => ({ value: one.id, label: labelOf(one) })),
          ]}
        />
      )}
    </Field>
  );
}

const MOST_OF_A_NAME = 60;

/** The browser's own list neither wraps nor cuts. */
function labelOf({ name, detail }: NameApart): string {
  const letters = Array.from(name);
  const short = letters.length > MOST_OF_A_NAME ? `${letters.slice(0, MOST_OF_A_NAME).join('')}…` : name;
  return detail === undefined ? short : `${short} (${detail})`;
}
