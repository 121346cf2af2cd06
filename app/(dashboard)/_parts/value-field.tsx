'use client';

import { clsx } from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Checkbox } from '@/components/checkbox';
import { Field } from '@/components/field';
import { TextArea } from '@/components/text-area';
import type { Failure } from '@/lib/web/failure';
import { MAX_BYTES, textOfFile } from './value-file';
import { shapeOf, type ValueShape } from './value-shape';
import { ValueTools } from './value-tools';

const encoder = new TextEncoder();

export type ValueFieldProps = {
  label: string;
  failure?: Failure | undefined;
  autoFocus?: boolean;
  /** What stands in it at first. */
  initial?: string | undefined;
};

/** Where a value is written: several lines, hidden while typed if one likes, kept byte for byte. */
export function ValueField({ label, failure, autoFocus = false, initial = '' }: ValueFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  // A text area turns CR LF into LF: as long as nobody types, what a file held is what is sent.
  const exact = useRef({ shown: initial.replaceAll(/\r\n?/g, '\n'), text: initial });
  const [hidden, setHidden] = useState(true);
  const [seen, setSeen] = useState<{ bytes: number; shape: ValueShape }>({ bytes: 0, shape: shapeOf('') });
  const [problem, setProblem] = useState<string>();
  // Once it was asked, the question stays: a later refusal may be about something else.
  const [asked, setAsked] = useState(false);
  if (failure?.emptyValue && !asked) setAsked(true);

  const valueNow = useCallback(() => {
    const shown = area.current?.value ?? '';
    return shown === exact.current.shown ? exact.current.text : shown;
  }, []);
  const look = useCallback(() => {
    const value = valueNow();
    setSeen({ bytes: encoder.encode(value).length, shape: shapeOf(value) });
  }, [valueNow]);
  function put(text: string) {
    const { current } = area;
    if (!current) return;
    setProblem(undefined);
    current.focus();
    current.select();
    // Old, and the one way that the browser's own Undo takes back.
    if (text === '' || !document.execCommand('insertText', false, text)) current.setRangeText(text);
    exact.current = { shown: current.value, text };
    look();
    // The form around it may want to know, and the browser says nothing of what a script has set.
    current.dispatchEvent(new Event('input', { bubbles: true }));
  }
  async function take(file: File | undefined) {
    if (!file) return;
    const text = await textOfFile(file);
    if (typeof text === 'string') put(text);
    else setProblem(text.error);
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }

  useEffect(() => {
    const form = area.current?.form;
    if (!form) return;
    look();
    // A form sends each line break of a text area as CR LF: the value goes as JSON, where it is itself.
    const send = ({ formData }: FormDataEvent) => {
      formData.set('valueJson', JSON.stringify(valueNow()));
      formData.delete('value');
    };
    form.addEventListener('formdata', send);
    return () => form.removeEventListener('formdata', send);
  }, [valueNow, look]);

  const { bytes, shape } = seen;
  const tooLarge = bytes > MAX_BYTES;
  const refused = failure?.emptyValue && bytes > 0 ? undefined : failure?.fields.value;
  const words = `${bytes.toLocaleString('en')} of ${MAX_BYTES.toLocaleString('en')} bytes`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a file may be dropped here; the button does the same
    <div
      className="flex flex-col gap-2"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={drop}
    >
      <Field
        label={label}
        error={problem ?? refused ?? (tooLarge ? `This is larger than 64 KiB: ${words}.` : undefined)}
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
          defaultValue={initial}
          autoFocus={autoFocus} // oxlint-disable-line jsx-a11y/no-autofocus -- it appears because somebody asked to write
          data-1p-ignore
          data-lpignore="true"
          onInput={() => {
            setProblem(undefined);
            look();
          }}
          className={clsx(hidden && '[-webkit-text-security:disc]')}
        />
      </Field>
      <ValueTools shape={shape} valueNow={valueNow} onPut={put} onFile={take} />
      {asked && bytes === 0 && <Checkbox name="allowEmpty" value="yes" label="Store an empty value" />}
    </div>
  );
}
