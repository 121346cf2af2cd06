'use client';

import { clsx } from 'clsx';
import { Eye, EyeOff, FileText, X } from 'lucide-react';
import { type DragEvent, type SubmitEvent, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { FileButton } from '@/components/file-button';
import { Form, FormActions } from '@/components/form';
import { Notice } from '@/components/notice';
import { Select } from '@/components/select';
import { TextArea } from '@/components/text-area';
import { formatOf } from '../_files/parse-file';
import { FORMATS, type Format } from '../_files/parsed';
import { textOfFile } from './text-of-file';
import type { Source } from './use-import';

const CHOICES = Object.entries(FORMATS).map(([value, { label }]) => ({ value, label }));

export type ImportSourceProps = {
  /** What was given before, if anything. */
  source: Source;
  problem: string | undefined;
  onPreview: (source: Source) => void;
};

/** Where a file is pasted, dropped or chosen. Nothing is sent before the preview is asked for. */
export function ImportSource({ source, problem, onPreview }: ImportSourceProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const select = useRef<HTMLSelectElement>(null);
  const [file, setFile] = useState(
    source.fileName === null ? null : { name: source.fileName, text: source.text },
  );
  const [format, setFormat] = useState<Format>(source.format);
  const [isChosen, setChosen] = useState(source.isChosen);
  const [hidden, setHidden] = useState(true);
  const [refused, setRefused] = useState<string>();
  const textNow = () => file?.text ?? area.current?.value ?? '';

  function adopt() {
    // Not as a default value: that would be written into the page.
    if (area.current?.value === '') area.current.value = source.text;
    // It was pasted before scripts ran, and a format may have been chosen.
    else if (area.current && area.current.value !== source.text) look(area.current.value);
    if (select.current && select.current.value !== format) chooseFormat(select.current.value as Format);
  }
  function look(text: string, name?: string) {
    setRefused(undefined);
    if (!isChosen) setFormat(formatOf(text, name));
  }
  function chooseFormat(wanted: Format) {
    setFormat(wanted);
    setChosen(true);
  }
  async function take(given: File | undefined) {
    if (!given) return;
    const text = await textOfFile(given);
    if (typeof text !== 'string') return setRefused(text.error);
    setFile({ name: given.name, text });
    look(text, given.name);
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }
  /** A form that was sent before scripts ran arrives before what `adopt` has set. */
  function formatNow(text: string): Pick<Source, 'format' | 'isChosen'> {
    const shown = (select.current?.value ?? format) as Format;
    if (isChosen || shown !== format) return { format: shown, isChosen: true };
    return { format: formatOf(text, file?.name), isChosen: false };
  }
  function preview() {
    const text = textNow();
    if (text.trim() === '') return setRefused('Paste the text of a file here, or choose one.');
    onPreview({ text, ...formatNow(text), fileName: file?.name ?? null });
  }

  /** React resets a form after its action, which is left to a press before scripts ran. */
  function submit(event: SubmitEvent) {
    event.preventDefault();
    preview();
  }

  const wrong = refused ?? problem;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a file may be dropped here; the button does the same
    <div
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={drop}
    >
      <Form action={preview} onSubmit={submit} adopt={adopt} className="max-w-3xl gap-4!" noValidate>
        {wrong && (
          <Notice tone="danger" live>
            {wrong}
          </Notice>
        )}
        <Card>
          <div className="flex flex-col gap-5">
            {file ? (
              <TakenFile file={file} onAway={() => setFile(null)} />
            ) : (
              <Field
                label="Text of the file"
                hint="Paste it here, or drop a file. It is read in this browser; values go to the server when you ask for the preview, to be compared, and stay nowhere before you import them."
                aside={
                  <Button
                    variant="ghost"
                    size="sm"
                    icon={hidden ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
                    onClick={() => setHidden(!hidden)}
                  >
                    {hidden ? 'Show the text' : 'Hide the text'}
                  </Button>
                }
              >
                <TextArea
                  ref={area}
                  mono
                  rows={12}
                  placeholder={'DATABASE_URL="postgres://…"\nAPI_TOKEN=…'}
                  data-1p-ignore
                  data-lpignore="true"
                  onInput={(event) => look(event.currentTarget.value)}
                  className={clsx(hidden && 'not-placeholder-shown:[-webkit-text-security:disc]')}
                />
              </Field>
            )}
            <div className="flex flex-wrap items-end justify-between gap-4">
              <Field
                label="Format"
                hint={isChosen ? 'As you chose.' : 'Seen by the content.'}
                className="w-full sm:w-56"
              >
                <Select
                  ref={select}
                  // Else a browser that comes back fills it in, and nobody has chosen.
                  autoComplete="off"
                  options={CHOICES}
                  value={format}
                  onChange={(event) => chooseFormat(event.currentTarget.value as Format)}
                />
              </Field>
              <FileButton onFile={take} className="sm:mb-6.5">
                Choose a file
              </FileButton>
            </div>
          </div>
        </Card>
        <FormActions>
          <Button type="submit" variant="primary">
            Preview
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}

/** A file is not put into the text area: that would change its line breaks, and a large one would stop the browser. */
function TakenFile({ file, onAway }: { file: { name: string; text: string }; onAway: () => void }) {
  const lines = file.text.split('\n').length;
  return (
    <div className="flex items-center gap-3 rounded-md border bg-sunken px-3 py-2.5 text-sm">
      <FileText aria-hidden="true" className="size-4 shrink-0 text-subtle" />
      <p className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-medium">{file.name}</span>{' '}
        <span className="text-muted">{lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`}</span>
      </p>
      <Button variant="ghost" size="sm" icon={<X aria-hidden="true" />} onClick={onAway}>
        Take away
      </Button>
    </div>
  );
}
