import { Field } from '@/components/field';
import { TextArea } from '@/components/text-area';
import { TextInput } from '@/components/text-input';
import type { Details } from '@/lib/vault';
import { DETAILS_FIELDS, detailsTexts, wasField } from '@/lib/web/details-form';
import type { Given } from '@/lib/web/failure';

export type DetailsFieldsProps = {
  errors: Readonly<Record<string, string>>;
  given: Given;
  /** What is stored; nothing for a new secret. */
  details?: Details;
};

const NOTHING: Details = { note: '', tags: [], expiresAt: null, rotateEveryDays: null };

/** What people write about a secret beside its value. The form around says that it is in clear. */
export function DetailsFields({ errors, given, details = NOTHING }: DetailsFieldsProps) {
  const stored = detailsTexts(details);
  const start = (field: keyof typeof stored) => given[field]?.[0] ?? stored[field];
  return (
    <>
      {DETAILS_FIELDS.map((field) => (
        <input key={field} type="hidden" name={wasField(field)} value={stored[field]} />
      ))}
      <Field label="Note" optional error={errors.note} hint="What it is for, where it is used, whom to ask.">
        <TextArea name="note" rows={3} maxLength={2000} defaultValue={start('note')} />
      </Field>
      <Field label="Tags" optional error={errors.tags} hint="With commas between them.">
        <TextInput
          name="tags"
          autoComplete="off"
          maxLength={900}
          placeholder="payments, eu"
          defaultValue={start('tags')}
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Expires on"
          optional
          error={errors.expiresAt}
          hint="When it stops working where it is used. Strongroom reminds, and goes on showing it."
        >
          <TextInput name="expiresAt" type="date" defaultValue={start('expiresAt')} />
        </Field>
        <Field
          label="Replace every"
          optional
          error={errors.rotateEveryDays}
          hint="Days from one value to the next, counted from the last replacement."
        >
          <TextInput
            name="rotateEveryDays"
            type="number"
            inputMode="numeric"
            min={1}
            max={3650}
            placeholder="90"
            defaultValue={start('rotateEveryDays')}
          />
        </Field>
      </div>
    </>
  );
}
