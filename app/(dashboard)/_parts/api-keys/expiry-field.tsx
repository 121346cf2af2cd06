'use client';

import { useState } from 'react';
import { Field } from '@/components/field';
import { Select } from '@/components/select';
import { TextInput } from '@/components/text-input';
import { textOf } from '@/lib/web/form-data';

const ENDS = [
  { value: '30', label: 'After 30 days' },
  { value: '90', label: 'After 90 days' },
  { value: '365', label: 'After a year' },
  { value: 'day', label: 'On a day …' },
  { value: 'never', label: 'Never' },
];

/** A key that nobody thinks of any more ends by itself, unless somebody wants it otherwise. */
export function ExpiryField({ error }: { error?: string | undefined }) {
  const [ends, setEnds] = useState('90');
  return (
    <div className="flex flex-wrap items-start gap-3">
      <Field
        label="Ends"
        className="min-w-44 flex-1"
        error={ends === 'day' ? undefined : error}
        hint={
          ends === 'never'
            ? 'It works until it is revoked. Rotate it now and then.'
            : 'The list says so 14 days before. A new one can take its place while the old one still works.'
        }
      >
        <Select name="ends" options={ENDS} value={ends} onChange={(event) => setEnds(event.target.value)} />
      </Field>
      {ends === 'day' && (
        <Field
          label="Last day"
          required
          className="min-w-44 flex-1"
          error={error && 'Choose a day that is still to come.'}
        >
          <TextInput type="date" name="lastDay" />
        </Field>
      )}
    </div>
  );
}

/** To the end of the day, where whoever chooses it is. */
export function expiryOf(data: FormData): { expiresInDays?: number; expiresAt?: string } {
  const ends = textOf(data, 'ends');
  if (ends === 'never') return {};
  if (ends !== 'day') return { expiresInDays: Number(ends) };
  const end = new Date(`${textOf(data, 'lastDay')}T23:59:59.999`);
  // What is no day is refused by the vault, in its own words.
  return { expiresAt: Number.isNaN(end.getTime()) ? '' : end.toISOString() };
}
