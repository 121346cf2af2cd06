'use client';

import { clsx } from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Checkbox } from '@/components/checkbox';
import { Field } from '@/components/field';
import { TextArea } from '@/components/text-area';
import type { Failure } from '@/lib/web/failure';

const MAX_BYTES = 64 * 1024;
const encoder = new TextEncoder();

export type ValueFieldProps = {
  label: string;
  failure?: Failure | undefined;
  autoFocus?: boolean;
};

/** Where a value is written: several lines, hidden while typed if one likes, kept byte for byte. */
export function ValueField({ label, failure, autoFocus = false }: ValueFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [hidden, setHidden] = useState(true);
  const [bytes, setBytes] = useState(0);
  // Once it was asked, the question stays: a later refusal may be about something else.
  const [asked, setAsked] = useState(false);
  if (failure?.emptyValue && !asked) setAsked(true);

  useEffect(() => {
    const { current } = area;
    const form = current?.form;
    if (!current || !form) return;
    setBytes(encoder.encode(current.value).length);
    // A form sends each line break of a text area as CR LF: the value goes as JSON, where it is itself.
    const send = ({ formData }: FormDataEvent) => {
      formData.set('valueJson', JSON.stringify(current.value));
      formData.delete('value');
    };
    form.addEventListener('formdata', send);
    return () => form.removeEventListener('formdata', send);
  }, []);

  const tooLarge = bytes > MAX_BYTES;
  const refused = failure?.emptyValue && bytes > 0 ? undefined : failure?.fields.value;
  const words = `${bytes.toLocaleString('en')} of ${MAX_BYTES.toLocaleString('en')} bytes`;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={label}
        error={refused ?? (tooLarge ? `This is larger than 64 KiB: ${words}.` : undefined)}
        hint={
          <span className="flex flex-wrap justify-between gap-x-4">
            <span>Stored byte for byte: blanks and line breaks stay as they are.</span>
            <span className="tabular-nums noscript:hidden">{words}</span>
          </span>
        }
        aside={
          <Button
            variant="ghost"
            size="sm"
            icon={hidden ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
            onClick={() => setHidden(!hidden)}
            className="noscript:hidden"
          >
            {hidden ? 'Show while typing' : 'Hide while typing'}
          </Button>
        }
      >
        <TextArea
          ref={area}
          name="value"
          mono
          rows={6}
          autoFocus={autoFocus} // oxlint-disable-line jsx-a11y/no-autofocus -- it appears because somebody asked to write
          data-1p-ignore
          data-lpignore="true"
          onInput={(event) => setBytes(encoder.encode(event.currentTarget.value).length)}
          className={clsx(hidden && '[-webkit-text-security:disc]')}
        />
      </Field>
      {asked && bytes === 0 && <Checkbox name="allowEmpty" value="yes" label="Store an empty value" />}
    </div>
  );
}
